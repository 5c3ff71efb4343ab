import { orNull } from '../http/route/example.js';
import { TIME, listOf, ok, orCsv, type Documentation } from '../http/route/documented.js';

const USAGE = {
  input_tokens: 20,
  cached_input_tokens: 0,
  cache_write_tokens: 0,
  output_tokens: 10,
  reasoning_tokens: 0,
  source: 'reported',
  marks: ['zero_input'],
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
  finish: orNull('unknown'),
  finish_told: orNull('a reason that is in no table'),
  usage: USAGE,
  service_tier: null,
  unpriced: [],
  charge: '0.000024',
  currency: 'USD',
  latency_ms: 412,
  first_byte_ms: orNull(390),
  key_id: 'key_01kb',
};
const EVENT = { stream: 'account-acc_01kb-2026-11', revision: '3', id: '0199…' };
const RECEIPT = {
  id: 'req_01kb',
  status: 'succeeded',
  outcome: 'succeeded',
  reason: null,
  started_at: TIME,
  ended_at: TIME,
  latency_ms: 412,
  first_byte_ms: orNull(390),
  key_id: 'key_01kb',
  requested_model: 'fast',
  model: 'openai/gpt-4.1-mini',
  provider: 'openai',
  upstream_model: 'gpt-4.1-mini',
  attempts: [{ provider: 'openai', upstream_model: 'gpt-4.1-mini', status: 200, latency_ms: 400 }],
  bound: { input: 60, output: 256 },
  hold: '0.0004336',
  output_limit: orNull(256),
  limit_by: orNull('client'),
  cut_by_limit: false,
  finish: orNull('unknown'),
  finish_told: orNull('a reason that is in no table'),
  usage: USAGE,
  service_tier: null,
  service_tier_asked: null,
  unpriced: [],
  currency: 'USD',
  charge: '0.000024',
  uncollected: '0.00',
  uncollected_reason: null,
  rating: orNull({
    price_version: 'model-openai/gpt-4.1-mini@1',
    quote: orNull({ stream: 'account-acc_01kb-2026-11', revision: '2' }),
    price: [
      { component: 'input', per_million: '0.40', above_input_tokens: 10, service_tier: 'flex' },
      { component: 'output', per_million: '1.60' },
    ],
    formula: '(20 input × 0.40 + 10 output × 1.60) / 1000000, rounded once to 9 decimals, half to even = 0.000024',
    numerator: '24000000000000000',
    markup_ppm: 0,
    rounding: 'half_even',
    rated: '0.000024',
  }),
  entry: {
    USD: [
      ['2010:acc_01kb', '0.0004336'],
      ['2000:acc_01kb', '-0.0004096'],
      ['4000', '-0.000024'],
    ],
  },
  events: { routed: EVENT, ended: EVENT },
};

const TAIL = `: following\n\nevent: row\nid: 42\ndata: {"id":"req_01kb"}\n\n`;

export const REQUESTS = {
  totals: { answer: ok({ requests: 812, errors: 3, charge: '0.9631', currency: 'USD', is_exact: true }) },
  tail: { answer: { status: 200, example: TAIL, schema: { type: 'string' }, mediaType: 'text/event-stream' }, refusals: [429] },
  list: { answer: orCsv(listOf(REQUEST)) },
  receipt: { answer: ok(RECEIPT) },
} satisfies Record<string, Documentation>;
