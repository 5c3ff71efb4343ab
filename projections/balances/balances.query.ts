import type { Position } from '#event-store';
import { rowsOf, type RowReader } from '#read-model';
import { balances, type BalanceRow } from './balances.projection.js';

/** What an account has; undefined before its books are open. */
export function readBalance(
  models: RowReader,
  account: string,
): Promise<{ readonly row: BalanceRow | undefined; readonly asOf: Position }> {
  return rowsOf(models, balances).get(account);
}
