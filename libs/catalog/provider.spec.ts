import { MasterKey, WrongKeyError } from '#vault';
import { decideProvider, evolveProvider, openCredential, outputBoundPercent, sealCredential } from './index.js';
import { type ConfigureProvider } from './provider.decider.js';
import { type ProviderEvent } from './provider.events.js';
import { type Traits } from './traits/traits.js';

const placed = { revision: 0n, at: '2026-11-01T00:00:00.000Z' };
const configure = (changes: Partial<ConfigureProvider> = {}): ConfigureProvider => ({
  type: 'ConfigureProvider',
  provider: 'openai',
  protocol: 'openai',
  baseUrl: 'https://api.openai.com/v1',
  credential: 'v1.mk.a.b',
  ...changes,
});
const configured = (base_url = 'https://api.openai.com/v1'): ProviderEvent => ({
  type: 'ProviderConfigured',
  data: { provider: 'openai', protocol: 'openai', base_url, credential: 'v1.mk.a.b' },
});
const decided = (changes: Partial<ConfigureProvider>) => decideProvider(configure(changes), undefined);

describe('configuring a provider', () => {
  it('records protocol, base URL and the ciphertext of the credential', () => expect(decided({}).events).toEqual([configured()]));

  it('writes nothing when nothing changes, however the URL is written', () => {
    const there = evolveProvider(undefined, configured(), placed);
    for (const baseUrl of ['https://api.openai.com/v1', 'https://api.openai.com/v1/', 'HTTPS://API.openai.com:443/v1']) {
      expect(decideProvider(configure({ baseUrl }), there).events).toEqual([]);
    }
    expect(decideProvider(configure({ credential: 'v1.mk.c.d' }), there).events).toHaveLength(1);
  });

  it.each([
    ['http://127.0.0.1:9000/v1', 'http://127.0.0.1:9000/v1'],
    ['http://[::1]:9000', 'http://[::1]:9000'],
    ['https://host', 'https://host'],
    ['sandbox:', 'sandbox:'],
  ])('takes %s', (baseUrl, recorded) => expect(decided({ baseUrl }).events).toEqual([configured(recorded)]));

  it.each([
    '',
    'api.openai.com',
    'ftp://host/v1',
    'https://user:secret@host/v1',
    'https://host/v1?key=1',
    'https://host/#a',
    'https://',
    'sandbox:x',
    'https:host',
  ])('refuses %j as a base URL', (baseUrl) =>
    expect(decided({ baseUrl }).refusal).toMatchObject({ code: 'BASE_URL_INVALID', field: 'base_url' }),
  );

  it.each(['http://10.0.0.1/v1', 'http://vllm.internal:8000', 'http://localhost.example', 'http://127.0.0.1.example', 'http://[::2]'])(
    'takes %s in the clear only where that is said, and records that it was',
    (baseUrl) => {
      expect(decided({ baseUrl }).refusal).toMatchObject({ code: 'BASE_URL_INSECURE', field: 'base_url' });
      expect(decided({ baseUrl, insecure: true }).events).toMatchObject([{ data: { base_url: baseUrl, insecure: true } }]);
    },
  );

  it.each(['http://localhost:1', 'http://a.localhost', 'http://127.8.9.10', 'http://127.1', 'http://[::1]', 'http://[::ffff:127.0.0.1]'])(
    'takes %s, which nobody else can read',
    (baseUrl) => expect(decided({ baseUrl }).events).toHaveLength(1),
  );

  it('records nothing of what makes no difference', () => expect(decided({ insecure: true }).events).toEqual([configured()]));

  it('goes on with plain http that was recorded before, and refuses it anew', () => {
    const there = evolveProvider(undefined, configured('http://10.0.0.1/v1'), placed);
    expect(decideProvider(configure({ baseUrl: 'http://10.0.0.1/v1' }), there).events).toEqual([]);
    expect(decideProvider(configure({ baseUrl: 'http://10.0.0.2/v1' }), there).refusal?.code).toBe('BASE_URL_INSECURE');
  });

  it('refuses a host that must not be called, in the words of whoever found out', () =>
    expect(decided({ forbidden: 'The address of h is link-local' }).refusal).toMatchObject({
      code: 'BASE_URL_FORBIDDEN',
      field: 'base_url',
      message: 'The address of h is link-local',
    }));
  it.each([1, 1.5, 2.55, 100])('records that the provider counts %p times its output limit', (output_bound_factor) => {
    const events = decided({ traits: { output_bound_factor } }).events;
    expect(events).toMatchObject([{ data: { traits: { output_bound_factor } } }]);
    expect(outputBoundPercent({ output_bound_factor })).toBe(Math.round(output_bound_factor * 100));
  });

  it.each([
    [{ limit_field: 'max' }, 'limit_field'],
    [{ refused_fields: ['seed', 'top p'] }, 'refused_fields[1]'],
    [{ refused_fields: ['max_tokens'] }, 'refused_fields[0]'],
    [{ refused_fields: ['seed', 'seed'] }, 'refused_fields'],
    [{ refused_fields: Array.from({ length: 101 }, (_, at) => `f${at}`) }, 'refused_fields'],
    [{ exclusive_fields: [['a', 'b'], ['c']] }, 'exclusive_fields[1]'],
    [{ exclusive_fields: [['a', 'B']] }, 'exclusive_fields[0][1]'],
    [{ reasoning: 'much' }, 'reasoning'],
    [{ reasoning_field: 'thoughts' }, 'reasoning_field'],
    [{ system_role: 'god' }, 'system_role'],
    [{ tool_choice: ['auto', 'any'] }, 'tool_choice[1]'],
    [{ tool_choice: ['auto', 'auto'] }, 'tool_choice'],
  ])('refuses %j by its field', (traits, field) =>
    expect(decided({ traits: traits as Traits }).refusal).toMatchObject({ code: 'TRAIT_INVALID', field: `traits.${field}` }),
  );

  it('records no traits that say nothing', () => {
    expect(decided({ traits: {} }).events).toEqual([configured()]);
    expect(outputBoundPercent({})).toBe(100);
  });

  it.each([0.99, 0, -1, 100.01, 1.005, Number.NaN, Number.POSITIVE_INFINITY])('refuses %p times', (output_bound_factor) =>
    expect(decided({ traits: { output_bound_factor } }).refusal).toMatchObject({
      code: 'TRAIT_INVALID',
      field: 'traits.output_bound_factor',
    }),
  );

  it('refuses an unknown protocol by name', () =>
    expect(decided({ protocol: 'gemini' }).refusal).toMatchObject({ code: 'PROTOCOL_UNKNOWN', field: 'protocol' }));

  it.each(['', 'a/b', '.', '..', 'a b', '-a', 'x'.repeat(65)])('refuses %j as an id', (provider) =>
    expect(decided({ provider }).refusal?.code).toBe('PROVIDER_ID_INVALID'),
  );
});

describe('a credential', () => {
  const master = new MasterKey(new Uint8Array(32).fill(1));
  const there = (credential: string) => ({
    provider: 'p',
    protocol: 'openai' as const,
    base_url: 'http://h',
    credential,
    configured_at: '',
  });

  it('keeps its ciphertext while it is the same, and gets a new one when it changes', () => {
    const first = sealCredential(master, 'p', 'sk-1', undefined);
    expect(first).not.toContain('sk-1');
    expect(sealCredential(master, 'p', 'sk-1', there(first))).toBe(first);
    const second = sealCredential(master, 'p', 'sk-2', there(first));
    expect(openCredential(master, 'p', second)).toBe('sk-2');
  });

  it('does not open for another provider or under another master key', () => {
    const sealed = sealCredential(master, 'p', 'sk-1', undefined);
    expect(() => openCredential(master, 'q', sealed)).toThrow();
    expect(() => openCredential(new MasterKey(new Uint8Array(32)), 'p', sealed)).toThrow(WrongKeyError);
  });
});
