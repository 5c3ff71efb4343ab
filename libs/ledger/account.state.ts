import { formatAmount, parseAmount, type Currency } from '#money';
import type { AccountEvent, AccountEventOf, HoldRecord, LotAmount, LotKind, LotRecord } from './account.events.js';
import type { Purse } from './chart.js';

/** Amounts inside an account are bigint nanos of its one currency. */
export interface Account {
  readonly id: string;
  readonly customer: string;
  readonly currency: Currency;
  readonly timeZone: string;
  period: string;
  /** `carrying`: PeriodCarried events are still to come. `closed`: this period takes nothing more. */
  status: 'opening' | 'carrying' | 'open' | 'closed';
  carriedLeft: number;
  /** The period that goes on from this one, once it is closed; null before. */
  next: string | null;
  /** When the last event took effect. An account's time never goes back. */
  at: string;
  /** Sum of what is left of all lots. */
  available: bigint;
  /** Sum of the open holds. */
  held: bigint;
  /** In the order in which they are spent. */
  lots: Lot[];
  readonly holds: Map<string, Hold>;
  /** Claims whose effect stands in this period. */
  readonly claims: Set<string>;
  readonly counts: Map<string, number>;
  readonly adjustments: Map<string, { readonly amount: bigint; reversed: boolean }>;
}

export interface Lot {
  readonly id: string;
  readonly kind: LotKind;
  readonly granted: bigint;
  left: bigint;
  held: bigint;
  readonly since: string;
  readonly expiresAt: string | null;
  readonly payment: string | null;
}

export interface Hold {
  readonly record: HoldRecord;
  readonly amount: bigint;
  readonly takes: readonly { readonly lot: string; readonly purse: Purse; readonly amount: bigint }[];
}

export const purseOf = (kind: LotKind): Purse => (kind === 'promo' ? 'promo' : 'paid');

/**
 * Applies a fact. The state is changed in place and returned: copying thousands of open holds for each event would cost more
 * than everything else, so a caller that may have to go back keeps a snapshot (`freezeAccount`) or reads the stream again.
 */
export function evolve(state: Account | undefined, event: AccountEvent): Account {
  if (event.type === 'AccountOpened') return opened(event);
  if (event.type === 'PeriodOpened') return periodOpened(state, event);
  if (!state) throw new TypeError(`${event.type} cannot be the first event of an account`);
  apply(state, event);
  state.at = event.at > state.at ? event.at : state.at;
  state.counts.set(event.type, (state.counts.get(event.type) ?? 0) + 1);
  return state;
}

function apply(account: Account, event: Exclude<AccountEvent, { type: 'AccountOpened' | 'PeriodOpened' }>): void {
  switch (event.type) {
    case 'PeriodCarried':
      event.data.lots.forEach((lot) => addLot(account, readLot(lot)));
      event.data.holds.forEach((hold) => addHold(account, hold));
      account.carriedLeft -= 1;
      if (account.carriedLeft === 0) account.status = 'open';
      return;
    case 'RequestRouted':
      return routed(account, event);
    case 'TokensMetered':
      for (const [id, spent, released] of event.data.lots) release(account, id, parseAmount(spent), parseAmount(released));
      for (const [id, amount] of event.data.extra) take(account, id, parseAmount(amount));
      return endHold(account, event.data.request);
    case 'RequestFailed':
    case 'RequestAbandoned':
      for (const { lot, amount } of account.holds.get(event.data.request)?.takes ?? []) release(account, lot, 0n, amount);
      return endHold(account, event.data.request);
    case 'PaymentReceived':
      account.claims.add(event.data.claim);
      return addLot(account, grantedLot(event.data.lot, 'paid', event.data.amount, event.at, null, event.data.payment));
    case 'CreditGranted':
      if (event.data.claim !== null) account.claims.add(event.data.claim);
      return addLot(account, grantedLot(event.data.lot, event.data.kind, event.data.amount, event.at, event.data.expires_at, null));
    case 'CreditExpired':
      return take(account, event.data.lot, parseAmount(event.data.amount));
    case 'BalanceAdjusted':
      return adjusted(account, event);
    case 'PeriodClosed':
      account.status = 'closed';
      account.next = event.data.next;
      return;
    // no default: a new event must break the build
  }
}

