import type { EventStore } from '#event-store';
import type { Ground } from '../ground/ground.js';

const DAY_MS = 86_400_000;
/** A month in which nothing was recorded may be: a clock that is wrong shows so too. */
const MOST_DAYS = 31;
/** As long as a clock that has moved is not believed. */
const WARNED_FOR_MS = 10 * 60_000;

/** At a start nothing tells whether the wall clock is right, but the last event that was recorded: what lies far from it is warned of. */
export async function tellGap(
  store: Pick<EventStore, 'head' | 'eventAt'>,
  { clock, log, readiness }: Pick<Ground, 'clock' | 'log' | 'readiness'>,
): Promise<void> {
  const head = await store.head();
  const last = head === 0n ? undefined : await store.eventAt(head).catch(() => undefined); // damage is for the verifier to tell
  if (!last) return;
  const days = (clock.nowMs() - Date.parse(last.metadata.recorded)) / DAY_MS;
  if (Math.abs(days) <= MOST_DAYS) return;
  const where = days > 0 ? `was recorded ${Math.floor(days)} days ago` : `was recorded ${Math.floor(-days)} days ahead of now`;
  const warning = `The last event ${where}: is the clock of this machine right?`;
  log.warn({ recorded: last.metadata.recorded, now: clock.now() }, warning);
  const startedMs = performance.now();
  readiness.registerWarning('last_event', () => (performance.now() - startedMs < WARNED_FOR_MS ? warning : undefined));
}
