import { placeOf } from '#ledger';
import { accountsAsOf, accountsWithOpenHolds } from '#projections';
import type { Logger } from 'pino';
import type { Books } from './books.js';

const PAGE = 10_000;

/**
 * Releases the holds that an earlier life of this gateway left open: its customers are charged nothing. Only for a gateway that
 * is alone: every other life is dead then. Looks only at accounts that the snapshots show with open holds, and at the tail
 * of the log that the snapshots do not reach.
 */
export async function recover(books: Pick<Books, 'store' | 'models' | 'accounts'>, log: Logger): Promise<void> {
  const suspects = new Set<string>();
  const asOf = await accountsAsOf(books.models);
  for await (const account of accountsWithOpenHolds(books.models)) suspects.add(account);
  for (let after = asOf; ;) {
    const page = await books.store.readAll({ after, max: PAGE, filter: { types: ['RequestRouted', 'PeriodOpened', 'PeriodCarried'] } });
    for (const { stream } of page.events) {
      const place = placeOf(stream);
      if (place) suspects.add(place.account);
    }
    if (page.atHead) break;
    after = page.scannedTo;
  }
  let released = 0;
  for (const account of suspects) released += await books.accounts.reclaimFromDead(account);
  if (released > 0) log.warn({ holds: released }, 'Holds of a gateway that died were released; their customers are charged nothing');
}
