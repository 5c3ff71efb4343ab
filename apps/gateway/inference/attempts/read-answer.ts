import { LARGE_BYTES, readUpstreamAnswer, relayOf, type AnswerContext, type WireApi, type WireRequest } from '#wire';
import type { Bodies } from '../bodies/bodies.js';
import type { AnswerBounds } from '#routing';
import type { Exchange } from '../exchange/exchange.js';
import type { PlainResponse, StreamResponse } from '../upstream/index.js';
import { BoundedRelay } from './bounded-relay.js';
import { openStream, type FailedOpening } from './opened-stream.js';

/**
 * `none`: none of the route's answers, whatever its status says. One without a choice counts only where its usage was told, and one that reports
 * an error only where that dialect charges for it: a response that failed.
 */
export async function readPlain(response: PlainResponse | StreamResponse, upstream: WireApi, bodies: Bodies) {
  const reading = response.kind === 'plain' ? bodies.readAnswer(upstream, response.body) : undefined;
  const answer = reading instanceof Promise ? await reading : reading;
  if (response.kind !== 'plain' || !answer) return NO_ANSWER;
  if (answer.error && !(upstream === 'responses' && answer.usage)) return { ...NO_ANSWER, error: answer.error };
  if (answer.finishReasons.length === 0 && !answer.usage) return NO_ANSWER;
  return { kind: 'plain' as const, response, answer };
}

/** Throws upstream faults. */
export async function readStream(
  response: PlainResponse | StreamResponse,
  request: WireRequest,
  upstream: WireApi,
  context: AnswerContext,
  bounds: AnswerBounds,
  { memory, bodies }: Pick<Exchange, 'memory' | 'bodies'>,
) {
  if (response.kind === 'stream')
    return openStream(response, new BoundedRelay(relayOf(request, upstream, context), bounds, memory, bodies));
  const error = response.body.length > LARGE_BYTES ? undefined : readUpstreamAnswer(upstream, response.body)?.error;
  return { ...NO_ANSWER, error };
}

const NO_ANSWER: FailedOpening = { kind: 'none', error: undefined };
