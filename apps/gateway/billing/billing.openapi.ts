import { orNull } from '../http/route/example.js';
import { TIME, listOf, ok, orCsv, type Documentation } from '../http/route/documented.js';

const USED = {
  day: '2026-11-23',
  model: 'openai/gpt-4.1-mini',
  currency: 'USD',
  requests: 7,
  input_tokens: 20,
  cached_input_tokens: 0,
  cache_write_tokens: 0,
  output_tokens: 10,
  reasoning_tokens: 0,
  charge: '0.000168',
  unpriced_requests: 0,
  unpriced_tokens: 0,
};
const LINE = {
  time: TIME,
  type: 'usage',
  amount: '-0.000024',
  balance: '4.999976',
  request_id: 'req_01kb',
  stream: 'account-acc_01kb-2026-11',
  revision: '3',
  event_id: '0199…',
};
const STATEMENT = {
  period: '2026-11',
  currency: 'USD',
  opening_balance: '0.00',
  closing_balance: '4.999976',
  closed: false,
  as_of_position: '42',
  lines: [LINE],
};

const LOT = {
  id: 'lot_01kb',
  kind: 'promo',
  granted: '5.00',
  remaining: '4.99',
  held: '0.01',
  granted_at: TIME,
  expires_at: orNull(TIME),
  payment_id: orNull('pay_1'),
};
const LOTS = { as_of: TIME, currency: 'USD', balance: '5.00', available: orNull('4.99'), held: orNull('0.01'), lots: orNull([LOT]) };

const MOVEMENT = {
  day: '2026-11-23',
  time: TIME,
  type: 'usage',
  amount: '-0.000024',
  balance: '4.999976',
  requests: 12,
};
const MOVEMENTS = {
  period: '2026-11',
  as_of: TIME,
  currency: 'USD',
  opening_balance: '0.00',
  closing_balance: '4.999976',
  sums: [{ type: 'usage', amount: '-0.000024', count: 12 }],
  movements: [MOVEMENT],
  earlier: 0,
  ticks: [0.5],
};

export const BILLING = {
  movements: { answer: ok(MOVEMENTS) },
  lots: { answer: ok(LOTS) },
  balance: { answer: ok({ currency: 'USD', available: '4.99', held: '0.01', frozen: '0.00', as_of_position: '42' }) },
  usage: { answer: listOf(USED) },
  statement: { answer: orCsv(ok(STATEMENT)) },
} satisfies Record<string, Documentation>;
