import type { FastifyRequest } from 'fastify';
import { queryText } from '../input/query.js';
import { HttpRefusal, refuse } from '../errors/refusal.js';

export const DEFAULT_LIMIT = 50;
export const MAXIMUM_LIMIT = 1_000;
const CURSOR_LIMIT_CHARACTERS = 1_024;

/** What every list of the API answers with. */
export interface Page<Row> {
  readonly data: readonly Row[];
  readonly has_more: boolean;
  readonly next_cursor: string | null;
}

export interface PageQuery {
  readonly limit: number;
  /** The key of the last row that the client has: parts in the order of the list. Undefined: from the start. */
  readonly after: readonly string[] | undefined;
}

/** Reads `limit` and `cursor`. `list` names the list and `parts` the length of its key: a cursor of another list is refused. */
export function pageQuery(request: FastifyRequest, list: string, parts: number): PageQuery {
  const cursor = queryText(request, 'cursor');
  return { limit: limitOf(queryText(request, 'limit')), after: cursor === undefined ? undefined : decodeCursor(list, parts, cursor) };
}

/** `limit`, for lists whose cursors a read model gives out itself. */
export const limitQuery = (request: FastifyRequest): number => limitOf(queryText(request, 'limit'));

/** `cursor` as the list gave it out; the read model refuses any other. */
export const cursorQuery = (request: FastifyRequest): string | undefined => queryText(request, 'cursor');

/** Ask the store for `limit + 1` rows: the one too many only tells that there are more. */
export function page<Row>(list: string, rows: readonly Row[], limit: number, keyOf: (row: Row) => readonly string[]): Page<Row> {
  const data = rows.slice(0, limit);
  const last = data.at(-1);
  const hasMore = rows.length > limit && last !== undefined;
  return { data, has_more: hasMore, next_cursor: hasMore ? encodeCursor(list, keyOf(last)) : null };
}

/** Opaque to clients, and a position in the order of the list, not a count of rows: rows that arrive shift nothing. */
export function encodeCursor(list: string, key: readonly string[]): string {
  return Buffer.from(JSON.stringify([list, ...key])).toString('base64url');
}

export function decodeCursor(list: string, parts: number, cursor: string): readonly string[] {
  const fields = cursor.length <= CURSOR_LIMIT_CHARACTERS && /^[\w-]+$/.test(cursor) ? parsed(cursor) : undefined;
  if (!isTexts(fields) || fields[0] !== list || fields.length !== parts + 1) throw invalidCursor();
  return fields.slice(1);
}

/** Also for whoever finds that a part of the key is not what the list sorts by. */
export function invalidCursor(): HttpRefusal {
  return new HttpRefusal('INVALID_CURSOR', { field: 'cursor', message: 'cursor is not one that this list has given out' });
}

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

function limitOf(text: string | undefined): number {
  if (text === undefined) return DEFAULT_LIMIT;
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= MAXIMUM_LIMIT) return limit;
  return refuse('INVALID_REQUEST', { field: 'limit', message: `limit must be a whole number from 1 to ${MAXIMUM_LIMIT}` });
}
