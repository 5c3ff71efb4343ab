import { endOfRequest } from '#routing';
import { embeddingsAsAsked, outputItems, translateAnswer, type WireRequest, type WireResponse } from '#wire';
import type { Answered } from '../attempts/outcome.js';
import type { Exchange } from '../exchange/exchange.js';
import { answerHeaders } from './answer-headers.js';
import { estimate } from './estimate.js';

/**
 * A plain answer is charged before any of its bytes leave, and written before it is charged: one that cannot be said to the client costs it nothing.
 * Throws `CHARGE_NOT_RECORDED`.
 */
export async function answerPlain(exchange: Exchange, answered: Extract<Answered, { kind: 'plain' }>): Promise<void> {
  const { admitted, client, request, reply } = exchange;
  const { plan } = admitted;
  const { answer, upstream, response, context } = answered;
  const { usage: reported } = answer;
  let usage = reported;
  let end = endOfRequest(answered, { reported, clientGone: client.gone, plan });
  if (!usage || end === 'estimate first') {
    usage = await estimate(exchange, answered, { texts: answer.texts(), audioChars: answer.audioChars?.() ?? 0 });
    end = endOfRequest(answered, { estimate: usage, clientGone: client.gone, plan });
  }
  const isTranslated = request.api !== upstream;
  const body = isTranslated ? translateAnswer(request.api, upstream, answer, usage, context) : sameDialect(request, answer, response.body);
  const keeping = isTranslated ? admitted.keeping?.keep(outputItems(body)) : undefined;
  const metered = await admitted.meter(end, isTranslated ? [] : answer.keptIds, null);
  await keeping;
  const headers = answerHeaders(exchange, answered);
  headers['x-tokenok-charge'] = metered.charge;
  headers['content-type'] = 'application/json';
  headers['content-length'] = String(body.length);
  reply.hijack();
  reply.raw.writeHead(200, headers);
  reply.raw.end(body);
}

/** The provider's bytes, but for vectors in another encoding than was asked for. */
function sameDialect({ api, body }: WireRequest, answer: WireResponse, bytes: Buffer): Buffer {
  return (api === 'embeddings' ? embeddingsAsAsked(body, answer.body) : undefined) ?? bytes;
}
