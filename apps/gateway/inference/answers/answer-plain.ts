import { endOfRequest } from '#routing';
import { embeddingsAsAsked, outputItems, translateAnswer, type AnswerContext, type JsonObject, type Usage, type WireApi } from '#wire';
import { LargeAnswer } from '#wire/aside';
import type { Answered } from '../attempts/outcome.js';
import type { Exchange } from '../exchange/exchange.js';
import { answerHeaders } from './answer-headers.js';
import { estimate } from './estimate.js';

type Plain = Extract<Answered, { kind: 'plain' }>;

/**
 * A plain answer is charged before any of its bytes leave, and written before it is charged: one that cannot be said to the client costs it nothing.
 * Throws `CHARGE_NOT_RECORDED`.
 */
export async function answerPlain(exchange: Exchange, answered: Plain): Promise<void> {
  const { admitted, client, request, reply } = exchange;
  const { plan } = admitted;
  const { answer, upstream } = answered;
  const { usage: reported } = answer;
  let usage = reported;
  let end = endOfRequest(answered, { reported, clientGone: client.gone, plan });
  if (!usage || end === 'estimate first') {
    usage = await estimate(exchange, answered, await received(answered));
    end = endOfRequest(answered, { estimate: usage, clientGone: client.gone, plan });
  }
  const isTranslated = request.api !== upstream;
  const { body: made, output } = await said(exchange, answered, usage);
  const body = answer.error ? await exchange.bodies.cleaned(made, answered.response.ours, { framed: false }) : made;
  const keeping = output === undefined ? undefined : admitted.keeping?.keep(output);
  const metered = await admitted.meter(end, isTranslated ? [] : answer.keptIds, null);
  await keeping;
  const headers = answerHeaders(exchange, answered);
  headers['x-tokenok-charge'] = metered.charge;
  headers['content-type'] = 'application/json';
  headers['content-length'] = String(body.length);
  reply.hijack();
  reply.raw.writeHead(200, headers);
  client.end(body);
}

interface Said {
  readonly body: Buffer;
  /** Of a translated answer: its items, to be kept. */
  readonly output?: readonly JsonObject[] | string | undefined;
}

/** What the client gets: the provider's bytes, but for vectors in another encoding than was asked for, or a translation. */
function said({ request, admitted }: Exchange, { answer, upstream, response, context }: Plain, usage: Usage): Said | Promise<Said> {
  const { api, asked } = request;
  if (answer instanceof LargeAnswer) return saidAside(answer, api === upstream ? { asked } : { api, usage, context });
  if (api === 'embeddings') return { body: embeddingsAsAsked(asked, answer.body) ?? response.body };
  if (api === upstream) return { body: response.body };
  const body = translateAnswer(api, upstream, answer, usage, context);
  return { body, output: admitted.keeping && outputItems(body) };
}

async function saidAside(
  answer: LargeAnswer,
  to: { readonly asked: JsonObject } | { readonly api: WireApi; readonly usage: Usage; readonly context: AnswerContext },
): Promise<Said> {
  if ('asked' in to) return { body: await answer.sameDialect(to.asked) };
  const { bytes, output } = await answer.translated(to.api, to.usage, to.context);
  return { body: bytes, output };
}

function received({ answer, target }: Plain) {
  if (answer instanceof LargeAnswer) return answer.estimateOutput(target.upstream_model);
  return { texts: answer.texts(), audioChars: answer.audioChars?.() ?? 0 };
}
