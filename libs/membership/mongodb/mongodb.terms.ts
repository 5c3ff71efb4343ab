import type { Collection, Db } from 'mongodb';
import { MongoConnection, isDuplicate, type MongoOptions } from '#mongodb';
import type { TermRecord, TermStore } from '../leadership.port.js';
import { FENCES, unavailable } from '#read-model/mongodb';

type TermDocument = Omit<TermRecord, 'name'> & { readonly _id: string };

/** Rejects with `READ_MODEL_UNAVAILABLE` when the server does not answer. */
export async function openMongoTerms(options: MongoOptions): Promise<TermStore> {
  return new MongoTerms(await MongoConnection.open(options, unavailable));
}

function termsIn(db: Db): Collection<TermDocument> {
  return db.collection(FENCES);
}

/** One document for each term, swapped under its token and beat. */
export class MongoTerms implements TermStore {
  constructor(private readonly connection: MongoConnection) {}

  async read(name: string): Promise<TermRecord | undefined> {
    const found = await this.connection.run((db) => termsIn(db).findOne({ _id: name }));
    return found ? { name, token: found.token, holder: found.holder, beat: found.beat } : undefined;
  }

  /** Of a swap that was tried twice over a broken connection, the first may have taken: false then, and reading tells. */
  async swap(before: TermRecord | undefined, { name, ...next }: TermRecord): Promise<boolean> {
    return this.connection.run(async (db) => {
      if (!before) return inserted(termsIn(db).insertOne({ _id: name, ...next }));
      const { token, holder, beat } = before;
      return (await termsIn(db).replaceOne({ _id: name, token, holder, beat }, next)).matchedCount === 1;
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
