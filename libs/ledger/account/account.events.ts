import type { Currency, RecordedUnitPrice } from '#money';
import type { Entry } from './entry.js';
import type { AttemptRecord, HoldRecord, LotAmount, QuotedTarget, UsageRecord } from './request.records.js';

export type {
  AttemptRecord,
  HoldRecord,
  LimitBy,
  LotAmount,
  PlannedAttempt,
  QuotedTarget,
  RoutedRequest,
  UsageRecord,
} from './request.records.js';

/**
 * The events of an account, as they stand in the store: JSON, keys in snake_case, amounts as canonical decimals of the
 * account's currency, times in RFC 3339 UTC with milliseconds. Of each the version that is written now; older ones are upcast by
 * account.codec.ts. The stream names account and period: `account-{account}-{period}`, or `lease-{account}-{period}-{n}`.
 */

export type LotKind = 'promo' | 'goodwill' | 'paid' | 'adjustment';

/** A grant, payment or correction with what is left of it. */
export type LotRecord = {
  readonly lot: string;
  readonly kind: LotKind;
  readonly granted: string;
  /** Neither held nor spent. */
  readonly left: string;
  /** Held by open requests. */
  readonly held: string;
  readonly since: string;
  readonly expires_at: string | null;
  /** The payment that paid for it, for refunds and disputes. */
  readonly payment: string | null;
};

/** What a gateway may spend of an account in a stream of its own, and until when (exclusive). */
export type LeaseTerms = {
  /** Which of the month's leases: the last part of the stream's name. */
  readonly lease: number;
  /** The life of the gateway that holds it. */
  readonly life: string;
  /** The month's end, or when the first of its lots expires. */
  readonly until: string;
};

export type Finish = 'length' | 'unknown';

export type Outcome = 'succeeded' | 'incomplete' | 'cancelled' | 'failed';

