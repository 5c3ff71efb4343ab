import type { PaymentFacts } from '#claims';
import { isCurrency, parseInputAmount, Money } from '#money';
import type { Refused } from '../http/errors/refused.js';
import { NO_CUSTOMER } from './payments.commands.js';

/** A payment id becomes part of a stream's name: printable ASCII without spaces. */
const PAYMENT_ID = /^[\x21-\x7e]{1,200}$/;
const CUSTOMER_ID = /^[\x21-\x7e]{1,200}$/;
const ORDER_ID = /^[\x21-\x7e]{1,200}$/;

/** What a verified webhook says: a payment to credit, something that is none of our business, or nothing that can be read. */
export type PaymentWebhook =
  | { readonly kind: 'payment'; readonly facts: PaymentFacts }
  | { readonly kind: 'other'; readonly type: string }
  | { readonly kind: 'refused'; readonly refused: Refused };

/** Reads the body of a webhook whose signature holds. Fields that it does not know are let be: processors add some. */
export function readPaymentWebhook(body: unknown, provider: string): PaymentWebhook {
  if (!isObject(body)) return notAnObject('body');
  const { type, data } = body;
  if (typeof type !== 'string') return invalid('type', 'type must be a string');
  if (type !== 'payment.succeeded') return { kind: 'other', type };
  if (!isObject(data)) return notAnObject('data');
  const { payment_id: payment, customer_id: customer, amount, currency, order_id: order } = data;
  if (typeof payment !== 'string' || !PAYMENT_ID.test(payment)) {
    return invalid('data.payment_id', 'data.payment_id must be 1 to 200 printable ASCII characters without spaces');
  }
  if (typeof customer !== 'string' || !CUSTOMER_ID.test(customer)) return { kind: 'refused', refused: NO_CUSTOMER };
  if (!isCurrency(currency)) return invalid('data.currency', 'data.currency must be an ISO 4217 code that the ledger keeps');
  const nanos = parseInputAmount(amount);
  if (nanos === undefined || nanos === 0n) {
    return invalid('data.amount', 'data.amount must be a decimal string above zero, with 9 digits and 9 decimals at most');
  }
  if (order != null && !(typeof order === 'string' && ORDER_ID.test(order))) {
    return invalid('data.order_id', 'data.order_id must be 1 to 200 printable ASCII characters without spaces');
  }
  return { kind: 'payment', facts: { provider, payment, customer, amount: Money.of(currency, nanos), order: order ?? null } };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const notAnObject = (field: string): PaymentWebhook => invalid(field, `${field} must be an object`);

const invalid = (field: string, message: string): PaymentWebhook => ({
  kind: 'refused',
  refused: { code: 'INVALID_REQUEST', field, message },
});
