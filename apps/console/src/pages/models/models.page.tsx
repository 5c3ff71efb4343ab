import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { told } from '../../api/client.js';
import { localeTag, useTexts, type Translate } from '../../i18n/i18n.js';
import { useHere } from '../../parts/customer.js';
import { Page } from '../../parts/page.js';
import { Money } from '../../ui/money/money.js';
import { mostDecimals } from '../../ui/money/share.js';
import { Card } from '../../ui/show/card.js';
import { Empty } from '../../ui/show/empty.js';
import { Id } from '../../ui/show/id.js';
import { Status, type StatusKind } from '../../ui/show/status.js';
import type { Column } from '../../ui/table/columns.js';
import { Table } from '../../ui/table/table.js';
import './models.css';

interface Price {
  readonly currency: string;
  readonly input_per_million: string;
  readonly cached_input_per_million?: string;
  readonly output_per_million: string;
}

interface Model {
  readonly id: string;
  readonly kind: 'model' | 'alias';
  /** Of an alias. */
  readonly targets: readonly string[];
  readonly price: Price | null;
  readonly context_window: number | null;
  readonly capabilities: readonly string[];
  readonly status: 'up' | 'slow' | 'down' | 'unknown';
}

const KINDS: Readonly<Record<Model['status'], StatusKind>> = { up: 'done', slow: 'warn', down: 'bad', unknown: 'ended' };

/** What may I call, at what price, is it up. */
export function ModelsPage(): ReactNode {
  const t = useTexts();
  const navigate = useNavigate();
  const { customer, api, membership, may } = useHere();
  const { data } = useQuery({
    queryKey: ['models', customer],
    queryFn: () => told(api.GET('/me/models', { params: { query: { limit: 1_000 } } })),
    refetchInterval: 30_000,
    throwOnError: (_error, { state }) => state.data === undefined,
  });
  const models = (data?.data ?? []) as readonly Model[];
  const columns = columnsOf(t, membership.currency, models);
  const tryIt = (model: Model): void =>
    void navigate({ to: '/c/$customer/playground', params: { customer }, search: { model: model.id } as never });
  return (
    <Page title={t('app.models')} explained={t('models.explained')} width="wide">
      <Card flush>
        <Table
          label={t('app.models')}
          columns={columns}
          rows={models}
          rowId={({ id }) => id}
          rowName={({ id }) => id}
          rowHeight={52}
          isLoading={data === undefined}
          empty={<Empty title={t('models.none')}>{t('models.none_why')}</Empty>}
          {...(may('playground.use') && { acts: (model: Model) => [{ id: 'try', title: t('models.try'), onAct: () => tryIt(model) }] })}
          narrow={(model) => ({
            what: <Id id={model.id} />,
            amount: <Money amount={model.price?.output_per_million ?? null} currency={membership.currency} />,
            status: <Up model={model} />,
            when: windowOf(model),
          })}
        />
      </Card>
    </Page>
  );
}

const windowOf = ({ context_window: tokens }: Model): string => (tokens === null ? '–' : new Intl.NumberFormat(localeTag()).format(tokens));

function Up({ model }: { readonly model: Model }): ReactNode {
  const t = useTexts();
  return <Status kind={KINDS[model.status]}>{t(`models.${model.status}`)}</Status>;
}

function columnsOf(t: Translate, currency: string, models: readonly Model[]): readonly Column<Model>[] {
  const prices = models.flatMap(({ price }) => (price === null ? [] : [price.input_per_million, price.output_per_million]));
  const decimals = mostDecimals(prices);
  const figure = (id: string, of: (price: Price) => string | undefined, drop?: 1 | 2): Column<Model> => ({
    id,
    head: t(`models.${id}`, { currency }),
    figures: true,
    cell: ({ price }) => <Money amount={(price && of(price)) ?? null} currency={price?.currency ?? currency} decimals={decimals} />,
    ...(drop && { drop }),
  });
  return [
    { id: 'model', head: t('models.model'), cell: (model) => <Name model={model} /> },
    { id: 'status', head: t('models.status'), cell: (model) => <Up model={model} /> },
    figure('input', ({ input_per_million: price }) => price),
    figure('cached', ({ cached_input_per_million: price }) => price, 2),
    figure('output', ({ output_per_million: price }) => price),
    { id: 'context', head: t('models.context'), figures: true, cell: windowOf, drop: 1 },
    {
      id: 'takes',
      head: t('models.takes'),
      cell: ({ capabilities }) => <span className="models-takes">{capabilities.join(' · ')}</span>,
      drop: 1,
    },
  ];
}

function Name({ model: { id, targets } }: { readonly model: Model }): ReactNode {
  const t = useTexts();
  return (
    <span className="models-name">
      <Id id={id} most={48} />
      {targets.length === 0 ? null : <span className="models-targets">{t('models.to', { models: targets.join(', ') })}</span>}
    </span>
  );
}
