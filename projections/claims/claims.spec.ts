import { Log, foldPlainly, type Told } from '../testing/log.js';
import { claims } from './claims.projection.js';

const seen = { stream: 'payment-stripe-p1', type: 'PaymentSeen', data: { amount: '5.00' } };
const accepted = { stream: 'command-h1', type: 'CommandAccepted', data: { body: 'hash' } };
const rows = (...events: readonly Told[]) => foldPlainly(claims, new Log().add(...events).events);

describe('claims', () => {
  it('are open until their own stream says that the effect is there', () => {
    expect(rows(seen, accepted)).toMatchObject({
      'payment-stripe-p1': { status: 'open', type: 'PaymentSeen', revision: '0', claim: { amount: '5.00' } },
      'command-h1': { status: 'open', type: 'CommandAccepted' },
    });
    const credited = { stream: 'payment-stripe-p1', type: 'PaymentCredited', data: {} };
    expect(rows(seen, accepted, credited, { stream: 'command-h1', type: 'CommandAnswered', data: {} })).toEqual({});
  });
  it('are open too where an unmatched payment was assigned, and nobody has seen it since', () => {
    const assigned = { stream: 'payment-stripe-p1', type: 'PaymentAssigned', data: { amount: '5.00' } };
    expect(rows(assigned)).toMatchObject({ 'payment-stripe-p1': { status: 'open', type: 'PaymentAssigned' } });
    expect(rows(assigned, seen)).toMatchObject({ 'payment-stripe-p1': { status: 'open', type: 'PaymentSeen', revision: '1' } });
  });
  it('keep a payment that contradicts itself for people to see, and stay open themselves', () => {
    const contradicted = { stream: 'payment-stripe-p1', type: 'PaymentContradicted', data: { amount: '6.00' } };
    expect(rows(seen, contradicted)).toMatchObject({
      'payment-stripe-p1': { status: 'open', revision: '1', claim: { amount: '5.00' } },
      'payment-stripe-p1#contradicted-1': { status: 'contradicted', claim: { amount: '6.00' } },
    });
    const credited = { stream: 'payment-stripe-p1', type: 'PaymentCredited', data: {} };
    expect(Object.keys(rows(seen, credited, contradicted))).toEqual(['payment-stripe-p1#contradicted-2']);
  });
});
