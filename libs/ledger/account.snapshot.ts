import { formatAmount, parseAmount, type Currency } from '#money';
import type { AccountEventData, HoldRecord, LeaseTerms, LotAmount, LotRecord } from './account/account.events.js';
import { blank, type Account } from './account/account.state.js';
import { addHold } from './account/hold.state.js';
import { addLot, lotOf, readLot, writeLot } from './account/lot.state.js';

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
  readonly quotes: readonly AccountEventData['RouteQuoted'][];
  /** Of the holds that have one. */
  readonly routes: { readonly [request: string]: number };
  readonly claims: readonly string[];
  readonly claims_listed: number;
  readonly counts: { readonly [type: string]: number };
  readonly adjustments: readonly (readonly [id: string, amount: string, reversed: boolean])[];
  readonly leases: readonly LeaseSnapshot[];
  readonly leases_granted: number;
  readonly recalled_at: string | null;
};

type LeaseSnapshot = LeaseTerms & {
  readonly since: string;
  readonly recalled: boolean;
  readonly settled_parts: number;
  readonly lots: readonly LotAmount[];
};

/** Changes with every change of evolve: an older snapshot is then ignored and the stream read instead. */
export const SNAPSHOT_VERSION = 6;

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
    quotes: [...account.quotes],
    routes: Object.fromEntries([...account.holds].flatMap(([request, { route }]) => (route === undefined ? [] : [[request, route]]))),
    claims: [...account.claims],
    claims_listed: account.claimsListed,
    counts: Object.fromEntries(account.counts),
    adjustments: [...account.adjustments].map(([id, { amount, reversed }]) => [id, formatAmount(amount), reversed] as const),
    leases: [...account.leases.values()].map(({ lease, life, until, since, recalled, settledParts, lots }) => ({
      lease,
      life,
      until,
      since,
      recalled,
      settled_parts: settledParts,
      lots: [...lots].map(([id, nanos]): LotAmount => [id, formatAmount(nanos)]),
    })),
    leases_granted: account.leasesGranted,
    recalled_at: account.recalledAt,
  };
}

export function thawAccount(snapshot: AccountSnapshot): Account {
  const account = blank(snapshot.account, snapshot.customer, snapshot.currency, snapshot.time_zone, snapshot.at);
  account.period = snapshot.period;
  account.status = snapshot.status;
  account.carriedLeft = snapshot.carried_left;
  account.next = snapshot.next;
  snapshot.lots.forEach((lot) => addLot(account, readLot(lot)));
  snapshot.holds.forEach((hold) => addHold(account, hold, snapshot.routes[hold.request]));
  snapshot.quotes.forEach((quote) => account.quotes.add(quote));
  snapshot.claims.forEach((claim) => account.claims.add(claim));
  account.claimsListed = snapshot.claims_listed;
  Object.entries(snapshot.counts).forEach(([type, count]) => account.counts.set(type, count));
  snapshot.adjustments.forEach(([id, amount, reversed]) => account.adjustments.set(id, { amount: parseAmount(amount), reversed }));
  account.leasesGranted = snapshot.leases_granted;
  account.recalledAt = snapshot.recalled_at;
  for (const { lots, settled_parts: settledParts, ...lease } of snapshot.leases) {
    const slices = lots.map(([id, amount]) => [id, parseAmount(amount)] as const);
    account.leases.set(lease.lease, { ...lease, settledParts, lots: new Map(slices) });
    for (const [id, nanos] of slices) {
      lotOf(account, id).leased += nanos;
      account.leased += nanos;
    }
  }
  return account;
}
