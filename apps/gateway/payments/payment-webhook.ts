import { isUtf8 } from 'node:buffer';
import type { PaymentFacts, UnmatchedReason } from '#claims';
import { Money, isCurrency, parseInputAmount } from '#money';
import { duplicateMembers } from '../http/input/duplicate-members.js';

/** A payment id becomes part of a stream's name: printable ASCII without spaces. Customers' and orders' ids are bound alike. */
const ID = /^[\x21-\x7e]{1,200}$/;

/** A payment that no account can take as it is told. */
export interface UnusableFacts {
  readonly reason: UnmatchedReason;
  /** Null where it cannot be read. */
  readonly payment: string | null;
  /** As said: there may be no such customer. Null where it cannot be read. */
  readonly customer: string | null;
  /** Null where it is not beyond doubt. */
  readonly received: Money | null;
  /** As said, each where it can be read at all. */
  readonly amount: string | null;
  readonly currency: string | null;
}

/** What a verified webhook says: a payment to credit, one that cannot be, or something that is none of our business. */
export type PaymentWebhook = { readonly sameness: string } & (
  | { readonly kind: 'payment'; readonly facts: PaymentFacts }
  | { readonly kind: 'unusable'; readonly unusable: UnusableFacts }
  | { readonly kind: 'other'; readonly type: string }
);

type Said = Readonly<Record<string, unknown>>;

/**
 * Reads the body of a webhook whose signature holds: it is genuine, so whatever may be a payment is kept, however wrong. `sameness`
 * is the same for the same facts. Fields that it does not know are let be: processors add some.
 */
export function readPaymentWebhook(bytes: Buffer, provider: string): PaymentWebhook {
  const text = bytes.toString('utf8');
  const body = isUtf8(bytes) ? parsed(text) : undefined;
  if (!isObject(body)) return { kind: 'unusable', sameness: isUtf8(bytes) ? text : bytes.toString('latin1'), unusable: unreadable({}) };
  const twice = new Set(duplicateMembers(text));
  const { type, data } = body;
  if (typeof type === 'string' && type !== 'payment.succeeded' && !twice.has('type')) return { kind: 'other', sameness: text, type };
  const said = isObject(data) ? data : {};
  if (twice.size > 0) return { kind: 'unusable', sameness: text, unusable: doubtful(said, twice) };
  if (typeof type !== 'string' || !isObject(data)) return { kind: 'unusable', sameness: text, unusable: unreadable(said) };
  const { payment_id, customer_id, amount, currency, order_id = null } = data;
  return { sameness: JSON.stringify([payment_id, customer_id, amount, currency, order_id]), ...paymentIn(data, provider) };
}

type PaymentIn =
  { readonly kind: 'payment'; readonly facts: PaymentFacts } | { readonly kind: 'unusable'; readonly unusable: UnusableFacts };

/** Checks run in order of precedence: the first that fails names the reason. */
function paymentIn(data: Said, provider: string): PaymentIn {
  const unusable = (reason: UnmatchedReason, received: Money | null): PaymentIn => ({
    kind: 'unusable',
    unusable: { ...unreadable(data), reason, received },
  });
  const { payment_id: payment, customer_id: customer, amount, currency, order_id: order } = data;
  const nanos = parseInputAmount(amount);
  if (!isId(payment) || nanos === undefined || nanos === 0n) return unusable('unreadable', null);
  if (!isCurrency(currency)) return unusable(typeof currency === 'string' ? 'currency_mismatch' : 'unreadable', null);
  const received = Money.of(currency, nanos);
  if (!received.isMinor) return unusable('too_many_decimals', null);
  if (order != null && !isId(order)) return unusable('unreadable', received);
  if (!isId(customer)) return unusable('customer_unknown', received);
  return { kind: 'payment', facts: { provider, payment, customer, amount: received, order: order ?? null } };
}

/** Some member stands twice. What was received is beyond doubt where none of those says it. */
function doubtful(said: Said, twice: ReadonlySet<string>): UnusableFacts {
  const { amount, currency } = said;
  const isSure = !['data', 'data.amount', 'data.currency'].some((path) => twice.has(path));
  const received = isSure && isCurrency(currency) ? Money.input(currency, amount) : undefined;
  return { ...unreadable(said), reason: 'duplicate_members', received: received?.isPositive && received.isMinor ? received : null };
}

/** What can be read of it all the same. */
const unreadable = ({ payment_id, customer_id, amount, currency }: Said): UnusableFacts => ({
  reason: 'unreadable',
  payment: isId(payment_id) ? payment_id : null,
  customer: isId(customer_id) ? customer_id : null,
  received: null,
  amount: typeof amount === 'string' ? amount : null,
  currency: typeof currency === 'string' ? currency : null,
});

/** Facts that can be read, of which only the directory knows that no account can take them. */
export function unusableFor(reason: UnmatchedReason, { payment, customer, amount }: PaymentFacts): UnusableFacts {
  return { reason, payment, customer, received: amount, amount: amount.toString(), currency: amount.currency };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isId = (value: unknown): value is string => typeof value === 'string' && ID.test(value);

function isObject(value: unknown): value is Said {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
