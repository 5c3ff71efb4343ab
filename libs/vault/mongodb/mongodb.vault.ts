import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { MongoServerError, type Collection, type Db } from 'mongodb';
import { MongoConnection, type MongoOptions } from '#mongodb';
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

/** A null key is the mark of an erasure: it stays, so that an erased subject is never given a new key. */
interface KeyDocument {
  readonly _id: string;
  readonly wrapped: string | null;
}

const KEYS = 'vault_keys';
const DUPLICATE_KEY = 11000;
const KEYS_PER_PAGE = 1_000;
/** How long a key that another gateway is just making may take to stand on a majority. */
const MAJORITY_POLLS = 50;
const MAJORITY_POLL_MS = 100;

/**
 * Keys in MongoDB, in a collection of their own, to be backed up apart. A key is used only once it stands on the disks of a majority:
 * writes wait for it, and reads see nothing else, so that no failover takes a key back under which something was encrypted.
 */
export class MongoVault implements Vault {
  private constructor(
    private readonly connection: MongoConnection,
    private readonly master: MasterKey,
  ) {}

  /** Rejects with `VAULT_UNAVAILABLE` when the server does not answer. */
  static async open(options: MongoOptions, master: MasterKey): Promise<MongoVault> {
    return new MongoVault(await connect(options), master);
  }

  /** All who make it at the same time insert; one of them wins, and all of them read what the winner wrote. */
  async create(subject: string): Promise<Uint8Array> {
    let found = await this.#find(subject);
    if (!found) {
      const wrapped = this.master.seal(randomBytes(32), wrappingContext(subject));
      await this.connection.run((db) => keysIn(db).insertOne({ _id: subject, wrapped }).catch(unlessDuplicate));
      found = await this.#settled(subject);
    }
    if (found.wrapped === null) throw new ErasedSubjectError(subject);
    return this.master.open(found.wrapped, wrappingContext(subject));
  }

  async open(subject: string): Promise<Uint8Array | null | undefined> {
    const wrapped = (await this.#find(subject))?.wrapped;
    return typeof wrapped === 'string' ? this.master.open(wrapped, wrappingContext(subject)) : wrapped;
  }

  async erase(subject: string): Promise<void> {
    await this.connection.run(async (db) => {
      const { matchedCount } = await keysIn(db).updateOne({ _id: subject }, { $set: { wrapped: null } });
      if (matchedCount > 0) return;
      await keysIn(db).insertOne({ _id: subject, wrapped: null }).catch(unlessDuplicate);
      await keysIn(db).updateOne({ _id: subject }, { $set: { wrapped: null } });
    });
  }

  wrappedKeys(): AsyncIterable<WrappedKey> {
    return keysOver(this.connection);
  }

  async takeOver({ subject, wrapped }: WrappedKey): Promise<void> {
    if (wrapped === null) return this.erase(subject);
    await this.connection.run((db) => keysIn(db).insertOne({ _id: subject, wrapped }).catch(unlessDuplicate));
    const kept = (await this.#settled(subject)).wrapped;
    if (kept !== null && kept !== wrapped) throw new KeyExistsError(subject);
  }

  async close(): Promise<void> {
    await this.connection.close();
  }

  #find(subject: string): Promise<KeyDocument | null> {
    return this.connection.run((db) => keysIn(db).findOne({ _id: subject }));
  }

  async #settled(subject: string): Promise<KeyDocument> {
    for (let polls = 0; polls < MAJORITY_POLLS; polls += 1) {
      const found = await this.#find(subject);
      if (found) return found;
      await sleep(MAJORITY_POLL_MS);
    }
    throw new VaultUnavailableError(`The key of ${subject} does not reach a majority of the servers`, {});
  }
}

/** Reads what is kept, without the master key. Rejects with `VAULT_UNAVAILABLE` when the server does not answer. */
export async function openMongoVaultReader(options: MongoOptions): Promise<VaultReader> {
  const connection = await connect(options);
  return { wrappedKeys: () => keysOver(connection), close: () => connection.close() };
}

const connect = (options: MongoOptions): Promise<MongoConnection> =>
  MongoConnection.open(options, (message, cause) => new VaultUnavailableError(message, cause));

/** In order of the subjects, page by page. */
async function* keysOver(connection: MongoConnection): AsyncGenerator<WrappedKey> {
  for (let after = '', more = true; more;) {
    const page = await connection.run((db) =>
      keysIn(db)
        .find({ _id: { $gt: after } })
        .sort({ _id: 1 })
        .limit(KEYS_PER_PAGE)
        .toArray(),
    );
    for (const { _id: subject, wrapped } of page) yield { subject, wrapped };
    after = page.at(-1)?._id ?? after;
    more = page.length === KEYS_PER_PAGE;
  }
}

function keysIn(db: Db): Collection<KeyDocument> {
  return db.collection(KEYS, { readConcern: { level: 'majority' } });
}

function unlessDuplicate(error: unknown): void {
  if (!(error instanceof MongoServerError && error.code === DUPLICATE_KEY)) throw error;
}
