/**
 * What each route answers, by an example: the schema in `/api/openapi.json` is derived from it, and a test holds real answers
 * against it. `null` stands for a text that may be absent. Routes are named as the document names them.
 */
export interface Answered {
  readonly status: number;
  /** Absent where the answer has no body. */
  readonly example?: unknown;
  readonly mediaType?: string;
}

const TIME = '2026-11-23T10:00:00.000Z';
const CUSTOMER = {
  id: 'cus_01kb',
  account: 'acc_01kb',
  name: 'Ada Lovelace',
  email: 'ada@example.com',
  currency: 'USD',
  time_zone: 'UTC',
  status: 'active',
  suspension_reason: null,
  created_at: TIME,
};
const API_KEY = {
  id: 'key_01kb',
  name: 'production',
  prefix: 'tok_Ab3d',
  scopes: ['inference', 'billing:read'],
  policy: {},
  status: 'active',
  created_at: TIME,
  expires_at: null,
  rotated_at: null,
  previous_valid_until: null,
  revoked_at: null,
};
/** `key` is absent where the command is a repetition under its Idempotency-Key. */
const SHOWN_KEY = { ...API_KEY, key: 'tok_Ab3d…' };
const PROVIDER = { id: 'openai', protocol: 'openai', base_url: 'https://api.openai.com/v1', configured_at: TIME };
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
  targets: [{ provider: 'openai', upstream_model: 'gpt-4.1-mini', priority: 0, weight: 1 }],
  price: PRICE,
  price_version: 'model-openai/gpt-4.1-mini@1',
  priced_at: TIME,
  price_source: {
    import: 'pim_01kb',
    list: 'litellm',
    list_version: null,
    list_provider: 'openai',
    list_model: 'gpt-4.1-mini',
    effective_from: null,
  },
  context_window: 1_047_576,
  max_output_tokens: 32_768,
  default_output_tokens: 1_024,
  created_at: TIME,
  changed_at: TIME,
};
const PRICE_IMPORT = {
  id: 'pim_01kb',
  status: 'draft',
  source: { list: 'genai-prices', version: '0.1.8', url: null, sha256: '0c9da229…', fetched_at: TIME, fetched_by: 'admin:adm_01kb' },
  apply: 'both',
  markup_ppm: 250_000,
  row_counts: { proposed: 1, unchanged: 0, unimportable: 0, confirmed: 0, applied: 0, refused: 0 },
  drafted_at: TIME,
  confirmed_at: null,
  confirmed_by: null,
  discarded_at: null,
  discarded_by: null,
};
const IMPORTED_PRICE = {
  currency: 'USD',
  input_per_million: '2.50',
  cached_input_per_million: '0.625',
  cache_write_per_million: '2.50',
  output_per_million: '10.00',
};
const DRAFTED_PRICES = {
  ...PRICE_IMPORT,
  rows: [
    {
      model: 'openai/gpt-4.1',
      status: 'proposed',
      code: null,
      message: null,
      compared_with: 'model-openai/gpt-4.1@1',
      price: IMPORTED_PRICE,
      price_version: null,
      targets: [
        {
          provider: 'openai',
          upstream_model: 'gpt-4.1',
          list_provider: 'openai',
          list_model: 'gpt-4.1',
          effective_from: null,
          unpriced: ['web_searches_kcount'],
          cost: { ...IMPORTED_PRICE, input_per_million: '2.00', cached_input_per_million: '0.50' },
          code: null,
          message: null,
        },
      ],
      context_window: 1_047_576,
      max_output_tokens: 32_768,
    },
  ],
};
const ALIAS = { name: 'fast', targets: [{ model: 'openai/gpt-4.1-mini', priority: 0, weight: 1 }], pointed_at: TIME };
const USAGE = {
  input_tokens: 20,
  cached_input_tokens: 0,
  cache_write_tokens: 0,
  output_tokens: 10,
  reasoning_tokens: 0,
  source: 'reported',
};
const { source: _source, ...TOKENS } = USAGE;
const USED = {
  day: '2026-11-23',
  model: 'openai/gpt-4.1-mini',
  currency: 'USD',
  requests: 7,
  ...TOKENS,
  charge: '0.000168',
  unpriced_requests: 0,
  unpriced_tokens: 0,
};
const REQUEST = {
  id: 'req_01kb',
  time: TIME,
  started_at: TIME,
  status: 'succeeded',
  outcome: 'succeeded',
  reason: null,
  model: 'openai/gpt-4.1-mini',
  requested_model: 'fast',
  provider: 'openai',
  attempts: 1,
  usage: USAGE,
  service_tier: null,
  unpriced: [],
  charge: '0.000024',
  currency: 'USD',
  latency_ms: 412,
  first_byte_ms: 390,
  key_id: 'key_01kb',
};
const EVENT = { stream: 'account-acc_01kb-2026-11', revision: '3', id: '0199…' };
const { id: event_id, ...PLACE } = EVENT;
const RECEIPT = {
  id: 'req_01kb',
  status: 'succeeded',
  outcome: 'succeeded',
  reason: null,
  started_at: TIME,
  ended_at: TIME,
  latency_ms: 412,
  first_byte_ms: 390,
  key_id: 'key_01kb',
  requested_model: 'fast',
  model: 'openai/gpt-4.1-mini',
  provider: 'openai',
  upstream_model: 'gpt-4.1-mini',
  attempts: [{ provider: 'openai', upstream_model: 'gpt-4.1-mini', status: 200, latency_ms: 400 }],
  bound: { input: 60, output: 256 },
  hold: '0.0004336',
  usage: USAGE,
  service_tier: null,
  service_tier_asked: null,
  unpriced: [],
  currency: 'USD',
  charge: '0.000024',
  uncollected: '0.00',
  rating: {
    price_version: 'model-openai/gpt-4.1-mini@1',
    price: [
      { component: 'input', per_million: '0.40', above_input_tokens: 10, service_tier: 'flex' },
      { component: 'output', per_million: '1.60' },
    ],
    formula: '(20 input × 0.40 + 10 output × 1.60) / 1000000, rounded once to 9 decimals, half to even = 0.000024',
    numerator: '24000000000000000',
    markup_ppm: 0,
    rounding: 'half_even',
    rated: '0.000024',
  },
  entry: {
    USD: [
      ['2010:acc_01kb', '0.0004336'],
      ['2000:acc_01kb', '-0.0004096'],
      ['4000', '-0.000024'],
    ],
  },
  events: { routed: EVENT, ended: EVENT },
};
const STATEMENT = {
  period: '2026-11',
  currency: 'USD',
  opening_balance: '0.00',
  closing_balance: '4.999976',
  closed: false,
  as_of_position: '42',
  lines: [{ time: TIME, type: 'usage', amount: '-0.000024', balance: '4.999976', request_id: 'req_01kb', ...PLACE, event_id }],
};
const CREDITED = { id: 'lot_01kb', customer_id: 'cus_01kb', amount: '5.00', currency: 'USD', balance: '5.00', reason: 'welcome' };
const LEDGER_EVENT = {
  position: '42',
  stream: 'account-acc_01kb-2026-11',
  revision: '3',
  id: '0199…',
  type: 'TokensMetered',
  time: TIME,
  data: {},
  metadata: {},
};
const SUMS = { currency: 'USD', debit: '10.00', credit: '10.00' };
const AUDITED = {
  id: '0199…',
  time: TIME,
  actor: 'admin:adm_01kb',
  action: 'CreditGranted',
  stream: 'account-acc_01kb-2026-11',
  revision: '2',
  cause: 'command-…',
  details: {},
};
const VERIFICATION = {
  holds: true,
  events: 42,
  as_of_position: '42',
  charges: 7,
  accounts: 1,
  open_holds: 0,
  balanced: true,
  findings: [{}],
  finding_count: 0,
  took_ms: 12,
};
const PROJECTOR = { state: 'running', restarts: 0, head: '42', behind: 0, oldest_unread: null, heartbeat: TIME };
const OPENAI_MODEL = { id: 'openai/gpt-4.1-mini', object: 'model', created: 1_763_892_000, owned_by: 'openai' };
const COMPLETION = { id: 'chatcmpl-1', object: 'chat.completion', created: 1_763_892_000, model: 'gpt-4.1-mini', choices: [{}], usage: {} };
const COMPLETED = { id: 'cmpl-1', object: 'text_completion', created: 1_763_892_000, model: 'gpt-4.1-mini', choices: [{}], usage: {} };
const RESPONSE = {
  id: 'resp_1',
  object: 'response',
  created_at: 1_763_892_000,
  status: 'completed',
  model: 'gpt-4.1-mini',
  output: [{}],
  usage: {},
};
const EMBEDDED = { object: 'list', data: [{ object: 'embedding', index: 0, embedding: [0] }], model: 'embed', usage: {} };
const MESSAGE = { id: 'msg_1', type: 'message', role: 'assistant', model: 'claude', content: [{}], stop_reason: 'end_turn', usage: {} };

