import {
  DirectoryHeldError,
  DirectoryLock,
  EXIT,
  migrationMarkFile,
  openDataDirectory,
  readMigrationMark,
  StartError,
  unusable,
} from '#process';
import type { Closers } from './closers.js';

/** The directory is there, ours, nobody else's until everything is closed, and its books have not been moved elsewhere. */
export function holdDataDirectory(dataDir: string, closers: Closers): void {
  openDataDirectory(dataDir);
  const lock = lockOf(dataDir);
  try {
    assertNotMigrated(dataDir);
  } catch (fault) {
    lock.release();
    throw fault;
  }
  closers.register('directory', 'directory lock', () => lock.release());
}

function lockOf(dataDir: string): DirectoryLock {
  try {
    return DirectoryLock.acquire(dataDir);
  } catch (cause) {
    if (!(cause instanceof DirectoryHeldError)) throw unusable(dataDir, cause);
    const message = `The data directory ${dataDir} is in use by another gateway (process ${cause.holder}): stop it, or set TOKENOK_DATA_DIR`;
    throw new StartError(EXIT.LOCKED, message, { cause });
  }
}

/** To be asked under the lock: a migration writes its mark before it lets the directory go. */
function assertNotMigrated(dataDir: string): void {
  const mark = readMigrationMark(dataDir);
  if (mark === undefined) return;
  throw new StartError(
    EXIT.DATA_DIRECTORY,
    `The data directory ${dataDir} has been migrated to ${mark}: a gateway here would spend the same balances a second time. ` +
      `Set EVENTSTORE_URL and MONGODB_URL; to go on here all the same, remove ${migrationMarkFile(dataDir)}`,
  );
}
