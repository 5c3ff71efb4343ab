import type { PlannedAttempt } from '#ledger';
import { maySwitch, type AttemptFailure } from '#routing';
import {
  errorForClient,
  estimateInputTokens,
  readUpstreamAnswer,
  relayOf,
  writeUpstreamRequest,
  type AnswerContext,
  type ToldResponse,
  type UpstreamRequestBody,
  type WireApi,
  type WireError,
  type WireRefusal,
  type WireRequest,
  type WireResponse,
} from '#wire';
import type { IncomingHttpHeaders } from 'node:http';
import { UpstreamFault, type PlainResponse, type StreamResponse, type UpstreamCall } from '../upstream/index.js';
import { REQUEST_LIMIT_MS, type AdmittedRequest } from '../exchange/admitted-request.js';
import { DRAIN_AFTER_CLIENT_MS, type ClientConnection } from '../exchange/client-connection.js';
import { openStream, type FailedOpening, type OpenedStream } from './opened-stream.js';
import type { Providers } from '../providers/providers.js';
import { isRouteMissing } from '../route-missing.js';
import { translationTarget, type RouteStep } from '../route-plan.js';

/** A provider that answered: from here on no other is asked. */
export type Answered = Asked &
  (
    | { readonly kind: 'plain'; readonly response: PlainResponse; readonly answer: WireResponse }
    | ({ readonly kind: 'stream' } & OpenedStream)
  );

/** Which of its routes a provider was asked by, and what of the request it was not told. */
export interface Asked {
  readonly target: PlannedAttempt;
  readonly upstream: WireApi;
  readonly dropped: readonly string[];
  readonly context: AnswerContext;
  /** Input that the provider adds from what it keeps, for estimates. */
  readonly keptTokens: number;
}

/** No provider answered: how the last one failed, and its own words where it said something. */
export interface Unanswered {
  readonly kind: 'failed';
  readonly target: PlannedAttempt;
  readonly upstream: WireApi;
  readonly failure: AttemptFailure;
  readonly response: PlainResponse | StreamResponse | undefined;
  /** The error that stood in an answer of status 200. */
  readonly reported?: WireError | undefined;
  /** What of the request could not be said by the provider's other route, where it lacks the first. */
  readonly refusal?: WireRefusal;
}

export interface AttemptContext {
  readonly providers: Providers;
  readonly clientHeaders: IncomingHttpHeaders;
}

/** Asks the planned providers in order until one answers. Falls back only while nothing has gone to the client. */
export async function askProviders(
  admitted: AdmittedRequest,
  request: WireRequest,
  client: ClientConnection,
  context: AttemptContext,
): Promise<Answered | Unanswered> {
  const { steps } = admitted.plan;
  for (let index = 0; ; index += 1) {
    const step = steps[index] as RouteStep;
    const { target, upstream } = step;
    if (client.gone) return { kind: 'failed', target, upstream, failure: { fault: 'ABORTED' }, response: undefined };
    admitted.planned = index;
    const outcome = await attempt(step, admitted, request, client, context);
    if (outcome.kind !== 'failed') return outcome;
    const isLast = index === steps.length - 1;
    if (isLast || admitted.cut.aborted || !(outcome.refusal || maySwitch(outcome.failure))) return outcome;
  }
}

/** A provider that has no such route, as far as its protocol goes, is asked by the next best of its routes, and remembered as what it is. */
async function attempt(
  step: RouteStep,
  admitted: AdmittedRequest,
  request: WireRequest,
  client: ClientConnection,
  context: AttemptContext,
): Promise<Answered | Unanswered> {
  const outcome = await ask(step, bodyFor(step, admitted, request), admitted, request, client, context);
  const { target, upstream } = step;
  if (outcome.kind !== 'failed' || !lacksRoute(outcome, request) || client.gone || admitted.cut.aborted) return outcome;
  const beside = context.providers.upstreamBeside(request.api, target.provider, upstream);
  if (beside === undefined) return outcome;
  const other = { ...step, upstream: beside };
  const written = writeUpstreamRequest(request, beside, translationTarget(other, admitted.outputLimit));
  const second =
    written.kind === 'refusal' ? { ...outcome, refusal: written } : await ask(other, written, admitted, request, client, context);
  // Where the other route is not found either, the answer was not about routes.
  if (second.kind !== 'failed' || second.refusal || !isNotFound(second.failure)) context.providers.noteMissing(target.provider, upstream);
  return second;
}

/** Who keeps what a request names has the route by which it came there: then only that can be what was not found. */
function lacksRoute({ failure, response }: Pick<Unanswered, 'failure' | 'response'>, { references }: WireRequest): boolean {
  if (references.some(({ isWhole }) => !isWhole)) return false;
  return 'status' in failure && isRouteMissing(failure.status, response?.kind === 'plain' ? response.body : NOTHING);
}

const isNotFound = (failure: AttemptFailure): boolean => 'status' in failure && (failure.status === 404 || failure.status === 405);
const NOTHING = Buffer.alloc(0);

