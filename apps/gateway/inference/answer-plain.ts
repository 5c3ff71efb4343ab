import { estimateInputTokens, estimateTokens, translateAnswer, type InputUsage, type Usage, type WireRequest } from '#wire';
import type { FastifyReply } from 'fastify';
import type { AdmittedRequest, UsageToCharge } from './admitted-request.js';
import { answerHeaders } from './answer-headers.js';
import type { Answered } from './attempts.js';
import type { ClientConnection } from './client-connection.js';

/** A plain answer is charged before any of its bytes leave. Throws `CHARGE_NOT_RECORDED`. */
export async function answerPlain(
  admitted: AdmittedRequest,
  request: WireRequest,
  answered: Extract<Answered, { kind: 'plain' }>,
  client: ClientConnection,
  reply: FastifyReply,
): Promise<void> {
  const { answer, target, upstream, response, context } = answered;
  const usage = answer.usage ?? (await estimate(request, target.upstream_model, answer.texts()));
  const metered = await admitted.meter({
    usage,
    source: answer.usage ? 'reported' : 'estimated',
    outcome: client.gone ? 'cancelled' : outcomeOf(answer.finishReasons),
    serviceTier: answer.serviceTier,
    unpriced: answer.unpriced,
    firstByteMs: null,
  });
  const body = request.api === upstream ? response.body : translateAnswer(request.api, upstream, answer, usage, context);
  const headers = answerHeaders(admitted, request, answered);
  headers['x-tokenok-charge'] = metered.charge;
  headers['content-type'] = 'application/json';
  headers['content-length'] = String(body.length);
  reply.hijack();
  reply.raw.writeHead(200, headers);
  reply.raw.end(body);
}

/** What the tokenizer makes of the request and of what came back; labelled as an estimate wherever it shows. `told`: the provider's word on the input. */
export async function estimate(request: WireRequest, model: string, texts: readonly string[], told?: InputUsage): Promise<Usage> {
  const input = told ?? { input: await estimateInputTokens(request, model), cached_input: 0, cache_write: 0 };
  return { ...input, output: await estimateTokens(model, texts), reasoning: 0 };
}

/** Only a response of Responses ends with one of these words; whatever it is, what it used is charged. */
const ENDED: Readonly<Record<string, UsageToCharge['outcome']>> = { incomplete: 'incomplete', failed: 'failed', cancelled: 'failed' };

export function outcomeOf(finishReasons: readonly (string | null)[]): UsageToCharge['outcome'] {
  return ENDED[finishReasons[0] ?? ''] ?? 'succeeded';
}
