import { useQuery } from '@tanstack/react-query';
import { nothingYet } from '../../api/queries.js';
import { useNavigate, useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { localeTag, useTexts } from '../../i18n/i18n.js';
import { useHere } from '../../parts/customer.js';
import { Page } from '../../parts/page.js';
import { Money } from '../../ui/money/money.js';
import { mostDecimals } from '../../ui/money/share.js';
import { Card } from '../../ui/show/card.js';
import { Empty } from '../../ui/show/empty.js';
import { Status, type StatusKind } from '../../ui/show/status.js';
import type { Column } from '../../ui/table/columns.js';
import { Table } from '../../ui/table/table.js';
import { modelsQuery, type Model } from './models.js';
import './models.css';

const KINDS: Readonly<Record<Model['status'], StatusKind>> = { up: 'done', slow: 'warn', down: 'bad', unknown: 'ended' };
const SAID: readonly string[] = ['chat', 'responses', 'messages', 'completions', 'embeddings', 'tools', 'reasoning'];

/** What may I call, at what price, is it up. A row leads to the playground. */
export function ModelsPage(): ReactNode {
  const t = useTexts();
  const here = useHere();
  const router = useRouter();
  const navigate = useNavigate();
  const models = useQuery({ ...modelsQuery(here), throwOnError: nothingYet }).data;
  const place = (model: string) =>
    ({ to: '/c/$customer/playground', params: { customer: here.customer }, search: { model } as never }) as const;
  return (
    <Page title={t('app.models')} explained={t('models.explained')} width="wide">
      <Card flush>
        <Table
          label={t('app.models')}
          columns={useColumns(models ?? [])}
          rows={models ?? []}
          rowId={({ id }) => id}
          rowHeight={52}
          isLoading={models === undefined}
          empty={<Empty title={t('models.none')}>{t('models.none_why')}</Empty>}
          {...(here.may('playground.use') && {
            href: ({ id }: Model) => router.history.createHref(router.buildLocation(place(id)).href),
            onOpen: ({ id }: Model) => void navigate(place(id)),
          })}
          narrow={(model) => ({
            what: model.id,
            amount: model.price === null ? '–' : <InOut model={model} />,
            status: <IsUp model={model} />,
            when: <Count n={model.context_window} />,
          })}
        />
      </Card>
    </Page>
  );
}

function useColumns(models: readonly Model[]): readonly Column<Model>[] {
  const t = useTexts();
  const { membership, may } = useHere();
  const { currency } = membership;
  const price = (id: 'input_per_million' | 'cached_input_per_million' | 'output_per_million', drop?: 2): Column<Model> => {
    const decimals = mostDecimals(models.flatMap((model) => model.price?.[id] ?? []));
    return {
      id,
      head: t(`models.${id}`, { currency }),
      figures: true,
      cell: ({ price: of }) => <Money amount={of?.[id]} currency={currency} decimals={decimals} />,
      ...(drop && { drop }),
    };
  };
  return [
    { id: 'id', head: t('models.model'), cell: (model) => <Name model={model} /> },
    { id: 'status', head: t('models.status'), cell: (model) => <IsUp model={model} /> },
    price('input_per_million'),
    price('cached_input_per_million', 2),
    price('output_per_million'),
    { id: 'context', head: t('models.context'), figures: true, drop: 1, cell: (model) => <Room model={model} /> },
    { id: 'can', head: t('models.can'), drop: 3, cell: ({ capabilities }) => <Can capabilities={capabilities} /> },
    ...(may('playground.use')
      ? [{ id: 'try', head: '', drop: 1, cell: () => <span className="models-try">{t('models.try')}</span> } satisfies Column<Model>]
      : []),
  ];
}

function Name({ model: { id, kind, targets, providers } }: { readonly model: Model }): ReactNode {
  const t = useTexts();
  const behind = kind === 'alias' ? t('models.leads_to', { targets: (targets ?? []).join(', ') }) : providers.join(', ');
  return (
    <span className="models-name">
      <strong>{id}</strong>
      <span title={behind}>{behind}</span>
    </span>
  );
}

function IsUp({ model: { status } }: { readonly model: Model }): ReactNode {
  const t = useTexts();
  return <Status kind={KINDS[status]}>{t(`models.status.${status}`)}</Status>;
}

/** The context, and what of it an answer can be. */
function Room({ model: { context_window: context, max_output_tokens: output } }: { readonly model: Model }): ReactNode {
  const t = useTexts();
  return (
    <span className="models-room">
      <Count n={context} />
      {output === null ? null : <span className="models-quiet">{t('models.max_output', { n: counted(output) })}</span>}
    </span>
  );
}

function InOut({ model: { price } }: { readonly model: Model }): ReactNode {
  const t = useTexts();
  const currency = price?.currency ?? '';
  return (
    <span title={t('models.in_out')}>
      <Money amount={price?.input_per_million} currency={currency} /> ·{' '}
      <Money amount={price?.output_per_million} currency={currency} unit />
    </span>
  );
}

const counted = (n: number): string => new Intl.NumberFormat(localeTag()).format(n);

const Count = ({ n }: { readonly n: number | null }): ReactNode => (n === null ? '–' : counted(n));

function Can({ capabilities }: { readonly capabilities: readonly string[] }): ReactNode {
  const t = useTexts();
  const names = capabilities.map((each) => (SAID.includes(each) ? t(`models.can.${each}`) : each));
  return <span className="models-can">{names.join(' · ')}</span>;
}
