import { formatAmount, parseAmount, type Currency } from '#money';
import type { AccountEvent, AccountEventOf, HoldRecord, LeaseTerms, LotAmount, LotKind, LotRecord } from './account.events.js';
import type { Purse } from './chart.js';

/**
 * Amounts inside an account are bigint nanos of its one currency. A lease is an account too, a small one: the slices of lots that a
 * gateway may spend, folded from the lease's own stream by the same code.
 */
export interface Account {
  readonly id: string;
  readonly customer: string;
  readonly currency: Currency;
  readonly timeZone: string;
  period: string;
  /**
   * `carrying`: PeriodCarried events are still to come. `closing`: some of the claims are listed, and PeriodClosed is still to come. `closed`: this
   * period takes nothing more. `sealed`: nor does this lease.
   */
  status: 'opening' | 'carrying' | 'open' | 'closing' | 'closed' | 'sealed';
  carriedLeft: number;
  /** The period that goes on from this one, once it is closed; null before. */
  next: string | null;
  /** When the last event took effect. An account's time never goes back. */
  at: string;
  /** Sum of what is left of all lots; what is leased out is not in it. */
  available: bigint;
  /** Sum of what is leased out and not settled. */
  leased: bigint;
  /** Sum of the open holds. */
  held: bigint;
  /** In the order in which they are spent. */
  lots: Lot[];
  readonly holds: Map<string, Hold>;
  /** Claims whose effect stands in this period, in the order of their effects. */
  readonly claims: Set<string>;
  /** So many of them ClaimsListed events have already, from the first on. */
  claimsListed: number;
  readonly counts: Map<string, number>;
  readonly adjustments: Map<string, { readonly amount: bigint; reversed: boolean }>;
  /** Leases of this month that are not settled yet, by number. */
  readonly leases: Map<number, OutstandingLease>;
  /** How many leases the month has seen: the next one's number is one more. */
  leasesGranted: number;
  /** When leases were last recalled; null where that has not happened in this month. */
  recalledAt: string | null;
  /** What this lease is, where it is one; null for the account itself. */
  readonly lease: (LeaseTerms & { sealedBy: string | null }) | null;
}

/** A lease as the account's own stream knows it. */
export interface OutstandingLease extends LeaseTerms {
  readonly since: string;
  recalled: boolean;
  /** Parts of its settlement that stand already. */
  settledParts: number;
  /** What of each lot has not come back yet. */
  readonly lots: Map<string, bigint>;
}

export interface Lot {
  readonly id: string;
  readonly kind: LotKind;
  readonly granted: bigint;
  left: bigint;
  held: bigint;
  /** Leased to gateways and not settled. */
  leased: bigint;
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
  if (event.type === 'LeaseOpened') return leaseOpened(event);
  if (!state) throw new TypeError(`${event.type} cannot be the first event of an account`);
  apply(state, event);
  state.at = event.at > state.at ? event.at : state.at;
  state.counts.set(event.type, (state.counts.get(event.type) ?? 0) + 1);
  return state;
}

function apply(account: Account, event: Exclude<AccountEvent, { type: 'AccountOpened' | 'PeriodOpened' | 'LeaseOpened' }>): void {
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
    case 'FundsLeased':
      return leased(account, event);
    case 'FundsRecalled':
      for (const number of event.data.leases) outstanding(account, number).recalled = true;
      account.recalledAt = event.at;
      return;
    case 'LeaseSettled':
      return settled(account, event);
    case 'LeaseSealed':
      account.status = 'sealed';
      if (account.lease) account.lease.sealedBy = event.data.by;
      return;
    case 'ClaimsListed':
      account.status = 'closing';
      account.claimsListed += event.data.claims.length;
      return;
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

function leaseOpened({ at, data }: AccountEventOf<'LeaseOpened'>): Account {
  const { lease, life, until } = data;
  const account: Account = {
    ...blank(data.account, data.customer, data.currency, data.time_zone, at),
    lease: { lease, life, until, sealedBy: null },
  };
  account.period = data.period;
  account.status = 'open';
  data.lots.forEach((lot) => addLot(account, readLot(lot)));
  account.counts.set('LeaseOpened', 1);
  return account;
}

export function blank(id: string, customer: string, currency: Currency, timeZone: string, at: string): Account {
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
    leased: 0n,
    held: 0n,
    lots: [],
    holds: new Map(),
    claims: new Set(),
    claimsListed: 0,
    counts: new Map(),
    adjustments: new Map(),
    leases: new Map(),
    leasesGranted: 0,
    recalledAt: null,
    lease: null,
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

function leased(account: Account, { at, data: { lease, life, until, lots } }: AccountEventOf<'FundsLeased'>): void {
  const slices = lots.map(([id, amount]) => [id, parseAmount(amount)] as const);
  for (const [id, nanos] of slices) {
    const lot = lotOf(account, id);
    lot.left -= nanos;
    lot.leased += nanos;
    account.available -= nanos;
    account.leased += nanos;
  }
  account.leases.set(lease, { lease, life, until, since: at, recalled: false, settledParts: 0, lots: new Map(slices) });
  account.leasesGranted = Math.max(account.leasesGranted, lease);
}

function settled(account: Account, { data }: AccountEventOf<'LeaseSettled'>): void {
  const lease = outstanding(account, data.lease);
  const comesBack = (id: string, nanos: bigint): Lot => {
    const lot = lotOf(account, id);
    lot.leased -= nanos;
    account.leased -= nanos;
    const out = (lease.lots.get(id) ?? 0n) - nanos;
    if (out === 0n) lease.lots.delete(id);
    else lease.lots.set(id, out);
    return lot;
  };
  for (const hold of data.holds) {
    for (const [id, amount] of hold.lots) comesBack(id, parseAmount(amount)).held += parseAmount(amount);
    addHold(account, hold);
  }
  for (const [id, spent, returned] of data.lots) {
    const nanos = parseAmount(spent) + parseAmount(returned);
    if (nanos === 0n) continue; // all of it moved with holds, which may have emptied the lot since
    const lot = comesBack(id, nanos);
    lot.left += parseAmount(returned);
    account.available += parseAmount(returned);
    dropIfEmpty(account, lot);
  }
  lease.settledParts = data.part;
  if (data.last) account.leases.delete(data.lease);
}

function outstanding(account: Account, number: number): OutstandingLease {
  const lease = account.leases.get(number);
  if (!lease) throw new TypeError(`No lease ${number} of ${account.id} is out`);
  return lease;
}

function dropIfEmpty(account: Account, lot: Lot): void {
  if (account.lease) return; // its settlement says of each slice what was spent
  if (lot.left === 0n && lot.held === 0n && lot.leased === 0n) account.lots = account.lots.filter((each) => each !== lot);
}

export function lotOf(account: Account, id: string): Lot {
  const lot = account.lots.find((each) => each.id === id);
  if (!lot) throw new TypeError(`No lot ${id} in ${account.id}`);
  return lot;
}

export const hasLot = (account: Account, id: string): boolean => account.lots.some((lot) => lot.id === id);

/** Searches from the end: carried lots arrive in order, and new ones mostly belong there. */
export function addLot(account: Account, lot: Lot): void {
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
  return { id, kind, granted, left: granted, held: 0n, leased: 0n, since, expiresAt, payment };
}

export function addHold(account: Account, record: HoldRecord): void {
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

export function readLot(record: LotRecord): Lot {
  return {
    id: record.lot,
    kind: record.kind,
    granted: parseAmount(record.granted),
    left: parseAmount(record.left),
    held: parseAmount(record.held),
    leased: 0n,
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
