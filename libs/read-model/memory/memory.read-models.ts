import { CollectionChangedError, FencedError } from '../errors.js';
import {
  rowsInOrder,
  type Checkpoint,
  type CollectionName,
  type CollectionSpec,
  type Commit,
  type Fence,
  type Fences,
  type IndexValue,
  type PageQuery,
  type ReadModels,
  type RowPage,
  type RowQuery,
  type RowReader,
  type StoredRow,
} from '../read-model.port.js';
import { allRows, checkLimit, indexValue, plan, writeCursor, type Plan } from '../row-query.js';

interface Collection {
  readonly spec: CollectionSpec;
  readonly rows: Map<string, StoredRow>;
  checkpoint: Checkpoint | undefined;
  /** The highest token that has declared it. */
  fence: number;
}

/** The port in maps, for tests: every query sorts everything. */
export function createMemoryReadModels(): ReadModels {
  return new MemoryReadModels(new Map());
}

/** What a writer with a fence is opened with. */
interface Fenced {
  readonly fence: Fence;
  readonly fences: Fences;
}

const nameOf = ({ name, version }: CollectionName): string => `${name}@${version}`;

export class MemoryReadModels implements ReadModels {
  constructor(
    private readonly held: Map<string, Collection>,
    private readonly fenced?: Fenced,
  ) {}

  async get(collection: CollectionName, key: string): Promise<{ row: StoredRow | undefined; asOf: bigint }> {
    const found = this.held.get(nameOf(collection));
    return { row: found?.rows.get(key), asOf: found?.checkpoint?.position ?? 0n };
  }

  async find(collection: CollectionSpec, query: PageQuery): Promise<RowPage> {
    const limit = checkLimit(query.limit);
    const planned = plan(collection, query);
    const found = this.held.get(nameOf(collection));
    const places = [...(found?.rows.values() ?? [])].flatMap((row) => placeOf(row, planned));
    const matching = places.filter((place) => matches(place, planned)).sort(compare);
    if (planned.descending) matching.reverse();
    const rows = matching.slice(0, limit).map(({ row }) => row);
    const last = matching.length > limit ? rows.at(-1) : undefined;
    return { rows, next: last && writeCursor(query, planned, last), asOf: found?.checkpoint?.position ?? 0n };
  }

  iterate(collection: CollectionSpec, query: RowQuery): AsyncIterable<StoredRow> {
    return allRows((cursor) => this.find(collection, { ...query, limit: 500, ...(cursor !== undefined && { cursor }) }));
  }

  async checkpoint(collection: CollectionName): Promise<Checkpoint | undefined> {
    return this.held.get(nameOf(collection))?.checkpoint;
  }

  async collections(): Promise<readonly CollectionName[]> {
    return [...this.held.values()].map(({ spec: { name, version } }) => ({ name, version }));
  }

  async snapshot(): Promise<RowReader> {
    return new MemoryReadModels(new Map([...this.held].map(([name, held]) => [name, { ...held, rows: new Map(held.rows) }])));
  }

  async declare(spec: CollectionSpec): Promise<void> {
    await this.#checkFence();
    const found = this.held.get(nameOf(spec));
    if (found) this.#raise(found);
    if (!found) this.held.set(nameOf(spec), { spec, rows: new Map(), checkpoint: undefined, fence: this.#token });
    else if (JSON.stringify(found.spec.indexes) !== JSON.stringify(spec.indexes)) throw new CollectionChangedError(nameOf(spec));
  }

  async load(collection: CollectionName, keys: readonly string[]): Promise<readonly (StoredRow | undefined)[]> {
    const found = this.held.get(nameOf(collection));
    return keys.map((key) => found?.rows.get(key));
  }

  async commit(commits: readonly Commit[]): Promise<void> {
    await this.#checkFence();
    for (const { collection, checkpoint, ...written } of commits) {
      const held = this.held.get(nameOf(collection));
      if (!held) throw new RangeError(`${nameOf(collection)} has not been declared`);
      this.#raise(held);
      for (const { key, row, position } of rowsInOrder(written).flat()) {
        if ((held.rows.get(key)?.position ?? -1n) >= position) continue;
        if (row === undefined) held.rows.delete(key);
        else held.rows.set(key, { key, json: JSON.stringify(row), position });
      }
      held.checkpoint = checkpoint;
    }
  }

  async drop(collection: CollectionName): Promise<void> {
    await this.#checkFence();
    const found = this.held.get(nameOf(collection));
    if (found) this.#raise(found);
    this.held.delete(nameOf(collection));
  }

  async close(): Promise<void> {}

  get #token(): number {
    return this.fenced?.fence.token ?? 0;
  }

  #raise(collection: Collection): void {
    if (collection.fence > this.#token) throw new FencedError(nameOf(collection.spec));
    collection.fence = this.#token;
  }

  async #checkFence(): Promise<void> {
    if (!this.fenced) return;
    const { fence, fences } = this.fenced;
    if (((await fences.read(fence.name))?.token ?? 0) > fence.token) throw new FencedError(fence.name);
  }
}

interface Place {
  readonly row: StoredRow;
  readonly values: readonly IndexValue[];
}

/** Values of the row's index fields and its key; nothing when the row does not stand in the index. */
function placeOf(row: StoredRow, { fields }: Plan): Place[] {
  const parsed = JSON.parse(row.json) as { readonly [field: string]: unknown };
  const values = fields.map((field) => indexValue(parsed, field));
  return values.includes(null) ? [] : [{ row, values: [...(values as IndexValue[]), row.key] }];
}

function matches({ values }: Place, { equals, from, before, behind, descending }: Plan): boolean {
  if (equals.some((value, index) => values[index] !== value)) return false;
  const next = values[equals.length] as IndexValue;
  if (from !== undefined && order(next, from) < 0) return false;
  if (before !== undefined && order(next, before) >= 0) return false;
  if (!behind) return true;
  const sign = orderAll(values.slice(equals.length), behind);
  return descending ? sign < 0 : sign > 0;
}

const compare = (a: Place, b: Place): number => orderAll(a.values, b.values);

function orderAll(a: readonly IndexValue[], b: readonly IndexValue[]): number {
  for (const [index, value] of a.entries()) {
    const sign = order(value, b[index] as IndexValue);
    if (sign !== 0) return sign;
  }
  return 0;
}

/** Numbers before texts; texts by their UTF-8 bytes, as SQLite orders them. */
function order(a: IndexValue, b: IndexValue): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
  return Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)));
}
