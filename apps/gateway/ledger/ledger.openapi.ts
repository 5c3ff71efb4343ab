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
  auditLog: { answer: listOf(AUDITED) },
} satisfies Record<string, Documentation>;
