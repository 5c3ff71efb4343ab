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

/** While it is opened, before anybody is served. */
const OPENING_MS = 5_000;
/** Another connection's lock is waited for so long, beside other work: twice that is less than a command has. */
const BUSY_MS = 2_000;
const AGAIN_MS = 20;
/** https://www.sqlite.org/rescode.html */
const SQLITE_BUSY = 5;

/**
 * `vault.db`. Written a few times a day, so it works on the calling thread with full sync. A lock of another connection is not waited for there:
 * what meets one is tried again. `secure_delete` overwrites a removed
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
      this.#db = new DatabaseSync(path, { timeout: OPENING_MS, readOnly });
      if (!readOnly) this.#db.exec(`PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; ${SCHEMA}`);
      this.#find = this.#db.prepare('SELECT wrapped FROM keys WHERE subject = ?');
      this.#insert = this.#db.prepare('INSERT INTO keys (subject, wrapped) VALUES (?, ?) ON CONFLICT (subject) DO NOTHING');
      this.#erase = this.#db.prepare(
        'INSERT INTO keys (subject, wrapped) VALUES (?, NULL) ON CONFLICT (subject) DO UPDATE SET wrapped = NULL',
      );
      this.#db.exec('PRAGMA busy_timeout = 0');
    } catch (cause) {
      throw cannotOpen(path, cause);
    }
  }

  async create(subject: string): Promise<Uint8Array> {
    const wrapped = await freed(() => {
      if (this.#find.get(subject) === undefined) {
        this.#insert.run(subject, this.master.seal(randomBytes(32), wrappingContext(subject)));
      }
      return this.#wrapped(subject);
    });
    const key = this.#opened(subject, wrapped);
    if (!key) throw new ErasedSubjectError(subject);
    return key;
  }

  async open(subject: string): Promise<Uint8Array | null | undefined> {
    return this.#opened(subject, await freed(() => this.#wrapped(subject)));
  }

  /** Whoever reads while the log is truncated keeps the old bytes in it, so it is tried again; an erasure may be repeated. */
  async erase(subject: string): Promise<void> {
    await freed(() => {
      this.#erase.run(subject);
      const { busy } = this.#db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as { busy: number };
      if (busy !== 0) throw Object.assign(new Error('the write-ahead log is being read'), { errcode: SQLITE_BUSY });
    });
  }

  wrappedKeys(): AsyncIterable<WrappedKey> {
    return keysIn(this.#db);
  }

  async takeOver({ subject, wrapped }: WrappedKey): Promise<void> {
    if (wrapped === null) return this.erase(subject);
    const kept = await freed(() => {
      this.#insert.run(subject, wrapped);
      return this.#wrapped(subject);
    });
    if (kept !== null && kept !== wrapped) throw new KeyExistsError(subject);
  }

  async close(): Promise<void> {
    this.#db.close();
  }

  #wrapped(subject: string): string | null | undefined {
    return this.#find.get(subject)?.['wrapped'] as string | null | undefined;
  }

  #opened(subject: string, wrapped: string | null | undefined): Uint8Array | null | undefined {
    return typeof wrapped === 'string' ? this.master.open(wrapped, wrappingContext(subject)) : wrapped;
  }
}

/** Tried until no other connection holds the lock; throws `VAULT_UNAVAILABLE` then, and at once where the file does not work. */
async function freed<Result>(work: () => Result): Promise<Result> {
  const untilMs = performance.now() + BUSY_MS;
  for (;;) {
    try {
      return work();
    } catch (cause) {
      const { errcode, message } = cause as { errcode?: number; message: string };
      if (errcode === undefined) throw cause;
      const isBusy = (errcode & 0xff) === SQLITE_BUSY;
      if (!isBusy || performance.now() > untilMs) throw new VaultUnavailableError(`The vault does not answer: ${message}`, { cause });
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
}

/** Reads what is kept, without the master key. Throws `VAULT_UNAVAILABLE` naming the file that cannot be opened. */
export function openSqliteVaultReader(path: string): VaultReader {
  try {
    const database = new DatabaseSync(path, { timeout: OPENING_MS, readOnly: true });
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
