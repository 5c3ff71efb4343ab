import type { FastifyRequest } from 'fastify';
import { page, pageQuery, type Page } from './lists.js';

/** One page of entities in order of their ids, as the request asks for it; `list` names the list, and `read` reads it behind an id. */
export async function entityPage<State>(
  list: string,
  request: FastifyRequest,
  read: (limit: number, after: string | undefined) => Promise<readonly State[]>,
  idOf: (state: State) => string,
): Promise<Page<State>> {
  const { limit, after } = pageQuery(request, list, 1);
  const [last] = after ?? [];
  return page(list, await read(limit + 1, last), limit, (state) => [idOf(state)]);
}