async function ask(
  step: RouteStep,
  body: UpstreamRequestBody,
  admitted: AdmittedRequest,
  request: WireRequest,
  client: ClientConnection,
  context: AttemptContext,
): Promise<Answered | Unanswered> {
  const startedAt = performance.now();
  const { target, upstream } = step;
  const { provider, upstream_model } = target;
  const record = (status: number | null, error?: string) =>
    admitted.attempts.push({
      ...(error === undefined ? {} : { error }),
      latency_ms: Math.round(performance.now() - startedAt),
      provider,
      status,
      upstream_model,
    });
  const fail = (failure: AttemptFailure, response?: PlainResponse | StreamResponse, reported?: WireError): Unanswered => {
    const missing = lacksRoute({ failure, response }, request) ? 'route_missing' : undefined;
    record('status' in failure ? failure.status : (response?.status ?? null), 'fault' in failure ? failure.fault.toLowerCase() : missing);
    return { kind: 'failed', target, upstream, failure, response, reported };
  };
  const call = begin(step, body.bytes, admitted, request, context);
  if (!call) return fail({ fault: 'CONNECT_FAILED' });
  const stopWatching = giveUpWhenUseless(call, client, admitted.cut);
  const keeping = request.api === upstream ? undefined : admitted.keeping;
  const contextSoon = answerContextOf(request, step, keeping?.told);
  // Awaited where the provider answers; where it does not, nobody wants to know.
  contextSoon.catch(() => undefined);
  try {
    const response = await call.response;
    if (response.status >= 300) {
      if (response.kind === 'stream') call.abort();
      stopWatching();
      return fail({ status: response.status }, response);
    }
    const answerContext = await contextSoon;
    const answered = request.stream ? await readStream(response, request, upstream, answerContext) : readPlain(response, upstream);
    if (answered.kind !== 'stream') stopWatching();
    if (answered.kind === 'none') {
      call.abort();
      return fail({ fault: 'BAD_RESPONSE' }, response, answered.error && errorForClient(answered.error));
    }
    record(response.status);
    const dropped = keeping ? [...keeping.dropped, ...body.dropped] : body.dropped;
    const asked: Asked = { target, upstream, dropped, context: answerContext, keptTokens: step.keptTokens };
    return answered.kind === 'stream' ? { ...asked, ...answered, close: stopWatching } : { ...asked, ...answered };
  } catch (fault) {
    stopWatching();
    return fail({ fault: fault instanceof UpstreamFault ? fault.code : 'BAD_RESPONSE' });
  }
}

/** Whether it can be said in the provider's protocol was asked when the route was planned; a lower limit changes nothing of that. */
function bodyFor(step: RouteStep, { outputLimit }: AdmittedRequest, request: WireRequest): UpstreamRequestBody {
  const written = writeUpstreamRequest(request, step.upstream, translationTarget(step, outputLimit));
  if (written.kind === 'refusal') throw new TypeError(`A planned translation was refused: ${written.message}`);
  return written;
}

function begin(
  { target, upstream }: RouteStep,
  body: Buffer,
  admitted: AdmittedRequest,
  { api }: WireRequest,
  { providers, clientHeaders }: AttemptContext,
): UpstreamCall | undefined {
  const deadline = Date.now() + REQUEST_LIMIT_MS - admitted.elapsedMs;
  return providers.call(target, { api: upstream, clientApi: api, body, deadline, clientHeaders });
}

/**
 * Only `message_start` tells an estimate, and only where the provider does not write it itself. It is made while the provider thinks: a long prompt
 * takes the tokenizer some milliseconds, which would otherwise stand before the first token.
 */
async function answerContextOf(
  request: WireRequest,
  { target, upstream }: RouteStep,
  response: ToldResponse | undefined,
): Promise<AnswerContext> {
  const isEstimated = request.stream && request.api === 'messages' && upstream !== 'messages';
  return {
    createdAt: Math.floor(Date.now() / 1_000),
    request: request.body,
    ...(response && { response }),
    estimatedInputTokens: isEstimated ? await estimateInputTokens(request, target.upstream_model) : 0,
  };
}

/**
 * Nobody waits any more: the provider gets two seconds to finish, so that its usage is known; a stopping gateway waits no longer.
 * The result ends the watch, and must be called when the answer has ended.
 */
function giveUpWhenUseless(call: UpstreamCall, client: ClientConnection, cut: AbortSignal): () => void {
  let timer: NodeJS.Timeout | undefined;
  let watching = true;
  const abort = () => call.abort();
  client.onGone(() => {
    if (watching) timer = setTimeout(abort, DRAIN_AFTER_CLIENT_MS);
  });
  cut.addEventListener('abort', abort, { once: true });
  return () => {
    watching = false;
    clearTimeout(timer);
    cut.removeEventListener('abort', abort);
  };
}

/**
 * `none`: none of the route's answers, whatever its status says. One without a choice counts only where its usage was told, and one that reports
 * an error only where that dialect charges for it: a response that failed.
 */
function readPlain(response: PlainResponse | StreamResponse, upstream: WireApi) {
  const answer = response.kind === 'plain' ? readUpstreamAnswer(upstream, response.body) : undefined;
  if (response.kind !== 'plain' || !answer) return NO_ANSWER;
  if (answer.error && !(upstream === 'responses' && answer.usage)) return { ...NO_ANSWER, error: answer.error };
  if (answer.finishReasons.length === 0 && !answer.usage) return NO_ANSWER;
  return { kind: 'plain' as const, response, answer };
}

async function readStream(response: PlainResponse | StreamResponse, request: WireRequest, upstream: WireApi, context: AnswerContext) {
  if (response.kind === 'stream') return openStream(response, relayOf(request, upstream, context));
  const error = readUpstreamAnswer(upstream, response.body)?.error;
  return { ...NO_ANSWER, error };
}

const NO_ANSWER: FailedOpening = { kind: 'none', error: undefined };
