/** Primary result codes of SQLite (https://www.sqlite.org/rescode.html) that are told apart here. */
export const SQLITE = { BUSY: 5, READONLY: 8, IOERR: 10, CORRUPT: 11, FULL: 13, CANTOPEN: 14, CONSTRAINT: 19, NOTADB: 26 } as const;

/** SQLITE_IOERR_WRITE, an extended code. */
const IOERR_WRITE = 778;

/**
 * A commit that failed like this has written no commit record, which is the last thing to be written. After any other failure of a
 * commit nobody knows: a sync that failed says nothing about what reached the disk.
 */
export function isUncommitted(error: unknown): boolean {
  const { errcode } = (error ?? {}) as { errcode?: unknown };
  return errcode === IOERR_WRITE || isSqliteError(error, SQLITE.FULL) || isSqliteError(error, SQLITE.BUSY);
}

/** `node:sqlite` throws errors with the extended result code in `errcode`. */
export function sqliteCode(error: unknown): number | undefined {
  const { errcode } = (error ?? {}) as { errcode?: unknown };
  return typeof errcode === 'number' ? errcode & 0xff : undefined;
}

export function isSqliteError(error: unknown, code: number): boolean {
  return sqliteCode(error) === code;
}

export const LOCKED = 'another process holds the lock of the file (database is locked)';

/** What is wrong, for a log and for whoever asks whether the gateway is ready. */
export function wordsOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (isSqliteError(error, SQLITE.BUSY)) return LOCKED;
  return isSqliteError(error, SQLITE.FULL) ? `the disk is full (${message})` : message;
}
