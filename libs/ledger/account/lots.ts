import { formatAmount } from '#money';
import type { AccountEventOf } from './account.events.js';
import { purseOf, type Account, type Lot } from './account.state.js';
import { CHART, PURSES, type Purse } from './chart.js';
import { EntryBuilder } from './entry.js';
import { later } from './period.js';

/** Part of a lot. */
export interface Portion {
  readonly lot: Lot;
  readonly nanos: bigint;
}

const isExpired = (lot: Lot, at: string): boolean => lot.expiresAt !== null && lot.expiresAt <= at;

/** One command takes from at most so many lots: its event names each, and events are bounded. */
export const MAX_LOTS = 1_000;

/** What one command can spend at a moment: lots that are due to expire no longer count, even before their CreditExpired is written. */
export function spendableLots(account: Account, at: string, purse?: Purse): Lot[] {
  return account.lots
    .filter((lot) => lot.left > 0n && !isExpired(lot, at) && (purse === undefined || purseOf(lot.kind) === purse))
    .slice(0, MAX_LOTS);
}

export function spendable(account: Account, at: string): bigint {
  return account.lots.reduce((sum, lot) => (isExpired(lot, at) ? sum : sum + lot.left), 0n);
}

export const leftIn = (lots: readonly Lot[]): bigint => lots.reduce((sum, { left }) => sum + left, 0n);

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

/**
 * Before and after its own event a command writes at most so many expiries, so that it always fits into half an append. The
 * rest follow with the next command; until then nothing can be taken from those lots.
 */
export const MAX_EXPIRIES = 100;

/** Lots whose time has come, earliest first, with what is left of them; what of them is held expires when the hold releases it. */
export function dueExpiries(account: Account, at: string): AccountEventOf<'CreditExpired'>[] {
  return account.lots
    .filter((lot) => lot.left > 0n && isExpired(lot, at))
    .sort((a, b) => compare(a.expiresAt as string, b.expiresAt as string))
    .slice(0, MAX_EXPIRIES)
    .map((lot) => expire(account, lot, lot.left, later(lot.expiresAt as string, account.at)));
}

/** What a hold gives back to lots that have expired meanwhile. */
export function expiredByRelease(account: Account, released: readonly Portion[], at: string): AccountEventOf<'CreditExpired'>[] {
  return released
    .filter(({ lot, nanos }) => nanos > 0n && isExpired(lot, at))
    .slice(0, MAX_EXPIRIES)
    .map(({ lot, nanos }) => expire(account, lot, nanos, at));
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

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
