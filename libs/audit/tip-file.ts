import { DatabaseSync, type StatementSync } from 'node:sqlite';

/** Where the verifier stands in a stream. */
export interface CheckedTip {
  readonly revision: bigint;
  /** Hash that the next event must continue; null where it cannot be told, because the last event is damaged. */
  readonly hash: string | null;
}

/** A private temporary database (https://www.sqlite.org/inmemorydb.html#temp_db): no name, no durability, gone when it is closed. */
export class TipFile {
  readonly #database = new DatabaseSync('');
  readonly #get: StatementSync;
  readonly #put: StatementSync;

  constructor() {
    this.#database.exec(
      'PRAGMA journal_mode = OFF; CREATE TABLE tips (stream TEXT PRIMARY KEY, revision INTEGER, hash TEXT) WITHOUT ROWID, STRICT',
    );
    this.#get = this.#database.prepare('SELECT revision, hash FROM tips WHERE stream = ?', { readBigInts: true });
    this.#put = this.#database.prepare('INSERT OR REPLACE INTO tips (stream, revision, hash) VALUES (?, ?, ?)');
  }

  get(stream: string): CheckedTip | undefined {
    return this.#get.get(stream) as CheckedTip | undefined;
  }

  put(tips: readonly (readonly [stream: string, tip: CheckedTip])[]): void {
    this.#database.exec('BEGIN');
    for (const [stream, { revision, hash }] of tips) this.#put.run(stream, revision, hash);
    this.#database.exec('COMMIT');
  }

  close(): void {
    this.#database.close();
  }
}