function opened({ at, data }: AccountEventOf<'AccountOpened'>): Account {
  const account = blank(data.account, data.customer, data.currency, data.time_zone, at);
  account.counts.set('AccountOpened', 1);
  return account;
}

function periodOpened(before: Account | undefined, event: AccountEventOf<'PeriodOpened'>): Account {
  const { data, at } = event;
  const account = blank(data.account, data.customer, data.currency, data.time_zone, before && before.at > at ? before.at : at);
  account.period = data.period;
  data.lots.forEach((lot) => addLot(account, readLot(lot)));
  data.holds.forEach((hold) => addHold(account, hold));
  account.carriedLeft = data.carried;
  account.status = data.carried > 0 ? 'carrying' : 'open';
  if (before?.status === 'opening') account.counts.set('AccountOpened', 1);
  account.counts.set('PeriodOpened', 1);
  return account;
}

function blank(id: string, customer: string, currency: Currency, timeZone: string, at: string): Account {
  return {
    id,
    customer,
    currency,
    timeZone,
    period: '',
    status: 'opening',
    carriedLeft: 0,
    next: null,
    at,
    available: 0n,
    held: 0n,
    lots: [],
    holds: new Map(),
    claims: new Set(),
    counts: new Map(),
    adjustments: new Map(),
  };
}

function routed(account: Account, { data }: AccountEventOf<'RequestRouted'>): void {
  for (const [id, amount] of data.lots) {
    const lot = lotOf(account, id);
    const nanos = parseAmount(amount);
    lot.left -= nanos;
    lot.held += nanos;
    account.available -= nanos;
  }
  const { entry: _entry, ...record } = data;
  account.holds.set(data.request, readHold(account, record));
  account.held += parseAmount(data.hold);
}

function endHold(account: Account, request: string): void {
  const hold = account.holds.get(request);
  if (!hold) throw new TypeError(`No open hold for ${request}`);
  account.held -= hold.amount;
  account.holds.delete(request);
}

/** Of what a hold took from a lot, some is spent and the rest goes back. */
function release(account: Account, id: string, spent: bigint, released: bigint): void {
  const lot = lotOf(account, id);
  lot.held -= spent + released;
  lot.left += released;
  account.available += released;
  dropIfEmpty(account, lot);
}

function take(account: Account, id: string, nanos: bigint): void {
  const lot = lotOf(account, id);
  lot.left -= nanos;
  account.available -= nanos;
  dropIfEmpty(account, lot);
}

function adjusted(account: Account, { at, data }: AccountEventOf<'BalanceAdjusted'>): void {
  const amount = parseAmount(data.amount);
  if (data.claim !== null) account.claims.add(data.claim);
  if (amount > 0n) addLot(account, grantedLot(data.adjustment, 'adjustment', data.amount, at, null, null));
  for (const [id, nanos] of data.lots) take(account, id, parseAmount(nanos));
  account.adjustments.set(data.adjustment, { amount, reversed: false });
  const reversed = data.reverses === null ? undefined : account.adjustments.get(data.reverses);
  if (reversed) reversed.reversed = true;
}

function dropIfEmpty(account: Account, lot: Lot): void {
  if (lot.left === 0n && lot.held === 0n) account.lots = account.lots.filter((each) => each !== lot);
}

export function lotOf(account: Account, id: string): Lot {
  const lot = account.lots.find((each) => each.id === id);
  if (!lot) throw new TypeError(`No lot ${id} in ${account.id}`);
  return lot;
}

export const hasLot = (account: Account, id: string): boolean => account.lots.some((lot) => lot.id === id);

/** Searches from the end: carried lots arrive in order, and new ones mostly belong there. */
function addLot(account: Account, lot: Lot): void {
  let index = account.lots.length;
  while (index > 0 && comesBefore(lot, account.lots[index - 1] as Lot)) index -= 1;
  account.lots.splice(index, 0, lot);
  account.available += lot.left;
}

