import type { Position } from '#event-store';
import { isAfter, isSame, pairedRows, type Difference, type RowComparison } from './compare.js';
import { readPage, type EventSource } from './event-page.js';
import { ProjectionFold } from './projection.fold.js';
import type { Projection } from './projection.js';
import type { Checkpoint, CollectionName, LoadedRow, ReadModels, RowReader, RowWrite, StoredRow } from '#read-model';

export interface MovingComparison extends EventSource {
  readonly live: RowReader;
  readonly scratch: ReadModels;
  readonly projection: Projection;
  /** Folds the scratch rows on, up to exactly here. */
  readonly foldTo: (position: Position) => Promise<void>;
}

export interface MovingRows extends RowComparison {
  /** Where the live rows stood at the last look; undefined where they were dropped or made anew meanwhile. */
  readonly checkpoint: Checkpoint | undefined;
}

/** Rows that have moved are settled so many at a time: what of them is in memory is bounded. */
const MAX_MOVED = 5_000;
const PAGE_EVENTS = 4_000;

/**
 * Compares rows that a projector goes on writing. Live rows are never behind the checkpoint that was read before them, so a row that
 * is not ahead of it has to equal the rebuilt one. A row that is ahead names the event it has seen last: the rebuilt one is folded
 * on, in memory, up to exactly that event, and compared there. Ends whatever the projector does: keys beyond the last one at the
 * beginning are left alone, and each key is looked at once.
 */
export async function compareMovingRows(comparison: MovingComparison): Promise<MovingRows> {
  const { live, scratch, projection, foldTo } = comparison;
  const [ours, theirs] = [await lastKey(live, projection), await lastKey(scratch, projection)];
  const last = isAfter(theirs, ours) ? theirs : ours;
  let rows = 0;
  let after: string | undefined;
  for (;;) {
    const checkpoint = await live.checkpoint(projection);
    if (!checkpoint) return { rows, first: undefined, checkpoint };
    await foldTo(checkpoint.position);
    const pass = await comparePass(comparison, checkpoint.position, after, last);
    const first = pass.first ?? (await settle(comparison, pass.moved));
    rows += pass.rows;
    after = pass.stoppedAt;
    if (!first && after !== undefined) continue;
    const now = await live.checkpoint(projection);
    return { rows, first, checkpoint: now && now.position >= checkpoint.position ? checkpoint : undefined };
  }
}

interface Pass extends RowComparison {
  readonly moved: readonly Difference[];
  /** The key that it got to; undefined when nothing is left behind it. */
  readonly stoppedAt: string | undefined;
}

async function comparePass(
  { live, scratch, projection }: MovingComparison,
  position: Position,
  after: string | undefined,
  last: string,
): Promise<Pass> {
  const moved: Difference[] = [];
  let rows = 0;
  for await (const pair of pairedRows(live, scratch, projection, after)) {
    if (isAfter(pair.key, last)) break;
    if (pair.live && pair.live.position <= position && !isSame(pair)) return { rows, first: pair, moved: [], stoppedAt: undefined };
    if (!isSame(pair)) moved.push(pair);
    if (pair.live) rows += 1;
    if (moved.length === MAX_MOVED) return { rows, first: undefined, moved, stoppedAt: pair.key };
  }
  return { rows, first: undefined, moved, stoppedAt: undefined };
}

/** How often a row that nothing explains is looked at again: a scan beside a writer may have missed it. */
const MAX_LOOKS = 3;

/** The first row that no event behind the scratch rows explains. */
async function settle(comparison: MovingComparison, moved: readonly Difference[], looks = 1): Promise<Difference | undefined> {
  if (moved.length === 0) return undefined;
  const open = new Map(moved.map((each) => [each.key, each]));
  const ahead = moved.map(({ live }) => live?.position);
  // A row that is gone may have been removed by any event there is by now.
  const upTo = ahead.includes(undefined) ? await comparison.events.head() : (ahead as Position[]).reduce((a, b) => (a > b ? a : b));
  await foldOn(comparison, upTo, (row) => {
    const pair = open.get(row.key);
    if (!pair) return;
    const rebuilt = row.row && { key: row.key, json: JSON.stringify(row.row), position: row.position };
    if (isExplained(pair.live, rebuilt)) open.delete(row.key);
    else open.set(row.key, { ...pair, rebuilt });
  });
  const [first] = open.values();
  if (!first || looks === MAX_LOOKS) return first;
  const { row: live } = await comparison.live.get(comparison.projection, first.key);
  if (isSame({ key: first.key, live, rebuilt: first.live })) return first;
  return settle(comparison, await lookedAtAgain(comparison, [...open.keys()]), looks + 1);
}

async function lookedAtAgain({ live, scratch, projection }: MovingComparison, keys: readonly string[]): Promise<Difference[]> {
  const pairs: Difference[] = [];
  for (const key of keys)
    pairs.push({ key, live: (await live.get(projection, key)).row, rebuilt: (await scratch.get(projection, key)).row });
  return pairs.filter((pair) => !isSame(pair));
}

function isExplained(live: StoredRow | undefined, rebuilt: StoredRow | undefined): boolean {
  return live ? live.json === rebuilt?.json && live.position === rebuilt.position : rebuilt === undefined;
}

/** Folds one event after the other behind the scratch rows, which stay as they are, and shows each row as each event leaves it. */
async function foldOn(comparison: MovingComparison, upTo: Position, show: (row: RowWrite) => void): Promise<void> {
  const { scratch, projection } = comparison;
  const folded = new Map<string, LoadedRow>();
  const load = async (collection: CollectionName, keys: readonly string[]) => {
    const stored = await scratch.load(collection, keys);
    return keys.map((key, index) => folded.get(key) ?? stored[index]);
  };
  const fold = new ProjectionFold(projection, { load }, await scratch.checkpoint(projection));
  for (let after = fold.position; after < upTo;) {
    const page = await readPage(comparison, after, PAGE_EVENTS);
    for (const event of page.events) {
      if (event.position > upTo) return;
      // Poison sends the fold back to the event before: it is taken once more, and then passed over or stopped at.
      while (fold.active && fold.position < event.position) await fold.take({ ...page, events: [event], scannedTo: event.position });
      const commit = fold.pending();
      fold.settle(commit);
      for (const row of [...(commit.before ?? []), commit.rows].flat()) {
        folded.set(row.key, { key: row.key, json: row.row && JSON.stringify(row.row), position: row.position });
        show(row);
      }
    }
    if (page.atHead) return;
    after = page.scannedTo;
  }
}

async function lastKey(models: RowReader, { name, version }: CollectionName): Promise<string> {
  const { rows } = await models.find({ name, version, indexes: {} }, { index: 'key', order: 'descending', limit: 1 });
  return rows[0]?.key ?? '';
}
