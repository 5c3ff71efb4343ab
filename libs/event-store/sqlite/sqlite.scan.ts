import type { DatabaseSync } from 'node:sqlite';
import { MAX_EVENTS_PER_APPEND, type Position, type RawEvent } from '../event-store.port.js';
import { rowEvents, type RawRow } from './sqlite.row-events.js';
import { Salvage, type IndexEntry } from './sqlite.salvage.js';

const MISSING = 'is missing: its row is gone or cannot be read';

/**
 * Walks the rows by the position that must come next, never by what a row says about itself: so a damaged row cannot make
 * the walk skip others. Rows that are gone are named by the index, which holds stream, revision and position a second time.
 */
export async function* scanAppends(database: DatabaseSync, after: Position): AsyncIterable<RawEvent> {
  const salvage = new Salvage(database);
  let next = salvage.startOf(after + 1n);
  let lookedTwice = false;
  while (true) {
    const { rows, failure } = salvage.page(next);
    const byPosition = new Map(rows.map((row) => [row.position, row]));
    const start = next;
    for (let row = byPosition.get(next); row; row = byPosition.get(next)) {
      const events = rowEvents(row);
      next = behind(row, events, byPosition);
      for (const event of events) if (event.position > after) yield event;
    }
    if (next > start) lookedTwice = false;
    else {
      const gap = gapAt(next, rows, salvage.indexed(next), failure);
      if (!gap) return;
      // At the end of a log that is being written, the index may simply know more than the page did.
      if (lookedTwice) {
        for (const event of gap.events) if (event.position > after) yield event;
        if (gap.next === undefined) return;
        next = gap.next;
      } else salvage.forgetIndex();
      lookedTwice = !lookedTwice;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Where the next row must stand. If a row's count and its lines differ, the one that leads to another row is right. */
function behind(row: RawRow, events: readonly RawEvent[], rows: ReadonlyMap<bigint, RawRow>): bigint {
  const byEvents = row.position + BigInt(events.length);
  if (typeof row.count !== 'bigint' || BigInt(events.length) === row.count || rows.has(byEvents)) return byEvents;
  const byCount = row.position + row.count;
  return byCount > row.position && rows.has(byCount) ? byCount : byEvents;
}

/**
 * What to say where no row can be read, and where to go on; undefined at the end of the log. The index is believed before the
 * table, whose rows may carry a damaged position; where the index cannot be read either, the table is all there is.
 */
function gapAt(
  next: bigint,
  rows: readonly RawRow[],
  entries: readonly IndexEntry[] | undefined,
  failure: string | undefined,
): { events: RawEvent[]; next?: bigint } | undefined {
  const last = entries?.at(-1)?.position ?? (entries ? 0n : undefined);
  const positions = [...rows, ...(entries ?? [])].map((known) => known.position);
  const known = positions.filter((position) => position > next && (last === undefined || position <= last));
  const following = known.reduce<bigint | undefined>((least, at) => (least === undefined || at < least ? at : least), undefined);
  const place = entries?.[0]?.position === next ? entries[0] : undefined;
  if (place) return { events: lost(place, following ?? next + 1n), next: following ?? next + 1n };
  if (following !== undefined)
    return { events: [unplaced(next, `${MISSING}, like all up to position ${following - 1n}`)], next: following };
  if (failure === undefined || entries) return undefined;
  return { events: [unplaced(next, `cannot be read, nor can anything behind it: ${failure}`)] };
}

function lost(place: IndexEntry, until: bigint): RawEvent[] {
  return Array.from({ length: Math.min(MAX_EVENTS_PER_APPEND, Number(until - place.position)) }, (_, index) => ({
    position: place.position + BigInt(index),
    stream: place.stream.name,
    revision: place.revision + BigInt(index),
    text: '',
    damage: MISSING,
  }));
}

function unplaced(position: bigint, damage: string): RawEvent {
  return { position, stream: '', revision: 0n, text: '', damage };
}
