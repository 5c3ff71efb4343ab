import { ImpossibleEventError, existing, type Placed } from '#streams';
import type { KeyEvent, KeyPolicy, Scope } from './api-key.events.js';

/** A secret that was replaced, and until when it still works. */
export type PreviousSecret = { readonly hash: string; readonly valid_until: string };

/** JSON, because the directory keeps it as a row. */
export type ApiKey = {
  readonly key: string;
  readonly customer: string;
  readonly account: string;
  readonly name: string;
  readonly prefix: string;
  readonly hash: string;
  readonly previous: readonly PreviousSecret[];
  readonly scopes: readonly Scope[];
  readonly policy: KeyPolicy;
  readonly issued_at: string;
  readonly expires_at?: string;
  readonly rotated_at?: string;
  readonly revoked_at?: string;
};

export function evolveKey(key: ApiKey | undefined, event: KeyEvent, placed: Placed): ApiKey {
  switch (event.type) {
    case 'KeyIssued': {
      if (key) throw new ImpossibleEventError(event.type, 'comes twice');
      const { policy, ...rest } = event.data;
      return { ...rest, policy: policy ?? {}, previous: [], issued_at: placed.at };
    }
    case 'KeyRotated': {
      const before = existing(key, event.type);
      const { hash, prefix, previous_valid_until: limit } = event.data;
      const previous = [...stillValid(before.previous, placed.at), { hash: before.hash, valid_until: limit }];
      return { ...before, hash, prefix, previous: previous.map((old) => shortened(old, limit)), rotated_at: placed.at };
    }
    case 'KeyRevoked':
      return { ...existing(key, event.type), revoked_at: placed.at };
    case 'KeyLimitsChanged':
      return { ...existing(key, event.type), policy: event.data.policy };
  }
}

/** Times are RFC 3339 UTC with milliseconds, so their texts sort as they do. */
export function stillValid(previous: readonly PreviousSecret[], at: string): readonly PreviousSecret[] {
  return previous.filter((secret) => secret.valid_until > at);
}

/** A rotation that leaves the old secret no time leaves none to those before it: it may be a leak that is being closed. */
function shortened(secret: PreviousSecret, limit: string): PreviousSecret {
  return secret.valid_until > limit ? { ...secret, valid_until: limit } : secret;
}
