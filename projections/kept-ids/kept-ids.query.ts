import { rowsOf, type RowReader } from '#read-model';
import { keptIdKey, keptIds, type KeptIdRow } from './kept-ids.projection.js';

/** Who keeps what has this id for this account, as far as the projection has come; nobody: unknown, or another account's. */
export async function answersKept(models: RowReader, account: string, hash: string): Promise<KeptIdRow['answers']> {
  const { row } = await rowsOf(models, keptIds).get(keptIdKey(account, hash));
  return row?.answers ?? {};
}
