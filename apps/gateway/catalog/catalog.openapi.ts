import { orNull } from '../http/route/example.js';
import { NOTHING, TIME, listOf, ok, type Documentation } from '../http/route/documented.js';

const TRAITS = {
  limit_field: 'max_tokens',
  refused_fields: ['seed'],
  exclusive_fields: [['temperature', 'top_p']],
  reasoning: 'effort',
  reasoning_field: 'reasoning_content',
  strict_schema: true,
  system_role: 'system',
  tool_choice: ['none', 'auto'],
  ends_without_done: false,
  output_bound_factor: 1.5,
};
const PROVIDER = { id: 'openai', protocol: 'openai', base_url: 'https://api.openai.com/v1', traits: {}, configured_at: TIME };
const PRICE = {
  currency: 'USD',
  input_per_million: '0.40',
  cached_input_per_million: '0.10',
  cache_write_per_million: '0.40',
  output_per_million: '1.60',
  tiers: [
    {
      above_input_tokens: 200_000,
      input_per_million: '0.80',
      cached_input_per_million: '0.20',
      cache_write_per_million: '0.80',
      output_per_million: '2.40',
    },
  ],
  service_tiers: { flex: { input_per_million: '0.20', cache_write_per_million: '0.20', output_per_million: '0.80' } },
};
const MODEL = {
  id: 'openai/gpt-4.1-mini',
  targets: [{ provider: 'openai', upstream_model: 'gpt-4.1-mini', priority: 0, weight: 1, traits: {} }],
  price: PRICE,
  price_version: 'model-openai/gpt-4.1-mini@1',
  priced_at: TIME,
  price_source: orNull({
    import: 'pim_01kb',
    list: 'litellm',
    list_version: null,
    list_provider: 'openai',
    list_model: 'gpt-4.1-mini',
    effective_from: null,
  }),
  context_window: orNull(1_047_576),
  max_output_tokens: orNull(32_768),
  default_output_tokens: orNull(1_024),
  created_at: TIME,
  changed_at: TIME,
};
const ALIAS = { name: 'fast', targets: [{ model: 'openai/gpt-4.1-mini', priority: 0, weight: 1 }], pointed_at: TIME };

const NEW_PROVIDER = {
  protocol: 'openai',
  base_url: 'https://api.openai.com/v1',
  api_key: 'sk-example',
  traits: TRAITS,
};
const NEW_MODEL = {
  targets: [
    {
      provider: 'sandbox',
      upstream_model: 'gpt-4.1-mini',
      priority: 0,
      weight: 1,
      cost: { currency: 'USD', input_per_million: '0.35', output_per_million: '1.40' },
      traits: TRAITS,
    },
  ],
  price: {
    currency: 'USD',
    input_per_million: '0.40',
    cached_input_per_million: '0.10',
    output_per_million: '1.60',
    tiers: [{ above_input_tokens: 200_000, input_per_million: '0.80', cached_input_per_million: '0.20', output_per_million: '2.40' }],
    service_tiers: { flex: { input_per_million: '0.20', output_per_million: '0.80' } },
  },
  context_window: 1_047_576,
  max_output_tokens: 32_768,
};

export const PROVIDERS = {
  configure: { body: NEW_PROVIDER, answer: ok(PROVIDER) },
  list: { answer: listOf(PROVIDER) },
  read: { answer: ok(PROVIDER) },
  health: {
    answer: ok({ provider: 'openai', status: 'up', http_status: orNull(200), error: null, latency_ms: orNull(35), checked_at: TIME }),
  },
} satisfies Record<string, Documentation>;

export const MODELS = {
  configure: { body: NEW_MODEL, answer: ok(MODEL) },
  remove: { answer: NOTHING },
  list: { answer: listOf(MODEL) },
  read: { answer: ok(MODEL) },
} satisfies Record<string, Documentation>;

export const ALIASES = {
  point: { body: { targets: [{ model: 'openai/gpt-4.1-mini', priority: 0, weight: 1 }] }, answer: ok(ALIAS) },
  remove: { answer: NOTHING },
  list: { answer: listOf(ALIAS) },
  read: { answer: ok(ALIAS) },
} satisfies Record<string, Documentation>;
