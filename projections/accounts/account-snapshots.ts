import type { AccountSnapshots, StoredSnapshot } from '#accounts';
import type { AccountSnapshot } from '#ledger';
import { rowsOf, type CollectionOf, type KeepRow, type RowReader } from '#read-model';

/** One row an account, written by the gateway that has its state: a cache, which no projection leads and no rebuild makes (ADR 0040). */
const SNAPSHOTS: CollectionOf<StoredSnapshot> = { name: 'account-snapshots', version: 1, indexes: {} };

/** Characters of a snapshot that is kept, all of them ASCII: MongoDB takes documents of 16 MiB. */
const MAX_SNAPSHOT_TEXT = 12_000_000;
/** What so few lots, holds and claims come to needs no measuring. */
const FEW = 100;

/** Where accounts are loaded from, and their snapshots left, in production. One that is too large is not: the account is read from its stream then. */
export function accountSnapshots(models: RowReader, keep: KeepRow): AccountSnapshots {
  const rows = rowsOf(models, SNAPSHOTS);
  return {
    find: async (account) => (await rows.get(account)).row,
    keep: (account, row, position) => {
      if (isKept(row.snapshot)) keep(SNAPSHOTS, { key: account, row: { ...row }, position });
    },
  };
}

function isKept(snapshot: AccountSnapshot): boolean {
  const { lots, holds, quotes, claims, adjustments, leases } = snapshot;
  const held = [lots, holds, quotes, claims, adjustments, leases].reduce((sum, { length }) => sum + length, 0);
  return held <= FEW || JSON.stringify(snapshot).length <= MAX_SNAPSHOT_TEXT;
}
