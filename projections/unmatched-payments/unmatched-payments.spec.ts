import { Log, foldPlainly, type Told } from '../testing/log.js';
import { unmatchedPayments } from './unmatched-payments.projection.js';

const STREAM = 'payment-acme-pay_1';
const report = {
  id: 'unm_1',
  payment_provider: 'acme',
  payment: 'pay_1',
  reason: 'customer_unknown',
  customer: null,
  facts: 'v1.a',
  bytes: 9,
};
const unmatched = (changes: object = {}): Told => ({
  stream: STREAM,
  type: 'PaymentUnmatched',
  data: { ...report, received: null, facts_hash: 'h', ...changes },
});
const assigned: Told = {
  stream: STREAM,
  type: 'PaymentAssigned',
  actor: 'admin:adm_1',
  data: { id: 'unm_1', customer: 'cus_1', account: 'acc_1', amount: '5.00', currency: 'USD', order: null },
};
const rows = (...events: readonly Told[]) => foldPlainly(unmatchedPayments, new Log().add(...events).events);

describe('unmatched payments', () => {
  it('keep each report, and what was received', () => {
    const received = { amount: '5.00', currency: 'EUR' };
    const { unm_1 } = rows(unmatched(), unmatched({ reason: 'currency_mismatch', customer: 'cus_1', received }));
    expect(unm_1).toMatchObject({ status: 'unmatched', stream: STREAM, payment: 'pay_1', received, assigned: null });
    expect(unm_1?.reports.map(({ reason, customer }) => [reason, customer])).toEqual([
      ['customer_unknown', null],
      ['currency_mismatch', 'cus_1'],
    ]);
  });

  it('stay, and say to whom and by whom they were assigned', () =>
    expect(rows(unmatched(), assigned)['unm_1']).toMatchObject({
      status: 'assigned',
      assigned: { customer: 'cus_1', actor: 'admin:adm_1', time: '2026-11-10T12:00:00.000Z' },
    }));
});
