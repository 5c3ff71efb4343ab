import { chatErrorFrame, type ChatRequest, type StreamEnd } from '#wire';
import type { FastifyReply } from 'fastify';
import { UpstreamFault } from '../upstream/index.js';
import type { AdmittedRequest } from './admitted-request.js';
import { answerHeaders } from './answer-headers.js';
import { estimate } from './answer-plain.js';
import type { Answered } from './attempts.js';
import type { ClientConnection } from './client-connection.js';
import { ChargeNotRecordedError, HoldLostError } from './open-requests.js';

type Stream = Extract<Answered, { kind: 'stream' }>;

const CUT = { status: 502, code: 'upstream_failed', message: 'The provider broke off within its answer' };
const STOPPING = { status: 503, code: 'shutting_down', message: 'The gateway is stopping; this answer is not complete' };
const LOST = { status: 503, code: 'hold_lost', message: 'Another gateway has taken this request back; this answer is not complete' };
const NOT_CHARGED = { status: 500, code: 'charge_not_recorded', message: 'The charge could not be recorded; this answer is not complete' };

/**
 * Relays a stream as it comes, and holds back its end until the charge is durable. Whatever goes wrong after the first byte ends
 * in an error frame of the client's protocol, never in a made-up `[DONE]`.
 */
export async function answerStream(
  admitted: AdmittedRequest,
  request: ChatRequest,
  stream: Stream,
  client: ClientConnection,
  reply: FastifyReply,
): Promise<void> {
  const firstByteMs = admitted.elapsedMs;
  writeHead(admitted, stream, reply);
  const broken = await relay(stream, client).finally(() => stream.close());
  const end = stream.relay.end();
  const reason = admitted.cut.aborted ? 'gateway_stopping' : broken ? 'upstream_cut' : 'upstream_error';
  try {
    await settle(admitted, request, stream, end, client, firstByteMs, reason);
  } catch (fault) {
    if (fault instanceof ChargeNotRecordedError) return client.end(chatErrorFrame(NOT_CHARGED));
    if (fault instanceof HoldLostError) return client.end(chatErrorFrame(LOST));
    throw fault;
  }
  if (end.state === 'done') return client.end(end.last);
  if (admitted.isLost) return client.end(chatErrorFrame(LOST));
  if (admitted.cut.aborted) return client.end(chatErrorFrame(STOPPING));
  const told = end.error && { status: 502, code: end.error.code ?? 'upstream_failed', message: end.error.message };
  client.end(chatErrorFrame(told ?? CUT));
}

function writeHead(admitted: AdmittedRequest, { target, response }: Stream, reply: FastifyReply): void {
  reply.hijack();
  reply.raw.writeHead(200, {
    ...answerHeaders(admitted, target, response.headers),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    'x-accel-buffering': 'no',
    'x-request-id': admitted.id,
  });
  reply.raw.flushHeaders();
}

/** Until the terminal frame, an error, the end or a cut; the provider is cut two seconds after the client has gone. True: it was broken off. */
async function relay({ relay: machine, first, chunks, pending }: Stream, client: ClientConnection): Promise<boolean> {
  try {
    if (first) await client.write(first);
    let next = pending;
    while (machine.state === 'open') {
      const step = await (next ?? chunks.next());
      next = undefined;
      if (step.done === true) return true;
      const out = machine.push(step.value);
      if (out) await client.write(out);
    }
    await chunks.return?.();
    return false;
  } catch (fault) {
    if (fault instanceof UpstreamFault) return true;
    throw fault;
  }
}

/** Usage that the provider told is always charged. Without it: an answer that came whole, or that its client left, is estimated. */
async function settle(
  admitted: AdmittedRequest,
  request: ChatRequest,
  { target }: Stream,
  end: StreamEnd,
  client: ClientConnection,
  firstByteMs: number,
  reason: string,
): Promise<void> {
  const cancelled = client.gone;
  const outcome = cancelled ? 'cancelled' : end.state === 'done' ? 'succeeded' : 'failed';
  if (end.usage) {
    await admitted.meter({ usage: end.usage, source: 'reported', outcome, firstByteMs });
    return;
  }
  const text = end.state === 'done' || cancelled ? end.receivedText() : '';
  if (end.state === 'done' || (cancelled && text !== '')) {
    const usage = await estimate(request, target.upstream_model, [text]);
    await admitted.meter({ usage, source: 'estimated', outcome, firstByteMs });
    return;
  }
  await admitted.fail(cancelled ? 'client_gone' : reason, cancelled ? 'cancelled' : 'failed', true);
}
