import { refuse, type Refusal } from '#streams';
import { DEFAULT_SCOPES, type KeyPolicy, type Scope } from './api-key.events.js';
import type { ApiKey } from './api-key.state.js';

/** What a key may hand on when it makes or rotates keys: what it holds itself, and no more. JSON times, as everywhere. */
export interface KeyPower {
  readonly scopes: readonly Scope[];
  readonly policy: KeyPolicy;
  /** Until when the secret that asks works; absent: for good. */
  readonly until?: string;
}

/** What is asked of a key that is to be made, or what a key has that is to be rotated. */
interface Asked {
  readonly scopes: readonly Scope[];
  readonly policy?: KeyPolicy | undefined;
  readonly expires_at?: string | undefined;
}

/** Of the secret with that hash: one that a rotation has left dies before its key does. */
export function powerOf(key: ApiKey, hash: string): KeyPower {
  const { scopes, policy, expires_at: expires } = key;
  const replaced = hash === key.hash ? undefined : key.previous.find((old) => old.hash === hash)?.valid_until;
  const until = replaced !== undefined && (expires === undefined || replaced < expires) ? replaced : expires;
  return { scopes, policy, ...(until !== undefined && { until }) };
}

/** Scopes of a new key that nobody has named: the usual ones that its maker holds; what it holds, where that is none of them. */
export function usualScopes(by: KeyPower | undefined): readonly Scope[] {
  const held = by ? DEFAULT_SCOPES.filter((scope) => by.scopes.includes(scope)) : DEFAULT_SCOPES;
  return held.length > 0 ? held : (by?.scopes ?? []);
}

/** A policy or an end that nobody has named is the maker's own. */
export function narrowed({ policy, expires_at: expires }: Omit<Asked, 'scopes'>, by: KeyPower | undefined): Omit<Asked, 'scopes'> {
  const models = policy?.models ?? by?.policy.models;
  return { policy: models === undefined ? policy : { ...policy, models }, expires_at: expires ?? by?.until };
}

/** In order of precedence: scopes, policy, life. The field is the one of the body that would make a key so. */
export function beyondPower(
  { scopes, policy, expires_at: expires }: Asked,
  by: KeyPower,
): { readonly refusal: Refusal<'BEYOND_OWN_POWER'> } | undefined {
  const scope = scopes.find((each) => !by.scopes.includes(each));
  if (scope !== undefined) return beyond(`the scope ${scope}, which the key that asks has not`, 'scopes');
  const { models: held } = by.policy;
  if (held !== undefined) {
    const index = policy?.models?.findIndex((model) => !held.includes(model)) ?? 0;
    if (policy?.models === undefined) return beyond('every model, and the policy of the key that asks names some', 'policy.models');
    if (index >= 0)
      return beyond(`${policy.models[index] ?? ''}, which the policy of the key that asks does not name`, `policy.models[${index}]`);
  }
  const { until } = by;
  if (until === undefined || (expires !== undefined && expires <= until)) return undefined;
  return beyond(`a life beyond ${until}, when the key that asks ends`, 'expires_at');
}

const beyond = (what: string, field: string) =>
  refuse('BEYOND_OWN_POWER' as const, `A key hands on no more than it holds: this would be ${what}`, field);
