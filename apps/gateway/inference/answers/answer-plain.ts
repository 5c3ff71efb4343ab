import {
  embeddingsAsAsked,
  estimateInputAudio,
  estimateInputTokens,
  estimateOutputAudio,
  estimateTokens,
  outputItems,
  translateAnswer,
  type InputUsage,
  type Usage,
  type WireRequest,
  type WireResponse,
} from '#wire';
import type { Answered } from '../attempts/outcome.js';
import type { UsageToCharge } from '../exchange/admitted-request.js';
import type { Exchange } from '../exchange/exchange.js';
import { answerHeaders } from './answer-headers.js';

/**
 * A plain answer is charged before any of its bytes leave, and written before it is charged: one that cannot be said to the client costs it nothing.
 * Throws `CHARGE_NOT_RECORDED`.
 */
export async function answerPlain(exchange: Exchange, answered: Extract<Answered, { kind: 'plain' }>): Promise<void> {
  const { admitted, client, request, reply } = exchange;
  const { answer, upstream, response, context } = answered;
  const usage = answer.usage ?? (await estimate(exchange, answered, { texts: answer.texts(), audioChars: answer.audioChars?.() ?? 0 }));
  const body =
    request.api === upstream ? sameDialect(request, answer, response.body) : translateAnswer(request.api, upstream, answer, usage, context);
  const keeping = request.api === upstream ? undefined : admitted.keeping?.keep(outputItems(body));
  const metered = await admitted.meter({
    usage,
    source: answer.usage ? 'reported' : 'estimated',
    outcome: client.gone ? 'cancelled' : outcomeOf(answer.finishReasons),
    serviceTier: answer.serviceTier,
    unpriced: answer.unpriced,
    keptIds: request.api === upstream ? answer.keptIds : [],
    firstByteMs: null,
  });
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

/** What came of an answer. */
interface Received {
  readonly texts: readonly string[];
  /** Base64 characters of spoken output. */
  readonly audioChars: number;
}

/**
 * What the tokenizer makes of the request and of what came back; labelled as an estimate wherever it shows. Never more input than was held for: that is
 * the most that an honest count can be. `told`: the provider's word on the input.
 */
export async function estimate(
  { request, admitted }: Exchange,
  { target, storedTokens }: Pick<Answered, 'target' | 'storedTokens'>,
  { texts, audioChars }: Received,
  told?: InputUsage,
): Promise<Usage> {
  const model = target.upstream_model;
  const spoken = estimateOutputAudio(request.body, audioChars);
  const output = { output: await estimateTokens(model, texts), ...(spoken > 0 && { output_audio: spoken }), reasoning: 0 };
  if (told) return { ...told, ...output };
  const { inputTokens: most } = admitted.plan.hold;
  const heard = Math.min(estimateInputAudio(request.body), most);
  const input = Math.min((await estimateInputTokens(request, model)) + storedTokens, most - heard);
  return { input, ...(heard > 0 && { input_audio: heard }), cached_input: 0, cache_write: 0, ...output };
}

/** Only a response of Responses ends with one of these words; whatever it is, what it used is charged. */
const ENDED: Readonly<Record<string, UsageToCharge['outcome']>> = { incomplete: 'incomplete', failed: 'failed', cancelled: 'failed' };

export function outcomeOf(finishReasons: readonly (string | null)[]): UsageToCharge['outcome'] {
  return ENDED[finishReasons[0] ?? ''] ?? 'succeeded';
}
