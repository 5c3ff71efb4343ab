import type { ApiKey, KeyPolicy, Scope } from '#identity';

export interface ApiKeyDocument {
  readonly id: string;
  readonly name: string;
  /** How the secret begins. */
  readonly prefix: string;
  readonly scopes: readonly Scope[];
  readonly policy: KeyPolicy;
  readonly status: 'active' | 'expired' | 'revoked';
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly rotated_at: string | null;
  /** Until when the secret before the last rotation works; null where none does. */
  readonly previous_valid_until: string | null;
  readonly revoked_at: string | null;
}

export function apiKeyDocument(key: ApiKey, now: string): ApiKeyDocument {
  const { revoked_at = null, expires_at = null, rotated_at = null } = key;
  const previous = key.previous.map(({ valid_until }) => valid_until).filter((until) => until > now);
  return {
    id: key.key,
    name: key.name,
    prefix: key.prefix,
    scopes: key.scopes,
    policy: key.policy,
    status: revoked_at !== null ? 'revoked' : expires_at !== null && expires_at <= now ? 'expired' : 'active',
    created_at: key.issued_at,
    expires_at,
    rotated_at,
    previous_valid_until: previous.sort().at(-1) ?? null,
    revoked_at,
  };
}
