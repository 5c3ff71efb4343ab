import type { Collection, Db } from 'mongodb';
import { MongoConnection, isDuplicate, type MongoOptions } from '#mongodb';
import type { LeaseRecord, LeaseStore } from '../leadership.port.js';
import { FENCES, unavailable } from '#read-model/mongodb';

type LeaseDocument = Omit<LeaseRecord, 'name'> & { readonly _id: string };

/** Rejects with `READ_MODEL_UNAVAILABLE` when the server does not answer. */
export async function openMongoLeases(options: MongoOptions): Promise<LeaseStore> {
  return new MongoLeases(await MongoConnection.open(options, unavailable));
}

function leasesIn(db: Db): Collection<LeaseDocument> {
  return db.collection(FENCES);
}

/** One document for each lease, swapped under its token and beat. */
export class MongoLeases implements LeaseStore {
  constructor(private readonly connection: MongoConnection) {}

  async read(name: string): Promise<LeaseRecord | undefined> {
    const found = await this.connection.run((db) => leasesIn(db).findOne({ _id: name }));
    return found ? { name, token: found.token, holder: found.holder, beat: found.beat } : undefined;
  }

  /** Of a swap that was tried twice over a broken connection, the first may have taken: false then, and reading tells. */
  async swap(before: LeaseRecord | undefined, { name, ...next }: LeaseRecord): Promise<boolean> {
    return this.connection.run(async (db) => {
      if (!before) return inserted(leasesIn(db).insertOne({ _id: name, ...next }));
      const { token, holder, beat } = before;
      return (await leasesIn(db).replaceOne({ _id: name, token, holder, beat }, next)).matchedCount === 1;
    });
  }

  async close(): Promise<void> {
    await this.connection.close();
  }
}

async function inserted(insert: Promise<unknown>): Promise<boolean> {
  try {
    await insert;
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}
