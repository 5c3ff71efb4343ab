import { isUtf8 } from 'node:buffer';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { RawRow } from './sqlite.row-events.js';

type Columns = [position: bigint, stream: unknown, revision: unknown, count: unknown, kind: string, payload: Uint8Array];

/** Where an append stood, by the index, when its row is gone. */
export interface IndexEntry {
  readonly position: bigint;
  readonly stream: RawRow['stream'];
  readonly revision: bigint;
}

const ROWS_PER_PAGE = 100;

/** Positions tried one by one where neither a page of the table nor the index can be read. */
const PROBES = 2_000;

/** Positions whose index entries are kept at a time: finding them means walking the whole index. */
const INDEX_WINDOW = 100_000n;

/** Reads rows one way or another: a damaged page costs no more than the rows on it. Nothing here throws because of damage. */
export class Salvage {
  readonly #page: StatementSync;
  readonly #row: StatementSync;
  readonly #name: StatementSync;
  readonly #index: StatementSync;
  readonly #names = new Map<bigint, RawRow['stream']>();
  #window: { from: bigint; to: bigint; entries: IndexEntry[] | undefined } | undefined;

  constructor(database: DatabaseSync) {
    const prepare = (sql: string): StatementSync => database.prepare(sql, { returnArrays: true, readBigInts: true });
    const row = 'SELECT position, stream, revision, count, typeof(payload), CAST(payload AS BLOB) FROM appends';
    this.#page = prepare(`${row} WHERE position >= ? ORDER BY position LIMIT ${ROWS_PER_PAGE}`);
    this.#row = prepare(`${row} WHERE position = ?`);
    this.#name = prepare('SELECT CAST(name AS BLOB) FROM streams WHERE id = ?');
    this.#index = prepare(
      'SELECT +position, stream, revision FROM appends INDEXED BY appends_by_stream WHERE +position >= ? AND +position < ? ORDER BY 1',
    );
  }

  /** Position of the append that holds the given one. */
  startOf(position: bigint): bigint {
    for (let start = position; start > 0n && position - start < 512n; start -= 1n) {
      if (this.#rowAt(start)) return start;
    }
    return position;
  }

  /** Rows from a position on, in the order in which they stand. `failure`: the page could not be read as a whole. */
  page(from: bigint): { rows: RawRow[]; failure?: string } {
    try {
      return { rows: (this.#page.all(from) as unknown as Columns[]).map((columns) => this.#raw(columns)) };
    } catch (error) {
      return { rows: this.#probe(from), failure: (error as Error).message };
    }
  }

  /** Entries of the index from a position on; undefined where it cannot be read. */
  indexed(from: bigint): readonly IndexEntry[] | undefined {
    if (!this.#window || from < this.#window.from || from >= this.#window.to) this.#window = this.#readIndex(from);
    return this.#window.entries?.filter((entry) => entry.position >= from);
  }

  /** What the index holds may have grown since. */
  forgetIndex(): void {
    this.#window = undefined;
  }

  #readIndex(from: bigint): { from: bigint; to: bigint; entries: IndexEntry[] | undefined } {
    const to = from + INDEX_WINDOW;
    try {
      const entries = (this.#index.all(from, to) as unknown as [bigint, unknown, unknown][]).flatMap(([position, stream, revision]) =>
        typeof revision === 'bigint' ? [{ position, stream: this.#streamOf(stream), revision }] : [],
      );
      return { from, to, entries };
    } catch {
      return { from, to, entries: undefined };
    }
  }

  #probe(from: bigint): RawRow[] {
    const entries = this.indexed(from) ?? [];
    const positions =
      entries.length > 0 ? entries.map((entry) => entry.position) : Array.from({ length: PROBES }, (_, index) => from + BigInt(index));
    const rows: RawRow[] = [];
    for (const position of positions) {
      const row = this.#rowAt(position);
      if (row && rows.push(row) >= ROWS_PER_PAGE) break;
    }
    return rows;
  }

  #rowAt(position: bigint): RawRow | undefined {
    try {
      const columns = this.#row.get(position) as unknown as Columns | undefined;
      return columns && this.#raw(columns);
    } catch {
      return undefined;
    }
  }

  #raw([position, stream, revision, count, kind, payload]: Columns): RawRow {
    return { position, stream: this.#streamOf(stream), revision, count, kind, payload: payload ?? new Uint8Array() };
  }

  #streamOf(id: unknown): RawRow['stream'] {
    if (typeof id !== 'bigint') return { name: '', damage: 'stands in a row without a stream' };
    let stream = this.#names.get(id);
    if (!stream) {
      if (this.#names.size > 50_000) this.#names.clear();
      this.#names.set(id, (stream = this.#readName(id)));
    }
    return stream;
  }

  #readName(id: bigint): RawRow['stream'] {
    try {
      const [name] = (this.#name.get(id) ?? []) as unknown as [Uint8Array?];
      if (name === undefined) return { name: `#${id}`, damage: `belongs to stream number ${id}, which has no name` };
      const bytes = Buffer.from(name);
      if (isUtf8(bytes)) return { name: bytes.toString('utf8') };
      return { name: bytes.toString('latin1'), damage: 'belongs to a stream whose name is not valid UTF-8' };
    } catch (error) {
      return { name: `#${id}`, damage: `belongs to stream number ${id}, whose name cannot be read (${(error as Error).message})` };
    }
  }
}
