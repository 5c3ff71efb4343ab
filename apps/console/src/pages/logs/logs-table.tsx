import { useNavigate, useParams, useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/i18n.js';
import { useHere } from '../../parts/customer.js';
import { Money } from '../../ui/money/money.js';
import { written } from '../../ui/show/zoned.js';
import { Status } from '../../ui/show/status.js';
import { Time } from '../../ui/show/time.js';
import { useZone } from '../../ui/show/zone.js';
import type { Column } from '../../ui/table/columns.js';
import { Table } from '../../ui/table/table.js';
import type { LogRow } from './log.js';
import { count, shortModel, statusOf, took, useShown } from './shown.js';

/** Of a column of charges. */
const DECIMALS = 9;

export interface LogsTableProps {
  readonly rows: readonly LogRow[];
  readonly fresh: ReadonlySet<string>;
  readonly isLoading: boolean;
  readonly empty: ReactNode;
  readonly onEnd: (() => void) | undefined;
}

/** Newest first; a row opens its receipt, filters stay in the address. */
export function LogsTable({ rows, fresh, isLoading, empty, onEnd }: LogsTableProps): ReactNode {
  const t = useTexts();
  const { customer } = useHere();
  const { request } = useParams({ strict: false });
  const router = useRouter();
  const navigate = useNavigate();
  const columns = useColumns();
  const place = (id: string) => ({ to: '/c/$customer/logs/$request', params: { customer, request: id }, search: true }) as const;
  const status = (row: LogRow): ReactNode => {
    const { kind, word } = statusOf(row, t);
    return <Status kind={kind}>{word}</Status>;
  };
  return (
    <Table
      label={t('logs.requests')}
      columns={columns}
      rows={rows}
      rowId={({ id }) => id}
      href={({ id }) => router.history.createHref(router.buildLocation(place(id)).href)}
      onOpen={({ id }) => void navigate(place(id))}
      chosen={request}
      isLoading={isLoading}
      empty={empty}
      isNew={({ id }) => fresh.has(id)}
      virtual
      {...(onEnd && { onEnd })}
      narrow={(row) => ({
        what: shortModel(row.model),
        amount: <Money amount={row.charge} currency={row.currency} decimals={DECIMALS} />,
        status: status(row),
        when: (
          <>
            {took(row.latency_ms, t)} · <When at={row.time} precision="second" />
          </>
        ),
      })}
    />
  );
}

function useColumns(): readonly Column<LogRow>[] {
  const t = useTexts();
  const zone = useZone();
  const { membership } = useHere();
  const { keyName } = useShown();
  const figure = (row: LogRow, n: number): string => (row.reason === null ? count(n) : '–');
  return [
    { id: 'time', head: t('logs.time', { zone }), cell: ({ time }) => <When at={time} precision="millisecond" />, mono: true },
    {
      id: 'status',
      head: t('logs.status'),
      cell: (row) => {
        const { kind, word } = statusOf(row, t);
        return (
          <span className="logs-status" title={word}>
            <Status kind={kind}>{word}</Status>
          </span>
        );
      },
    },
    {
      id: 'model',
      head: t('logs.model'),
      cell: ({ model }) => (
        <span className="logs-model" title={model}>
          {shortModel(model)}
        </span>
      ),
    },
    { id: 'asked', head: t('logs.asked_for'), cell: ({ requested_model: asked }) => <span className="logs-model">{asked}</span>, drop: 3 },
    { id: 'provider', head: t('logs.provider'), cell: ({ provider }) => provider, drop: 3 },
    { id: 'key', head: t('logs.key'), cell: ({ key_id: key }) => <span className="logs-model">{keyName(key)}</span>, drop: 3 },
    { id: 'in', head: t('logs.in'), figures: true, drop: 2, cell: (row) => figure(row, row.usage.input_tokens) },
    { id: 'out', head: t('logs.out'), figures: true, drop: 2, cell: (row) => figure(row, row.usage.output_tokens) },
    { id: 'took', head: t('logs.took'), figures: true, drop: 1, cell: ({ latency_ms: ms }) => took(ms, t) },
    {
      id: 'charge',
      head: t('logs.charge', { currency: membership.currency }),
      figures: true,
      cell: ({ charge, currency }) => <Money amount={charge} currency={currency} decimals={DECIMALS} />,
    },
  ];
}

/** Today by its time, else with its date. */
function When({ at, precision }: { readonly at: string; readonly precision: 'second' | 'millisecond' }): ReactNode {
  const zone = useZone();
  const day = (ms: number): string => written(ms, zone).slice(0, 10);
  const isToday = day(Date.parse(at)) === day(Date.now());
  return <Time at={at} as={isToday ? 'clock' : 'full'} precision={isToday ? precision : 'second'} />;
}
