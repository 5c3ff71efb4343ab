import type { Currency, RecordedUnitPrice } from '#money';

/** What the events of requests are made of: JSON, as in account.events.ts. */

export type LotAmount = readonly [lot: string, amount: string];

/** Whose output limit was sent upstream; `maximum` is the model's own, or what is left of its context window. */
export type LimitBy = 'client' | 'default' | 'maximum' | 'balance';

/** One target that a request may be sent to, in order. */
export type PlannedAttempt = {
  /** Where this model's own limit is below that of the request: what it is sent at most, and why. */
  readonly limit_by?: LimitBy;
  readonly output_limit?: number;
  readonly provider: string;
  readonly upstream_model: string;
  readonly model: string;
  readonly price_version: string;
  /** What the provider charges us; absent where nobody has told. */
  readonly cost?: { readonly currency: Currency; readonly price: readonly RecordedUnitPrice[] };
};

/** What a request may use and how it will be charged, kept until it ends. */
export type RoutedRequest = {
  readonly request: string;
  readonly key: string;
  /** The life of the gateway that serves it: a new id at each start. */
  readonly life: string;
  readonly requested_model: string;
  readonly plan: readonly PlannedAttempt[];
  /** Unit prices of every price version in the plan. */
  readonly prices: { readonly [version: string]: readonly RecordedUnitPrice[] };
  /** Whose limit the output has; absent where there is no output, and in version 1. */
  readonly limit_by?: LimitBy | undefined;
  /** Output tokens for each choice, as sent upstream; absent as `limit_by` is. */
  readonly output_limit?: number | undefined;
  /** Upper bounds in tokens; the output bound is what is sent upstream, times what a provider counts beyond it, times `n`. */
  readonly bound: { readonly input: number; readonly output: number };
  readonly deadline: string;
  /** What we expect to owe the provider if this request is never heard of again. */
  readonly expected_cost: { readonly currency: Currency; readonly amount: string } | null;
};

/** A target as a quote names it: what a request's own output limit does to it stands with the request. */
export type QuotedTarget = Omit<PlannedAttempt, 'limit_by' | 'output_limit'>;

export type HoldRecord = RoutedRequest & {
  readonly hold: string;
  readonly lots: readonly LotAmount[];
};

export type AttemptRecord = {
  readonly provider: string;
  readonly upstream_model: string;
  /** HTTP status; null when no answer came. */
  readonly status: number | null;
  readonly latency_ms: number;
  /** A stable code, never a provider's words. */
  readonly error?: string;
};

export type UsageRecord = {
  readonly input_tokens: number;
  readonly cached_input_tokens: number;
  readonly cache_write_tokens: number;
  readonly output_tokens: number;
  readonly reasoning_tokens: number;
  readonly source: 'reported' | 'estimated';
  /** Told apart by some providers, and named only where there is some: parts of the count that is called alike without `1h` and `audio`. */
  readonly cache_write_1h_tokens?: number | undefined;
  readonly input_audio_tokens?: number | undefined;
  readonly cached_input_audio_tokens?: number | undefined;
  readonly output_audio_tokens?: number | undefined;
  /** Why these are not the counts that the provider told, and which of its counts nobody knows (docs/usage-marks.md); absent where all was well, and in version 1. */
  readonly marks?: readonly string[] | undefined;
};
