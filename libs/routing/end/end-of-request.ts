import type { FailRequest, MeterTokens, Outcome } from '#ledger';
import { Money } from '#money';
import type { Ending, StreamState, Usage, WireResponse } from '#wire';
import type { AttemptFailure } from '../attempts/may-switch.js';
import type { RoutePlan } from '../plan/route-plan.js';

/** How a request ended, whichever way it did. */
export type RequestEnd = WholeAnswer | StreamedAnswer | NoAnswer;

type Told = Pick<WireResponse, 'ending' | 'serviceTier' | 'unpriced'> & { readonly told: Pick<WireResponse['told'], 'marks'> };

/** A plain answer: it came, or there is none. */
interface WholeAnswer {
  readonly kind: 'plain';
  readonly answer: Told;
}

/** A stream of which something has gone to the client. */
export interface StreamedAnswer {
  readonly kind: 'stream';
  readonly answer: Told & { readonly state: StreamState };
  /** Whether any text or speech came; asked only where no usage was told. */
  readonly received: boolean;
  /** What ended it, where it did not end by itself. */
  readonly reason: 'body_too_large' | 'gateway_stopping' | 'upstream_cut' | 'upstream_error';
}

/** No provider answered, or a fault of ours ended it: then the reason says which. */
type NoAnswer =
  | { readonly kind: 'failed'; readonly failure: AttemptFailure }
  | { readonly kind: 'fault'; readonly reason: 'charge_not_recorded' | 'hold_in_doubt' | 'internal' };

/** What is known beside the end itself. Counts are values: whoever can count has done it before, or does it when asked to. */
export interface Counted {
  /** By the provider. */
  readonly reported?: Usage | undefined;
  /** By us, where that was asked for. */
  readonly estimate?: Usage | undefined;
  readonly clientGone: boolean;
  readonly plan: Pick<RoutePlan, 'expectedCost' | 'serviceTierAsked'>;
}

type Estimated = Counted & { readonly estimate: Usage };

/** What was used, and of which kind the answer is: to be charged. */
export type Metering = Pick<
  MeterTokens,
  | 'type'
  | 'outcome'
  | 'finish'
  | 'finishTold'
  | 'tokens'
  | 'reasoningTokens'
  | 'source'
  | 'marks'
  | 'serviceTier'
  | 'serviceTierAsked'
  | 'unpriced'
>;

/** Nothing is charged; what we expect to owe the provider all the same is ours. */
export type Failing = Pick<FailRequest, 'type' | 'outcome' | 'reason' | 'cost'>;

/** Names are the provider's own and stand in the event for good: none may make it larger than an append takes. */
const NAME_CHARS = 64;
const MOST_UNPRICED = 32;
const MOST_MARKS = 32;

/** Only what is known to have finished has succeeded; whatever it is, what it used is charged. */
const OUTCOMES: Readonly<Record<Ending['kind'], Outcome>> = {
  finished: 'succeeded',
  incomplete: 'incomplete',
  unknown: 'incomplete',
  failed: 'failed',
};

/** The provider may have worked, and bill us, though no usage reached us. A plain error status and no connection cost nothing. */
const MAY_COST: ReadonlySet<string> = new Set([
  'HEADERS_TIMEOUT',
  'BODY_TIMEOUT',
  'UPSTREAM_CUT',
  'UPSTREAM_CLOSED',
  'BAD_RESPONSE',
  'BODY_TOO_LARGE',
  'DEADLINE',
  'ABORTED',
]);

/**
 * What becomes of a request (docs/request-lifecycle.md, "Every exit"): it is charged, or its hold goes back. Usage that the provider told is always charged.
 * Without it an answer that came whole is estimated, and so is what came before its client left; asked for where no estimate is given yet. Everything
 * else is not charged.
 */
export function endOfRequest(end: WholeAnswer, counted: Estimated): Metering;
export function endOfRequest(end: WholeAnswer, counted: Counted): Metering | 'estimate first';
export function endOfRequest(end: NoAnswer, counted: Counted): Failing;
export function endOfRequest(end: RequestEnd, counted: Estimated): Metering | Failing;
export function endOfRequest(end: RequestEnd, counted: Counted): Metering | Failing | 'estimate first';
export function endOfRequest(end: RequestEnd, counted: Counted): Metering | Failing | 'estimate first' {
  const { clientGone, plan, reported } = counted;
  switch (end.kind) {
    case 'plain':
      return charged(end, counted);
    case 'stream':
      if (reported || cameWhole(end) || (clientGone && end.received)) return charged(end, counted);
      return failing(end.reason, clientGone, plan.expectedCost);
    case 'failed': {
      const { failure } = end;
      if ('status' in failure) return failing(`status_${failure.status}`, clientGone, null);
      return failing(failure.fault.toLowerCase(), clientGone, MAY_COST.has(failure.fault) ? plan.expectedCost : null);
    }
    case 'fault':
      return failing(end.reason, false, end.reason === 'hold_in_doubt' ? null : plan.expectedCost);
    // no default: a new kind of end must break the build
  }
}

/** A response that failed ends its stream properly, and without its usage nobody knows that it cost anything. */
function cameWhole({ answer }: StreamedAnswer): boolean {
  return answer.state === 'done' && answer.ending.kind !== 'failed';
}

function charged(end: WholeAnswer | StreamedAnswer, counted: Counted): Metering | 'estimate first' {
  const { reported, estimate, clientGone, plan } = counted;
  const usage = reported ?? estimate;
  if (!usage) return 'estimate first';
  const { reasoning, ...tokens } = usage;
  const { serviceTier, unpriced, ending } = end.answer;
  const { marks } = end.answer.told;
  const { serviceTierAsked } = plan;
  const isCut = end.kind === 'stream' && end.answer.state !== 'done';
  return {
    type: 'MeterTokens',
    outcome: clientGone ? 'cancelled' : isCut ? 'failed' : OUTCOMES[ending.kind],
    ...finishOf(ending, isCut),
    tokens,
    reasoningTokens: reasoning,
    source: reported ? 'reported' : 'estimated',
    ...(marks.length > 0 && { marks: marks.slice(0, MOST_MARKS).map((name) => name.slice(0, NAME_CHARS)) }),
    ...(serviceTier !== undefined && { serviceTier: serviceTier.slice(0, NAME_CHARS) }),
    ...(serviceTierAsked !== undefined && { serviceTierAsked }),
    unpriced: unpriced.length === 0 ? unpriced : unpriced.slice(0, MOST_UNPRICED).map((name) => name.slice(0, NAME_CHARS)),
  };
}

/** What cut an answer off says why there is no word for its end. */
function finishOf({ kind, isAtLimit, told }: Ending, isCut: boolean): Pick<Metering, 'finish' | 'finishTold'> {
  if (kind === 'unknown' && (told !== undefined || !isCut))
    return { finish: 'unknown', ...(told !== undefined && { finishTold: told.slice(0, NAME_CHARS) }) };
  return isAtLimit ? { finish: 'length' } : {};
}

/** Of a client that left it is said that it did, whatever else went wrong. */
function failing(reason: string, clientGone: boolean, expected: RoutePlan['expectedCost']): Failing {
  const cost = expected && Money.recorded(expected.currency, expected.amount);
  return { type: 'FailRequest', outcome: clientGone ? 'cancelled' : 'failed', reason: clientGone ? 'client_gone' : reason, cost };
}
