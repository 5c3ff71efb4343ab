import { createHash } from 'node:crypto';
import type { Position } from '#event-store';
import type { CollectionName, CollectionSpec, Comparison, RowReader, StoredRow } from './read-model.port.js';

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
function everyRow(models: RowReader, { name, version }: CollectionName): AsyncIterable<StoredRow> {
  return models.iterate({ name, version, indexes: {} }, { index: 'key' });
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
  const [ours, theirs] = [live, rebuilt].map((models) => everyRow(models, collection)[Symbol.asyncIterator]());
  for (let rows = 0; ; rows += 1) {
    const [one, other] = [(await ours?.next())?.value as StoredRow | undefined, (await theirs?.next())?.value as StoredRow | undefined];
    if (!one && !other) return { rows, first: undefined };
    if (one && other && one.key === other.key && one.json === other.json && one.position === other.position) continue;
    const key = [one?.key, other?.key].filter((each) => each !== undefined).reduce((least, each) => (each < least ? each : least));
    return { rows, first: { key, live: one?.key === key ? one : undefined, rebuilt: other?.key === key ? other : undefined } };
  }
}
