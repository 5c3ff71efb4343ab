import type { ReactNode } from 'react';
import { localeTag, useTexts } from '../../i18n/i18n.js';
import { Money } from '../../ui/money/money.js';
import { mostDecimals } from '../../ui/money/share.js';
import { Card } from '../../ui/show/card.js';
import { Empty } from '../../ui/show/empty.js';
import { useZone } from '../../ui/show/zone.js';
import type { Column } from '../../ui/table/columns.js';
import { Table } from '../../ui/table/table.js';
import type { Month, Movement } from './books.js';
import { dayBounds, dayName } from './month.js';

/** Newest first; a day of usage leads to the log of that day. */
export function MovementsTable({
  month,
  logsOf,
}: {
  readonly month: Month | undefined;
  readonly logsOf: (search: string) => string;
}): ReactNode {
  const t = useTexts();
  const zone = useZone();
  const { currency = '', movements = [], earlier = 0 } = month ?? {};
  const decimals = mostDecimals(movements.flatMap(({ amount, balance }) => [amount, balance]));
  const what = (row: Movement): string =>
    row.type === 'usage' ? t('billing.usage_of', { count: row.requests ?? 0 }) : t(`billing.type.${row.type}`);
  const columns: readonly Column<Movement>[] = [
    { id: 'day', head: t('billing.date'), cell: ({ day }) => dayName(day, localeTag()) },
    { id: 'what', head: t('billing.movement'), cell: (row) => <Leads row={row} what={what(row)} logsOf={logsOf} zone={zone} /> },
    { id: 'reference', head: t('billing.reference'), cell: ({ payment_id: payment, reason }) => reason ?? payment ?? '', drop: 1 },
    {
      id: 'amount',
      head: t('billing.amount', { currency }),
      figures: true,
      cell: ({ amount }) => <Money amount={amount} currency={currency} decimals={decimals} signed />,
    },
    {
      id: 'balance',
      head: t('billing.balance', { currency }),
      figures: true,
      cell: ({ balance }) => <Money amount={balance} currency={currency} decimals={decimals} />,
    },
  ];
  return (
    <Card flush>
      <Table
        label={t('billing.movements')}
        columns={columns}
        rows={movements}
        rowId={({ time, type, balance }) => `${time} ${type} ${balance}`}
        isLoading={month === undefined}
        empty={<Empty title={t('billing.none')}>{t('billing.none_why')}</Empty>}
        narrow={(row) => ({
          what: <Leads row={row} what={what(row)} logsOf={logsOf} zone={zone} />,
          amount: <Money amount={row.amount} currency={currency} signed />,
          status: <Money amount={row.balance} currency={currency} />,
          when: dayName(row.day, localeTag()),
        })}
      />
      {earlier > 0 ? <p className="billing-earlier">{t('billing.earlier', { count: earlier })}</p> : null}
    </Card>
  );
}

interface LeadsProps {
  readonly row: Movement;
  readonly what: string;
  readonly zone: string;
  readonly logsOf: (search: string) => string;
}

function Leads({ row, what, zone, logsOf }: LeadsProps): ReactNode {
  if (row.type !== 'usage') return <strong className="billing-what">{what}</strong>;
  return <a href={logsOf(new URLSearchParams(dayBounds(row.day, zone)).toString())}>{what}</a>;
}
