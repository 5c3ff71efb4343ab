import { accessSync, constants, existsSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { damageIn, isDamage, setAside } from '#set-aside';
import { ReadModelDamagedError, ReadModelUnavailableError } from '../errors.js';
import type { CollectionName } from '../read-model.port.js';
import { APPLICATION_ID, FORMAT_VERSION, PAGE_BYTES, SCHEMA, nameOf, tableOf } from './sqlite.schema.js';

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
    const Fault = isDamage(cause) ? ReadModelDamagedError : ReadModelUnavailableError;
    throw new Fault(`Cannot open the read models in ${file}: ${reason}`, { cause });
  }
}

export interface SetAside {
  /** What was wrong with it. */
  readonly damage: string;
  /** Where it is now. */
  readonly file: string;
}

/**
 * Read models that cannot serve (damaged, foreign, not to be opened) make room for new ones, and are kept beside them. For whoever
 * holds the directory, before anything opens the file. Undefined where all is well.
 */
export function setAsideDamagedReadModels(file: string): SetAside | undefined {
  const damage = damageIn(file, (database, isSmall) => strangeHeader(database) ?? (isSmall ? brokenRow(database) : undefined));
  return damage === undefined ? undefined : { damage, file: setAside(file, new Date()) };
}

function strangeHeader(database: DatabaseSync): string | undefined {
  if (isEmpty(database)) return undefined;
  const { application_id: application } = database.prepare('PRAGMA application_id').get() as { application_id: number };
  return application === APPLICATION_ID ? undefined : 'it is a SQLite database, but not of read models';
}

/** Bytes within a row that SQLite does not look at: a document that is none, a collection whose table has another name. */
function brokenRow(database: DatabaseSync): string | undefined {
  if (isEmpty(database) || formatOf(database) !== FORMAT_VERSION) return undefined;
  const collections = database.prepare('SELECT name, version FROM collections').all() as unknown as CollectionName[];
  const table = database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?");
  for (const collection of collections) {
    if (!table.get(nameOf(collection))) return `the table of ${nameOf(collection)} is gone`;
    const row = database.prepare(`SELECT key FROM ${tableOf(collection)} WHERE NOT json_valid(json) LIMIT 1`).get();
    if (row) return `a row of ${nameOf(collection)} is no JSON`;
  }
  const checkpoint = database.prepare("SELECT name FROM collections WHERE NOT json_valid(coalesce(checkpoint, '{}')) LIMIT 1").get();
  return checkpoint && `the checkpoint of ${String(checkpoint['name'])} is no JSON`;
}
