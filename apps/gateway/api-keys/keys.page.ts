import type { ApiKey } from '#identity';
import { page, type PageQuery } from '../http/output/lists.js';
import { apiKeyDocument } from './api-keys.document.js';

/** The list that cursors of keys name. */
export const KEYS_LIST = 'api-keys';

/** One page of a customer's keys, oldest first. */
export function keysPage({ limit, after }: PageQuery, keys: readonly ApiKey[]): object {
  const [last] = after ?? [];
  const behind = keys.filter(({ key }) => last === undefined || key > last);
  const now = new Date().toISOString();
  const { data, ...rest } = page(KEYS_LIST, behind, limit, ({ key }) => [key]);
  return { data: data.map((key) => apiKeyDocument(key, now)), ...rest };
}
