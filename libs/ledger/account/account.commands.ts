import type { Currency, Money, TokenCounts } from '#money';
import type { AccountEventData, AttemptRecord, Finish, LimitBy, Outcome, RoutedRequest, SealReason } from './account.events.js';

/** What may be asked of an account. `at` is the caller's clock; the account's own time never goes back. */
export type AccountCommand =
  | OpenAccount
  | HoldFunds
  | MeterTokens
  | FailRequest
  | AbandonRequest
  | ReceivePayment
  | GrantCredit
  | AdjustBalance
  | ExpireCredits
  | LeaseFunds
  | RecallFunds
  | SealLease
  | SettleLease;

export interface OpenAccount {
  readonly type: 'OpenAccount';
  readonly at: string;
  readonly account: string;
  readonly customer: string;
  readonly currency: Currency;
  readonly timeZone: string;
}

/** Asks for the amount wanted, and says the least that makes sense: the decider grants the most output tokens that the balance covers. */
export interface HoldFunds {
  readonly type: 'HoldFunds';
  readonly at: string;
  readonly currency: Currency;
  readonly request: Omit<RoutedRequest, 'bound' | 'limit_by' | 'output_limit'>;
  /** Upper bound of the input, in tokens. */
  readonly inputTokens: number;
  /** Nanos per million input tokens at the dearest price that may apply. */
  readonly inputPerMillion: bigint;
  /** Nanos per million output tokens at the dearest price, for one choice. */
  readonly outputPerMillion: bigint;
  /** Output tokens wanted and the least that is useful, for one choice. */
  readonly outputTokens: number;
  readonly minimumOutputTokens: number;
  /** Choices asked for (`n`): each may use the whole output limit. */
  readonly choices: number;
  /** Whose limit `outputTokens` is, before it is lowered; absent where there is no output. */
  readonly limitBy?: LimitBy | undefined;
  /** What a provider may count for each hundred tokens of the limit; 100 unless told. */
  readonly outputBoundPercent?: number;
}

/** A provider answered: what was used. The price is the one that the request was routed with. */
export interface MeterTokens {
  readonly type: 'MeterTokens';
  readonly at: string;
  readonly request: string;
  readonly outcome: Outcome;
  /** Index into the plan of the attempt that answered. */
  readonly attempt: number;
  readonly attempts: readonly AttemptRecord[];
  readonly tokens: TokenCounts;
  readonly reasoningTokens: number;
  readonly source: 'reported' | 'estimated';
  readonly finish?: Finish;
  /** The provider's word for it, where it is unknown. */
  readonly finishTold?: string;
  /** Why counts are not what was told: see the event. */
  readonly marks?: readonly string[];
  /** In which the provider says that it served. */
  readonly serviceTier?: string;
  /** Which the request asked for, where that is not the standard one. */
  readonly serviceTierAsked?: string;
  /** What the provider named beside the tokens, and no price covers. */
  readonly unpriced?: readonly string[];
  /** What the provider keeps of the answer: see the event. */
  readonly keptAtProvider?: readonly string[];
  readonly latencyMs: number;
  readonly firstByteMs: number | null;
}

export interface FailRequest {
  readonly type: 'FailRequest';
  readonly at: string;
  readonly request: string;
  readonly outcome: 'failed' | 'cancelled';
  readonly reason: string;
  readonly attempts: readonly AttemptRecord[];
  /** What the provider will bill us for it all the same; null for nothing. */
  readonly cost: Money | null;
  readonly latencyMs: number;
}

export interface AbandonRequest {
  readonly type: 'AbandonRequest';
  readonly at: string;
  readonly request: string;
  readonly reason: 'gateway_died' | 'deadline_passed';
}

/**
 * What must happen once, for good, is claimed first in a stream of its own (docs/ledger.md). The claim names the period that
 * takes the effect: in any other period the command is refused, and the claim has to name the next one first.
 */
export interface Claim {
  /** The claim's stream: `payment-…` or `command-…`. */
  readonly id: string;
  readonly period: string;
}

export interface ReceivePayment {
  readonly type: 'ReceivePayment';
  readonly at: string;
  readonly payment: string;
  readonly paymentProvider: string;
  readonly lot: string;
  readonly amount: Money;
  readonly order: string | null;
  readonly claim: Claim;
}

export interface GrantCredit {
  readonly type: 'GrantCredit';
  readonly at: string;
  readonly lot: string;
  readonly kind: 'promo' | 'goodwill';
  readonly amount: Money;
  readonly reason: string;
  readonly expiresAt: string | null;
  readonly claim: Claim | null;
}

/** A correction: above zero in the customer's favour. Takes from paid credit only, never below zero. */
export interface AdjustBalance {
  readonly type: 'AdjustBalance';
  readonly at: string;
  readonly adjustment: string;
  readonly amount: Money;
  readonly reason: string;
  /** Takes back an earlier adjustment of this period, whose amount it must mirror. */
  readonly reverses: string | null;
  readonly claim: Claim | null;
}

export interface ExpireCredits {
  readonly type: 'ExpireCredits';
  readonly at: string;
}

/** Asks for a slice of the balance, to be spent in a stream of the gateway's own. */
export interface LeaseFunds {
  readonly type: 'LeaseFunds';
  readonly at: string;
  readonly life: string;
  /** What one request needs, in nanos: a slice that covers only a few of them is not worth a lease. */
  readonly need: bigint;
}

/** Asks for everything back that is leased out, because what is left does not cover a request. */
export interface RecallFunds {
  readonly type: 'RecallFunds';
  readonly at: string;
  readonly by: string;
}

/** Ends a lease, in the lease's own stream. By another life than the one that holds it, it fences that gateway off. */
export interface SealLease {
  readonly type: 'SealLease';
  readonly at: string;
  readonly by: string;
  readonly reason: SealReason;
}

/** Takes one part of a sealed lease back: what `settlementOf` makes of the lease's stream. */
export interface SettleLease {
  readonly type: 'SettleLease';
  readonly at: string;
  readonly part: Omit<AccountEventData['LeaseSettled'], 'entry'>;
}
