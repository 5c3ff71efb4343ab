import { randomBytes } from 'node:crypto';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import {
  ErasedSubjectError,
  KeyExistsError,
  VaultUnavailableError,
  type MasterKey,
  type Vault,
  type VaultReader,
  type WrappedKey,
  wrappingContext,
} from '../index.js';

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

  /** Throws `VAULT_UNAVAILABLE` naming the file that cannot be opened. */
  constructor(
    path: string,
    private readonly master: MasterKey,
    { readOnly = false }: { readonly readOnly?: boolean } = {},
  ) {
    try {
      this.#db = new DatabaseSync(path, { timeout: 5_000, readOnly });
      if (!readOnly) this.#db.exec(`PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; ${SCHEMA}`);
      this.#find = this.#db.prepare('SELECT wrapped FROM keys WHERE subject = ?');
      this.#insert = this.#db.prepare('INSERT INTO keys (subject, wrapped) VALUES (?, ?) ON CONFLICT (subject) DO NOTHING');
      this.#erase = this.#db.prepare(
        'INSERT INTO keys (subject, wrapped) VALUES (?, NULL) ON CONFLICT (subject) DO UPDATE SET wrapped = NULL',
      );
    } catch (cause) {
      throw cannotOpen(path, cause);
    }
  }

  async create(subject: string): Promise<Uint8Array> {
    if (this.#find.get(subject) === undefined) {
      this.#insert.run(subject, this.master.seal(randomBytes(32), wrappingContext(subject)));
    }
    const key = await this.open(subject);
    if (!key) throw new ErasedSubjectError(subject);
    return key;
  }

  async open(subject: string): Promise<Uint8Array | null | undefined> {
    const wrapped = this.#find.get(subject)?.['wrapped'] as string | null | undefined;
    return typeof wrapped === 'string' ? this.master.open(wrapped, wrappingContext(subject)) : wrapped;
  }

  async erase(subject: string): Promise<void> {
    this.#erase.run(subject);
    this.#db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  }

  wrappedKeys(): AsyncIterable<WrappedKey> {
    return keysIn(this.#db);
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

/** Reads what is kept, without the master key. Throws `VAULT_UNAVAILABLE` naming the file that cannot be opened. */
export function openSqliteVaultReader(path: string): VaultReader {
  try {
    const database = new DatabaseSync(path, { timeout: 5_000, readOnly: true });
    database.prepare('SELECT count(*) FROM keys').get();
    return { wrappedKeys: () => keysIn(database), close: () => Promise.resolve(database.close()) };
  } catch (cause) {
    throw cannotOpen(path, cause);
  }
}

async function* keysIn(database: DatabaseSync): AsyncGenerator<WrappedKey> {
  for (const row of database.prepare('SELECT subject, wrapped FROM keys ORDER BY subject').iterate())
    yield { ...row } as unknown as WrappedKey;
}

function cannotOpen(path: string, cause: unknown): VaultUnavailableError {
  const cure = 'restore it from a backup, nothing else opens what was sealed by its keys';
  return new VaultUnavailableError(`Cannot open the vault in ${path}: ${(cause as Error).message}: ${cure}`, { cause });
}
