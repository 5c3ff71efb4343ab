import type { Position } from '#event-store';
import { UnknownCursorError, type CollectionOf, type CollectionSpec, type RowReader, type StoredRow } from '#read-model';
import { BLOCK, entriesOf, headKey, timeKey, type ChainRow, type Entry, type Kind } from './chain.js';

/** Entries that are looked at for one page: a filter that finds little ends with a cursor and the rows it has, if any. */
export const MAX_LOOKED_AT = 50_000;
/** A page is mostly in one block or two; who goes on reading is given more at a time. */
const FIRST_BLOCKS = 2;
const MOST_BLOCKS = 64;

export interface ChainQuery {
  /** What the keys of its blocks begin with. */
  readonly chain: string;
  /** RFC 3339 UTC: the first moment is included, the last is not. */
  readonly from?: string;
  readonly before?: string;
  /** Asked once for each kind of a block. */
  readonly matches?: (kind: Kind) => boolean;
}

export interface ChainPage {
  readonly entries: readonly Entry[];
  readonly next: string | undefined;
  readonly asOf: Position;
}

/** Newest first, by time and then in the order of the log. Throws `UnknownCursorError`. */
export async function chainPage(
  models: RowReader,
  collection: CollectionOf<object>,
  query: ChainQuery & { readonly limit: number; readonly cursor?: string },
): Promise<ChainPage> {
  const { limit, cursor } = query;
  const head = await models.get(collection, headKey(query.chain));
  const after = cursor === undefined ? undefined : readCursor(cursor);
  const entries: Entry[] = [];
  const [matching, asOf] = [matcher(query), head.asOf];
  let looked = 0;
  let last: Place | undefined;
  if (head.row) {
    for await (const found of newestFirst(models, collection, { ...query, matching, after }, parse(head.row))) {
      const count = 'skipped' in found ? found.skipped : 1;
      if (last && (entries.length === limit || looked + count > MAX_LOOKED_AT)) return { entries, next: writeCursor(last), asOf };
      looked += count;
      last = found;
      if ('kind' in found && matching(found.kind)) entries.push(found);
    }
  }
  return { entries, next: undefined, asOf };
}

/** The latest time of the chain, milliseconds since the epoch; undefined where nothing is in it. */
export async function lastTime(models: RowReader, collection: CollectionSpec, chain: string): Promise<number | undefined> {
  const { row } = await models.get(collection, headKey(chain));
  return row && parse(row).until;
}

/** The earliest time of its first block. */
export async function firstTime(models: RowReader, collection: CollectionSpec, chain: string): Promise<number | undefined> {
  const { row: head } = await models.get(collection, headKey(chain));
  if (!head) return undefined;
  const { rows } = await models.find(collection, { index: 'key', from: chain, before: headKey(chain), limit: 1 });
  return Math.min(...entriesOf(parse(rows[0] ?? head)).map(({ time }) => time));
}

/** All of them, in the same order, read block by block. */
export async function* chainEntries(models: RowReader, collection: CollectionSpec, query: ChainQuery): AsyncGenerator<Entry> {
  const { row } = await models.get(collection, headKey(query.chain));
  const matching = matcher(query);
  if (!row) return;
  for await (const found of newestFirst(models, collection, { ...query, matching }, parse(row)))
    if ('kind' in found && matching(found.kind)) yield found;
}

type Matching = (kind: Kind) => boolean;

/** A block that has nothing of the filter, and the place before it. */
interface Skipped extends Place {
  readonly skipped: number;
}

function matcher({ matches = () => true }: ChainQuery): Matching {
  const known = new Map<Kind, boolean>();
  return (kind) => {
    let matching = known.get(kind);
    if (matching === undefined) known.set(kind, (matching = matches(kind)));
    return matching;
  };
}

/**
 * Blocks come from the last to the first, and hold nothing that is later than their end. So an entry is the next one when no block
 * that is still to come ends behind it; and no block that began after the wanted time, by more than entries were ever late, holds
 * anything of it.
 */
async function* newestFirst(
  models: RowReader,
  collection: CollectionSpec,
  { chain, from, before, after, matching }: ChainQuery & { readonly after?: Place | undefined; readonly matching: Matching },
  head: ChainRow,
): AsyncGenerator<Entry | Skipped> {
  const first = from === undefined ? -Infinity : Date.parse(from);
  const last = Math.min(before === undefined ? Infinity : Date.parse(before) - 1, after?.time ?? Infinity);
  const isWanted = ({ time, ordinal }: Entry): boolean =>
    time >= first && time <= last && (!after || time < after.time || ordinal < after.ordinal);
  let waiting: Entry[] = [];
  for await (const block of blocksBackwards(models, collection, chain, head, last + head.late)) {
    const [ready, rest] = split(waiting, ({ time }) => time >= block.until);
    yield* ready;
    if (block.until < first) return;
    if (rest.length === 0 && head.late === 0 && !block.kinds.some(matching)) {
      waiting = [];
      yield { skipped: block.count, time: block.since, ordinal: block.seq * BLOCK };
      continue;
    }
    waiting = [...rest, ...entriesOf(block).filter(isWanted)];
    waiting.sort((a, b) => b.time - a.time || b.ordinal - a.ordinal);
  }
  yield* waiting;
}