const list = (row: object) => ({ data: [row], has_more: false, next_cursor: null });
const ok = (example: unknown): Answered => ({ status: 200, example });
const created = (example: unknown): Answered => ({ status: 201, example });
const NOTHING: Answered = { status: 204 };

export const ANSWERS: Readonly<Record<string, Answered>> = {
  'GET /healthz': ok({ status: 'ok' }),
  'GET /readyz': ok({ status: 'ready' }),
  'GET /metrics': { status: 200, example: '# HELP …', mediaType: 'text/plain' },
  'POST /session': ok({ admin: 'adm_01kb', expires_at: TIME }),
  'DELETE /session': NOTHING,
  'POST /admin/customers': created(CUSTOMER),
  'GET /admin/customers': ok(list(CUSTOMER)),
  'GET /admin/customers/{id}': ok(CUSTOMER),
  'POST /admin/customers/{id}/suspend': ok(CUSTOMER),
  'POST /admin/customers/{id}/reinstate': ok(CUSTOMER),
  'POST /admin/customers/{id}/credits': created({ ...CREDITED, kind: 'promo', expires_at: null }),
  'POST /admin/customers/{id}/adjustments': created({ ...CREDITED, id: 'adj_01kb', reverses: null }),
  'GET /admin/customers/{customer}/api-keys': ok(list(API_KEY)),
  'POST /admin/customers/{customer}/api-keys': created(SHOWN_KEY),
  'POST /admin/customers/{customer}/api-keys/{key}/rotate': ok(SHOWN_KEY),
  'DELETE /admin/customers/{customer}/api-keys/{key}': NOTHING,
  'PUT /admin/providers/{id}': ok(PROVIDER),
  'GET /admin/providers/{id}': ok(PROVIDER),
  'GET /admin/providers': ok(list(PROVIDER)),
  'GET /admin/providers/{id}/health': ok({
    provider: 'openai',
    status: 'up',
    http_status: 200,
    error: null,
    latency_ms: 35,
    checked_at: TIME,
  }),
  'PUT /admin/models/{path}': ok(MODEL),
  'GET /admin/models/{path}': ok(MODEL),
  'GET /admin/models': ok(list(MODEL)),
  'POST /admin/price-imports': created(DRAFTED_PRICES),
  'GET /admin/price-imports': ok(list(PRICE_IMPORT)),
  'GET /admin/price-imports/{id}': ok(DRAFTED_PRICES),
  'POST /admin/price-imports/{id}/confirm': ok(DRAFTED_PRICES),
  'DELETE /admin/price-imports/{id}': NOTHING,
  'PUT /admin/aliases/{path}': ok(ALIAS),
  'GET /admin/aliases/{path}': ok(ALIAS),
  'GET /admin/aliases': ok(list(ALIAS)),
  'GET /admin/ledger/events': ok(list(LEDGER_EVENT)),
  'GET /admin/ledger/trial-balance': ok({
    as_of_position: '42',
    balanced: true,
    currencies: [SUMS],
    accounts: [{ account: '2000:acc_01kb', ...SUMS }],
  }),
  'GET /admin/ledger/verify': ok(VERIFICATION),
  'GET /admin/ledger/contradictions': ok(list({ stream: 'payment-stripe-pi_1', time: TIME, reported: {} })),
  'GET /admin/projections': ok({ ...list({ name: 'balances', version: 1 }), projector: PROJECTOR }),
  'GET /admin/audit-log': ok(list(AUDITED)),
  'GET /me': ok({ ...withoutReason(CUSTOMER), key: API_KEY }),
  'GET /me/api-keys': ok(list(API_KEY)),
  'POST /me/api-keys': created(SHOWN_KEY),
  'POST /me/api-keys/{key}/rotate': ok(SHOWN_KEY),
  'DELETE /me/api-keys/{key}': NOTHING,
  'GET /me/balance': ok({ currency: 'USD', available: '4.99', held: '0.01', frozen: '0.00', as_of_position: '42' }),
  'GET /me/usage': ok(list(USED)),
  'GET /me/request-logs': ok(list(REQUEST)),
  'GET /me/requests/{id}': ok(RECEIPT),
  'GET /me/billing/statement': ok(STATEMENT),
  'POST /webhooks/payments/{provider}': ok({ id: 'lot_01kb', status: 'credited' }),
  'POST /v1/chat/completions': ok(COMPLETION),
  'POST /v1/completions': ok(COMPLETED),
  'POST /v1/responses': ok(RESPONSE),
  'POST /v1/embeddings': ok(EMBEDDED),
  'POST /v1/messages': ok(MESSAGE),
  'POST /v1/messages/count_tokens': ok({ input_tokens: 12 }),
  'GET /v1/models': ok({ object: 'list', data: [OPENAI_MODEL] }),
  'GET /v1/models/{path}': ok(OPENAI_MODEL),
};

/** Why a customer was suspended is between admins. */
function withoutReason({ suspension_reason: _reason, ...rest }: typeof CUSTOMER) {
  return rest;
}
