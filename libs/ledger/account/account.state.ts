import type { Currency } from '#money';
import type { HoldRecord, LeaseTerms, LotKind } from './account.events.js';
import type { Purse } from './chart.js';
import { QuotedRoutes } from './quoted-routes.js';

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
  /** What stands quoted in this stream; the next one quotes anew. */
  readonly quotes: QuotedRoutes;
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
  /** Its quote; undefined where there is none in this stream, as for a hold that came from another one. */
  readonly route: number | undefined;
}

export const purseOf = (kind: LotKind): Purse => (kind === 'promo' ? 'promo' : 'paid');

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
    quotes: new QuotedRoutes(),
    adjustments: new Map(),
    leases: new Map(),
    leasesGranted: 0,
    recalledAt: null,
    lease: null,
  };
}
