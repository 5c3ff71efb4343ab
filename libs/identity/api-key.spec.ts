import fc from 'fast-check';
import { decideKey, evolveKey, type ApiKey } from './index.js';
import { type KeyCommand } from './api-key.decider.js';
import { type KeyEvent } from './api-key.events.js';
import { placedAt, specification } from './testing/given.js';

const given = specification(decideKey, evolveKey);
const at = (seconds: number): string => placedAt(seconds).at;
const issue = (changes: Partial<KeyCommand & { type: 'IssueKey' }> = {}): KeyCommand => ({
  type: 'IssueKey',
  at: at(0),
  key: 'key_1',
  customer: 'cus_1',
  account: 'acc_1',
  name: 'prod',
  prefix: 'tok_Ab3d',
  hash: 'h0',
  ...changes,
});
const facts = { key: 'key_1', customer: 'cus_1', account: 'acc_1', name: 'prod', prefix: 'tok_Ab3d', hash: 'h0' };
const issued = (more: { readonly expires_at?: string } = {}): KeyEvent => ({
  type: 'KeyIssued',
  data: { ...facts, scopes: ['inference', 'billing:read'], ...more },
});
const rotate = (hash: string, now: number, until: number): KeyCommand => ({
  type: 'RotateKey',
  at: at(now),
  prefix: 'tok_New1',
  hash,
  previousValidUntil: at(until),
});
const rotated = (hash: string, until: number): KeyEvent => ({
  type: 'KeyRotated',
  data: { key: 'key_1', prefix: 'tok_New1', hash, previous_valid_until: at(until) },
});
const revoked: KeyEvent = { type: 'KeyRevoked', data: { key: 'key_1' } };

describe('issuing a key', () => {
  it('gives inference and billing:read unless others are asked for', () => given().when(issue()).then(issued()));
  it('records the scopes asked for, once each, in one order', () =>
    given()
      .when(issue({ scopes: ['keys:write', 'inference', 'keys:write'] }))
      .then({ type: 'KeyIssued', data: { ...facts, scopes: ['inference', 'keys:write'] } }));
  it('refuses an unknown scope by its place', () =>
    given()
      .when(issue({ scopes: ['inference', 'admin'] }))
      .thenRefused('SCOPE_UNKNOWN', 'scopes[1]'));
  it('refuses a key that could do nothing', () =>
    given()
      .when(issue({ scopes: [] }))
      .thenRefused('SCOPES_EMPTY', 'scopes'));
  it('refuses an expiry at this very moment', () =>
    given()
      .when(issue({ expiresAt: at(0) }))
      .thenRefused('EXPIRY_IN_THE_PAST', 'expires_at'));
  it('refuses an id that is taken', () => given(issued()).when(issue()).thenRefused('KEY_EXISTS'));
});

describe('rotating a key', () => {
  it('keeps its id and lets the old secret work until the end of the overlap', () => {
    given(issued())
      .when(rotate('h1', 1, 100))
      .then(rotated('h1', 100));
    expect(given(issued(), rotated('h1', 100)).state).toMatchObject({
      key: 'key_1',
      hash: 'h1',
      prefix: 'tok_New1',
      previous: [{ hash: 'h0', valid_until: at(100) }],
    });
  });
  it('without an overlap ends every older secret at once', () =>
    expect(given(issued(), rotated('h1', 100), rotated('h2', 2)).state?.previous).toEqual([
      { hash: 'h0', valid_until: at(2) },
      { hash: 'h1', valid_until: at(2) },
    ]));
  it('lets several old secrets work side by side, none longer than it was promised', () =>
    expect(given(issued(), rotated('h1', 50), rotated('h2', 100)).state?.previous).toEqual([
      { hash: 'h0', valid_until: at(50) },
      { hash: 'h1', valid_until: at(100) },
    ]));
  it('does nothing when the same rotation comes twice', () =>
    given(issued(), rotated('h1', 100))
      .when(rotate('h1', 1, 100))
      .thenNothing());
  it('refuses an overlap that ends before it begins', () =>
    given(issued())
      .when(rotate('h1', 5, 4))
      .thenRefused('OVERLAP_INVALID', 'overlap_seconds'));
  it('refuses an eleventh old secret, unless the rotation ends them all', () => {
    const ten = Array.from({ length: 10 }, (_, index) => rotated(`h${index + 1}`, 1_000));
    given(issued(), ...ten)
      .when(rotate('h11', 20, 1_000))
      .thenRefused('TOO_MANY_OLD_SECRETS');
    given(issued(), ...ten)
      .when(rotate('h11', 20, 20))
      .then(rotated('h11', 20));
  });
  it('refuses a revoked key, an expired key and a key that is not there', () => {
    given(issued(), revoked)
      .when(rotate('h1', 2, 100))
      .thenRefused('KEY_REVOKED');
    given(issued({ expires_at: at(2) }))
      .when(rotate('h1', 2, 100))
      .thenRefused('KEY_EXPIRED');
    given()
      .when(rotate('h1', 2, 100))
      .thenRefused('KEY_UNKNOWN');
  });
});

describe('revoking a key', () => {
  it('is recorded once', () => {
    given(issued()).when({ type: 'RevokeKey' }).then(revoked);
    given(issued(), revoked).when({ type: 'RevokeKey' }).thenNothing();
  });
  it('refuses a key that is not there', () => given().when({ type: 'RevokeKey' }).thenRefused('KEY_UNKNOWN'));
});

describe('changing the limits of a key', () => {
  const limited: KeyEvent = { type: 'KeyLimitsChanged', data: { key: 'key_1', policy: { models: ['a/b'] } } };
  const change = (models?: readonly string[]): KeyCommand => ({ type: 'ChangeKeyLimits', at: at(1), policy: models ? { models } : {} });
  it('replaces them as a whole', () => {
    given(issued())
      .when(change(['a/b']))
      .then(limited);
    expect(given(issued(), limited).state?.policy).toEqual({ models: ['a/b'] });
  });
  it('writes nothing when nothing changes', () => {
    given(issued(), limited)
      .when(change(['a/b']))
      .thenNothing();
    given(issued()).when(change()).thenNothing();
  });
  it('tells no models from all models', () =>
    given(issued())
      .when(change([]))
      .then({ type: 'KeyLimitsChanged', data: { key: 'key_1', policy: { models: [] } } }));
});

describe('any history of a key', () => {
  it('keeps its id, and no secret outlives what its rotation promised', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('rotate' as const), overlap: fc.nat(50) }),
      fc.record({ kind: fc.constant('revoke' as const), overlap: fc.constant(0) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let state: ApiKey | undefined = evolveKey(undefined, issued(), placedAt(0));
        const promised = new Map<string, string>();
        steps.forEach(({ kind, overlap }, index) => {
          const now = index + 1;
          const command: KeyCommand = kind === 'rotate' ? rotate(`h${now}`, now, now + overlap) : { type: 'RevokeKey' };
          for (const event of decideKey(command, state).events ?? []) {
            if (event.type === 'KeyRotated') promised.set(state?.hash ?? '', event.data.previous_valid_until);
            state = evolveKey(state, event, placedAt(now));
          }
          expect(state?.key).toBe('key_1');
          expect(state?.previous.length).toBeLessThanOrEqual(11);
          for (const old of state?.previous ?? []) expect(old.valid_until <= (promised.get(old.hash) ?? '')).toBe(true);
        });
      }),
    );
  });
});
