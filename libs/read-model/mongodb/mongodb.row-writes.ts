import { MongoBulkWriteError, type Collection } from 'mongodb';
import { DUPLICATE_KEY } from '#mongodb';
import type { RowDocument } from './mongodb.documents.js';

/** So few that a command ends well within the socket's timeout, and that servers with slow lists stay quick. */
const ROWS_PER_WRITE = 500;
const KEYS_PER_READ = 100;

/**
 * Writes each row that is newer than what is there. An upsert guarded by the position would be refused as a duplicate where the row
 * is newer, so rows that are not there are inserted and the others replaced under their guard. A row that appears in between is
 * replaced under its guard too; and since rows are never deleted, only marked, that guard always finds what it has to compare with.
 */
export async function writeRows(collection: Collection<RowDocument>, rows: readonly RowDocument[]): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS_PER_WRITE) await writeSome(collection, rows.slice(from, from + ROWS_PER_WRITE));
}

async function writeSome(collection: Collection<RowDocument>, rows: readonly RowDocument[]): Promise<void> {
  const there = await positions(collection, rows);
  const absent = rows.filter(({ _id }) => !there.has(_id));
  const older = rows.filter(({ _id, position }) => (there.get(_id) ?? position) < position);
  const overtaken = absent.length > 0 && !(await insertAll(collection, absent));
  await replaceOlder(collection, overtaken ? rows : older);
}

async function positions(collection: Collection<RowDocument>, rows: readonly RowDocument[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const keys of keysInTurns(rows.map(({ _id }) => _id))) {
    const documents = collection.find({ _id: { $in: keys } }, { projection: { position: 1 }, batchSize: keys.length + 1 });
    for await (const { _id, position } of documents) found.set(_id, position);
  }
  return found;
}

/** False where some of them have appeared since. */
async function insertAll(collection: Collection<RowDocument>, rows: readonly RowDocument[]): Promise<boolean> {
  try {
    await collection.insertMany([...rows], { ordered: false });
    return true;
  } catch (error) {
    if (!(error instanceof MongoBulkWriteError) || error.result.getWriteConcernError()) throw error;
    const failed = Array.isArray(error.writeErrors) ? error.writeErrors : [error.writeErrors];
    if (failed.every(({ code }) => code === DUPLICATE_KEY)) return false;
    throw error;
  }
}

async function replaceOlder(collection: Collection<RowDocument>, rows: readonly RowDocument[]): Promise<void> {
  if (rows.length === 0) return;
  const operations = rows.map(({ _id, ...replacement }) => ({
    replaceOne: { filter: { _id, position: { $lt: replacement.position } }, replacement },
  }));
  await collection.bulkWrite(operations, { ordered: false });
}

export function* keysInTurns(keys: readonly string[]): Generator<string[]> {
  for (let from = 0; from < keys.length; from += KEYS_PER_READ) yield keys.slice(from, from + KEYS_PER_READ);
}