export type AccountEventData = {
  AccountOpened: { readonly account: string; readonly customer: string; readonly currency: Currency; readonly time_zone: string };
  PeriodOpened: {
    readonly account: string;
    readonly customer: string;
    readonly currency: Currency;
    readonly time_zone: string;
    readonly period: string;
    readonly previous: { readonly stream: string; readonly revision: string; readonly hash: string } | null;
    readonly available: string;
    readonly held: string;
    readonly lots: readonly LotRecord[];
    readonly holds: readonly HoldRecord[];
    /** So many PeriodCarried events follow before anything else. */
    readonly carried: number;
  };
  PeriodCarried: { readonly part: number; readonly lots: readonly LotRecord[]; readonly holds: readonly HoldRecord[] };
  /**
   * Says once in a stream what requests of one life, model and plan have in common: their events are recorded in a compact shape that names this
   * one (`route`), and read as if they repeated it (docs/ledger-events.md).
   */
  RouteQuoted: {
    /** The revision of this event in its stream: by this its requests name it. */
    readonly route: number;
    readonly life: string;
    readonly requested_model: string;
    /** A set, in the order of their names; the order in which they are tried stands with the request. */
    readonly targets: readonly QuotedTarget[];
    /** Unit prices of every price version among the targets. */
    readonly prices: { readonly [version: string]: readonly RecordedUnitPrice[] };
    readonly markup_ppm: number;
    readonly rounding: 'half_even';
    /** From when a hold takes effect to its deadline, where a request does not say its own. */
    readonly deadline_ms: number;
  };
  RequestRouted: HoldRecord & { readonly entry: Entry };
  TokensMetered: {
    readonly request: string;
    readonly outcome: Outcome;
    readonly provider: string;
    readonly upstream_model: string;
    readonly model: string;
    readonly attempts: readonly AttemptRecord[];
    readonly usage: UsageRecord;
    /**
     * `length`: the answer ended because it had reached its output limit; `unknown`: for a reason that is in no table, or that nobody told. Absent where it ended by
     * itself.
     */
    readonly finish?: Finish | undefined;
    /** With `unknown`: the provider's word, as it was told; absent where there was none, and in version 1. */
    readonly finish_told?: string | undefined;
    /** In which the provider says that it served; absent where that is the standard one. */
    readonly service_tier?: string | undefined;
    /** Which the request asked for; absent where that is the standard one. Where the provider tells of none, it stands in `unpriced` too. */
    readonly service_tier_asked?: string | undefined;
    /**
     * What has no price of its own and was charged at another (ADR 0018); absent where there is nothing. What follows from usage, price and service
     * tier comes first; then what the provider named beside.
     */
    readonly unpriced?: readonly string[] | undefined;
    /**
     * What the answer left at its provider, for whoever refers to it later (ADR 0020): the first 128 bits of the SHA-256 of each id, in base64url,
     * because they are only ever compared. Absent where there is nothing.
     */
    readonly kept_at_provider?: readonly string[] | undefined;
    readonly price_version: string;
    /** The unit prices that applied. */
    readonly price: readonly RecordedUnitPrice[];
    /** Σ tokens × nanos per million × (10^6 + markup_ppm), divided by 10^12 and rounded half to even: `rated`. */
    readonly numerator: string;
    readonly markup_ppm: number;
    readonly rounding: 'half_even';
    readonly rated: string;
    /** min(rated, hold); in version 1 what was available was taken beyond the hold. */
    readonly charge: string;
    readonly uncollected: string;
    /** Absent where nothing is uncollected, and in version 1. */
    readonly uncollected_reason?: UncollectedReason | undefined;
    readonly cost: { readonly currency: Currency; readonly amount: string; readonly price: readonly RecordedUnitPrice[] } | null;
    readonly latency_ms: number;
    readonly first_byte_ms: number | null;
    /** For each lot of the hold: what was spent of it and what went back. */
    readonly lots: readonly (readonly [lot: string, spent: string, released: string])[];
    /** What version 1 took beyond the hold; empty since. */
    readonly extra: readonly LotAmount[];
    readonly entry: Entry;
  };
  RequestFailed: {
    readonly request: string;
    readonly reason: string;
    readonly outcome: 'failed' | 'cancelled';
    readonly attempts: readonly AttemptRecord[];
    readonly cost: { readonly currency: Currency; readonly amount: string } | null;
    readonly released: string;
    readonly latency_ms: number;
    readonly entry: Entry;
  };
  RequestAbandoned: {
    readonly request: string;
    readonly reason: 'gateway_died' | 'deadline_passed';
    readonly cost: { readonly currency: Currency; readonly amount: string } | null;
    readonly released: string;
    readonly entry: Entry;
  };
  PaymentReceived: {
    readonly payment: string;
    readonly payment_provider: string;
    readonly lot: string;
    readonly amount: string;
    readonly currency: Currency;
    readonly order: string | null;
    readonly claim: string;
    readonly entry: Entry;
  };
  CreditGranted: {
    readonly lot: string;
    readonly kind: 'promo' | 'goodwill';
    readonly amount: string;
    readonly currency: Currency;
    readonly reason: string;
    readonly expires_at: string | null;
    readonly claim: string | null;
    readonly entry: Entry;
  };
  CreditExpired: { readonly lot: string; readonly kind: LotKind; readonly amount: string; readonly entry: Entry };
  BalanceAdjusted: {
    readonly adjustment: string;
    /** Signed: above zero in the customer's favour. */
    readonly amount: string;
    readonly currency: Currency;
    readonly reason: string;
    /** The adjustment that this one takes back. */
    readonly reverses: string | null;
    /** What a correction in our favour took from which lots; empty otherwise. */
    readonly lots: readonly LotAmount[];
    readonly claim: string | null;
    readonly entry: Entry;
  };
  /** A slice of the balance goes to a gateway, which spends it in `lease-{account}-{period}-{lease}`. */
  FundsLeased: LeaseTerms & { readonly amount: string; readonly lots: readonly LotAmount[]; readonly entry: Entry };
  /** A gateway needs what is leased to others: every lease that is out is given back at once. */
  FundsRecalled: { readonly by: string; readonly leases: readonly number[] };
  /**
   * A sealed lease comes back, in parts where it has many open holds. Each part moves some of them, with their funds, to this
   * stream; the last one says of each lot what was spent and what is returned.
   */
  LeaseSettled: {
    readonly lease: number;
    /** From 1 on. */
    readonly part: number;
    readonly last: boolean;
    /** Where the lease's stream ended. */
    readonly sealed: { readonly stream: string; readonly revision: string; readonly hash: string };
    readonly holds: readonly HoldRecord[];
    readonly lots: readonly (readonly [lot: string, spent: string, returned: string])[];
    readonly entry: Entry;
  };
  /** First of a lease's stream. Follows from FundsLeased, so that whoever finds it missing writes the same. */
  LeaseOpened: LeaseTerms & {
    readonly account: string;
    readonly customer: string;
    readonly currency: Currency;
    readonly time_zone: string;
    readonly period: string;
    /** The slices: `granted` and `left` are what was leased of each lot. */
    readonly lots: readonly LotRecord[];
  };
  /**
   * The lease takes nothing more. By its own gateway: its open holds go on in the account's stream. By another one: that gateway is
   * fenced off, and RequestAbandoned follows here for each open hold.
   */
  LeaseSealed: {
    readonly by: string;
    readonly reason: SealReason;
    /** Requests with an open hold. */
    readonly holds: readonly string[];
    readonly available: string;
    readonly held: string;
  };
  /**
   * The month is closing: its claims, in the order of their effects, as far as they do not fit into PeriodClosed. Nothing but more of them and
   * PeriodClosed follows.
   */
  ClaimsListed: {
    /** From 1 on. */
    readonly part: number;
    readonly claims: readonly string[];
  };
  PeriodClosed: {
    readonly period: string;
    /** The period that goes on from here: months without events are skipped, and whoever opens it opens the same one. */
    readonly next: string;
    readonly available: string;
    readonly held: string;
    readonly frozen: string;
    readonly counts: { readonly [type: string]: number };
    /** Those that no ClaimsListed of this stream has; `counts` tells how many of these stand right before. */
    readonly claims: readonly string[];
  };
};

/** What a provider reported comes to more than the worst case that was held: its fault, or a bound of ours that is too low. */
export type UncollectedReason = 'beyond_bound';

/** Why a lease ended: its own gateway was done with it, it was recalled, its time was over, or its gateway was presumed dead. */
export type SealReason = 'returned' | 'recalled' | 'over' | 'gateway_died';

export type AccountEventType = keyof AccountEventData;

/** A fact about an account, with the moment that it took effect. */
export type AccountEvent = {
  [Type in AccountEventType]: { readonly type: Type; readonly at: string; readonly data: AccountEventData[Type] };
}[AccountEventType];

export type AccountEventOf<Type extends AccountEventType> = Extract<AccountEvent, { type: Type }>;
