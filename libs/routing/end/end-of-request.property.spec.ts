import { Money } from '#money';
import type { Ending, StreamState, Usage } from '#wire';
import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import type { AttemptFault } from '../attempts/may-switch.js';
import { endOfRequest, type Counted, type RequestEnd, type StreamedAnswer } from './end-of-request.js';

type End = ReturnType<typeof endOfRequest>;

/** One whole request: how it ended, what the provider told, what would be estimated, who still listened. */
interface Case {
  readonly end: RequestEnd;
  readonly reported: Usage | undefined;
  readonly wouldBe: Usage;
  readonly clientGone: boolean;
  readonly plan: Counted['plan'];
}

/** As whoever answers a request does it: an estimate is made only where it was asked for. */
function settled({ end, reported, wouldBe, clientGone, plan }: Case): End {
  const first = endOfRequest(end, { reported, clientGone, plan });
  if (first !== 'estimate first') return first;
  if (reported) throw new TypeError('An estimate was asked for, though usage was told');
  return endOfRequest(end, { reported, estimate: wouldBe, clientGone, plan });
}

/** The same from the table of docs/request-lifecycle.md, "Every exit", row by row. */
function byTheTable({ end, reported, wouldBe, clientGone, plan }: Case): End {
  const costs = plan.expectedCost ? Money.of(plan.expectedCost.currency, BigInt(plan.expectedCost.amount) * 1_000_000_000n) : null;
  const fails = (reason: string, cost: Money | null): End =>
    clientGone
      ? { type: 'FailRequest', outcome: 'cancelled', reason: 'client_gone', cost }
      : { type: 'FailRequest', outcome: 'failed', reason, cost };
  if (end.kind === 'fault')
    return { type: 'FailRequest', outcome: 'failed', reason: end.reason, cost: end.reason === 'hold_in_doubt' ? null : costs };
  if (end.kind === 'failed') {
    if ('status' in end.failure) return fails(`status_${end.failure.status}`, null);
    const isUnreached = end.failure.fault === 'CONNECT_FAILED' || end.failure.fault === 'CONNECT_TIMEOUT';
    return fails(end.failure.fault.toLowerCase(), isUnreached ? null : costs);
  }
  const { ending, told, serviceTier, unpriced } = end.answer;
  const isCut = end.kind === 'stream' && end.answer.state !== 'done';
  const isUnknown = ending.kind === 'unknown' && !(isCut && ending.told === undefined);
  const ended = ending.kind === 'finished' ? 'succeeded' : ending.kind === 'failed' ? 'failed' : 'incomplete';
  const charges = (usage: Usage, source: 'reported' | 'estimated', outcome: typeof ended): End => {
    const tokens: Record<string, number> = { ...usage };
    delete tokens['reasoning'];
    return {
      type: 'MeterTokens',
      ...{ outcome: clientGone ? 'cancelled' : outcome, source, reasoningTokens: usage.reasoning },
      ...(isUnknown ? { finish: 'unknown' } : ending.isAtLimit ? { finish: 'length' } : {}),
      ...(isUnknown && ending.told !== undefined ? { finishTold: ending.told.substring(0, 64) } : {}),
      ...(told.marks.length === 0 ? {} : { marks: told.marks.filter((_, index) => index < 32).map((name) => name.substring(0, 64)) }),
      tokens: tokens as unknown as Usage,
      unpriced: unpriced.filter((_, index) => index < 32).map((name) => name.substring(0, 64)),
      ...(serviceTier === undefined ? {} : { serviceTier: serviceTier.substring(0, 64) }),
      ...(plan.serviceTierAsked === undefined ? {} : { serviceTierAsked: plan.serviceTierAsked }),
    };
  };
  if (end.kind === 'plain') return reported ? charges(reported, 'reported', ended) : charges(wouldBe, 'estimated', ended);
  const isDone = end.answer.state === 'done';
  if (reported) return charges(reported, 'reported', isDone ? ended : 'failed');
  if (isDone && ended !== 'failed') return charges(wouldBe, 'estimated', ended);
  if (clientGone && end.received) return charges(wouldBe, 'estimated', isDone ? ended : 'failed');
  return fails(end.reason, costs);
}

