import type { FastifyRequest } from 'fastify';
import type { ReadPositions } from '../../ground/read-positions.js';
import { cursorQuery, limitQuery, type Page } from './lists.js';
import { withCursor } from './my-reads.js';
import { awaitMinPosition } from './positions.js';

/** What a list of a read model is asked for; the cursor is one that the read model has given out. */
interface RowQuery {
  readonly limit: number;
  readonly cursor?: string;
}

interface Rows<Row> {
  readonly rows: readonly Row[];
  readonly next: string | undefined;
}

/** A page of rows as `limit` and `cursor` ask for it, once `min_position` is reached. */
export async function rowPage<Row>(
  request: FastifyRequest,
  positions: ReadPositions,
  read: (query: RowQuery) => Promise<Rows<Row>>,
): Promise<Page<Row>> {
  const cursor = cursorQuery(request);
  const limit = limitQuery(request);
  await awaitMinPosition(request, positions);
  const { rows, next } = await withCursor(read({ limit, ...(cursor !== undefined && { cursor }) }));
  return { data: rows, has_more: next !== undefined, next_cursor: next ?? null };
}
