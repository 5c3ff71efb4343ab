import type { Protocol, Traits } from '#catalog';
import { DEFAULT_TRAITS, type TraitRow } from './default-traits.js';
import { KnownTraits, resolveTraits } from './resolve-traits.js';

const of = (protocol: Protocol, upstreamModel: string, host = '') =>
  resolveTraits({ protocol, host, upstreamModel, provider: undefined, target: undefined });

describe('what is known of providers and models', () => {
  it.each([
    ['openai', 'openai/gpt-4.1-mini', '', 'none'],
    ['openai', 'gpt-4o', '', 'none'],
    ['openai', 'gpt-5.1', '', 'effort'],
    ['openai', 'o4-mini', '', 'effort'],
    ['openai', 'llama', '', 'effort'],
    ['openai', 'accounts/x/models/gpt-oss-120b', '', 'effort'],
    ['openai', 'llama-3.3-70b-versatile', 'api.groq.com', 'none'],
    ['openai', 'openai/gpt-oss-120b', 'api.groq.com', 'effort'],
    ['openai', 'grok-4', '', 'none'],
    ['openai', 'x-ai/grok-3-mini', '', 'effort'],
    ['openai', 'grok-4.3', '', 'effort'],
    ['anthropic', 'claude-3-5-sonnet-20241022', '', 'none'],
    ['anthropic', 'claude-3-7-sonnet-latest', '', 'budget'],
    ['anthropic', 'claude-sonnet-4-20250514', '', 'budget'],
    ['anthropic', 'claude-opus-4-1-20250805', '', 'budget'],
    ['anthropic', 'anthropic/claude-sonnet-4-5', '', 'budget'],
    ['anthropic', 'us.anthropic.claude-opus-4-5-20251101-v1:0', '', 'budget'],
    ['openai', 'anthropic/claude-sonnet-4-5', '', 'effort'],
    ['anthropic', 'claude-opus-4-6', '', 'effort'],
    ['anthropic', 'claude-opus-5', '', 'effort'],
  ] as const)('%s, %s at %j is told how much to reason by: %s', (protocol, model, host, form) =>
    expect(of(protocol, model, host).reasoning).toBe(form),
  );

  it.each([
    ['openai', 'gpt-4o', true],
    ['openai', 'gpt-5.1', false],
    ['openai', 'gpt-5-chat-latest', true],
    ['openai', 'kimi-k2.5', false],
    ['openai', 'kimi-k2-0905-preview', true],
    ['anthropic', 'claude-3-5-sonnet-20241022', true],
    ['anthropic', 'claude-sonnet-4-20250514', true],
    ['anthropic', 'claude-haiku-4-5-20251001', true],
    ['anthropic', 'anthropic/claude-opus-4-6', true],
    ['anthropic', 'claude-opus-4-7', false],
    ['anthropic', 'anthropic/claude-sonnet-5', false],
    ['anthropic', 'claude-fable-5-1', false],
    ['anthropic', 'claude-sandbox', true],
    ['anthropic', 'minimax-m2', true],
  ] as const)('%s, %s takes temperature and top_p: %s', (protocol, model, taken) =>
    expect(!of(protocol, model).refusedFields.includes('temperature')).toBe(taken),
  );

  it.each([
    ['mistral-large-latest', '', 'max_tokens'],
    ['labs-devstral-small-2512', 'api.mistral.ai', 'max_tokens'],
    ['codestral-2508', '', 'max_tokens'],
    ['ministral-8b-latest', '', 'max_tokens'],
    ['magistral-medium-2509', '', 'max_tokens'],
    ['open-mixtral-8x22b', '', 'max_tokens'],
    ['deepseek-v4-pro', '', 'max_tokens'],
    ['o3', 'relay.example', 'max_completion_tokens'],
    ['gpt-5.1', '', 'max_completion_tokens'],
    ['ft:gpt-4.1-mini:acme', 'api.openai.com', 'max_completion_tokens'],
    ['my-deployment', 'acme.openai.azure.com', 'max_completion_tokens'],
    ['gpt-5.1-codex', 'chatgpt.com', 'none'],
    ['openai/gpt-5.1', 'openrouter.ai', undefined],
    ['Qwen/Qwen2.5-72B-Instruct', 'vllm.example', 'max_tokens'],
    ['Mistral-7B-Instruct-v0.3', '', 'max_tokens'],
    ['gpt-4.1-mini', '', undefined],
    ['anything', 'llm.example:8000', undefined],
  ] as const)('%s at %j has its limit by: %s', (model, host, field) => expect(of('openai', model, host).limitField).toBe(field));

  it('has a source and a date on every row, and members that an administrator could have said', () => {
    for (const { source, date, traits } of DEFAULT_TRAITS) {
      expect(source.length).toBeGreaterThan(10);
      expect(date).toMatch(/^\d{4}-\d\d-\d\d$/);
      expect(typeof traits).toBe('object');
    }
  });

  it('has no row that an earlier one hides', () => {
    const same = ({ protocol, host, model }: TraitRow) => JSON.stringify([protocol ?? '', host?.source ?? '', model?.source ?? '']);
    expect(new Set(DEFAULT_TRAITS.map(same)).size).toBe(DEFAULT_TRAITS.length);
  });
});

describe('whose word counts', () => {
  const row = (more: Partial<TraitRow>, traits: Traits): TraitRow => ({ source: 's', date: '2026-11-30', ...more, traits });
  const rows = [
    row({ host: /^a\.example$/, model: /^x/ }, { limit_field: 'max_tokens', output_bound_factor: 2 }),
    row({ model: /^x/ }, { limit_field: 'none', strict_schema: false }),
  ];
  const resolve = (provider?: Traits, target?: Traits, host = 'A.example') =>
    resolveTraits({ protocol: 'openai', host, upstreamModel: 'House/X-1', provider, target }, rows);

  it('is the first row’s that fits, and no other row’s', () => {
    expect(resolve()).toMatchObject({ limitField: 'max_tokens', boundPercent: 200, strictSchema: true });
    expect(resolve(undefined, undefined, 'b.example')).toMatchObject({ limitField: 'none', boundPercent: 100, strictSchema: false });
  });

  it('is the target’s before the provider’s before the row’s, member by member', () =>
    expect(resolve({ limit_field: 'none', system_role: 'system' }, { limit_field: 'max_output_tokens' })).toMatchObject({
      ...{ limitField: 'max_output_tokens', systemRole: 'system', boundPercent: 200 },
    }));

  it('is asked once for as long as target and provider stand as they are', () => {
    let asked = 0;
    const known = new KnownTraits<object, object>(() => ({ ...resolve(), boundPercent: (asked += 1) }));
    const [target, provider] = [{}, {}];
    expect([known.of(target, provider), known.of(target, provider), known.of(target, {})].map((each) => each.boundPercent)).toEqual([
      1, 1, 2,
    ]);
  });
});
