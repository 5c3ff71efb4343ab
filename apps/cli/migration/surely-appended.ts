import { setTimeout as delay } from 'node:timers/promises';
import {
  AmbiguousError,
  ConflictError,
  UnavailableError,
  canonicalJson,
  eventText,
  type EventStore,
  type Position,
  type RecordedEvent,
} from '#event-store';
import { foreign } from './foreign-target.js';
import type { RecordedAppend } from './recorded-append.js';

/** So long may the target be away, at a stretch, before the migration gives up; run again, it goes on where it stopped. */
const PATIENCE_MS = 60_000;
const FIRST_PAUSE_MS = 100;
const MAX_PAUSE_MS = 3_000;

/**
 * Resolves once the events are known to stand in the target, with the position of the last one. An append whose answer is lost is
 * sent again as it was: the same ids at the same revision are written once. Nothing else is sent meanwhile, which is what keeps the
 * order of the log.
 */
export async function surelyAppended(target: EventStore, append: RecordedAppend, patienceMs = PATIENCE_MS): Promise<Position> {
  const { stream, revision, events } = append;
  const startedMs = performance.now();
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS)) {
    try {
      return (await target.append(stream, events, revision === 0n ? 'no_stream' : revision - 1n)).position;
    } catch (fault) {
      if (fault instanceof ConflictError) return restAppended(target, append, patienceMs);
      const passes = fault instanceof AmbiguousError || fault instanceof UnavailableError;
      if (!passes || performance.now() - startedMs > patienceMs) throw fault;
      await delay(pauseMs);
    }
  }
}

/** The stream stands elsewhere: what of the append is there already, cut in another way than now, is passed over. */
async function restAppended(target: EventStore, append: RecordedAppend, patienceMs: number): Promise<Position> {
  const { stream, revision, events } = append;
  const there = await target.readStream(stream, { from: revision, max: events.length });
  const other = there.find((event, index) => textOf(event) !== eventText(events[index] as (typeof events)[number]));
  if (other) throw foreign(other);
  const last = there.at(-1);
  if (last && there.length === events.length) return last.position;
  if (!last) throw foreign({ stream, revision }, `the target's stream ends in front of revision ${revision - 1n}, or has been deleted`);
  return surelyAppended(target, { stream, revision: revision + BigInt(there.length), events: events.slice(there.length) }, patienceMs);
}

function textOf({ id, type, data, metadata }: RecordedEvent): string {
  return eventText({ id, type, data: canonicalJson(data), metadata: canonicalJson(metadata) });
}
