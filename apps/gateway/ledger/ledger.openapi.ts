import { orNull } from '../http/route/example.js';
import { TIME, listOf, ok, type Documentation } from '../http/route/documented.js';

const EVENT = {
  position: '42',
  stream: 'account-acc_01kb-2026-11',
  revision: '3',
  id: '0199…',
  type: 'TokensMetered',
  time: TIME,
  data: {},
  metadata: {},
  /** Its data as they stand in the log, where they name a quote of their stream instead of repeating it. */
  recorded: orNull({}),
};
const SUMS = { currency: 'USD', debit: '10.00', credit: '10.00' };
const TRIAL_BALANCE = {
  as_of_position: '42',
  balanced: true,
  currencies: [SUMS],
  accounts: [{ account: '2000:acc_01kb', ...SUMS }],
};
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
const UNCOLLECTED = {
  request: 'req_01kb',
  time: TIME,
  account: 'acc_01kb',
  provider: 'openai',
  upstream_model: 'gpt-4.1-mini',
  model: 'openai/gpt-4.1-mini',
  reason: 'beyond_bound',
  usage: { input_tokens: 20, cached_input_tokens: 0, cache_write_tokens: 0, output_tokens: 3_004, reasoning_tokens: 0, source: 'reported' },
  currency: 'USD',
  rated: '0.0048144',
  charge: '0.000024',
  uncollected: '0.0047904',
  event: { stream: 'account-acc_01kb-2026-11', revision: '3', id: '0199…' },
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
  comparisons: [
    { with: 'vault', compared: true, detail: 'the vault has the key, or the mark of an erasure, of all 2 people whom the events name' },
  ],
  took_ms: 12,
};
const PROJECTIONS = {
  data: [
    {
      name: 'balances',
      version: 1,
      state: 'live',
      position: '42',
      behind: '0',
      poison: orNull({}),
      parked: [{}],
      compared: orNull({}),
    },
  ],
  has_more: false,
  next_cursor: null,
  projector: { state: 'running', restarts: 0, head: '42', behind: '0', oldest_unread: null, heartbeat: TIME },
};

export const LEDGER = {
  events: { answer: listOf(EVENT) },
  trialBalance: { answer: ok(TRIAL_BALANCE) },
  verify: { answer: ok(VERIFICATION) },
  projections: { answer: ok(PROJECTIONS) },
  contradictions: { answer: listOf({ stream: 'payment-stripe-pi_1', time: TIME, reported: {} }) },
  uncollected: { answer: listOf(UNCOLLECTED) },
  auditLog: { answer: listOf(AUDITED) },
} satisfies Record<string, Documentation>;
