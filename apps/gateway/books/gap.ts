import type { EventStore } from '#event-store';
import type { Clock } from '#process';
import type { Logger } from 'pino';

const DAY_MS = 86_400_000;
/** A month in which nothing was recorded may be: a clock that is wrong shows so too. */
const MOST_DAYS = 31;

/** At a start nothing tells whether the wall clock is right, but the last event that was recorded: what lies far from it is warned of. */
export async function tellGap(store: Pick<EventStore, 'head' | 'eventAt'>, clock: Clock, log: Logger): Promise<void> {
  const head = await store.head();
  const last = head === 0n ? undefined : await store.eventAt(head).catch(() => undefined); // damage is for the verifier to tell
  if (!last) return;
  const days = (clock.nowMs() - Date.parse(last.metadata.recorded)) / DAY_MS;
  if (Math.abs(days) <= MOST_DAYS) return;
  const where = days > 0 ? `was recorded ${Math.floor(days)} days ago` : `was recorded ${Math.floor(-days)} days ahead of now`;
  log.warn({ recorded: last.metadata.recorded, now: clock.now() }, `The last event ${where}: is the clock of this machine right?`);
}
