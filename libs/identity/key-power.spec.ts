import fc from 'fast-check';
import { decideKey, evolveKey, powerOf, type ApiKey, type KeyPower } from './index.js';
import { SCOPES, type KeyEvent, type KeyPolicy } from './api-key.events.js';
import { placedAt } from './testing/given.js';

const at = (seconds: number): string => placedAt(seconds).at;
const facts = { key: 'key_1', customer: 'cus_1', account: 'acc_1', name: 'made', prefix: 'tok_Ab3d', hash: 'h0' };

interface Asked {
  readonly scopes?: readonly string[];
  readonly policy?: KeyPolicy;
  readonly expiresAt?: string;
}

const make = (by: KeyPower, asked: Asked = {}) => decideKey({ type: 'IssueKey', at: at(0), ...facts, ...asked, by }, undefined);
const made = (by: KeyPower, asked: Asked = {}) => {
  const [event] = make(by, asked).events ?? [];
  return event?.type === 'KeyIssued' ? event.data : undefined;
};
const narrow: KeyPower = { scopes: ['keys:write'], policy: { models: ['a', 'b'] }, until: at(30) };
const all: KeyPower = { scopes: SCOPES, policy: {} };

function keyOf(more: Asked, ...events: readonly KeyEvent[]): ApiKey {
  const { expiresAt: expires_at, policy, scopes = ['inference'] } = more;
  const data = { ...facts, scopes, ...(policy && { policy }), ...(expires_at !== undefined && { expires_at }) } as KeyEvent['data'];
  const issued = { type: 'KeyIssued', data } as KeyEvent;
  return events.reduce((key, event, index) => evolveKey(key, event, placedAt(index + 1)), evolveKey(undefined, issued, placedAt(0)));
}
const rotated = (hash: string, until: number): KeyEvent => ({
  type: 'KeyRotated',
  data: { key: 'key_1', prefix: 'tok_New1', hash, previous_valid_until: at(until) },
});
const rotate = (key: ApiKey, by: KeyPower, replaces = key.hash) =>
  decideKey({ type: 'RotateKey', at: at(5), prefix: 'tok_New2', hash: 'new', previousValidUntil: at(6), replaces, by }, key);

describe('a key that a key makes', () => {
  it('has what its maker has, where nothing is asked for', () => {
    expect(made(narrow)).toMatchObject({ scopes: ['keys:write'], policy: { models: ['a', 'b'] }, expires_at: at(30) });
    expect(made({ ...all, scopes: ['inference', 'keys:write'] })).toMatchObject({ scopes: ['inference'] });
    expect(made(all)).toEqual({ ...facts, scopes: ['inference', 'billing:read'] });
  });

  it('has less where less is asked for', () => {
    const asked = { scopes: ['keys:write'], policy: { models: ['b'] }, expiresAt: at(29) };
    expect(made(narrow, asked)).toMatchObject({ scopes: ['keys:write'], policy: { models: ['b'] }, expires_at: at(29) });
  });

  it.each<[Asked, string]>([
    [{ scopes: ['keys:write', 'inference'] }, 'scopes'],
    [{ policy: { models: ['a', 'c'] } }, 'policy.models[1]'],
    [{ expiresAt: at(31) }, 'expires_at'],
  ])('is refused beyond it: %j', (asked, field) => expect(make(narrow, asked).refusal).toMatchObject({ code: 'BEYOND_OWN_POWER', field }));

  it('never has more than its maker, whatever is asked for (property)', () => {
    const models = fc.option(fc.uniqueArray(fc.constantFrom<string>('a', 'b', 'c')), { nil: undefined });
    const end = fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined });
    const policyOf = (names: readonly string[] | undefined): KeyPolicy => (names ? { models: names } : {});
    const scopes = fc.uniqueArray(fc.constantFrom(...SCOPES), { minLength: 1 });
    fc.assert(
      fc.property(scopes, models, end, fc.option(scopes, { nil: undefined }), models, end, (held, among, until, asked, names, expires) => {
        const by = { scopes: held, policy: policyOf(among), ...(until !== undefined && { until: at(until) }) };
        const key = made(by, {
          ...(asked && { scopes: asked }),
          policy: policyOf(names),
          ...(expires !== undefined && { expiresAt: at(expires) }),
        });
        if (!key) return;
        expect(key.scopes.every((scope) => held.includes(scope))).toBe(true);
        if (among) expect(key.policy?.models?.every((model) => among.includes(model))).toBe(true);
        if (until !== undefined) expect((key.expires_at ?? '~') <= at(until)).toBe(true);
      }),
    );
  });
});

describe('a key that a key rotates', () => {
  const target = { scopes: ['inference'], policy: { models: ['a'] }, expiresAt: at(20) };

  it('may be itself, and any that holds no more', () => {
    const own = keyOf({ scopes: ['keys:write'], expiresAt: at(30) });
    expect(rotate(own, powerOf(own, 'h0')).events).toHaveLength(1);
    expect(rotate(keyOf(target), { ...narrow, scopes: ['inference', 'keys:write'] }).events).toHaveLength(1);
  });

  it.each<[string, ApiKey]>([
    ['another scope', keyOf({ ...target, scopes: ['billing:read'] })],
    ['another model', keyOf({ ...target, policy: { models: ['c'] } })],
    ['every model', keyOf({ ...target, policy: {} })],
    ['a longer life', keyOf({ ...target, expiresAt: at(31) })],
    ['no end', keyOf({ scopes: ['inference'], policy: { models: ['a'] } })],
  ])('is refused with %s', (_what, key) =>
    expect(rotate(key, { ...narrow, scopes: ['inference', 'keys:write'] }).refusal?.code).toBe('BEYOND_OWN_POWER'),
  );

  it('is not its own by a secret that was replaced: that one dies sooner', () => {
    const own = keyOf({ scopes: ['keys:write'] }, rotated('h1', 9));
    expect(powerOf(own, 'h0')).toEqual({ scopes: ['keys:write'], policy: {}, until: at(9) });
    expect(powerOf(own, 'h1')).toEqual({ scopes: ['keys:write'], policy: {} });
    expect(rotate(own, powerOf(own, 'h0'), 'h1').refusal?.code).toBe('BEYOND_OWN_POWER');
  });

  it('is rotated once where two mean the same secret', () =>
    expect(rotate(keyOf({}, rotated('h1', 9)), all, 'h0').refusal?.code).toBe('KEY_ROTATED_MEANWHILE'));
});
