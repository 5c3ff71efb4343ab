import { endOfRequest, type StreamedAnswer } from '#routing';
import { errorForClient, type StreamEnd, type UpstreamError, type Usage, type WireError } from '#wire';
import type { Answered } from '../attempts/outcome.js';
import type { ClientConnection } from '../exchange/client-connection.js';
import type { Exchange } from '../exchange/exchange.js';
import { ChargeNotRecordedError, HoldLostError } from '../exchange/open-requests.js';
import { UpstreamFault } from '../upstream/index.js';
import { answerHeaders } from './answer-headers.js';
import { estimate } from './estimate.js';

type Stream = Extract<Answered, { kind: 'stream' }>;

/** Proxies and clients give up on a connection that is silent for a minute or more. */
const PING_EVERY_MS = 15_000;
const CUT = { status: 502, code: 'upstream_failed', message: 'The provider broke off within its answer' };
const TOO_LARGE = { status: 502, code: 'upstream_failed', message: 'The provider sent far more than was asked for; this answer is cut' };
const STOPPING = { status: 503, code: 'shutting_down', message: 'The gateway is stopping; this answer is not complete' };
const LOST = { status: 503, code: 'hold_lost', message: 'Another gateway has taken this request back; this answer is not complete' };
const NOT_CHARGED = { status: 500, code: 'charge_not_recorded', message: 'The charge could not be recorded; this answer is not complete' };

/**
 * Relays a stream as it comes, and holds back its end until the charge is durable. Whatever goes wrong after the first byte ends
 * in an error frame of the client's protocol, never in a made-up end.
 */
export async function answerStream(exchange: Exchange, stream: Stream): Promise<void> {
  const { admitted, client, request } = exchange;
  const firstByteMs = admitted.elapsedMs;
  const fail = (error: WireError) => client.end(stream.relay.machine.errorFrame(error));
  const ended = await relay(exchange, stream).finally(() => stream.close());
  const end = stream.relay.machine.end();
  const reason = admitted.cut.aborted ? 'gateway_stopping' : ended;
  const keeping = end.state === 'done' && end.output ? admitted.keeping?.keep(end.output) : undefined;
  let charged: Usage | undefined;
  try {
    charged = await settle(exchange, stream, end, firstByteMs, reason);
  } catch (fault) {
    if (fault instanceof ChargeNotRecordedError) return fail(NOT_CHARGED);
    if (fault instanceof HoldLostError) return fail(LOST);
    throw fault;
  }
  await keeping;
  if (end.state === 'done') return client.end(await lastOf(exchange, stream, end, charged));
  if (admitted.isLost) return fail(LOST);
  if (admitted.cut.aborted) return fail(STOPPING);
  if (reason === 'body_too_large') return fail(TOO_LARGE);
  fail(end.error ? toldError(stream.response.ours.error(end.error), request.api === stream.upstream) : CUT);
}

/** What ends it; an answer of Responses that failed tells its error there. */
function lastOf(
  { bodies }: Exchange,
  { response }: Stream,
  end: StreamEnd,
  charged: Usage | undefined,
): Buffer | undefined | Promise<Buffer> {
  const last = end.usage || !charged ? end.last : end.lastWith(charged);
  return end.error && last ? bodies.cleaned(last, response.ours, { framed: true }) : last;
}

/** The provider's own words; its code only where it is of the client's dialect. */
function toldError(error: UpstreamError, isSameDialect: boolean): WireError {
  return { ...errorForClient(error), code: (isSameDialect ? error.code : null) ?? CUT.code };
}

function writeHead(exchange: Exchange, stream: Stream): void {
  const { reply } = exchange;
  reply.hijack();
  reply.raw.writeHead(200, {
    ...answerHeaders(exchange, stream),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    'x-accel-buffering': 'no',
  });
  // With a first event they leave in one piece with it.
  if (!stream.first) reply.raw.flushHeaders();
}

/**
 * Until the terminal frame, an error, the end or a cut; the provider is cut two seconds after the client has gone. Resolves to what has ended it, where it
 * did not end well.
 */
async function relay(exchange: Exchange, stream: Stream): Promise<Exclude<StreamedAnswer['reason'], 'gateway_stopping'>> {
  const { client } = exchange;
  const { relay: bounded, first, chunks, pending } = stream;
  const { machine } = bounded;
  try {
    writeHead(exchange, stream);
    if (first) await client.write(first);
    let next = pending;
    while (machine.state === 'open') {
      const step = await spoken(next ?? chunks.next(), machine.ping, client);
      next = undefined;
      if (step.done === true) return 'upstream_cut';
      const pushed = bounded.push(step.value);
      const out = pushed instanceof Promise ? await pushed : pushed;
      if (out) await client.write(out);
    }
    await chunks.return?.();
    return 'upstream_error';
  } catch (fault) {
    await chunks.return?.();
    if (!(fault instanceof UpstreamFault)) throw fault;
    return fault.code === 'BODY_TOO_LARGE' ? 'body_too_large' : 'upstream_cut';
  }
}

/** Waits for the provider, and keeps the client's connection alive while it is silent: between two frames, so that no event is torn. */
async function spoken(next: Promise<IteratorResult<Buffer>>, ping: Buffer, client: ClientConnection): Promise<IteratorResult<Buffer>> {
  const timer = setInterval(() => void client.write(ping), PING_EVERY_MS);
  try {
    return await next;
  } finally {
    clearInterval(timer);
  }
}

/** Charges it or gives its hold back, as the rules say; the usage that was charged, if any. */
async function settle(
  exchange: Exchange,
  stream: Stream,
  answer: StreamEnd,
  firstByteMs: number,
  reason: StreamedAnswer['reason'],
): Promise<Usage | undefined> {
  const { admitted, client } = exchange;
  const { usage: reported, inputTold, keptIds } = answer;
  const text = reported ? '' : answer.receivedText();
  const audioChars = reported ? 0 : (answer.receivedAudioChars?.() ?? 0);
  const ended: StreamedAnswer = { kind: 'stream', answer, received: text !== '' || audioChars > 0, reason };
  const counted = { reported, clientGone: client.gone, plan: admitted.plan };
  let usage = reported;
  let end = endOfRequest(ended, counted);
  if (end === 'estimate first') {
    usage = await estimate(exchange, stream, { texts: [text], audioChars }, inputTold);
    end = endOfRequest(ended, { ...counted, estimate: usage });
  }
  if (end.type === 'MeterTokens') await admitted.meter(end, keptIds, firstByteMs);
  else await admitted.fail(end);
  return usage;
}
