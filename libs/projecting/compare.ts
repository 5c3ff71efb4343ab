import { createHash } from 'node:crypto';
import type { Position } from '#event-store';
import type { CollectionName, CollectionSpec, Comparison, RowReader, StoredRow } from '#read-model';

/** Count and hash of all rows of both versions, which stand at the same position. Equal where only the program changed, not the rows. */
export async function compareVersions(
  models: RowReader,
  before: CollectionName,
  now: CollectionName,
  position: Position,
): Promise<Comparison> {
  const [old, built] = [await digest(models, before), await digest(models, now)];
  return {
    version: before.version,
    position: String(position),
    rows: built.rows,
    rowsBefore: old.rows,
    equal: old.rows === built.rows && old.hash === built.hash,
  };
}

async function digest(models: RowReader, collection: CollectionName): Promise<{ rows: number; hash: string }> {
  const hash = createHash('sha256');
  let rows = 0;
  for await (const { key, json } of everyRow(models, collection)) {
    hash.update(`${key}\0${json}\n`);
    rows += 1;
  }
  return { rows, hash: hash.digest('base64url') };
}

/** Whatever indexes the collection has: they are not needed to read all rows by key. */
function everyRow(models: RowReader, { name, version }: CollectionName, after?: string): AsyncIterable<StoredRow> {
  return models.iterate({ name, version, indexes: {} }, { index: 'key', ...(after !== undefined && { from: `${after}\u0000` }) });
}

export interface Difference {
  readonly key: string;
  /** The stored row, with its position; undefined where there is none. */
  readonly live: StoredRow | undefined;
  readonly rebuilt: StoredRow | undefined;
}

export interface RowComparison {
  readonly rows: number;
  readonly first: Difference | undefined;
}

/** Both sides in order of their keys: stops at the first row that is not there twice, byte for byte, with the same position. */
export async function compareRows(live: RowReader, rebuilt: RowReader, collection: CollectionSpec): Promise<RowComparison> {
  let rows = 0;
  for await (const pair of pairedRows(live, rebuilt, collection)) {
    if (!isSame(pair)) return { rows, first: pair };
    rows += 1;
  }
  return { rows, first: undefined };
}

export function isSame({ live, rebuilt }: Difference): boolean {
  return live?.json === rebuilt?.json && live?.position === rebuilt?.position;
}

/** Every key that one of both sides has, in order, from behind `after` on. */
export async function* pairedRows(
  live: RowReader,
  rebuilt: RowReader,
  collection: CollectionName,
  after?: string,
): AsyncGenerator<Difference> {
  const ours = everyRow(live, collection, after)[Symbol.asyncIterator]();
  const theirs = everyRow(rebuilt, collection, after)[Symbol.asyncIterator]();
  const next = async (rows: AsyncIterator<StoredRow>) => (await rows.next()).value as StoredRow | undefined;
  let [one, other] = [await next(ours), await next(theirs)];
  for (;;) {
    const first = one && other ? (isAfter(one.key, other.key) ? other : one) : (one ?? other);
    if (!first) return;
    const pair = { key: first.key, live: one?.key === first.key ? one : undefined, rebuilt: other?.key === first.key ? other : undefined };
    yield pair;
    if (pair.live) one = await next(ours);
    if (pair.rebuilt) other = await next(theirs);
  }
}

/** By bytes, as every engine orders keys; not by UTF-16 units, as JavaScript does. */
export const isAfter = (a: string, b: string): boolean => Buffer.compare(Buffer.from(a), Buffer.from(b)) > 0;
