import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DatabaseSync, type DatabaseSyncOptions } from 'node:sqlite';
import { UnavailableError } from '../errors.js';
import { APPLICATION_ID, FORMAT_VERSION, SCHEMA } from './sqlite.schema.js';
import { isSqliteError, SQLITE } from './sqlite.faults.js';

/** Earlier versions can corrupt a WAL that several connections reset (fixed in 3.51.3, see docs/adr/0002). */
const OLDEST_SAFE_SQLITE = '3.51.3';

/** How long a connection waits for the lock of another one, in milliseconds. */
export const BUSY_TIMEOUT_MS = 5_000;

const TABLES = [
  'SELECT id, name FROM streams',
  'SELECT position, stream, revision, count, payload FROM appends INDEXED BY appends_by_stream',
];

/**
 * Pages of 8 KiB hold five of the larger events, where 4 KiB hold two and waste a third (ADR 0002). Every commit is synced.
 * REPLACE fires the triggers too. No old copy of an event stays in the free space of a page, where a search in the raw file
 * would take it for the record. The log is folded into the file every 16 MiB.
 */
const SETTINGS = `
  PRAGMA page_size = 8192;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA recursive_triggers = ON;
  PRAGMA secure_delete = FAST;
  PRAGMA wal_autocheckpoint = 2000`;

export interface WriterOptions {
  readonly file: string;
  /** The file grows to at most this many pages of 8,192 bytes, then appends are refused as on a full disk. */
  readonly maxPages?: number;
}

/** Opens or creates the file for its one writer. Throws `UnavailableError` naming the cause. */
export function openForWriting({ file, maxPages }: WriterOptions): DatabaseSync {
  return explained(file, () => {
    assertWritable(file);
    const database = connect(file, { enableForeignKeyConstraints: false });
    try {
      database.exec(SETTINGS);
      if (maxPages !== undefined) database.exec(`PRAGMA max_page_count = ${maxPages}`);
      database.exec('BEGIN IMMEDIATE');
      if (isEmpty(database)) {
        database.exec(`${SCHEMA} PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${FORMAT_VERSION}`);
      }
      assertOurs(database);
      database.exec('COMMIT');
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

/** Opens an existing file for reading, while it is written or not, and from read-only media too. */
export function openForReading(file: string): DatabaseSync {
  return explained(file, () => {
    if (!existsSync(file)) throw new UnavailableError('there is no such file');
    assertFile(file);
    const database = connectReadOnly(file);
    try {
      assertOurs(database);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

function connect(file: string | URL, options: DatabaseSyncOptions): DatabaseSync {
  const version = process.versions.sqlite ?? '0';
  if (isOlder(version, OLDEST_SAFE_SQLITE)) {
    throw new UnavailableError(
      `SQLite ${version} of this Node can corrupt it: ${OLDEST_SAFE_SQLITE} or later is needed (use the pinned Node)`,
    );
  }
  return new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS, ...options });
}

/** A file in WAL mode wants a -shm file beside it; where none can be made and no log is left behind, nobody else writes either. */
function connectReadOnly(file: string): DatabaseSync {
  const database = connect(file, { readOnly: true });
  try {
    database.prepare('SELECT count(*) FROM sqlite_schema').get();
    return database;
  } catch (error) {
    database.close();
    if (!isSqliteError(error, SQLITE.CANTOPEN) || existsSync(`${file}-wal`)) throw error;
    const url = pathToFileURL(file);
    url.searchParams.set('immutable', '1');
    return connect(url, { readOnly: true });
  }
}

function isEmpty(database: DatabaseSync): boolean {
  return (database.prepare('SELECT count(*) AS entries FROM sqlite_schema').get() as { entries: number }).entries === 0;
}

function assertOurs(database: DatabaseSync): void {
  const { application_id: application } = database.prepare('PRAGMA application_id').get() as { application_id: number };
  if (application !== APPLICATION_ID) throw new UnavailableError('it is a SQLite database, but not of events');
  const { user_version: version } = database.prepare('PRAGMA user_version').get() as { user_version: number };
  if (version !== FORMAT_VERSION) throw new UnavailableError(`its format is ${version}, this program knows ${FORMAT_VERSION}`);
  try {
    for (const table of TABLES) database.prepare(table);
  } catch (cause) {
    throw new UnavailableError(`its schema is damaged (${(cause as Error).message})`, { cause });
  }
}

/** SQLite only says "unable to open database file": find out what it is. */
function assertWritable(file: string): void {
  accessSync(dirname(file), constants.W_OK | constants.X_OK);
  if (!existsSync(file)) return;
  assertFile(file);
  accessSync(file, constants.R_OK | constants.W_OK);
}

function assertFile(file: string): void {
  if (!statSync(file).isFile()) throw new UnavailableError('it is no file');
}

function explained<T>(file: string, open: () => T): T {
  try {
    return open();
  } catch (cause) {
    throw new UnavailableError(`Cannot open the events in ${file}: ${reason(cause)}`, { cause });
  }
}

function reason(cause: unknown): string {
  if (isSqliteError(cause, SQLITE.NOTADB)) return 'it is not a SQLite database, or its first page is damaged';
  if (isSqliteError(cause, SQLITE.CORRUPT)) return 'the database is damaged (database disk image is malformed)';
  if (isSqliteError(cause, SQLITE.FULL)) return 'the disk is full';
  if (isSqliteError(cause, SQLITE.READONLY)) return 'the file or its directory is read-only';
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === 'EACCES' || code === 'EPERM') return `the file or its directory is read-only for this user (${code})`;
  if (code === 'EROFS') return 'the file system is read-only (EROFS)';
  if (code === 'ENOENT') return 'its directory does not exist (ENOENT)';
  return message;
}

function isOlder(version: string, than: string): boolean {
  const [a, b] = [version, than].map((text) => text.split('.').map(Number));
  for (const index of [0, 1, 2]) {
    const difference = (a?.[index] ?? 0) - (b?.[index] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
