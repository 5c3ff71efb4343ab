import type { SQLInputValue } from 'node:sqlite';
import { CollectionChangedError, ReadModelUnavailableError } from '../errors.js';
import {
  rowsInOrder,
  type CollectionName,
  type CollectionSpec,
  type Commit,
  type ReadModels,
  type RowReader,
  type RowWrite,
  type StoredRow,
} from '../read-model.port.js';
import { indexValue } from '../row-query.js';
import { openForReading, openForWriting } from './sqlite.open.js';
import { SqliteRowReader } from './sqlite.row-reader.js';
import { columnsOf, createTable, nameOf, tableOf, upsertRow } from './sqlite.schema.js';

export interface SqliteReadModelOptions {
  readonly file: string;
}

/** The one writer of the file. Throws `READ_MODEL_UNAVAILABLE` naming why it cannot be opened. */
export function openSqliteReadModels({ file }: SqliteReadModelOptions): ReadModels {
  return new SqliteReadModels(file, openForWriting(file));
}

export interface SqliteRowReaderOptions extends SqliteReadModelOptions {
  /** Called when a read meets damage, before it throws `READ_MODEL_DAMAGED`. */
  readonly onDamage?: (fault: Error) => void;
}

/** Reading only, in any thread or process beside the writer. */
export function openSqliteRowReader({ file, onDamage }: SqliteRowReaderOptions): RowReader {
  return new SqliteRowReader(file, openForReading(file), onDamage);
}

interface Writing {
  readonly fields: readonly string[];
  readonly upsert: string;
  readonly remove: string;
}

class SqliteReadModels extends SqliteRowReader implements ReadModels {
  readonly #writing = new Map<string, Writing>();

  async declare(spec: CollectionSpec): Promise<void> {
    const indexes = JSON.stringify(spec.indexes);
    const select = 'SELECT indexes FROM collections WHERE name = ? AND version = ?';
    const found = this.guarded(() => this.statement(select).get(spec.name, spec.version));
    if (found && (found as unknown as [string])[0] !== indexes) throw new CollectionChangedError(nameOf(spec));
    if (!found) {
      this.#writeTransaction(() => {
        this.database.exec(createTable(spec));
        this.statement('INSERT INTO collections (name, version, indexes) VALUES (?, ?, ?)').run(spec.name, spec.version, indexes);
      });
    }
    this.#writing.set(nameOf(spec), {
      fields: columnsOf(spec.indexes),
      upsert: upsertRow(spec),
      remove: `DELETE FROM ${tableOf(spec)} WHERE key = ? AND position < ?`,
    });
  }

  async load(collection: CollectionName, keys: readonly string[]): Promise<readonly (StoredRow | undefined)[]> {
    return this.guarded(() => keys.map((key) => this.rowOf(collection, key)));
  }

  async commit(commits: readonly Commit[]): Promise<void> {
    this.#writeTransaction(() => {
      for (const { collection, checkpoint, ...written } of commits) {
        for (const rows of rowsInOrder(written)) this.#write(collection, rows);
        const { position, ...rest } = checkpoint;
        this.statement('UPDATE collections SET position = ?, checkpoint = ? WHERE name = ? AND version = ?').run(
          position,
          JSON.stringify(rest),
          collection.name,
          collection.version,
        );
      }
    });
  }

  async drop(collection: CollectionName): Promise<void> {
    this.#writeTransaction(() => {
      this.database.exec(`DROP TABLE IF EXISTS ${tableOf(collection)}`);
      this.statement('DELETE FROM collections WHERE name = ? AND version = ?').run(collection.name, collection.version);
    });
    this.#writing.delete(nameOf(collection));
    this.forget(collection);
  }

  #write(collection: CollectionName, rows: readonly RowWrite[]): void {
    const writing = this.#writing.get(nameOf(collection));
    if (!writing) throw new RangeError(`${nameOf(collection)} has not been declared`);
    const upsert = this.statement(writing.upsert);
    for (const { key, row, position } of rows) {
      if (row === undefined) {
        this.statement(writing.remove).run(key, position);
        continue;
      }
      const parameters: SQLInputValue[] = [key, JSON.stringify(row), position];
      for (const field of writing.fields) parameters.push(indexValue(row, field));
      upsert.run(...parameters);
    }
  }

  #writeTransaction(write: () => void): void {
    try {
      this.guarded(() => {
        this.statement('BEGIN IMMEDIATE').run();
        try {
          write();
          this.statement('COMMIT').run();
        } catch (error) {
          if (this.database.isTransaction) this.database.exec('ROLLBACK');
          throw error;
        }
      });
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'ERR_SQLITE_ERROR') throw cause;
      throw new ReadModelUnavailableError(`Cannot write ${this.file}: ${(cause as Error).message}`, { cause });
    }
  }
}
