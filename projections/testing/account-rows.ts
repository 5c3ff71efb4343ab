import { formatAmount } from '#money';
import type { Account } from '#ledger';
import { nextExpiry } from '../../libs/ledger/account/lots.js';
import type { AccountRow } from '../accounts/accounts.projection.js';

type Open = NonNullable<AccountRow['open']>;
type Lots = Open['expiring'];
const byId = (lots: Lots): Lots => lots.toSorted(([a], [b]) => (a < b ? -1 : 1));

/** Its lots in the order of their ids: the row has them as they were granted, the ledger as they are spent. */
export function rowOf(rows: Readonly<Record<string, AccountRow>>, account: string): AccountRow | undefined {
  const row = rows[account];
  return row?.open ? { ...row, open: { ...row.open, expiring: byId(row.open.expiring) } } : row;
}

/** What the row of an account has to be, by the ledger's own state of it. */
export function accountRow(state: Account): AccountRow {
  const lots = state.lots.flatMap(({ id, expiresAt, left, held, leased }): Lots => {
    return expiresAt === null ? [] : [[id, expiresAt, formatAmount(left), formatAmount(held + leased)]];
  });
  const expiring = new Set(lots.map(([id]) => id));
  const expiry = nextExpiry(state);
  const { holds, leases } = state;
  return {
    account: state.id,
    time_zone: state.timeZone,
    period: state.period,
    status: state.status as AccountRow['status'],
    carried_left: state.carriedLeft,
    ...(holds.size > 0 && { open_holds: holds.size }),
    ...(leases.size > 0 && { open_leases: leases.size }),
    ...(expiry !== undefined && { next_expiry: expiry }),
    open: {
      holds: [...holds].map(
        ([
          request,
          {
            record: { life, lots: taken },
          },
        ]) => [request, life, ...taken.filter(([id]) => expiring.has(id))],
      ),
      leases: [...leases].map(([lease, { life }]) => [lease, life]),
      expiring: byId(lots),
    },
  };
}
