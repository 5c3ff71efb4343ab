import { isCurrency, parseInputAmount, Money } from '#money';
import type { Directory } from '#catalog';
import type { PaymentFacts } from '#claims';
import { HttpRefusal } from '../http/errors/refusal.js';

/** A payment id becomes part of a stream's name: printable ASCII without spaces. */
const PAYMENT_ID = /^[\x21-\x7e]{1,200}$/;
const CUSTOMER_ID = /^[\x21-\x7e]{1,200}$/;
const ORDER_ID = /^[\x21-\x7e]{1,200}$/;

/** What a verified webhook says: a payment to credit, or something that is none of our business. */
export type PaymentWebhook = { readonly kind: 'payment'; readonly facts: PaymentFacts } | { readonly kind: 'other'; readonly type: string };

/** Reads the body of a webhook whose signature holds. Fields that it does not know are let be: processors add some. Throws refusals that name the field. */
export function readPaymentWebhook(body: unknown, provider: string): PaymentWebhook {
  const { type, data } = object(body, 'body');
  if (typeof type !== 'string') throw invalid('type', 'type must be a string');
  if (type !== 'payment.succeeded') return { kind: 'other', type };
  const { payment_id: payment, customer_id: customer, amount, currency, order_id: order } = object(data, 'data');
  if (typeof payment !== 'string' || !PAYMENT_ID.test(payment)) {
    throw invalid('data.payment_id', 'data.payment_id must be 1 to 200 printable ASCII characters without spaces');
  }
  if (typeof customer !== 'string' || !CUSTOMER_ID.test(customer)) throw noCustomer();
  if (!isCurrency(currency)) throw invalid('data.currency', 'data.currency must be an ISO 4217 code that the ledger keeps');
  const nanos = parseInputAmount(amount);
  if (nanos === undefined || nanos === 0n) {
    throw invalid('data.amount', 'data.amount must be a decimal string above zero, with 9 digits and 9 decimals at most');
  }
  if (order != null && !(typeof order === 'string' && ORDER_ID.test(order))) {
    throw invalid('data.order_id', 'data.order_id must be 1 to 200 printable ASCII characters without spaces');
  }
  return { kind: 'payment', facts: { provider, payment, customer, amount: Money.of(currency, nanos), order: order ?? null } };
}

/** Where a payment that is new goes. One that was seen before is held against what was said then, not against this. */
export function accountOf({ customer: id, amount: { currency } }: PaymentFacts, directory: Directory): string {
  const customer = directory.customer(id);
  if (!customer) throw noCustomer();
  if (currency === customer.currency) return customer.account;
  const message = `The account is kept in ${customer.currency}, the payment is in ${currency}`;
  throw new HttpRefusal('CURRENCY_MISMATCH', { field: 'data.currency', message });
}

function object(value: unknown, field: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Readonly<Record<string, unknown>>;
  throw invalid(field, `${field} must be an object`);
}

const noCustomer = (): HttpRefusal => invalid('data.customer_id', 'data.customer_id names no customer');

const invalid = (field: string, message: string): HttpRefusal => new HttpRefusal('INVALID_REQUEST', { field, message });
