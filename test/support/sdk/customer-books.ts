import { setTimeout as sleep } from 'node:timers/promises';
import type { Installation } from '../gateway/installation.js';
import { nanos } from '../gateway/nanos.js';
import { PATIENCE_MS } from '../gateway/until.js';
import type { Access } from './clients/client.js';

export type Ended = 'succeeded' | 'failed' | 'cancelled' | 'abandoned';

/** A row of `/me/request-logs`, as far as the tests hold it against the balance. */
export interface LogRow {
  readonly id: string;
  readonly status: Ended;
  readonly charge: string;
  readonly usage: Readonly<Record<'input_tokens' | 'cached_input_tokens' | 'cache_write_tokens' | 'output_tokens', number>> | null;
}

/**
 * Every request of this customer is in its log once, with the status expected, oldest first; what was charged was used, and moved
 * the balance, to the nano; nothing is held. `credit`: what the customer had.
 */
export async function expectBooks(
  installation: Installation,
  { key }: Access,
  statuses: readonly Ended[],
  credit: string,
): Promise<readonly LogRow[]> {
  const read = async () => {
    const { data } = await installation.me<{ data: LogRow[] }>({ key }, '/me/request-logs');
    return { rows: data.reverse(), balance: await installation.me<{ available: string; held: string }>({ key }, '/me/balance') };
  };
  let { rows, balance } = await read();
  // A provider is read for two seconds after its client has gone.
  for (const giveUpAt = performance.now() + PATIENCE_MS; performance.now() < giveUpAt; { rows, balance } = await read()) {
    if (rows.length >= statuses.length && nanos(balance.held) === 0n) break;
    await sleep(25);
  }
  expect(rows.map(({ status }) => status)).toEqual(statuses);
  for (const { status, usage, charge } of rows) {
    if (nanos(charge) > 0n) expect(tokensOf(usage)).toBeGreaterThan(0);
    if (status === 'succeeded') expect(nanos(charge)).toBeGreaterThan(0n);
  }
  const charged = rows.reduce((sum, { charge }) => sum + nanos(charge), 0n);
  expect({ available: nanos(balance.available), held: nanos(balance.held) }).toEqual({ available: nanos(credit) - charged, held: 0n });
  return rows;
}

function tokensOf(usage: LogRow['usage']): number {
  return usage ? usage.input_tokens + usage.cached_input_tokens + usage.cache_write_tokens + usage.output_tokens : 0;
}
