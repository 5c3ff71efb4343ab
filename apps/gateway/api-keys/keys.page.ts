import type { ApiKey } from '#identity';
import type { FastifyRequest } from 'fastify';
import { page, pageQuery } from '../http/output/lists.js';
import { apiKeyDocument } from './api-keys.document.js';

/** One page of a customer's keys, oldest first. */
export function keysPage(request: FastifyRequest, keys: readonly ApiKey[]): object {
  const { limit, after } = pageQuery(request, 'api-keys', 1);
  const [last] = after ?? [];
  const behind = keys.filter(({ key }) => last === undefined || key > last);
  const now = new Date().toISOString();
  const { data, ...rest } = page('api-keys', behind, limit, ({ key }) => [key]);
  return { data: data.map((key) => apiKeyDocument(key, now)), ...rest };
}
