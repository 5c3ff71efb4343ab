import { infiniteQueryOptions } from '@tanstack/react-query';
import { told, type Api } from '../../api/client.js';
import { queries } from '../../api/queries.js';

export interface Key {
  readonly id: string;
  /** Null where it was erased with its customer. */
  readonly name: string | null;
  readonly prefix: string;
  readonly scopes: readonly string[];
  readonly status: 'active' | 'rotating' | 'expired' | 'revoked';
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly previous_valid_until: string | null;
  readonly revoked_at: string | null;
  /** A day of the account's time zone. */
  readonly last_used_on: string | null;
  readonly spent_today: string;
}

/** With its secret: lives in the memory of the one view. */
export interface ShownKey {
  readonly name: string;
  readonly key: string;
  readonly scopes: readonly string[];
  readonly expires_at: string | null;
}

export type Show = 'current' | 'all';
/** In the order in which they are offered; the first two are what a key has that says nothing. */
export const SCOPES = ['inference', 'billing:read', 'keys:write'] as const;
const LIMIT = 50;

interface KeysPart {
  readonly data: readonly Key[];
  readonly next: string | null;
}

export const keysQuery = (customer: string, api: Api, show: Show) =>
  infiniteQueryOptions({
    queryKey: ['keys', customer, show],
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam: cursor }): Promise<KeysPart> => {
      const query = { limit: LIMIT, ...(show === 'current' && { status: show }), ...(cursor !== undefined && { cursor }) };
      const { data, next_cursor } = await told(api.GET('/me/api-keys', { params: { query } }));
      return { data, next: next_cursor };
    },
    getNextPageParam: ({ next }) => next ?? undefined,
  });

const readAnew = (customer: string): Promise<void> => queries.invalidateQueries({ queryKey: ['keys', customer] });

export interface NewKey {
  readonly name: string;
  readonly scopes: readonly (typeof SCOPES)[number][];
  readonly expires_at?: string;
}

export async function createKey(customer: string, api: Api, { scopes, ...facts }: NewKey): Promise<ShownKey> {
  const shown = await told(api.POST('/me/api-keys', { body: { ...facts, scopes: [...scopes] } }));
  await readAnew(customer);
  return shown;
}

export async function rotateKey(customer: string, api: Api, key: string, overlapSeconds: number): Promise<ShownKey> {
  const shown = await told(api.POST('/me/api-keys/{key}/rotate', { params: { path: { key } }, body: { overlap_seconds: overlapSeconds } }));
  await readAnew(customer);
  return shown;
}

export async function revokeKey(customer: string, api: Api, key: string): Promise<void> {
  await told(api.DELETE('/me/api-keys/{key}', { params: { path: { key } } }));
  await readAnew(customer);
}
