import { randomBytes } from 'node:crypto';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { ErasedSubjectError, KeyExistsError, type MasterKey, type Vault, type WrappedKey, wrappingContext } from '../index.js';

/**
 * A null key is the mark of an erasure: it stays, so that an erased subject is never given a new key. Marks may be removed only
 * with the backups that still hold the key.
 */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS keys (subject TEXT PRIMARY KEY, wrapped TEXT) STRICT;
`;

/**
 * `vault.db`. Written a few times a day, so it works on the calling thread with full sync. `secure_delete` overwrites a removed
 * key in the file, and erasing truncates the write-ahead log, so that no page of the database keeps the old bytes.
 */
export class SqliteVault implements Vault {
  readonly #db: DatabaseSync;
  readonly #find: StatementSync;
  readonly #insert: StatementSync;
  readonly #erase: StatementSync;

  constructor(
    path: string,
    private readonly master: MasterKey,
    { readOnly = false }: { readonly readOnly?: boolean } = {},
  ) {
    this.#db = new DatabaseSync(path, { timeout: 5_000, readOnly });
    if (!readOnly) this.#db.exec(`PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; ${SCHEMA}`);
    this.#find = this.#db.prepare('SELECT wrapped FROM keys WHERE subject = ?');
    this.#insert = this.#db.prepare('INSERT INTO keys (subject, wrapped) VALUES (?, ?) ON CONFLICT (subject) DO NOTHING');
    this.#erase = this.#db.prepare(
      'INSERT INTO keys (subject, wrapped) VALUES (?, NULL) ON CONFLICT (subject) DO UPDATE SET wrapped = NULL',
    );
  }

  async create(subject: string): Promise<Uint8Array> {
    if (this.#find.get(subject) === undefined) {
      this.#insert.run(subject, this.master.seal(randomBytes(32), wrappingContext(subject)));
    }
    const key = await this.open(subject);
    if (!key) throw new ErasedSubjectError(subject);
    return key;
  }

  async open(subject: string): Promise<Uint8Array | undefined> {
    const wrapped = this.#find.get(subject)?.['wrapped'];
    return typeof wrapped === 'string' ? this.master.open(wrapped, wrappingContext(subject)) : undefined;
  }

  async erase(subject: string): Promise<void> {
    this.#erase.run(subject);
    this.#db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  }

  async *wrappedKeys(): AsyncIterable<WrappedKey> {
    for (const row of this.#db.prepare('SELECT subject, wrapped FROM keys ORDER BY subject').iterate())
      yield { ...row } as unknown as WrappedKey;
  }

  async takeOver({ subject, wrapped }: WrappedKey): Promise<void> {
    if (wrapped === null) return this.erase(subject);
    this.#insert.run(subject, wrapped);
    const kept = this.#find.get(subject)?.['wrapped'];
    if (kept !== null && kept !== wrapped) throw new KeyExistsError(subject);
  }

  async close(): Promise<void> {
    this.#db.close();
  }
}
