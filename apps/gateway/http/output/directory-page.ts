import type { Directory, DirectoryKind, DirectoryStates } from '#catalog';
import type { FastifyRequest } from 'fastify';
import { page, pageQuery, type Page } from './lists.js';

/** One page of entities in order of their ids, as the request asks for it. */
export function directoryPage<Kind extends DirectoryKind>(
  directory: Directory,
  kind: Kind,
  request: FastifyRequest,
  idOf: (state: DirectoryStates[Kind]) => string,
): Page<DirectoryStates[Kind]> {
  const { limit, after } = pageQuery(request, kind, 1);
  const [last] = after ?? [];
  const rows = directory.list(kind, { limit: limit + 1, ...(last === undefined ? {} : { after: last }) });
  return page(kind, rows, limit, (state) => [idOf(state)]);
}
