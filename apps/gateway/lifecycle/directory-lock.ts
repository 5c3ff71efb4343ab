import { EXIT, StartError } from '#process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Closers } from './closers.js';
import { openDataDirectory, unusable } from './data-directory.js';

const SQLITE_BUSY = 5;

/**
 * One gateway to a data directory. The lock is SQLite's exclusive lock on `lock.db`, held by an open transaction: the system
 * takes it back when the process ends, however it ends, so nothing is left to clean up after a `kill -9`. `gateway.pid`
 * only tells a person who holds it, and is never believed.
 */
class DirectoryLock {
  readonly #database: DatabaseSync;
  readonly #pidFile: string;

  private constructor(database: DatabaseSync, pidFile: string) {
    this.#database = database;
    this.#pidFile = pidFile;
  }

  static acquire(dataDir: string): DirectoryLock {
    const pidFile = join(dataDir, 'gateway.pid');
    const database = openExclusively(dataDir, pidFile);
    try {
      writeFileSync(pidFile, `${process.pid}\n`, { mode: 0o600 });
    } catch (cause) {
      database.close();
      throw unusable(dataDir, cause);
    }
    return new DirectoryLock(database, pidFile);
  }

  release(): void {
    rmSync(this.#pidFile, { force: true });
    this.#database.close();
  }
}

/** The directory is there, ours, and nobody else's until everything is closed. */
export function holdDataDirectory(dataDir: string, closers: Closers): void {
  openDataDirectory(dataDir);
  const lock = DirectoryLock.acquire(dataDir);
  closers.register('directory', 'directory lock', () => lock.release());
}

function openExclusively(dataDir: string, pidFile: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(join(dataDir, 'lock.db'), { timeout: 0 });
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    database.exec('BEGIN EXCLUSIVE');
    return database;
  } catch (cause) {
    database?.close();
    if (!isBusy(cause)) throw unusable(dataDir, cause);
    const message = `The data directory ${dataDir} is in use by another gateway (process ${holder(pidFile)}): stop it, or set TOKENOK_DATA_DIR`;
    throw new StartError(EXIT.LOCKED, message, { cause });
  }
}

function isBusy(cause: unknown): boolean {
  return typeof cause === 'object' && cause !== null && 'errcode' in cause && Number(cause.errcode) % 256 === SQLITE_BUSY;
}

function holder(pidFile: string): string {
  try {
    return readFileSync(pidFile, 'utf8').trim() || 'unknown';
  } catch {
    return 'unknown';
  }
}
