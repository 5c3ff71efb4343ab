import { canonicalJson, eventText, type EventStore, type Position, type RecordedEvent } from '#event-store';
import { APPENDS, surelyAppend, type AppendPolicy } from '#streams';
import { foreign } from './foreign-target.js';
import type { RecordedAppend } from './recorded-append.js';

const { patienceMs: PATIENCE_MS } = APPENDS.migration.doubt;

/**
 * Resolves once the events are known to stand in the target, with the position of the last one. Nothing else is sent meanwhile, which is
 * what keeps the order of the log. `patienceMs`: so long may the target be away, at a stretch, before the migration gives up.
 */
export async function surelyAppended(target: EventStore, append: RecordedAppend, patienceMs: number = PATIENCE_MS): Promise<Position> {
  const { stream, revision, events } = append;
  const policy: AppendPolicy = { ...APPENDS.migration, doubt: { ...APPENDS.migration.doubt, patienceMs } };
  const done = await surelyAppend(target, { stream, behind: revision - 1n, events }, policy);
  switch (done.outcome) {
    case 'appended':
      return done.appended.position;
    case 'conflict':
      return restAppended(target, append, patienceMs);
    case 'in doubt':
      throw done.last; // why it was given up; what is in doubt is looked at when the migration is run again
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
