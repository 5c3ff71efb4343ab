import { MongoClient } from 'mongodb';
import { randomBytes } from 'node:crypto';

/** The server that the engine specs run against; `npm run test:engines` names one. */
export const MONGODB_URL = process.env['MONGODB_URL'] ?? '';

/** Databases of a spec's own, dropped when it is done. */
export class TestDatabases {
  readonly client = new MongoClient(MONGODB_URL);
  readonly #names: string[] = [];

  next(): { readonly url: string; readonly database: string } {
    const database = `tokenok_test_${randomBytes(6).toString('hex')}`;
    this.#names.push(database);
    return { url: MONGODB_URL, database };
  }

  async close(): Promise<void> {
    await Promise.all(this.#names.map((name) => this.client.db(name).dropDatabase()));
    await this.client.close();
  }
}
