import type { ApiKey, KeyPolicy, Scope } from '#identity';

/** `rotating`: the secret before the last rotation still works beside its own. */
export const KEY_STATUSES = ['active', 'rotating', 'expired', 'revoked'] as const;
export type KeyStatus = (typeof KEY_STATUSES)[number];

/** Of keys that pages make for themselves and that end within the hour. */
export const PLAYGROUND_KEY_NAME = 'Playground';

export interface ApiKeyDocument {
  readonly id: string;
  readonly name: string;
  /** How the secret begins. */
  readonly prefix: string;
  readonly scopes: readonly Scope[];
  readonly policy: KeyPolicy;
  readonly status: KeyStatus;
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
  const previousUntil = previous.sort().at(-1) ?? null;
  return {
    id: key.key,
    name: key.name,
    prefix: key.prefix,
    scopes: key.scopes,
    policy: key.policy,
    status: statusOf(key, previousUntil, now),
    created_at: key.issued_at,
    expires_at,
    rotated_at,
    previous_valid_until: previousUntil,
    revoked_at,
  };
}

function statusOf({ revoked_at, expires_at }: ApiKey, previousUntil: string | null, now: string): KeyStatus {
  if (revoked_at !== undefined) return 'revoked';
  if (expires_at !== undefined && expires_at <= now) return 'expired';
  return previousUntil === null ? 'active' : 'rotating';
}
