import type { KeyUse } from '#projections';
import type { ApiKey } from '#identity';
import { page, type Page, type PageQuery } from '../http/output/lists.js';
import { KEY_STATUSES, apiKeyDocument, type ApiKeyDocument, type KeyStatus } from './api-keys.document.js';

/** The list that cursors of keys name. */
export const KEYS_LIST = 'api-keys';

/** `current`: those that work. */
export type StatusFilter = KeyStatus | 'current';
export const FILTERS: readonly StatusFilter[] = ['current', ...KEY_STATUSES];

export interface ListedKey extends ApiKeyDocument {
  /** The day, of the account's time zone, on which a request of it ended last. */
  readonly last_used_on: string | null;
  readonly spent_today: string;
}

/** One page of a customer's keys, oldest first; how they are used is read for those of the page alone. */
export async function keysPage(
  { limit, after }: PageQuery,
  keys: readonly ApiKey[],
  status: StatusFilter | undefined,
  useOf: (keys: readonly string[]) => Promise<ReadonlyMap<string, KeyUse>>,
): Promise<Page<ListedKey>> {
  const [last] = after ?? [];
  const now = new Date().toISOString();
  const isMeant = (document: ApiKeyDocument): boolean =>
    status === undefined || document.status === status || (status === 'current' && ['active', 'rotating'].includes(document.status));
  const behind = keys.filter(({ key }) => last === undefined || key > last).map((key) => apiKeyDocument(key, now));
  const { data, ...rest } = page(KEYS_LIST, behind.filter(isMeant), limit, ({ id }) => [id]);
  const uses = await useOf(data.map(({ id }) => id));
  return { data: data.map((key) => listed(key, uses.get(key.id))), ...rest };
}

const listed = (key: ApiKeyDocument, use: KeyUse = { lastUsedOn: null, spentToday: '0.00' }): ListedKey => ({
  ...key,
  last_used_on: use.lastUsedOn,
  spent_today: use.spentToday,
});
