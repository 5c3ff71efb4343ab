/**
 * A body for each route that takes one, to try it with on a fresh installation: a test sends them all. Where a class of ours checks the body its rules
 * are the schema; the SDK's and the processors' bodies have the schema of their example. Routes are named as the document names them.
 */
const HELLO = [{ role: 'user', content: 'Hello' }];
const PRICE = {
  currency: 'USD',
  input_per_million: '0.40',
  cached_input_per_million: '0.10',
  output_per_million: '1.60',
  tiers: [{ above_input_tokens: 200_000, input_per_million: '0.80', cached_input_per_million: '0.20', output_per_million: '2.40' }],
  service_tiers: { flex: { input_per_million: '0.20', output_per_million: '0.80' } },
};
const TARGET = {
  provider: 'sandbox',
  upstream_model: 'gpt-4.1-mini',
  priority: 0,
  weight: 1,
  cost: { currency: 'USD', input_per_million: '0.35', output_per_million: '1.40' },
};
const NEW_KEY = { name: 'production', scopes: ['inference', 'billing:read'] };
const ROTATION = { overlap_seconds: 3_600 };

export const BODIES: Readonly<Record<string, object>> = {
  'POST /session': { email: 'admin@tokenok.local', password: 'the password of the first start' },
  'POST /admin/customers': { name: 'Ada Lovelace', email: 'ada@example.com', currency: 'USD' },
  'POST /admin/customers/{id}/suspend': { reason: 'Unpaid invoice' },
  'POST /admin/customers/{id}/reinstate': { reason: 'Paid' },
  'POST /admin/customers/{id}/credits': { amount: '5.00', reason: 'Welcome' },
  'POST /admin/customers/{id}/adjustments': { amount: '1.50', direction: 'credit', reason: 'Answer lost' },
  'POST /admin/customers/{customer}/api-keys': NEW_KEY,
  'POST /admin/customers/{customer}/api-keys/{key}/rotate': ROTATION,
  'POST /me/api-keys': NEW_KEY,
  'POST /me/api-keys/{key}/rotate': ROTATION,
  'PUT /admin/providers/{id}': { protocol: 'openai', base_url: 'https://api.openai.com/v1', api_key: 'sk-example' },
  'PUT /admin/models/{path}': {
    targets: [TARGET],
    price: PRICE,
    context_window: 1_047_576,
    max_output_tokens: 32_768,
    default_output_tokens: 1_024,
  },
  'PUT /admin/aliases/{path}': { targets: [{ model: 'openai/gpt-4.1-mini', priority: 0, weight: 1 }] },
  'POST /admin/price-imports': {
    source: 'genai-prices',
    providers: {},
    models: [{ id: 'openai/gpt-4.1', provider: 'sandbox', list_provider: 'openai', list_model: 'gpt-4.1' }],
    markup_ppm: 250_000,
  },
  'POST /admin/price-imports/{id}/confirm': { rows: ['openai/gpt-4.1'] },
  'POST /v1/chat/completions': { model: 'openai/gpt-4.1-mini', messages: HELLO },
  'POST /v1/completions': { model: 'openai/gpt-4.1-mini', prompt: 'Hello' },
  'POST /v1/responses': { model: 'openai/gpt-4.1-mini', input: 'Hello' },
  'POST /v1/embeddings': { model: 'openai/gpt-4.1-mini', input: 'Hello' },
  'POST /v1/messages': { model: 'openai/gpt-4.1-mini', max_tokens: 256, messages: HELLO },
  'POST /v1/messages/count_tokens': { model: 'openai/gpt-4.1-mini', messages: HELLO },
  'POST /webhooks/payments/{provider}': {
    type: 'payment.succeeded',
    timestamp: '2026-11-23T10:00:00.000Z',
    data: { payment_id: 'pay_1', customer_id: 'cus_01kb', amount: '10.00', currency: 'USD' },
  },
};
