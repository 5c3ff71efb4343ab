import type { PlannedAttempt } from '#ledger';
import type { AttemptFailure } from '#routing';
import type { AnswerContext, WireApi, WireError, WireRefusal, WireResponse } from '#wire';
import type { LargeAnswer } from '#wire/aside';
import type { PlainResponse, UpstreamResponse } from '../upstream/index.js';
import type { OpenedStream } from './opened-stream.js';

/** A provider that answered: from here on no other is asked. */
export type Answered = Asked &
  (
    | { readonly kind: 'plain'; readonly response: PlainResponse; readonly answer: WireResponse | LargeAnswer }
    | ({ readonly kind: 'stream' } & OpenedStream)
  );

/** Which of its routes a provider was asked by, and what of the request it was not told. */
interface Asked {
  readonly target: PlannedAttempt;
  readonly upstream: WireApi;
  readonly dropped: readonly string[];
  readonly context: AnswerContext;
  /** Input that the provider adds from what it stores, for estimates. */
  readonly storedTokens: number;
}

/** No provider answered: how the last one failed, and its own words where it said something. */
export interface Unanswered {
  readonly kind: 'failed';
  readonly target: PlannedAttempt;
  readonly upstream: WireApi;
  readonly failure: AttemptFailure;
  readonly response: UpstreamResponse | undefined;
  /** The error that stood in an answer of status 200. */
  readonly reported?: WireError | undefined;
  /** What of the request could not be said by the provider's other route, where it lacks the first. */
  readonly refusal?: WireRefusal;
}
