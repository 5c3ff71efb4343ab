import { endOfRequest, type Metering } from '#routing';
import { embeddingsAsAsked, outputItems, translateAnswer, type AnswerContext, type JsonObject, type Usage, type WireApi } from '#wire';
import { LargeAnswer } from '#wire/aside';
import type { Answered } from '../attempts/outcome.js';
import type { Exchange } from '../exchange/exchange.js';
import { answerHeaders } from './answer-headers.js';
import { estimate } from './estimate.js';

type Plain = Extract<Answered, { kind: 'plain' }>;

/** A plain answer is charged before any of its bytes leave, and written before it is charged: one that cannot be said to the client costs it nothing. */
export function answerPlain(exchange: Exchange, answered: Plain): void {
  const { client, plan } = exchange;
  const { usage: reported } = answered.answer;
  const end = endOfRequest(answered, { reported, clientGone: client.gone, plan });
  if (reported && end !== 'estimate first') return say(exchange, answered, reported, end);
  const estimating = Promise.resolve(received(answered)).then((came) => estimate(exchange, answered, came, answered.answer.told));
  exchange.after(estimating, (usage) =>
    say(exchange, answered, usage, endOfRequest(answered, { estimate: usage, clientGone: client.gone, plan })),
  );
}

function say(exchange: Exchange, answered: Plain, usage: Usage, end: Metering): void {
  const saying = said(exchange, answered, usage);
  if (saying instanceof Promise) exchange.after(saying, (made) => clean(exchange, answered, made, end));
  else clean(exchange, answered, saying, end);
}

function clean(exchange: Exchange, answered: Plain, { body: made, output }: Said, end: Metering): void {
  const { answer, response } = answered;
  const cleaned = answer.error ? exchange.bodies.cleaned(made, response.ours, { framed: false }) : made;
  if (cleaned instanceof Promise) exchange.after(cleaned, (body) => charge(exchange, answered, { body, output }, end));
  else charge(exchange, answered, { body: cleaned, output }, end);
}

function charge(exchange: Exchange, answered: Plain, { body, output }: Said, end: Metering): void {
  const { answer, upstream } = answered;
  const keeping = output === undefined ? undefined : exchange.keeping?.keep(output);
  const metering = exchange.meter(end, exchange.api === upstream ? answer.keptIds : [], null);
  exchange.after(metering, ({ charge }) => {
    if (keeping) exchange.after(keeping, () => send(exchange, answered, body, charge));
    else send(exchange, answered, body, charge);
  });
}

/** Head and body in one write. */
function send(exchange: Exchange, answered: Plain, body: Buffer, charge: string): void {
  const headers = answerHeaders(exchange, answered);
  headers['x-tokenok-charge'] = charge;
  headers['content-type'] = 'application/json';
  exchange.client.whole(exchange.standing, headers, body);
  exchange.over();
}

interface Said {
  readonly body: Buffer;
  /** Of a translated answer: its items, to be kept. */
  readonly output?: readonly JsonObject[] | string | undefined;
}

/** What the client gets: the provider's bytes, but for vectors in another encoding than was asked for, or a translation. */
function said({ request, keeping }: Exchange, { answer, upstream, response, context }: Plain, usage: Usage): Said | Promise<Said> {
  const { api, asked } = request;
  if (answer instanceof LargeAnswer) return saidAside(answer, api === upstream ? { asked } : { api, usage, context });
  if (api === 'embeddings') return { body: embeddingsAsAsked(asked, answer.body) ?? response.body };
  if (api === upstream) return { body: response.body };
  const body = translateAnswer(api, upstream, answer, usage, context);
  return { body, output: keeping && outputItems(body) };
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
