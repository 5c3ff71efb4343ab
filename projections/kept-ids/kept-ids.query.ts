import { rowsOf, type RowReader } from '#read-model';
import { keptIdKey, keptIds } from './kept-ids.projection.js';

/** The providers that keep what has this id for this account, as far as the projection has come; none: unknown, or another account's. */
export async function providersKeeping(models: RowReader, account: string, hash: string): Promise<readonly string[]> {
  const { row } = await rowsOf(models, keptIds).get(keptIdKey(account, hash));
  return row ? Object.keys(row.requests) : [];
}
