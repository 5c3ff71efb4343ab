import type { Position } from '#event-store';
import { periodOf } from '#ledger';
import { rowsOf, type RowReader } from '#read-model';
import { accounts } from './accounts.projection.js';

/** How far the rows go: what stands behind this position may have opened holds that no row shows yet. */
export async function accountsAsOf(models: RowReader): Promise<Position> {
  return (await models.checkpoint(accounts))?.position ?? 0n;
}

/** Accounts with open holds, as far as the projection has got: the first thing that a gateway asks for when it starts. */
export async function* accountsWithOpenHolds(models: RowReader): AsyncGenerator<string> {
  for await (const { account } of rowsOf(models, accounts).iterate({ index: 'by_open_holds' })) yield account;
}

/**
 * Accounts with open holds or leases, and the lives of the gateways whose they are, undefined where only the account itself knows; one that
 * has both comes twice.
 */
export async function* accountsWithOpenWork(
  models: RowReader,
): AsyncGenerator<{ readonly account: string; readonly lives: readonly string[] | undefined }> {
  for (const index of ['by_open_holds', 'by_open_leases']) {
    for await (const { account, open } of rowsOf(models, accounts).iterate({ index })) {
      yield { account, lives: open ? [...open.holds, ...open.leases].map(([, life]) => life) : undefined };
    }
  }
}

/** Accounts of which something has expired before `now` (RFC 3339 UTC) and not been written off yet. */
export async function* accountsWithDueExpiry(models: RowReader, now: string): AsyncGenerator<string> {
  const after = `${now}\u0000`; // the moment itself is included
  for await (const { account } of rowsOf(models, accounts).iterate({ index: 'by_next_expiry', before: after })) yield account;
}

/** Where a month begins first: no account's month is later than this zone's. */
const EARLIEST_ZONE = 'Pacific/Kiritimati';

/** Accounts whose month is over at `now` (RFC 3339 UTC), each in its own time zone, and not closed, or only half. */
export async function* accountsWithUnclosedPeriod(models: RowReader, now: string): AsyncGenerator<string> {
  const before = periodOf(now, EARLIEST_ZONE);
  for (const status of ['open', 'closing']) {
    for await (const { account, period, time_zone } of rowsOf(models, accounts).iterate({ index: 'by_period', equals: [status], before })) {
      if (period < periodOf(now, time_zone)) yield account;
    }
  }
}
