import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTexts, type Translate } from '../../i18n/i18n.js';
import { useHere } from '../../parts/customer.js';
import { Money } from '../../ui/money/money.js';
import { Card } from '../../ui/show/card.js';
import { Empty } from '../../ui/show/empty.js';
import { Status, type StatusKind } from '../../ui/show/status.js';
import { Time } from '../../ui/show/time.js';
import type { Column } from '../../ui/table/columns.js';
import { Table } from '../../ui/table/table.js';
import { took } from './activity.js';
import { latestQuery, type Latest, type Overview } from './home.data.js';

const DECIMALS = 9;
const KINDS: Readonly<Record<string, StatusKind>> = { succeeded: 'done', failed: 'bad', cancelled: 'ended', abandoned: 'warn' };

/** The newest of the log; each leads to its receipt. */
export function LatestRequests({ overview }: { readonly overview: Overview }): ReactNode {
  const t = useTexts();
  const { customer, api } = useHere();
  const router = useRouter();
  const navigate = useNavigate();
  const { data } = useQuery(latestQuery(customer, api, overview.month.requests));
  const place = (id: string) => ({ to: '/c/$customer/logs/$request', params: { customer, request: id } }) as const;
  const all = (
    <Link to="/c/$customer/logs" params={{ customer }}>
      {t('home.all_logs')}
    </Link>
  );
  return (
    <Card title={t('home.latest')} end={all} flush>
      <Table
        label={t('home.latest')}
        columns={columnsOf(t, overview.currency)}
        rows={data ?? []}
        rowId={({ id }) => id}
        href={({ id }) => router.history.createHref(router.buildLocation(place(id)).href)}
        onOpen={({ id }) => void navigate(place(id))}
        isLoading={data === undefined}
        empty={<Empty title={t('home.none')}>{t('home.none_why')}</Empty>}
        narrow={(row) => ({
          what: row.model,
          amount: <Money amount={row.charge} currency={row.currency} decimals={DECIMALS} />,
          status: <State status={row.status} />,
          when: <Time at={row.time} />,
        })}
      />
    </Card>
  );
}

const columnsOf = (t: Translate, currency: string): readonly Column<Latest>[] => [
  { id: 'ago', head: t('home.ago'), cell: ({ time }) => <Time at={time} as="age" /> },
  { id: 'status', head: t('home.status'), cell: ({ status }) => <State status={status} /> },
  { id: 'model', head: t('home.model'), cell: ({ model }) => model },
  { id: 'asked', head: t('home.asked'), cell: ({ requested_model: asked }) => asked, drop: 2 },
  { id: 'took', head: t('home.took'), figures: true, cell: ({ latency_ms: ms }) => took(ms), drop: 1 },
  {
    id: 'charge',
    head: t('home.charge', { currency }),
    figures: true,
    cell: (row) => <Money amount={row.charge} currency={row.currency} decimals={DECIMALS} />,
  },
];

function State({ status }: { readonly status: string }): ReactNode {
  const t = useTexts();
  return <Status kind={KINDS[status] ?? 'warn'}>{t(`home.status.${status}`)}</Status>;
}
