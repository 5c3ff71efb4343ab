import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { isDamage } from '#set-aside';
import { ReadModelDamagedError, ReadModelUnavailableError } from '../errors.js';
import type { Checkpoint, CollectionName, CollectionSpec, PageQuery, RowPage, RowQuery, RowReader, StoredRow } from '../read-model.port.js';
import { allRows, checkLimit, plan, writeCursor } from '../row-query.js';
import { openForReading } from './sqlite.open.js';
import { nameOf, selectPage, tableOf } from './sqlite.schema.js';

type Columns = [key: string, json: string, position: number];
type StoredCheckpoint = Omit<Checkpoint, 'position'>;

const ROWS_PER_READ = 500;

/** Reading, over a connection of its own or the writer's. Each call reads rows and checkpoint in one transaction. */
export class SqliteRowReader implements RowReader {
  readonly #statements = new Map<string, StatementSync>();
  readonly #known = new Set<string>();
  #frozen = false;

  constructor(
    readonly file: string,
    protected readonly database: DatabaseSync,
    private readonly onDamage: (fault: ReadModelDamagedError) => void = () => undefined,
  ) {}

  async get(collection: CollectionName, key: string): Promise<{ row: StoredRow | undefined; asOf: bigint }> {
    return this.inTransaction(() => {
      const asOf = this.positionOf(collection);
      return { row: this.rowOf(collection, key), asOf };
    });
  }

  async find(collection: CollectionSpec, query: PageQuery): Promise<RowPage> {
    const limit = checkLimit(query.limit);
    const planned = plan(collection, query);
    const { equals, from, before, behind } = planned;
    return this.inTransaction(() => {
      const asOf = this.positionOf(collection);
      if (!this.isThere(collection)) return { rows: [], next: undefined, asOf };
      const bounds = [from, before].filter((bound) => bound !== undefined);
      const statement = this.statement(selectPage(collection, query.index, planned));
      const found = statement.all(...equals, ...bounds, ...(behind ?? []), limit + 1) as unknown as Columns[];
      const rows = found.slice(0, limit).map(storedRow);
      const last = found.length > limit ? rows.at(-1) : undefined;
      return { rows, next: last && writeCursor(query, planned, last), asOf };
    });
  }

  iterate(collection: CollectionSpec, query: RowQuery): AsyncIterable<StoredRow> {
    return allRows((cursor) => this.find(collection, { ...query, limit: ROWS_PER_READ, ...(cursor !== undefined && { cursor }) }));
  }

  async checkpoint(collection: CollectionName): Promise<Checkpoint | undefined> {
    const found = this.guarded(() => this.#collectionRow(collection));
    if (!found?.[1]) return undefined;
    return { position: BigInt(found[0] ?? 0), ...(JSON.parse(found[1]) as StoredCheckpoint) };
  }

  async collections(): Promise<readonly CollectionName[]> {
    const read = (): unknown => this.statement('SELECT name, version FROM collections ORDER BY name, version').all();
    const rows = this.guarded(read) as [string, number][];
    return rows.map(([name, version]) => ({ name, version }));
  }

  /** A connection with its read transaction open: until it is closed the write-ahead log cannot be folded beyond that moment. */
  async snapshot(): Promise<RowReader> {
    const reader = new SqliteRowReader(this.file, openForReading(this.file), this.onDamage);
    reader.#freeze();
    return reader;
  }

  async close(): Promise<void> {
    if (this.database.isOpen) this.database.close();
  }

  /** One moment for several statements. */
  protected inTransaction<T>(read: () => T): T {
    if (this.#frozen) return this.guarded(read);
    return this.guarded(() => {
      this.statement('BEGIN').run();
      try {
        return read();
      } finally {
        this.statement('COMMIT').run();
      }
    });
  }

  /** Damage is told by its own fault: asking again does not help, a new file does. */
  protected guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (cause) {
      if (!isDamage(cause)) throw cause;
      const fault = new ReadModelDamagedError(`${this.file} is damaged: ${(cause as Error).message}`, { cause });
      this.onDamage(fault);
      throw fault;
    }
  }

  protected statement(sql: string): StatementSync {
    if (!this.database.isOpen) throw new ReadModelUnavailableError('The read models are closed');
    let statement = this.#statements.get(sql);
    if (!statement) this.#statements.set(sql, (statement = this.database.prepare(sql, { returnArrays: true })));
    return statement;
  }

  protected rowOf(collection: CollectionName, key: string): StoredRow | undefined {
    if (!this.isThere(collection)) return undefined;
    const found = this.statement(`SELECT key, json, position FROM ${tableOf(collection)} WHERE key = ?`).get(key);
    return found && storedRow(found as unknown as Columns);
  }

  /** False until the projector has made the collection: then there is nothing to read yet, which is no fault. */
  protected isThere(collection: CollectionName): boolean {
    const name = nameOf(collection);
    if (this.#known.has(name)) return true;
    if (!this.#collectionRow(collection)) return false;
    this.#known.add(name);
    return true;
  }

  protected forget(collection: CollectionName): void {
    this.#known.delete(nameOf(collection));
    this.#statements.clear();
  }

  protected positionOf(collection: CollectionName): bigint {
    return BigInt(this.#collectionRow(collection)?.[0] ?? 0);
  }

  #collectionRow({ name, version }: CollectionName): [number | null, string | null] | undefined {
    const parameters: SQLInputValue[] = [name, version];
    const statement = this.statement('SELECT position, checkpoint FROM collections WHERE name = ? AND version = ?');
    return statement.get(...parameters) as unknown as [number | null, string | null] | undefined;
  }

  #freeze(): void {
    this.database.exec('BEGIN');
    this.statement('SELECT count(*) FROM collections').get();
    this.#frozen = true;
  }
}

function storedRow([key, json, position]: Columns): StoredRow {
  return { key, json, position: BigInt(position) };
}
