import { TIME, listOf, ok, type Documentation } from '../http/route/documented.js';

const REPORT = {
  time: TIME,
  reason: 'customer_unknown',
  customer_id: null,
  facts: null,
  bytes: 142,
};
const PAYMENT = {
  id: 'unm_9ea152df',
  payment_provider: 'acme',
  payment_id: 'pay_1',
  reason: 'customer_unknown',
  customer_id: null,
  amount: null,
  currency: null,
  time: TIME,
  stream: 'payment-acme-pay_1',
  reports: [REPORT],
};
const ASSIGNED = {
  id: 'lot_01kb',
  unmatched_id: 'unm_9ea152df',
  customer_id: 'cus_01kb',
  balance: '15.00',
  currency: 'USD',
  status: 'credited',
};

export const UNMATCHED = {
  list: { answer: listOf(PAYMENT) },
  assign: {
    body: { customer_id: 'cus_01kb', amount: '10.00', currency: 'USD', reason: 'Named in the bank transfer' },
    answer: ok(ASSIGNED),
  },
} satisfies Record<string, Documentation>;
