import { MongoServerError, type Collection, type Db } from 'mongodb';
import { MongoConnection, type MongoOptions } from '#mongodb';
import { FailuresUnavailableError, MOST_PLACES, type Count, type FailureStore, type Tally, type Window } from '../index.js';

interface CountDocument {
  readonly _id: string;
  readonly count: number;
  /** Milliseconds since the epoch. */
  readonly ends_at: number;
}

interface TallyDocument extends CountDocument {
  readonly since: number;
  readonly places: readonly string[];
}

const DUPLICATE_KEY = 11000;
/** Gateways that make or end the same count at the same moment: each round one of them gets on. */
const MOST_ROUNDS = 20;

/** Rejects with `FAILURES_UNAVAILABLE` when the server does not answer. */
export async function openMongoFailures(options: MongoOptions): Promise<FailureStore> {
  const connection = await MongoConnection.open(options, (message, cause) => new FailuresUnavailableError(message, cause));
  try {
    await connection.run((db) => countsIn(db).createIndexes([{ name: 'ended', key: { ends_at: 1 } }]));
    await connection.run((db) => talliesIn(db).createIndexes([{ name: 'ended', key: { ends_at: 1 } }]));
  } catch (error) {
    await connection.close();
    throw error;
  }
  return new MongoFailures(connection);
}

/** Two collections beside the read models, each change one document at once. Swept by the gateways, by whose clocks they end. */
class MongoFailures implements FailureStore {
  constructor(private readonly connection: MongoConnection) {}

  async add(key: string, by: 1 | -1, { nowMs, windowMs }: Window): Promise<Count> {
    const found = await this.#untilOne((db) => counted(db, key, by, { nowMs, windowMs }));
    // One that a success took below zero: of somebody who was forgotten meanwhile.
    return { count: Math.max(0, found.count), endsAtMs: found.ends_at };
  }

  async forget(key: string): Promise<void> {
    await this.connection.run((db) => countsIn(db).deleteOne({ _id: key }));
  }

  async note(subject: string, from: string, { nowMs, windowMs }: Window): Promise<void> {
    await this.#untilOne(async (db) => {
      const tallies = talliesIn(db);
      const last = `places.${MOST_PLACES - 1}`;
      const withPlace = await tallies.updateOne(
        { _id: subject, [last]: { $exists: false } },
        { $inc: { count: 1 }, $addToSet: { places: from } },
      );
      if (withPlace.matchedCount > 0) return true;
      const full = await tallies.updateOne({ _id: subject, [last]: { $exists: true } }, { $inc: { count: 1 } });
      if (full.matchedCount > 0) return true;
      await tallies.insertOne({ _id: subject, count: 1, since: nowMs, ends_at: nowMs + windowMs, places: [from] });
      return true;
    });
  }

  async takeEnded(nowMs: number, most: number): Promise<readonly Tally[]> {
    return this.connection.run(async (db) => {
      const ended = await talliesIn(db)
        .find({ ends_at: { $lte: nowMs } })
        .limit(most)
        .toArray();
      const taken: Tally[] = [];
      for (const { _id, since } of ended) {
        const mine = await talliesIn(db).findOneAndDelete({ _id, since });
        if (mine) taken.push({ subject: _id, count: mine.count, from: mine.places, sinceMs: mine.since });
      }
      return taken;
    });
  }

  async sweep(nowMs: number): Promise<void> {
    await this.connection.run((db) => countsIn(db).deleteMany({ ends_at: { $lte: nowMs } }));
  }

  async close(): Promise<void> {
    await this.connection.close();
  }

  /** What another gateway has made at the same moment is there the next time. */
  async #untilOne<Found>(attempt: (db: Db) => Promise<Found | undefined>): Promise<Found> {
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const found = await this.connection.run((db) => attempt(db).catch(undefinedWhereDuplicate));
      if (found !== undefined) return found;
    }
    throw new FailuresUnavailableError('A count was made and ended by others again and again');
  }
}

/** Undefined where another gateway has begun it anew between the two. */
async function counted(db: Db, key: string, by: 1 | -1, { nowMs, windowMs }: Window): Promise<CountDocument | undefined> {
  const open = await countsIn(db).findOneAndUpdate(
    { _id: key, ends_at: { $gt: nowMs } },
    { $inc: { count: by } },
    { returnDocument: 'after' },
  );
  if (open) return open;
  const begun = await countsIn(db).findOneAndUpdate(
    { _id: key, ends_at: { $lte: nowMs } },
    { $set: { count: Math.max(0, by), ends_at: nowMs + windowMs } },
    { returnDocument: 'after', upsert: true },
  );
  return begun ?? undefined;
}

function countsIn(db: Db): Collection<CountDocument> {
  return db.collection('failure_counts');
}

function talliesIn(db: Db): Collection<TallyDocument> {
  return db.collection('failure_tallies');
}

function undefinedWhereDuplicate(error: unknown): undefined {
  if (error instanceof MongoServerError && error.code === DUPLICATE_KEY) return undefined;
  throw error;
}