function split(entries: Entry[], isReady: (entry: Entry) => boolean): [ready: Entry[], rest: Entry[]] {
  const end = entries.findIndex((entry) => !isReady(entry));
  return end < 0 ? [entries, []] : [entries.slice(0, end), entries.slice(end)];
}

/** Blocks that begin no later than the time. The head may have been sealed since it was read: what is in it already is left out. */
async function* blocksBackwards(
  models: RowReader,
  collection: CollectionSpec,
  chain: string,
  head: ChainRow,
  time: number,
): AsyncGenerator<ChainRow> {
  if (head.since <= time) yield head;
  const bound = Number.isFinite(time) ? chain + timeKey(time + 1) : headKey(chain);
  const isOlder = ({ seq }: ChainRow): boolean => seq < head.seq;
  const { rows } = await models.find(collection, { index: 'key', from: bound, before: headKey(chain), limit: 1 });
  yield* rows.map(parse).filter(isOlder);
  for await (const block of blocks(models, collection, { from: chain, before: bound, order: 'descending' }))
    if (isOlder(block)) yield block;
}

/**
 * In the order of statements: by time, stream and revision; from the block on in which the time stands. An entry is the next one
 * when nothing that comes later can be before it. The first thing is what all entries before that block come to.
 */
export async function* oldestFirst(
  models: RowReader,
  collection: CollectionSpec,
  { chain, from }: { readonly chain: string; readonly from?: number },
): AsyncGenerator<Carried | Entry> {
  const { row } = await models.get(collection, headKey(chain));
  if (!row) return;
  const head = parse(row);
  let [waiting, isFirst]: [Entry[], boolean] = [[], true];
  for await (const block of blocksForwards(models, collection, chain, head, from)) {
    if (isFirst) yield { carried: block.carried, count: block.seq * BLOCK };
    isFirst = false;
    waiting = [...waiting, ...entriesOf(block)].sort(compareLines);
    const [ready, rest] = split(waiting, ({ time }) => time < block.until - head.late);
    yield* ready;
    waiting = rest;
  }
  yield* waiting;
}

/** What the entries before the block that is read first come to, and how many they are. */
export interface Carried {
  readonly carried: string;
  readonly count: number;
}

/** By time, stream and revision. */
export function compareLines(a: Line, b: Line): number {
  if (a.time !== b.time) return a.time - b.time;
  const [one, other] = [a.kind[0], b.kind[0]];
  return one === other ? a.revision - b.revision : one < other ? -1 : 1;
}

type Line = Pick<Entry, 'time' | 'kind' | 'revision'>;

async function* blocksForwards(
  models: RowReader,
  collection: CollectionSpec,
  chain: string,
  head: ChainRow,
  from: number | undefined,
): AsyncGenerator<ChainRow> {
  const first = from === undefined ? chain : chain + timeKey(from);
  for await (const block of blocks(models, collection, { from: first, before: headKey(chain), order: 'ascending' }))
    if (block.seq < head.seq) yield block;
  yield head;
}

interface Between {
  readonly from: string;
  readonly before: string;
  readonly order: 'ascending' | 'descending';
}

/** Those whose keys are between two others, read as they are wanted. */
async function* blocks(models: RowReader, collection: CollectionSpec, between: Between): AsyncGenerator<ChainRow> {
  let [cursor, limit]: [string | undefined, number] = ['', FIRST_BLOCKS];
  while (cursor !== undefined) {
    const page: { readonly rows: readonly StoredRow[]; readonly next: string | undefined } = await models.find(collection, {
      index: 'key',
      ...between,
      limit,
      ...(cursor !== '' && { cursor }),
    });
    for (const row of page.rows) yield parse(row);
    cursor = page.next;
    limit = Math.min(limit * 2, MOST_BLOCKS);
  }
}

const parse = ({ json }: { readonly json: string }): ChainRow => JSON.parse(json) as ChainRow;

interface Place {
  readonly time: number;
  readonly ordinal: number;
}

const writeCursor = ({ time, ordinal }: Place): string => Buffer.from(JSON.stringify([time, ordinal])).toString('base64url');

function readCursor(cursor: string): Place {
  try {
    const [time, ordinal, ...more] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    if (Number.isSafeInteger(time) && Number.isSafeInteger(ordinal) && more.length === 0) return { time, ordinal } as Place;
  } catch {
    // falls through: whatever it is, we did not give it
  }
  throw new UnknownCursorError();
}
