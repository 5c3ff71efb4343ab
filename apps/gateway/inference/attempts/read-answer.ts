import { LARGE_BYTES, readUpstreamAnswer, relayOf, type AnswerContext, type WireApi, type WireRequest, type WireResponse } from '#wire';
import type { LargeAnswer } from '#wire/aside';
import type { Bodies } from '../bodies/bodies.js';
import type { AnswerBounds } from '#routing';
import type { Exchange } from '../exchange/exchange.js';
import type { PlainResponse, UpstreamResponse } from '../upstream/index.js';
import { BoundedRelay } from './bounded-relay.js';
import { OpeningStream, type FailedOpening, type OpenedStream, type OpeningListener } from './opened-stream.js';

interface ReadPlain {
  readonly kind: 'plain';
  readonly response: PlainResponse;
  readonly answer: WireResponse | LargeAnswer;
}

export type Read = ReadPlain | ({ readonly kind: 'stream' } & OpenedStream) | FailedOpening;

/**
 * `none`: none of the route's answers, whatever its status says. One without a choice counts only where its usage was told, and one that reports
 * an error only where that dialect charges for it: a response that failed.
 */
export function readPlain(response: UpstreamResponse, api: WireApi, upstream: WireApi, bodies: Bodies): Read | Promise<Read> {
  if (response.kind !== 'plain') return NO_ANSWER;
  const reading = bodies.readAnswer(upstream, response.body, api);
  return reading instanceof Promise ? reading.then((answer) => taken(response, upstream, answer)) : taken(response, upstream, reading);
}

function taken(response: PlainResponse, upstream: WireApi, answer: WireResponse | LargeAnswer | undefined): Read {
  if (!answer) return NO_ANSWER;
  if (answer.error && !(upstream === 'responses' && answer.usage)) return { ...NO_ANSWER, error: answer.error };
  if (answer.finishReasons.length === 0 && !answer.usage) return NO_ANSWER;
  return { kind: 'plain', response, answer };
}

/** The listener hears once, at once where it is no stream; of upstream faults too. */
export function readStream(
  response: UpstreamResponse,
  request: WireRequest,
  upstream: WireApi,
  context: AnswerContext,
  bounds: AnswerBounds,
  { memory, bodies }: Pick<Exchange, 'memory' | 'bodies'>,
  listener: OpeningListener,
): void {
  if (response.kind === 'stream') {
    new OpeningStream(response, new BoundedRelay(relayOf(request, upstream, context), bounds, memory, bodies), listener).begin();
    return;
  }
  const error = response.body.length > LARGE_BYTES ? undefined : readUpstreamAnswer(upstream, response.body)?.error;
  listener.read({ ...NO_ANSWER, error });
}

const NO_ANSWER: FailedOpening = { kind: 'none', error: undefined };
