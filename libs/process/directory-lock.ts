import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

const SQLITE_BUSY = 5;
const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;

/** Another process holds the data directory: a gateway, or a migration out of it. */
export class DirectoryHeldError extends Error {
  readonly code = 'DIRECTORY_HELD';

  constructor(
    /** Its process id, or `unknown`. */
    readonly holder: string,
    options?: ErrorOptions,
  ) {
    super(`The data directory is held by process ${holder}`, options);
  }
}

export interface LockFiles {
  /** `lock.db` */
  readonly lockFile: string;
  /** `gateway.pid` */
  readonly pidFile: string;
}

/**
 * One holder to a data directory. The lock is SQLite's exclusive lock on `lock.db`, held by an open transaction: the system
 * takes it back when the process ends, however it ends, so nothing is left to clean up after a `kill -9`. `gateway.pid`
 * only tells a person who holds it, and is never believed.
 */
export class DirectoryLock {
  readonly #database: DatabaseSync;
  readonly #pidFile: string;

  private constructor(database: DatabaseSync, pidFile: string) {
    this.#database = database;
    this.#pidFile = pidFile;
  }

  /** Throws `DirectoryHeldError`, or what the system says of a directory that cannot be written. */
  static acquire({ lockFile, pidFile }: LockFiles): DirectoryLock {
    const database = openExclusively(lockFile, pidFile, true);
    try {
      writeFileSync(pidFile, `${process.pid}\n`, { mode: 0o600 });
    } catch (cause) {
      database.close();
      throw cause;
    }
    return new DirectoryLock(database, pidFile);
  }

  release(): void {
    rmSync(this.#pidFile, { force: true });
    this.#database.close();
  }
}

/**
 * A file that is no database is emptied where it stands: nothing is in it but the lock. Never renamed or removed, or two that start
 * at once would each hold a file of their own. Its content is looked at under a lock, so nobody holds one that is told as damaged.
 */
function openExclusively(lockFile: string, pidFile: string, mend: boolean): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(lockFile, { timeout: 0 });
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    database.exec('BEGIN EXCLUSIVE');
    return database;
  } catch (cause) {
    database?.close();
    const result = resultCode(cause);
    if (result === SQLITE_BUSY) throw new DirectoryHeldError(holder(pidFile), { cause });
    if (!mend || (result !== SQLITE_CORRUPT && result !== SQLITE_NOTADB)) throw cause;
    truncateSync(lockFile, 0);
    return openExclusively(lockFile, pidFile, false);
  }
}

/** https://www.sqlite.org/rescode.html, without what extends it. */
function resultCode(cause: unknown): number | undefined {
  return typeof cause === 'object' && cause !== null && 'errcode' in cause ? Number(cause.errcode) % 256 : undefined;
}

function holder(pidFile: string): string {
  try {
    return readFileSync(pidFile, 'utf8').trim() || 'unknown';
  } catch {
    return 'unknown';
  }
}
