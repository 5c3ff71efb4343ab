import { MongoServerError, type Collection, type Db } from 'mongodb';
import { MongoConnection, type MongoOptions } from '#mongodb';
import { HistoryUnavailableError, type FoundResponse, type HistoryStore, type SealedResponse } from '../index.js';

interface ResponseDocument {
  /** The customer and the response, with a space between. */
  readonly _id: string;
  readonly customer: string;
  /** Milliseconds since the epoch. */
  readonly kept_at: number;
  readonly bytes: number;
  readonly output: string;
  readonly input: string;
}

const DUPLICATE_KEY = 11000;
const IDS_DELETED_AT_ONCE = 500;

/** Rejects with `RESPONSES_UNAVAILABLE` when the server does not answer. */
export async function openMongoHistory(options: MongoOptions): Promise<HistoryStore> {
  const connection = await MongoConnection.open(options, (message, cause) => new HistoryUnavailableError(message, cause));
  try {
    await connection.run((db) =>
      responsesIn(db).createIndexes([
        { name: 'customer', key: { customer: 1, kept_at: -1, _id: -1, bytes: 1 } },
        { name: 'age', key: { kept_at: 1 } },
      ]),
    );
  } catch (error) {
    await connection.close();
    throw error;
  }
  return new MongoHistory(connection);
}

/**
 * A collection beside the vault's. A write stands on the disks of a majority, and reads see nothing else, so that the next request finds it at any gateway.
 * Swept by the gateways rather than by an index of the server: then a shorter time counts at once, for what is there already.
 */
class MongoHistory implements HistoryStore {
  constructor(private readonly connection: MongoConnection) {}

  async keep({ customer, id, keptAtMs, input, output }: SealedResponse): Promise<void> {
    const bytes = input.length + output.length;
    const document = { _id: keyOf(customer, id), customer, kept_at: keptAtMs, bytes, output, input };
    await this.connection.run((db) => responsesIn(db).insertOne(document).catch(unlessDuplicate));
  }

  async find(customer: string, ids: readonly string[], part: 'whole' | 'output'): Promise<FoundResponse[]> {
    if (ids.length === 0) return [];
    const keys = ids.map((id) => keyOf(customer, id));
    const projection = { kept_at: 1, output: 1, ...(part === 'whole' && { input: 1 }) };
    const documents = await this.connection.run((db) =>
      responsesIn(db)
        .find({ _id: { $in: keys } })
        .project<Partial<ResponseDocument> & Pick<ResponseDocument, '_id' | 'kept_at' | 'output'>>(projection)
        .toArray(),
    );
    return documents.map(({ _id, kept_at: keptAtMs, output, input }) => ({ id: _id.slice(customer.length + 1), keptAtMs, input, output }));
  }

  async forget(customer: string, id: string): Promise<void> {
    await this.#delete([keyOf(customer, id)]);
  }

  async trim(customer: string, mostBytes: number): Promise<void> {
    const newestFirst = await this.connection.run((db) =>
      responsesIn(db)
        .find({ customer })
        .project<Pick<ResponseDocument, '_id' | 'bytes'>>({ bytes: 1 })
        .sort({ kept_at: -1, _id: -1 })
        .toArray(),
    );
    let total = 0;
    const tooMuch = newestFirst.filter(({ bytes }) => (total += bytes) > mostBytes).map(({ _id }) => _id);
    for (let at = 0; at < tooMuch.length; at += IDS_DELETED_AT_ONCE) await this.#delete(tooMuch.slice(at, at + IDS_DELETED_AT_ONCE));
  }

  async sweep(beforeMs: number, most: number): Promise<number> {
    const old = await this.connection.run((db) =>
      responsesIn(db)
        .find({ kept_at: { $lt: beforeMs } })
        .project<Pick<ResponseDocument, '_id'>>({ _id: 1 })
        .sort({ kept_at: 1 })
        .limit(most)
        .toArray(),
    );
    await this.#delete(old.map(({ _id }) => _id));
    return old.length;
  }

  async close(): Promise<void> {
    await this.connection.close();
  }

  async #delete(keys: readonly string[]): Promise<void> {
    if (keys.length > 0) await this.connection.run((db) => responsesIn(db).deleteMany({ _id: { $in: [...keys] } }));
  }
}

const keyOf = (customer: string, id: string): string => `${customer} ${id}`;

function responsesIn(db: Db): Collection<ResponseDocument> {
  return db.collection('kept_responses', { readConcern: { level: 'majority' } });
}

function unlessDuplicate(error: unknown): void {
  if (!(error instanceof MongoServerError && error.code === DUPLICATE_KEY)) throw error;
}
