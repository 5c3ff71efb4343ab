import { accept, refuse, type Decision, type Refusal } from '#streams';
import { SCOPES, type KeyEvent, type KeyPolicy, type Scope } from './api-key.events.js';
import { stillValid, type ApiKey } from './api-key.state.js';
import { beyondPower, narrowed, usualScopes, type KeyPower } from './key-power.js';

/** The secret comes as its hash and its first characters; `at` and the moments that follow from it come from the caller's clock. */
export type KeyCommand =
  | {
      readonly type: 'IssueKey';
      readonly at: string;
      readonly key: string;
      readonly customer: string;
      readonly account: string;
      readonly name: string;
      readonly prefix: string;
      readonly hash: string;
      readonly scopes?: readonly string[];
      readonly policy?: KeyPolicy;
      readonly expiresAt?: string;
      /** Of the key that makes it; absent where an admin does. */
      readonly by?: KeyPower;
    }
  | {
      readonly type: 'RotateKey';
      readonly at: string;
      readonly prefix: string;
      readonly hash: string;
      /** Until when the secret so far still works: `at` for not at all. */
      readonly previousValidUntil: string;
      /** Hash of the secret that is meant to be replaced: of rotations at the same moment one happens. Absent: whichever it is. */
      readonly replaces?: string;
      /** Of the key that rotates it, which may be itself; absent where an admin does. */
      readonly by?: KeyPower;
    }
  | { readonly type: 'RevokeKey' }
  | { readonly type: 'ChangeKeyLimits'; readonly at: string; readonly policy: KeyPolicy };

export type KeyRefusal =
  | 'SCOPE_UNKNOWN'
  | 'SCOPES_EMPTY'
  | 'POLICY_TOO_LARGE'
  | 'EXPIRY_IN_THE_PAST'
  | 'KEY_EXISTS'
  | 'KEY_UNKNOWN'
  | 'KEY_REVOKED'
  | 'KEY_EXPIRED'
  | 'KEY_ROTATED_MEANWHILE'
  | 'BEYOND_OWN_POWER'
  | 'OVERLAP_INVALID'
  | 'TOO_MANY_OLD_SECRETS';

/** Of a policy as JSON: the answer that repeats it must fit into one event, where it is a text of that text. */
export const MAX_POLICY_BYTES = 300_000;
/** Secrets of one key that work at the same time besides the newest. */
export const MAX_OLD_SECRETS = 10;

export function decideKey(command: KeyCommand, key: ApiKey | undefined): Decision<KeyEvent, KeyRefusal> {
  switch (command.type) {
    case 'IssueKey':
      return issue(command, key);
    case 'RotateKey':
      return rotate(command, key);
    case 'RevokeKey':
      if (!key) return unknown();
      return key.revoked_at === undefined ? accept({ type: 'KeyRevoked', data: { key: key.key } }) : accept();
    case 'ChangeKeyLimits': {
      if (!key) return unknown();
      const dead = whyDead(key, command.at);
      if (dead) return dead;
      if (isTooLarge(command.policy)) return refuse('POLICY_TOO_LARGE', `A policy has ${MAX_POLICY_BYTES} bytes at most`, 'policy.models');
      if (samePolicy(key.policy, command.policy)) return accept();
      return accept({ type: 'KeyLimitsChanged', data: { key: key.key, policy: command.policy } });
    }
  }
}

function issue(command: KeyCommand & { type: 'IssueKey' }, there: ApiKey | undefined): Decision<KeyEvent, KeyRefusal> {
  const { at, key, customer, account, name, prefix, hash, by } = command;
  const { policy, expires_at: expiresAt } = narrowed({ policy: command.policy, expires_at: command.expiresAt }, by);
  const asked = command.scopes ?? usualScopes(by);
  if (asked.length === 0) return refuse('SCOPES_EMPTY', 'A key without a scope can do nothing', 'scopes');
  for (const [index, scope] of asked.entries()) {
    if (!isScope(scope)) return refuse('SCOPE_UNKNOWN', `${scope} is no scope: use ${SCOPES.join(', ')}`, `scopes[${index}]`);
  }
  if (isTooLarge(policy)) return refuse('POLICY_TOO_LARGE', `A policy has ${MAX_POLICY_BYTES} bytes at most`, 'policy.models');
  if (expiresAt !== undefined && expiresAt <= at) return refuse('EXPIRY_IN_THE_PAST', `${expiresAt} is not in the future`, 'expires_at');
  const scopes = SCOPES.filter((scope) => asked.includes(scope));
  const beyond = by && beyondPower({ scopes, policy, expires_at: expiresAt }, by);
  if (beyond) return beyond;
  if (there) return refuse('KEY_EXISTS', `${key} has already been issued`);
  const data = { key, customer, account, name, prefix, hash, scopes };
  return accept({
    type: 'KeyIssued',
    data: { ...data, ...(policy === undefined ? {} : { policy }), ...(expiresAt === undefined ? {} : { expires_at: expiresAt }) },
  });
}

/** Who rotates a key is shown its new secret, and holds what the key holds. */
function rotate(command: KeyCommand & { type: 'RotateKey' }, key: ApiKey | undefined): Decision<KeyEvent, KeyRefusal> {
  const { at, prefix, hash, previousValidUntil, replaces, by } = command;
  if (!key) return unknown();
  const dead = whyDead(key, at);
  if (dead) return dead;
  if (key.hash === hash) return accept();
  if (replaces !== undefined && replaces !== key.hash) {
    return refuse(
      'KEY_ROTATED_MEANWHILE',
      `${key.key} was rotated at ${key.rotated_at ?? key.issued_at}: what was to be replaced is replaced`,
    );
  }
  const beyond = by && beyondPower(key, by);
  if (beyond) return { refusal: { code: beyond.refusal.code, message: beyond.refusal.message } };
  if (previousValidUntil < at) return refuse('OVERLAP_INVALID', 'The old key cannot end before its rotation', 'overlap_seconds');
  if (previousValidUntil > at && stillValid(key.previous, at).length >= MAX_OLD_SECRETS) {
    return refuse('TOO_MANY_OLD_SECRETS', `${MAX_OLD_SECRETS} old secrets of this key still work: rotate with overlap_seconds 0`);
  }
  return accept({ type: 'KeyRotated', data: { key: key.key, prefix, hash, previous_valid_until: previousValidUntil } });
}

const unknown = (): { readonly refusal: Refusal<KeyRefusal> } => refuse('KEY_UNKNOWN', 'There is no such key');

function whyDead(key: ApiKey, at: string): { readonly refusal: Refusal<KeyRefusal> } | undefined {
  if (key.revoked_at !== undefined) return refuse('KEY_REVOKED', `${key.key} was revoked at ${key.revoked_at}`);
  if (key.expires_at !== undefined && key.expires_at <= at) return refuse('KEY_EXPIRED', `${key.key} expired at ${key.expires_at}`);
  return undefined;
}

const isTooLarge = (policy: KeyPolicy | undefined): boolean =>
  new TextEncoder().encode(JSON.stringify(policy ?? {})).length > MAX_POLICY_BYTES;

export function isScope(text: string): text is Scope {
  return (SCOPES as readonly string[]).includes(text);
}

function samePolicy(one: KeyPolicy, other: KeyPolicy): boolean {
  return one.models?.join('\n') === other.models?.join('\n');
}
