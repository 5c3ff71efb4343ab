import { accessSync, constants, existsSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ReadModelUnavailableError } from '../errors.js';
import { APPLICATION_ID, FORMAT_VERSION, PAGE_BYTES, SCHEMA } from './sqlite.schema.js';

const BUSY_TIMEOUT_MS = 5_000;

/**
 * Opens or creates the file for its one writer. `synchronous = NORMAL`: a power cut may take the last commits, whole ones, and
 * they are folded again from the checkpoint that is left. A file of another format holds nothing worth keeping: it begins anew.
 */
export function openForWriting(file: string): DatabaseSync {
  return explained(file, () => {
    accessSync(dirname(file), constants.W_OK | constants.X_OK);
    const found = connect(file);
    const fresh = isEmpty(found);
    if (fresh || formatOf(found) === FORMAT_VERSION) return prepared(found, fresh);
    found.close();
    for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
    return prepared(connect(file), true);
  });
}

/** Opens an existing file for reading, in any thread or process. */
export function openForReading(file: string): DatabaseSync {
  return explained(file, () => {
    if (!existsSync(file)) throw new ReadModelUnavailableError('there is no such file');
    const database = new DatabaseSync(file, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
    const format = formatOf(database);
    if (format === FORMAT_VERSION) return database;
    database.close();
    throw new ReadModelUnavailableError(`its format is ${format}, this program knows ${FORMAT_VERSION}`);
  });
}

function connect(file: string): DatabaseSync {
  return new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
}

function prepared(database: DatabaseSync, fresh: boolean): DatabaseSync {
  if (fresh) database.exec(`PRAGMA page_size = ${PAGE_BYTES}`);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -65536');
  if (fresh) database.exec(`${SCHEMA} PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${FORMAT_VERSION}`);
  return database;
}

function isEmpty(database: DatabaseSync): boolean {
  return (database.prepare('SELECT count(*) AS entries FROM sqlite_schema').get() as { entries: number }).entries === 0;
}

/** Throws for a database that is not ours: it must not be deleted by mistake. */
function formatOf(database: DatabaseSync): number {
  const { application_id: application } = database.prepare('PRAGMA application_id').get() as { application_id: number };
  if (application !== APPLICATION_ID) throw new ReadModelUnavailableError('it is a SQLite database, but not of read models');
  return (database.prepare('PRAGMA user_version').get() as { user_version: number }).user_version;
}

function explained<T>(file: string, open: () => T): T {
  try {
    return open();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ReadModelUnavailableError(`Cannot open the read models in ${file}: ${reason}`, { cause });
  }
}
