import type { JsonObject } from '#event-store';
import { CHART, type Entry } from '#ledger';
import { parseAmount } from '#money';

/**
 * Which part of a customer's balance a ledger account is. What is leased out and unspent is still the customer's to spend.
 * The same codes as CUSTOMER_CODES of the ledger.
 */
export type BalancePart = 'available' | 'held' | 'frozen';

const PARTS: { readonly [code: string]: BalancePart } = {
  [CHART.creditsAvailable]: 'available',
  [CHART.promoAvailable]: 'available',
  [CHART.creditsLeased]: 'available',
  [CHART.promoLeased]: 'available',
  [CHART.creditsHeld]: 'held',
  [CHART.promoHeld]: 'held',
  [CHART.creditsFrozen]: 'frozen',
};

export interface CustomerPosting {
  readonly currency: string;
  readonly account: string;
  readonly part: BalancePart;
  /** What the customer has more: credits are what we owe, so a credit counts up. */
  readonly nanos: bigint;
}

/** The journal entry of an event; undefined for events that move no money. */
export const entryOf = (data: JsonObject): Entry | undefined => data['entry'] as Entry | undefined;

/** Postings to ledger accounts that carry a customer account's id. */
export function customerPostings(entry: Entry): CustomerPosting[] {
  const found: CustomerPosting[] = [];
  for (const currency of Object.keys(entry) as (keyof Entry)[]) {
    for (const [name, amount] of entry[currency] ?? []) {
      const colon = name.indexOf(':');
      if (colon < 0) continue;
      const part = PARTS[name.slice(0, colon)];
      if (part === undefined) throw new RangeError(`${name} is no account of a customer's balance`);
      found.push({ currency, account: name.slice(colon + 1), part, nanos: -parseAmount(amount) });
    }
  }
  return found;
}

/** What an entry adds to an account's available + held + frozen, in nanos: holds and releases move nothing. */
export function movement(entry: Entry): bigint {
  let sum = 0n;
  for (const { nanos } of customerPostings(entry)) sum += nanos;
  return sum;
}

/** The currency of the account that a request's entry belongs to: the ledger always names it, also where only a cost was booked. */
export function accountCurrency(entry: Entry): string {
  const currencies = Object.keys(entry) as (keyof Entry)[];
  const [first = ''] = currencies;
  if (currencies.length < 2) return first;
  const own = currencies.find((currency) => entry[currency]?.length === 0 || entry[currency]?.some(([name]) => name.includes(':')));
  return own ?? first;
}

/** The account that a posting belongs to, without parsing its amount. */
export function accountsIn(entry: Entry): string[] {
  const found: string[] = [];
  for (const currency of Object.keys(entry) as (keyof Entry)[]) {
    for (const [name] of entry[currency] ?? []) {
      const colon = name.indexOf(':');
      if (colon < 0) continue;
      const account = name.slice(colon + 1);
      if (!found.includes(account)) found.push(account);
    }
  }
  return found;
}
