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

/** A line of an entry with its amount read: a debit is above zero. */
export interface Posting {
  readonly currency: string;
  readonly code: string;
  /** The customer's account; undefined for ledger accounts that carry none. */
  readonly account: string | undefined;
  readonly nanos: bigint;
}

/** What an entry does to customers' balances. */
interface CustomerSide {
  readonly postings: readonly CustomerPosting[];
  readonly accounts: readonly string[];
  /** What available + held + frozen gain together. */
  readonly movement: bigint;
}

interface ReadEntry {
  readonly postings: readonly Posting[];
  side: CustomerSide | undefined;
}

/**
 * Several projections ask the same of each entry of the events that are folded at once: its amounts are parsed once for all of them. No
 * weak map: those cost the collector more than they save.
 */
const read = new Map<Entry, ReadEntry>();
const MOST_READ = 2_000;

function readEntry(entry: Entry): ReadEntry {
  let found = read.get(entry);
  if (found) return found;
  if (read.size >= MOST_READ) read.clear();
  read.set(entry, (found = { postings: postingsIn(entry), side: undefined }));
  return found;
}

function postingsIn(entry: Entry): Posting[] {
  const postings: Posting[] = [];
  for (const currency of Object.keys(entry) as (keyof Entry)[]) {
    for (const [name, amount] of entry[currency] ?? []) {
      const colon = name.indexOf(':');
      const [code, account] = colon < 0 ? [name, undefined] : [name.slice(0, colon), name.slice(colon + 1)];
      postings.push({ currency, code, account, nanos: parseAmount(amount) });
    }
  }
  return postings;
}

function sideOf(entry: Entry): CustomerSide {
  const found = readEntry(entry);
  return (found.side ??= readSide(found.postings));
}

function readSide(all: readonly Posting[]): CustomerSide {
  const postings: CustomerPosting[] = [];
  const accounts: string[] = [];
  let movement = 0n;
  for (const { currency, code, account, nanos } of all) {
    if (account === undefined) continue;
    const part = PARTS[code];
    if (part === undefined) throw new RangeError(`${code}:${account} is no account of a customer's balance`);
    postings.push({ currency, account, part, nanos: -nanos });
    movement -= nanos;
    if (!accounts.includes(account)) accounts.push(account);
  }
  return { postings, accounts, movement };
}

/** All lines of an entry. */
export const postingsOf = (entry: Entry): readonly Posting[] => readEntry(entry).postings;

/** Postings to ledger accounts that carry a customer account's id. Throws for one that is no part of a balance. */
export const customerPostings = (entry: Entry): readonly CustomerPosting[] => sideOf(entry).postings;

/** What an entry adds to an account's available + held + frozen, in nanos: holds and releases move nothing. */
export const movement = (entry: Entry): bigint => sideOf(entry).movement;

/** The customer accounts that an entry posts to, each once. */
export const accountsIn = (entry: Entry): readonly string[] => sideOf(entry).accounts;

/** The currency of the account that a request's entry belongs to: the ledger always names it, also where only a cost was booked. */
export function accountCurrency(entry: Entry): string {
  const currencies = Object.keys(entry) as (keyof Entry)[];
  const [first = ''] = currencies;
  if (currencies.length < 2) return first;
  const own = currencies.find((currency) => entry[currency]?.length === 0 || entry[currency]?.some(([name]) => name.includes(':')));
  return own ?? first;
}
