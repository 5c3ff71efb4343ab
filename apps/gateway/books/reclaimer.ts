import type { RecordedEvent } from '#event-store';
import { placeOf, routeNamed } from '#ledger';
import { accountsAsOf, accountsWithOpenWork, currentShape } from '#projections';
import type { Books } from './books.js';

const PAGE = 10_000;
/** What puts a hold or a lease of some life into an account's stream. */
const OPENING_TYPES = ['RequestRouted', 'FundsLeased', 'LeaseSettled', 'PeriodOpened', 'PeriodCarried'];

/**
 * Takes back what gateways that are dead left open: their leases are sealed, their holds released, and customers charged nothing.
 * Looks only at accounts that the read models show with work of a life that is dead, and at the tail of the log that those do not
 * reach. Returns how many holds and leases it ended; throws once all were tried where one of them failed.
 */
export async function reclaim(
  { store, models, accounts }: Pick<Books, 'store' | 'models' | 'accounts'>,
  isDead: (life: string) => boolean,
): Promise<number> {
  const suspects = new Set<string>();
  const asOf = await accountsAsOf(models);
  for await (const { account, lives } of accountsWithOpenWork(models)) if (!lives || lives.some(isDead)) suspects.add(account);
  for (let after = asOf; ;) {
    const page = await store.readAll({ after, max: PAGE, filter: { types: OPENING_TYPES } });
    for (const event of page.events) {
      const place = placeOf(event.stream);
      const life = await lifeIn(event, store);
      if (place && (typeof life !== 'string' || isDead(life))) suspects.add(place.account);
    }
    if (page.atHead) break;
    after = page.scannedTo;
  }
  let ended = 0;
  const failed: unknown[] = [];
  for (const account of suspects) {
    await accounts.reclaimFromDead(account).then(
      (count) => (ended += count),
      (fault: unknown) => failed.push(fault),
    );
  }
  if (failed.length > 0) throw new AggregateError(failed, `What dead gateways left in ${failed.length} accounts could not be taken back`);
  return ended;
}

/** Undefined where the event says none: whoever it may be of has to be looked at. */
async function lifeIn(event: RecordedEvent, store: Books['store']): Promise<unknown> {
  if (routeNamed(event.type, event.data) === undefined) return event.data['life'];
  const [read] = await currentShape([event], store);
  return read instanceof Error ? undefined : read?.data['life'];
}
