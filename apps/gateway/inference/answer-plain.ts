import { estimatePromptTokens, estimateTokens, type ChatRequest, type Usage } from '#wire';
import type { FastifyReply } from 'fastify';
import type { AdmittedRequest } from './admitted-request.js';
import { answerHeaders } from './answer-headers.js';
import type { Answered } from './attempts.js';
import type { ClientConnection } from './client-connection.js';

/** A plain answer is charged before any of its bytes leave. Throws `CHARGE_NOT_RECORDED`. */
export async function answerPlain(
  admitted: AdmittedRequest,
  request: ChatRequest,
  { response, answer, target }: Extract<Answered, { kind: 'plain' }>,
  client: ClientConnection,
  reply: FastifyReply,
): Promise<void> {
  const reported = answer.usage;
  const usage = reported ?? (await estimate(request, target.upstream_model, answer.texts()));
  const metered = await admitted.meter({
    usage,
    source: reported ? 'reported' : 'estimated',
    outcome: client.gone ? 'cancelled' : 'succeeded',
    firstByteMs: null,
  });
  const headers = answerHeaders(admitted, target, response.headers);
  headers['x-tokenok-charge'] = metered.charge;
  headers['content-type'] = 'application/json';
  headers['content-length'] = String(response.body.length);
  headers['x-request-id'] = admitted.id;
  reply.hijack();
  reply.raw.writeHead(200, headers);
  reply.raw.end(response.body);
}

/** What the tokenizer makes of the request and of what came back; labelled as an estimate wherever it shows. */
export async function estimate(request: ChatRequest, model: string, texts: readonly string[]): Promise<Usage> {
  const input = await estimatePromptTokens(model, request.body);
  const output = await estimateTokens(model, texts);
  return { input, cached_input: 0, cache_write: 0, output, reasoning: 0 };
}
