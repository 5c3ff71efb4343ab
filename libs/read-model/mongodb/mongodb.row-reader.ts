import { setTimeout as sleep } from 'node:timers/promises';
import type { Collection, Db } from 'mongodb';
import type { MongoConnection } from '#mongodb';
import type { Checkpoint, CollectionName, CollectionSpec, PageQuery, RowPage, RowQuery, RowReader, StoredRow } from '../read-model.port.js';
import { allRows, checkLimit, plan, writeCursor } from '../row-query.js';
import { COLLECTIONS, checkpointOf, nameOf, storedRow, type CollectionDocument, type RowDocument } from './mongodb.documents.js';
import { pageRead } from './mongodb.entries.js';

const ROWS_PER_READ = 500;
/** Reads of what is dropped and made anew again and again end somewhere. */
const MAX_READS = 5;
/** Longer than any commit: after that the projector has died, and another one takes some seconds more. */
const CHECKPOINT_WAIT_MS = 2_000;
const CHECKPOINT_POLL_MS = 10;

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

  /**
   * A row that is ahead of its checkpoint is being written together with others: it is given out when the checkpoint has followed,
   * which takes as long as one commit. Its position is then what it is as of, since it holds all its events up to there.
   */
  async get(collection: CollectionName, key: string): Promise<{ row: StoredRow | undefined; asOf: bigint }> {
    const read = await this.#steadily(collection, async (found) => {
      const row = storedRow(await found?.rows.findOne({ _id: key }));
      return { answer: { row, asOf: asOf(found) }, empty: row === undefined };
    });
    const { row } = read;
    if (!row || row.position <= read.asOf) return read;
    return (await this.#isReached(collection, row.position)) ? { row, asOf: row.position } : read;
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

  async #isReached(collection: CollectionName, position: bigint): Promise<boolean> {
    for (const startedMs = performance.now(); performance.now() - startedMs < CHECKPOINT_WAIT_MS; await sleep(CHECKPOINT_POLL_MS)) {
      if (((await this.checkpoint(collection))?.position ?? 0n) >= position) return true;
    }
    return false;
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
