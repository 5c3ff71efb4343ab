import { formatAmount } from '#money';
import type { AccountEventOf } from './account.events.js';
import { purseOf, type Account, type Lot } from './account.state.js';
import { CHART, PURSES, type Purse } from './chart.js';
import { EntryBuilder } from './entry.js';

/** Part of a lot. */
export interface Portion {
  readonly lot: Lot;
  readonly nanos: bigint;
}

const isExpired = (lot: Lot, at: string): boolean => lot.expiresAt !== null && lot.expiresAt <= at;

/** What can be spent at a moment: lots that are due to expire no longer count, even before their CreditExpired is written. */
export function spendableLots(account: Account, at: string, purse?: Purse): Lot[] {
  return account.lots.filter((lot) => lot.left > 0n && !isExpired(lot, at) && (purse === undefined || purseOf(lot.kind) === purse));
}

export function spendable(account: Account, at: string): bigint {
  return account.lots.reduce((sum, lot) => (isExpired(lot, at) ? sum : sum + lot.left), 0n);
}

/** Takes up to the amount from the lots in the order given. */
export function takeFrom(lots: readonly Lot[], amount: bigint): Portion[] {
  const portions: Portion[] = [];
  let missing = amount;
  for (const lot of lots) {
    if (missing === 0n) break;
    const nanos = lot.left < missing ? lot.left : missing;
    portions.push({ lot, nanos });
    missing -= nanos;
  }
  return portions;
}

export const sumOf = (portions: readonly Portion[]): bigint => portions.reduce((sum, { nanos }) => sum + nanos, 0n);

/** One command writes at most so many expiries, so that it always fits into an append; the rest follow with the next command. */
const MAX_EXPIRIES = 200;

/** Lots whose time has come, with what is left of them; what of them is held expires when the hold releases it. */
export function dueExpiries(account: Account, at: string, most = MAX_EXPIRIES): AccountEventOf<'CreditExpired'>[] {
  return account.lots
    .filter((lot) => lot.left > 0n && isExpired(lot, at))
    .slice(0, most)
    .map((lot) => expire(account, lot, lot.left, later(lot.expiresAt as string, account.at)));
}

/** What a hold gives back to lots that have expired meanwhile. */
export function expiredByRelease(account: Account, released: readonly Portion[], at: string): AccountEventOf<'CreditExpired'>[] {
  return released.filter(({ lot, nanos }) => nanos > 0n && isExpired(lot, at)).map(({ lot, nanos }) => expire(account, lot, nanos, at));
}

/** The next moment at which something expires; undefined when nothing will. */
export function nextExpiry(account: Account): string | undefined {
  let next: string | undefined;
  for (const { left, expiresAt } of account.lots) {
    if (left > 0n && expiresAt !== null && (next === undefined || expiresAt < next)) next = expiresAt;
  }
  return next;
}

function expire(account: Account, lot: Lot, nanos: bigint, at: string): AccountEventOf<'CreditExpired'> {
  const entry = new EntryBuilder(account.currency)
    .debit(`${PURSES[purseOf(lot.kind)].available}:${account.id}`, nanos)
    .credit(EXPIRES_TO[lot.kind], nanos);
  return { type: 'CreditExpired', at, data: { lot: lot.id, kind: lot.kind, amount: formatAmount(nanos), entry: entry.build() } };
}

const EXPIRES_TO = { promo: CHART.promoContra, goodwill: CHART.goodwill, adjustment: CHART.goodwill, paid: CHART.breakage } as const;

export const later = (a: string, b: string): string => (a > b ? a : b);
