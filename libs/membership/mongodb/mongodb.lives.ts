import type { Collection, Db } from 'mongodb';
import type { JsonObject } from '#event-store';
import { MongoConnection, isDuplicate, type MongoOptions } from '#mongodb';
import { LifeEndedError, type LifeRecord, type LifeStore } from '../lives.port.js';
import { unavailable } from '#read-model/mongodb';

interface LifeDocument {
  readonly _id: string;
  readonly beats: number;
  readonly info: string;
  /** Until its next beat. */
  readonly asked?: string;
  /** Set by the server's clock; the server removes the document a day later. */
  readonly endedAt?: Date;
}

const ENDED_DOCUMENT_SECONDS = 24 * 60 * 60;

/** Rejects with `READ_MODEL_UNAVAILABLE` when the server does not answer. */
export async function openMongoLives(options: MongoOptions): Promise<LifeStore> {
  const connection = await MongoConnection.open(options, unavailable);
  try {
    await connection.run((db) => livesIn(db).createIndex({ endedAt: 1 }, { name: 'ended', expireAfterSeconds: ENDED_DOCUMENT_SECONDS }));
  } catch (error) {
    await connection.close();
    throw error;
  }
  return new MongoLives(connection);
}

function livesIn(db: Db): Collection<LifeDocument> {
  return db.collection('lives');
}

class MongoLives implements LifeStore {
  constructor(private readonly connection: MongoConnection) {}

  async begin(life: string, info: JsonObject): Promise<void> {
    const document = { _id: life, beats: 1, info: JSON.stringify(info) };
    await this.connection.run((db) =>
      livesIn(db)
        .insertOne(document)
        .catch((error: unknown) => {
          if (!isDuplicate(error)) throw error;
        }),
    );
  }

  async beat(life: string, info: JsonObject): Promise<string | undefined> {
    const beat = { $inc: { beats: 1 }, $set: { info: JSON.stringify(info) }, $unset: { asked: true as const } };
    const before = await this.connection.run((db) => livesIn(db).findOneAndUpdate({ _id: life, endedAt: { $exists: false } }, beat));
    if (before === null) throw new LifeEndedError(life);
    return before.asked;
  }

  async ask(life: string, what: string): Promise<void> {
    await this.connection.run((db) => livesIn(db).updateOne({ _id: life, endedAt: { $exists: false } }, { $set: { asked: what } }));
  }

  async end(life: string): Promise<void> {
    await this.connection.run((db) =>
      livesIn(db).updateOne({ _id: life, endedAt: { $exists: false } }, { $currentDate: { endedAt: true } }),
    );
  }

  async list(): Promise<readonly LifeRecord[]> {
    const documents = await this.connection.run((db) => livesIn(db).find().sort({ _id: 1 }).toArray());
    return documents.map(({ _id: life, beats, info, endedAt }) => {
      return { life, beats, ended: endedAt !== undefined, info: JSON.parse(info) as JsonObject };
    });
  }

  async close(): Promise<void> {
    await this.connection.close();
  }
}