/** Promo before paid, earliest expiry first, then oldest; the id settles what is left. */
function comesBefore(a: Lot, b: Lot): boolean {
  const [purse, other] = [purseOf(a.kind), purseOf(b.kind)];
  if (purse !== other) return purse === 'promo';
  if (a.expiresAt !== b.expiresAt) return b.expiresAt === null || (a.expiresAt !== null && a.expiresAt < b.expiresAt);
  return a.since === b.since ? a.id < b.id : a.since < b.since;
}

function grantedLot(id: string, kind: LotKind, amount: string, since: string, expiresAt: string | null, payment: string | null): Lot {
  const granted = parseAmount(amount);
  return { id, kind, granted, left: granted, held: 0n, since, expiresAt, payment };
}

function addHold(account: Account, record: HoldRecord): void {
  const hold = readHold(account, record);
  account.holds.set(record.request, hold);
  account.held += hold.amount;
}

function readHold(account: Account, record: HoldRecord): Hold {
  const takes = record.lots.map(([lot, amount]: LotAmount) => ({
    lot,
    purse: purseOf(lotOf(account, lot).kind),
    amount: parseAmount(amount),
  }));
  return { record, amount: parseAmount(record.hold), takes };
}

function readLot(record: LotRecord): Lot {
  return {
    id: record.lot,
    kind: record.kind,
    granted: parseAmount(record.granted),
    left: parseAmount(record.left),
    held: parseAmount(record.held),
    since: record.since,
    expiresAt: record.expires_at,
    payment: record.payment,
  };
}

export function writeLot(lot: Lot): LotRecord {
  return {
    lot: lot.id,
    kind: lot.kind,
    granted: formatAmount(lot.granted),
    left: formatAmount(lot.left),
    held: formatAmount(lot.held),
    since: lot.since,
    expires_at: lot.expiresAt,
    payment: lot.payment,
  };
}

/** An account as JSON: a disposable cache of its fold, keyed by SNAPSHOT_VERSION. */
export type AccountSnapshot = {
  readonly account: string;
  readonly customer: string;
  readonly currency: Currency;
  readonly time_zone: string;
  readonly period: string;
  readonly status: Account['status'];
  readonly carried_left: number;
  readonly next: string | null;
  readonly at: string;
  readonly lots: readonly LotRecord[];
  readonly holds: readonly HoldRecord[];
  readonly claims: readonly string[];
  readonly counts: { readonly [type: string]: number };
  readonly adjustments: readonly (readonly [id: string, amount: string, reversed: boolean])[];
};

/** Changes with every change of evolve: an older snapshot is then ignored and the stream read instead. */
export const SNAPSHOT_VERSION = 2;

export function freezeAccount(account: Account): AccountSnapshot {
  return {
    account: account.id,
    customer: account.customer,
    currency: account.currency,
    time_zone: account.timeZone,
    period: account.period,
    status: account.status,
    carried_left: account.carriedLeft,
    next: account.next,
    at: account.at,
    lots: account.lots.map(writeLot),
    holds: [...account.holds.values()].map(({ record }) => record),
    claims: [...account.claims],
    counts: Object.fromEntries(account.counts),
    adjustments: [...account.adjustments].map(([id, { amount, reversed }]) => [id, formatAmount(amount), reversed] as const),
  };
}

export function thawAccount(snapshot: AccountSnapshot): Account {
  const account = blank(snapshot.account, snapshot.customer, snapshot.currency, snapshot.time_zone, snapshot.at);
  account.period = snapshot.period;
  account.status = snapshot.status;
  account.carriedLeft = snapshot.carried_left;
  account.next = snapshot.next;
  snapshot.lots.forEach((lot) => addLot(account, readLot(lot)));
  snapshot.holds.forEach((hold) => addHold(account, hold));
  snapshot.claims.forEach((claim) => account.claims.add(claim));
  Object.entries(snapshot.counts).forEach(([type, count]) => account.counts.set(type, count));
  snapshot.adjustments.forEach(([id, amount, reversed]) => account.adjustments.set(id, { amount: parseAmount(amount), reversed }));
  return account;
}