const STATES: readonly StreamState[] = ['open', 'done', 'failed'];
const REASONS: readonly StreamedAnswer['reason'][] = ['gateway_stopping', 'upstream_cut', 'upstream_error'];
const ENDINGS: readonly Ending[] = [
  { kind: 'finished', isAtLimit: false },
  { kind: 'finished', isAtLimit: true },
  { kind: 'incomplete', isAtLimit: false },
  { kind: 'incomplete', isAtLimit: true },
  { kind: 'unknown', isAtLimit: false },
  { kind: 'unknown', isAtLimit: true, told: 'weird' },
  { kind: 'unknown', isAtLimit: false, told: 'w'.repeat(70) },
  { kind: 'failed', isAtLimit: false, told: 'error' },
];
const FAULTS: readonly AttemptFault[] = [
  ...(['CONNECT_FAILED', 'CONNECT_TIMEOUT', 'HEADERS_TIMEOUT', 'BODY_TIMEOUT', 'UPSTREAM_CLOSED', 'UPSTREAM_CUT'] as const),
  ...(['BAD_RESPONSE', 'BODY_TOO_LARGE', 'DEADLINE', 'ABORTED'] as const),
];
const BOTH = [false, true];

/** Every combination of what the rules look at. */
function everyEnd(serviceTier: string | undefined, unpriced: readonly string[], marks: readonly string[] = []): RequestEnd[] {
  const told = ENDINGS.map((ending) => ({ ending, told: { marks }, serviceTier, unpriced }));
  return [
    ...told.map((answer): RequestEnd => ({ kind: 'plain', answer })),
    ...told.flatMap((answer) =>
      STATES.flatMap((state) =>
        BOTH.flatMap((received) =>
          REASONS.map((reason): RequestEnd => ({ kind: 'stream', answer: { ...answer, state }, received, reason })),
        ),
      ),
    ),
    ...[302, 400, 401, 404, 429, 500, 503, 529].map((status): RequestEnd => ({ kind: 'failed', failure: { status } })),
    ...FAULTS.map((fault): RequestEnd => ({ kind: 'failed', failure: { fault } })),
    ...(['charge_not_recorded', 'hold_in_doubt', 'internal'] as const).map((reason): RequestEnd => ({ kind: 'fault', reason })),
  ];
}

const usage = fc.record(
  {
    ...{ input: fc.nat(), cached_input: fc.nat(), cache_write: fc.nat(), output: fc.nat(), reasoning: fc.nat() },
    ...{ input_audio: fc.nat(), cached_input_audio: fc.nat(), cache_write_1h: fc.nat(), output_audio: fc.nat() },
  },
  { requiredKeys: ['input', 'cached_input', 'cache_write', 'output', 'reasoning'] },
);
const name = fc.oneof(fc.string({ maxLength: 70 }), fc.constant('x'.repeat(200)));
const known = fc.record({
  reported: fc.option(usage, { nil: undefined }),
  wouldBe: usage,
  serviceTier: fc.option(name, { nil: undefined }),
  unpriced: fc.array(name, { maxLength: 40 }),
  marks: fc.array(name, { maxLength: 40 }),
  plan: fc.record({
    expectedCost: fc.option(fc.record({ amount: fc.nat(1_000).map(String), currency: fc.constantFrom('USD' as const, 'EUR' as const) })),
    serviceTierAsked: fc.option(fc.constantFrom('priority', 'flex'), { nil: undefined }),
  }),
});

describe('what becomes of a request', () => {
  it('is what the table of its exits says, for every end and whatever is known beside it', () =>
    fc.assert(
      fc.property(known, ({ reported, wouldBe, serviceTier, unpriced, marks, plan }) => {
        for (const end of everyEnd(serviceTier, unpriced, marks))
          for (const told of [reported, undefined])
            for (const clientGone of BOTH) {
              const each = { end, reported: told, wouldBe, clientGone, plan };
              const [found, wanted] = [settled(each), byTheTable(each)];
              // Jest's own comparison takes a minute for as many.
              if (!isDeepStrictEqual(found, wanted)) expect({ each, found }).toStrictEqual({ each, found: wanted });
            }
      }),
      { numRuns: 40 },
    ));

  it('is never an estimate where the provider told its usage, nor where nothing can be charged', () =>
    fc.assert(
      fc.property(known, ({ wouldBe, serviceTier, unpriced, plan }) => {
        for (const end of everyEnd(serviceTier, unpriced))
          for (const clientGone of BOTH) {
            const found = endOfRequest(end, { reported: wouldBe, clientGone, plan });
            const isAnswer = end.kind === 'plain' || end.kind === 'stream';
            expect(found === 'estimate first' ? found : found.type).toBe(isAnswer ? 'MeterTokens' : 'FailRequest');
          }
      }),
      { numRuns: 3 },
    ));
});
