import type { Collection, Db } from 'mongodb';
import type { MongoConnection } from '#mongodb';
import type { Checkpoint, CollectionName, CollectionSpec, PageQuery, RowPage, RowQuery, RowReader, StoredRow } from '../read-model.port.js';
import { allRows, checkLimit, plan, writeCursor } from '../row-query.js';
import { COLLECTIONS, checkpointOf, nameOf, storedRow, type CollectionDocument, type RowDocument } from './mongodb.documents.js';
import { pageRead } from './mongodb.entries.js';

const ROWS_PER_READ = 500;
/** Reads of what is dropped and made anew again and again end somewhere. */
const MAX_READS = 5;

interface Found {
  readonly document: CollectionDocument;
  readonly rows: Collection<RowDocument>;
}

/**
 * Reading, in any process beside the writer. The checkpoint is read before the rows, and rows are stored before the checkpoint
 * moves: so what a page shows holds at least every event up to its `asOf`.
 */
export class MongoRowReader implements RowReader {
  /** `space` comes before the name of every collection: what is built beside the live rows has one of its own. */
  constructor(
    protected readonly connection: MongoConnection,
    protected readonly space = '',
  ) {}

  get(collection: CollectionName, key: string): Promise<{ row: StoredRow | undefined; asOf: bigint }> {
    return this.#steadily(collection, async (found) => {
      const row = storedRow(await found?.rows.findOne({ _id: key }));
      return { answer: { row, asOf: asOf(found) }, empty: row === undefined };
    });
  }

  async find(collection: CollectionSpec, query: PageQuery): Promise<RowPage> {
    const limit = checkLimit(query.limit);
    const planned = plan(collection, query);
    const { filter, sort } = pageRead(query.index, planned);
    return this.#steadily(collection, async (found) => {
      const page = found?.rows
        .find(filter, { sort, limit: limit + 1, batchSize: limit + 1, projection: { json: 1, position: 1 } })
        .map((document) => storedRow(document) as StoredRow);
      const all = (await page?.toArray()) ?? [];
      const rows = all.slice(0, limit);
      const last = all.length > limit ? rows.at(-1) : undefined;
      return { answer: { rows, next: last && writeCursor(query, planned, last), asOf: asOf(found) }, empty: all.length === 0 };
    });
  }

  iterate(collection: CollectionSpec, query: RowQuery): AsyncIterable<StoredRow> {
    return allRows((cursor) => this.find(collection, { ...query, limit: ROWS_PER_READ, ...(cursor !== undefined && { cursor }) }));
  }

  async checkpoint(collection: CollectionName): Promise<Checkpoint | undefined> {
    const document = await this.connection.run((db) => this.registry(db).findOne({ _id: nameOf(collection) }));
    return document ? checkpointOf(document) : undefined;
  }

  async collections(): Promise<readonly CollectionName[]> {
    const documents = await this.connection.run((db) => this.registry(db).find().toArray());
    const names = documents.map(({ name, version }) => ({ name, version }));
    return names.sort((a, b) => (a.name === b.name ? a.version - b.version : a.name < b.name ? -1 : 1));
  }

  async close(): Promise<void> {
    await this.connection.close();
  }

  protected registry(db: Db): Collection<CollectionDocument> {
    return db.collection(this.space + COLLECTIONS);
  }

  protected rows(db: Db, document: Pick<CollectionDocument, 'rows'>): Collection<RowDocument> {
    return db.collection(this.space + document.rows);
  }

  /** Nothing found may mean that the collection was dropped between the two reads: only when it still is the same one was there nothing. */
  #steadily<T>(
    collection: CollectionName,
    read: (found: Found | undefined) => Promise<{ readonly answer: T; readonly empty: boolean }>,
  ): Promise<T> {
    return this.connection.run(async (db) => {
      const find = (): Promise<CollectionDocument | null> => this.registry(db).findOne({ _id: nameOf(collection) });
      let document = await find();
      for (let reads = 1; ; reads += 1) {
        const { answer, empty } = await read(document ? { document, rows: this.rows(db, document) } : undefined);
        if (!empty || !document || reads === MAX_READS) return answer;
        const now = await find();
        if (now?.rows === document.rows) return answer;
        document = now;
      }
    });
  }
}

const asOf = (found: Found | undefined): bigint => (found && checkpointOf(found.document)?.position) ?? 0n;
