import { closeSync, openSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { damageIn, setAside } from '#set-aside';
import type { FoundResponse, SealedResponse } from '../index.js';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS responses (
    customer TEXT NOT NULL,
    id TEXT NOT NULL,
    kept_at INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    output TEXT NOT NULL,
    input TEXT NOT NULL,
    UNIQUE (customer, id)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS responses_by_customer ON responses (customer, kept_at, id, bytes);
  CREATE INDEX IF NOT EXISTS responses_by_age ON responses (kept_at);
`;
const PAGES_FREED_AT_ONCE = 2_000;

/** What was wrong with the file that was there, and where it is now. */
export interface SetAside {
  readonly damage: string;
  readonly file: string;
}

/**
 * `responses.db`, in a thread of its own: a disk that is slow must not hold up the requests of others. Written without a sync for each response: a process
 * that dies loses nothing, a power failure the last seconds, after which a client is refused what it goes on from. The input stands last in its
 * row, so that whoever wants the output alone does not read through its pages.
 */
export class SqliteTable {
  readonly #db: DatabaseSync;
  readonly #insert: StatementSync;

  /** Damaged, foreign or not to be opened: it is set aside, and one that is empty takes its place; `onSetAside` is told first. */
  static open(file: string, onSetAside: (told: SetAside) => void): SqliteTable {
    const damage = damageIn(file, (database) => strange(database));
    if (damage !== undefined) onSetAside({ damage, file: setAside(file, new Date()) });
    return new SqliteTable(file);
  }

  private constructor(file: string) {
    closeSync(openSync(file, 'a', 0o600));
    this.#db = new DatabaseSync(file, { timeout: 5_000 });
    this.#db.exec(`PRAGMA auto_vacuum=INCREMENTAL; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; ${SCHEMA}`);
    this.#insert = this.#db.prepare(
      'INSERT INTO responses (customer, id, kept_at, bytes, output, input) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
    );
  }

  keep({ customer, id, keptAtMs, input, output }: SealedResponse): void {
    this.#insert.run(customer, id, keptAtMs, input.length + output.length, output, input);
  }

  find(customer: string, ids: readonly string[], part: 'whole' | 'output'): FoundResponse[] {
    const columns = part === 'whole' ? 'id, kept_at, output, input' : 'id, kept_at, output';
    const rows = this.#db
      .prepare(`SELECT ${columns} FROM responses WHERE customer = ? AND id IN (SELECT value FROM json_each(?))`)
      .all(customer, JSON.stringify(ids)) as { id: string; kept_at: number; output: string; input?: string }[];
    return rows.map(({ id, kept_at: keptAtMs, output, input }) => ({ id, keptAtMs, input, output }));
  }

  forget(customer: string, id: string): void {
    this.#db.prepare('DELETE FROM responses WHERE customer = ? AND id = ?').run(customer, id);
  }

  trim(customer: string, mostBytes: number): void {
    const newestFirst = 'SELECT rowid, sum(bytes) OVER (ORDER BY kept_at DESC, id DESC) AS total FROM responses WHERE customer = ?';
    this.#db.prepare(`DELETE FROM responses WHERE rowid IN (SELECT rowid FROM (${newestFirst}) WHERE total > ?)`).run(customer, mostBytes);
  }

  /** Pages that are free are used again; those at the end of the file go back to the system. */
  sweep(beforeMs: number, most: number): number {
    const { changes } = this.#db
      .prepare('DELETE FROM responses WHERE rowid IN (SELECT rowid FROM responses WHERE kept_at < ? ORDER BY kept_at LIMIT ?)')
      .run(beforeMs, most);
    this.#db.prepare(`PRAGMA incremental_vacuum(${PAGES_FREED_AT_ONCE})`).all();
    return Number(changes);
  }

  close(): void {
    this.#db.close();
  }
}

/** A database of something else under our name. One that is empty is none. */
function strange(database: DatabaseSync): string | undefined {
  const { tables } = database.prepare("SELECT count(*) AS tables FROM sqlite_schema WHERE type = 'table'").get() as { tables: number };
  if (tables === 0) return undefined;
  const columns = database.prepare("SELECT group_concat(name) AS names FROM pragma_table_info('responses')").get() as {
    names: string | null;
  };
  return columns.names === 'customer,id,kept_at,bytes,output,input' ? undefined : 'it is a SQLite database, but not of kept responses';
}
