import type { Db } from 'mongodb';
import { isDuplicate, type MongoConnection } from '#mongodb';
import { CollectionChangedError, FencedError } from '../errors.js';
import {
  rowsInOrder,
  type CollectionName,
  type CollectionSpec,
  type Commit,
  type Fence,
  type Indexes,
  type LoadedRow,
  type ReadModels,
} from '../read-model.port.js';
import { KEY_INDEX } from '../row-query.js';
import {
  ROWS,
  checkpointFields,
  loadedRow,
  nameOf,
  newCollection,
  rowDocument,
  type CollectionDocument,
  type RowDocument,
} from './mongodb.documents.js';
import { entryField } from './mongodb.entries.js';
import { fencesIn } from './mongodb.fences.js';
import { MongoRowReader } from './mongodb.row-reader.js';
import { keysInTurns, writeRows } from './mongodb.row-writes.js';

interface Declared {
  readonly rows: string;
  readonly indexes: Indexes;
}

/**
 * The writer's side. No transaction: rows are written one by one, each only if it is newer, and the checkpoint moves when all of
 * them are on the disks of a majority. Everything that it does may be done twice.
 */
export class MongoReadModels extends MongoRowReader implements ReadModels {
  readonly #declared = new Map<string, Declared>();

  constructor(
    connection: MongoConnection,
    private readonly fence: Fence | undefined,
    space?: string,
  ) {
    super(connection, space);
  }

  /** Raises the fence of the collection to our token: from here on no older holder's checkpoint can arrive. */
  async declare(spec: CollectionSpec): Promise<void> {
    await this.connection.run(async (db) => {
      await this.#checkFence(db);
      const document = await this.#claim(db, spec);
      if (document.indexes !== JSON.stringify(spec.indexes)) throw new CollectionChangedError(nameOf(spec));
      const names = [KEY_INDEX, ...Object.keys(spec.indexes)];
      await this.rows(db, document).createIndexes(names.map((name) => ({ name, key: { [entryField(name)]: 1 }, sparse: true })));
      this.#declared.set(nameOf(spec), { rows: document.rows, indexes: spec.indexes });
    });
  }

  async load(collection: CollectionName, keys: readonly string[]): Promise<readonly (LoadedRow | undefined)[]> {
    const declared = this.#declaredAs(collection);
    return this.connection.run(async (db) => {
      const found = new Map<string, LoadedRow>();
      const fields = { projection: { json: 1, position: 1 } };
      for (const some of keysInTurns(keys)) {
        const documents = this.rows(db, declared).find({ _id: { $in: some } }, { ...fields, batchSize: some.length + 1 });
        for await (const document of documents) found.set(document._id, loadedRow(document));
      }
      return keys.map((key) => found.get(key));
    });
  }

  async commit(commits: readonly Commit[]): Promise<void> {
    const writes = commits.map(({ collection, ...written }) => {
      const declared = this.#declaredAs(collection);
      const groups = rowsInOrder(written).map((rows) => rows.map((row): RowDocument => rowDocument(declared.indexes, row)));
      return async (db: Db): Promise<void> => {
        for (const documents of groups) await writeRows(this.rows(db, declared), documents);
      };
    });
    await this.connection.run(async (db) => {
      await this.#checkFence(db);
      await Promise.all(writes.map((write) => write(db)));
      await this.#moveCheckpoints(db, commits);
    });
  }

  async drop(collection: CollectionName): Promise<void> {
    await this.connection.run(async (db) => {
      await this.#checkFence(db);
      const found = await this.registry(db).findOneAndDelete({ _id: nameOf(collection), fence: { $lte: this.#token } });
      if (found) await this.rows(db, found).drop();
      else await this.#checkNobodyNewer(db, [collection]);
    });
    this.#declared.delete(nameOf(collection));
  }

  /** Drops rows that no collection names: left by a writer that died while it dropped, or made anew by one that was late. */
  async sweep(): Promise<void> {
    await this.connection.run(async (db) => {
      // What is there is read before what is named: a collection is named before its rows are made.
      const there = await db.listCollections({}, { nameOnly: true }).toArray();
      const named = new Set((await this.registry(db).find().toArray()).map(({ rows }) => this.space + rows));
      const orphans = there.filter(({ name }) => name.startsWith(this.space + ROWS) && !named.has(name));
      for (const { name } of orphans) await db.collection(name).drop();
    });
  }

  get #token(): number {
    return this.fence?.token ?? 0;
  }

  #declaredAs(collection: CollectionName): Declared {
    const declared = this.#declared.get(nameOf(collection));
    if (!declared) throw new RangeError(`${nameOf(collection)} has not been declared`);
    return declared;
  }

  async #claim(db: Db, spec: CollectionSpec): Promise<CollectionDocument> {
    const registry = this.registry(db);
    await registry.insertOne(newCollection(spec, this.#token)).catch((error: unknown) => {
      if (!isDuplicate(error)) throw error;
    });
    const claim = { $set: { fence: this.#token } };
    const claimed = await registry.findOneAndUpdate({ _id: nameOf(spec), fence: { $lte: this.#token } }, claim, {
      returnDocument: 'after',
    });
    if (!claimed) throw new FencedError(nameOf(spec));
    return claimed;
  }

  /** One write for each; only the collection that was declared, and only while nobody with a higher token has declared it. */
  async #moveCheckpoints(db: Db, commits: readonly Commit[]): Promise<void> {
    if (commits.length === 0) return;
    const operations = commits.map(({ collection, checkpoint }) => {
      const filter = { _id: nameOf(collection), rows: this.#declaredAs(collection).rows, fence: { $lte: this.#token } };
      return { updateOne: { filter, update: { $set: { ...checkpointFields(checkpoint), fence: this.#token } } } };
    });
    const { matchedCount } = await this.registry(db).bulkWrite(operations);
    if (matchedCount < commits.length) throw new FencedError(commits.map(({ collection }) => nameOf(collection)).join(', '));
  }

  async #checkNobodyNewer(db: Db, collections: readonly CollectionName[]): Promise<void> {
    const newer = await this.registry(db).findOne({ _id: { $in: collections.map(nameOf) }, fence: { $gt: this.#token } });
    if (newer) throw new FencedError(newer._id);
  }

  /** Stops a writer that was followed by another early; what stops it for certain is the fence of each collection. */
  async #checkFence(db: Db): Promise<void> {
    if (!this.fence) return;
    const found = await fencesIn(db).findOne({ _id: this.fence.name });
    if (found && found.token > this.fence.token) throw new FencedError(this.fence.name);
  }
}
