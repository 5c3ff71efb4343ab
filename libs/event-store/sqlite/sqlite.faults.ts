/** Primary result codes of SQLite (https://www.sqlite.org/rescode.html) that are told apart here. */
export const SQLITE = { BUSY: 5, READONLY: 8, IOERR: 10, CORRUPT: 11, FULL: 13, CANTOPEN: 14, CONSTRAINT: 19, NOTADB: 26 } as const;

/** `node:sqlite` throws errors with the extended result code in `errcode`. */
export function sqliteCode(error: unknown): number | undefined {
  const { errcode } = (error ?? {}) as { errcode?: unknown };
  return typeof errcode === 'number' ? errcode & 0xff : undefined;
}

export function isSqliteError(error: unknown, code: number): boolean {
  return sqliteCode(error) === code;
}
