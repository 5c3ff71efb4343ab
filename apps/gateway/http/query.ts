import type { FastifyRequest } from 'fastify';
import { refuse } from './refusal.js';

/** One query parameter as text; undefined where it is absent. Given twice is refused, since either could be meant. */
export function queryText(request: FastifyRequest, name: string): string | undefined {
  const query = request.query as Readonly<Record<string, string | readonly string[] | undefined>>;
  const value = Object.hasOwn(query, name) ? query[name] : undefined;
  if (value === undefined || typeof value === 'string') return value;
  return refuse('INVALID_REQUEST', { field: name, message: `${name} is given more than once` });
}

/** As `queryText`, but a header that may come only once. */
export function headerText(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  if (value === undefined || typeof value === 'string') return value;
  return refuse('INVALID_REQUEST', { field: name, message: `The header ${name} is given more than once` });
}
