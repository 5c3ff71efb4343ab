import { answerBounds, isRouteMissing, type AttemptFailure, type AnswerBounds, type RouteStep } from '#routing';
import {
  errorForClient,
  LARGE_BYTES,
  type AnswerContext,
  type ToldResponse,
  type UpstreamRequestBody,
  type WireError,
  type WireRequest,
} from '#wire';
import { REQUEST_LIMIT_MS } from '../exchange/admitted-request.js';
import { DRAIN_AFTER_CLIENT_MS, type ClientConnection } from '../exchange/client-connection.js';
import type { Exchange } from '../exchange/exchange.js';
import type { Providers } from '../providers/providers.js';
import { UpstreamFault, type PlainResponse, type StreamResponse, type UpstreamCall } from '../upstream/index.js';
import type { Answered, Unanswered } from './outcome.js';
import { readPlain, readStream } from './read-answer.js';

/** One call of one provider, until it has answered or failed; either way it stands in the record. */
export async function ask(
  exchange: Exchange,
  step: RouteStep,
  body: UpstreamRequestBody,
  providers: Providers,
): Promise<Answered | Unanswered> {
  const startedAt = performance.now();
  const { request, admitted, client, bodies } = exchange;
  const { target, upstream, storedTokens } = step;
  const bounds = answerBounds(request, admitted.outputLimit.tokens, body.bytes.length);
  const call = begin(exchange, step, body.bytes, bounds, providers);
  if (!call) return failed(exchange, step, startedAt, { fault: 'CONNECT_FAILED' });
  const stopWatching = giveUpWhenUseless(call, client, admitted.cut);
  const keeping = request.api === upstream ? undefined : admitted.keeping;
  const contextSoon = answerContextOf(exchange, step, body, keeping?.told);
  // Awaited where the provider answers; where it does not, nobody wants to know.
  contextSoon.catch(ignore);
  try {
    const response = await call.response;
    if (response.status >= 300) {
      if (response.kind === 'stream') call.abort();
      stopWatching();
      return failed(exchange, step, startedAt, { status: response.status }, response);
    }
    const context = await contextSoon;
    const read = request.stream
      ? await readStream(response, request, upstream, context, bounds, exchange)
      : await readPlain(response, upstream, bodies);
    if (read.kind !== 'stream') stopWatching();
    if (read.kind === 'none') {
      call.abort();
      return failed(
        exchange,
        step,
        startedAt,
        { fault: 'BAD_RESPONSE' },
        response,
        read.error && errorForClient(response.ours.error(read.error)),
      );
    }
    record(exchange, step, startedAt, response.status);
    const dropped = keeping ? [...keeping.dropped, ...body.dropped] : body.dropped;
    if (read.kind === 'stream') return { ...read, target, upstream, dropped, context, storedTokens, close: stopWatching };
    return { ...read, target, upstream, dropped, context, storedTokens };
  } catch (fault) {
    stopWatching();
    call.abort();
    return failed(exchange, step, startedAt, { fault: fault instanceof UpstreamFault ? fault.code : 'BAD_RESPONSE' });
  }
}

const ignore = (): void => undefined;

function record({ admitted }: Exchange, { target }: RouteStep, startedAt: number, status: number | null, error?: string): void {
  admitted.attempts.push({
    ...(error === undefined ? {} : { error }),
    latency_ms: Math.round(performance.now() - startedAt),
    provider: target.provider,
    status,
    upstream_model: target.upstream_model,
  });
}

function failed(
  exchange: Exchange,
  step: RouteStep,
  startedAt: number,
  failure: AttemptFailure,
  response?: PlainResponse | StreamResponse,
  reported?: WireError,
): Unanswered {
  const missing = lacksRoute({ failure, response }, exchange.request) ? 'route_missing' : undefined;
  const error = 'fault' in failure ? failure.fault.toLowerCase() : missing;
  record(exchange, step, startedAt, 'status' in failure ? failure.status : (response?.status ?? null), error);
  return { kind: 'failed', target: step.target, upstream: step.upstream, failure, response, reported };
}

/** Who stores what a request names has the route by which it came there: then only that can be what was not found. */
export function lacksRoute({ failure, response }: Pick<Unanswered, 'failure' | 'response'>, { references }: WireRequest): boolean {
  if (references.some(({ isWhole }) => !isWhole)) return false;
  return (
    'status' in failure &&
    isRouteMissing(failure.status, response?.kind === 'plain' && response.body.length <= LARGE_BYTES ? response.body : NOTHING)
  );
}

const NOTHING = Buffer.alloc(0);

function begin(
  { request, admitted, clientHeaders, memory }: Exchange,
  { target, upstream }: RouteStep,
  body: Buffer,
  bounds: AnswerBounds,
  providers: Providers,
): UpstreamCall | undefined {
  const room = { wholeBytes: bounds.whole, memory };
  const deadline = Date.now() + REQUEST_LIMIT_MS - admitted.elapsedMs;
  return providers.call(target, { api: upstream, clientApi: request.api, body, room, deadline, clientHeaders });
}

/**
 * Only `message_start` tells an estimate, and only where the provider does not write it itself. It is made while the provider thinks: a long prompt
 * takes the tokenizer some milliseconds, which would otherwise stand before the first token.
 */
async function answerContextOf(
  { request, bodies }: Exchange,
  { target, upstream }: RouteStep,
  { renamed }: UpstreamRequestBody,
  response: ToldResponse | undefined,
): Promise<AnswerContext> {
  const isEstimated = request.stream && request.api === 'messages' && upstream !== 'messages';
  return {
    createdAt: Math.floor(Date.now() / 1_000),
    request: request.asked,
    ...(renamed && { renamed }),
    ...(response && { response }),
    estimatedInputTokens: isEstimated ? (await bodies.estimateInput(request, target.upstream_model)).tokens : 0,
  };
}

/**
 * Nobody waits any more: the provider gets two seconds to finish, so that its usage is known; a stopping gateway waits no longer.
 * The result ends the watch, and must be called when the answer has ended.
 */
function giveUpWhenUseless(call: UpstreamCall, client: ClientConnection, cut: AbortSignal): () => void {
  let timer: NodeJS.Timeout | undefined;
  let watching = true;
  const abort = () => {
    call.abort();
    client.waitNoMore();
  };
  client.onGone(() => {
    if (watching) timer = setTimeout(abort, DRAIN_AFTER_CLIENT_MS);
  });
  if (cut.aborted) abort();
  else cut.addEventListener('abort', abort, { once: true });
  return () => {
    watching = false;
    clearTimeout(timer);
    cut.removeEventListener('abort', abort);
  };
}
