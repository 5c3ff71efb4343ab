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
  readonly nanos: bigint;
}

/** What an entry comes to, read once. */
interface ReadEntry {
  readonly postings: readonly Posting[];
  /** Those of customers' balances, and whose they are, each once. */
  readonly customer: readonly CustomerPosting[];
  readonly accounts: readonly string[];
  /** What available + held + frozen gain together. */
  readonly movement: bigint;
  /** An account of a customer that is no part of a balance. */
  readonly strange: string | undefined;
}

/**
 * Several projections ask the same of each entry of the events that are folded at once: its amounts are parsed once for all of them. No
 * weak map: those cost the collector more than they save.
 */
let read = new Map<Entry, ReadEntry>();
let readBefore = read;
/** Before other events are folded: what is kept longer moves through the collector's hands again and again. */
export function forgetEntries(): void {
  // Not cleared: what a map had before it was leads to what it has next, and a dead one that has grown old keeps all that follow.
  read = new Map();
  readBefore = read;
}

/** Where nobody says that others follow. */
const MOST_READ = 250;

function readEntry(entry: Entry): ReadEntry {
  let found = read.get(entry) ?? readBefore.get(entry);
  if (found) return found;
  if (read.size >= MOST_READ) [readBefore, read] = [read, new Map<Entry, ReadEntry>()];
  read.set(entry, (found = parseEntry(entry)));
  return found;
}

function parseEntry(entry: Entry): ReadEntry {
  const postings: Posting[] = [];
  const customer: CustomerPosting[] = [];
  const accounts: string[] = [];
  let [movement, strange]: [bigint, string | undefined] = [0n, undefined];
  for (const currency of Object.keys(entry) as (keyof Entry)[]) {
    for (const [text, amount] of entry[currency] ?? []) {
      const { code, account, part } = nameOf(text);
      const nanos = parseAmount(amount);
      postings.push({ currency, code, nanos });
      if (account === undefined) continue;
      if (part === undefined) strange ??= text;
      else customer.push({ currency, account, part, nanos: -nanos });
      movement -= nanos;
      if (!accounts.includes(account)) accounts.push(account);
    }
  }
  return { postings, customer, accounts, movement, strange };
}

interface Name {
  readonly code: string;
  readonly account: string | undefined;
  readonly part: BalancePart | undefined;
}

/** A page of events posts to few ledger accounts: their names are taken apart once. */
const names = new Map<string, Name>();
const MOST_NAMES = 10_000;

function nameOf(text: string): Name {
  const known = names.get(text);
  if (known) return known;
  const colon = text.indexOf(':');
  const code = colon < 0 ? text : text.slice(0, colon);
  const name = { code, account: colon < 0 ? undefined : text.slice(colon + 1), part: PARTS[code] };
  if (names.size >= MOST_NAMES) names.clear();
  names.set(text, name);
  return name;
}

function sideOf(entry: Entry): ReadEntry {
  const found = readEntry(entry);
  if (found.strange !== undefined) throw new RangeError(`${found.strange} is no account of a customer's balance`);
  return found;
}

/** All lines of an entry. */
export const postingsOf = (entry: Entry): readonly Posting[] => readEntry(entry).postings;

/** Postings to ledger accounts that carry a customer account's id. Throws for one that is no part of a balance. */
export const customerPostings = (entry: Entry): readonly CustomerPosting[] => sideOf(entry).customer;

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
