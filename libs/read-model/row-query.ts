import { UnknownCursorError } from './errors.js';
import {
  MAX_ROWS_PER_PAGE,
  type CollectionSpec,
  type IndexValue,
  type PageQuery,
  type RowQuery,
  type StoredRow,
} from './read-model.port.js';

/** A checked query: what every adapter works from. */
export interface Plan {
  /** Fields of the index; empty for the index `key`. */
  readonly fields: readonly string[];
  readonly equals: readonly IndexValue[];
  readonly from: IndexValue | undefined;
  readonly before: IndexValue | undefined;
  readonly descending: boolean;
  /** Values of the fields behind `equals`, then the key, of the last row that was seen. */
  readonly behind: readonly IndexValue[] | undefined;
}

/** The index that every collection has. */
export const KEY_INDEX = 'key';

export function plan(collection: CollectionSpec, query: RowQuery & { readonly cursor?: string }): Plan {
  const fields = query.index === KEY_INDEX ? [] : collection.indexes[query.index];
  if (!fields) throw new RangeError(`${collection.name} has no index ${query.index}`);
  const equals = query.equals ?? [];
  if (equals.length > fields.length) throw new RangeError(`The index ${query.index} has ${fields.length} fields, not ${equals.length}`);
  const open = fields.length - equals.length + 1;
  const behind = query.cursor === undefined ? undefined : readCursor(query.cursor, query.index, open);
  return { fields, equals, from: query.from, before: query.before, descending: query.order === 'descending', behind };
}

export function checkLimit(limit: number): number {
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_ROWS_PER_PAGE) {
    throw new RangeError(`A page has 1 to ${MAX_ROWS_PER_PAGE} rows, not ${limit}`);
  }
  return limit;
}

/** Where the page ended: the index and the place of its last row, so that it goes on behind that row whatever has arrived since. */
export function writeCursor({ index, equals = [] }: PageQuery, { fields }: Plan, last: StoredRow): string {
  const row = fields.length > 0 ? (JSON.parse(last.json) as Record<string, IndexValue>) : {};
  const place = fields.slice(equals.length).map((field) => row[field] as IndexValue);
  return Buffer.from(JSON.stringify([index, ...place, last.key])).toString('base64url');
}

function readCursor(cursor: string, index: string, length: number): IndexValue[] {
  const [name, ...place] = parse(cursor);
  const valid = name === index && place.length === length && typeof place.at(-1) === 'string';
  if (!valid || !place.every(isIndexValue)) throw new UnknownCursorError();
  return place;
}

function parse(cursor: string): unknown[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(parsed)) return parsed;
  } catch {
    // falls through: whatever it is, we did not give it
  }
  throw new UnknownCursorError();
}

const isIndexValue = (value: unknown): value is IndexValue => typeof value === 'string' || Number.isSafeInteger(value);

/** Value of an index field in a row; null keeps the row out of the index. Throws on what cannot be ordered alike by every engine. */
export function indexValue(row: { readonly [field: string]: unknown }, field: string): IndexValue | null {
  const value = row[field] ?? null;
  if (value !== null && !isIndexValue(value))
    throw new TypeError(`The index field ${field} holds ${typeof value}, not a text or whole number`);
  return value;
}

/** Pages of a query, one after the other. */
export async function* allRows(
  find: (cursor: string | undefined) => Promise<{ readonly rows: readonly StoredRow[]; readonly next: string | undefined }>,
): AsyncGenerator<StoredRow> {
  let cursor: string | undefined;
  do {
    const page = await find(cursor);
    yield* page.rows;
    cursor = page.next;
  } while (cursor !== undefined);
}
