import { refuse, type WireRefusal } from '../common/refusal.js';
import { checkModelAndStream, checkStreamOptions, checkWholeNumber, parseRequestBody, refuseFields } from '../common/request-body.js';
import { countTexts } from '../common/token-input.js';
import { ROUTING_FIELDS, readServiceTier } from '../common/unpriced-fields.js';
import { emptyInput } from '../common/wire-input.js';
import { wireRequest, type ReadRequest } from '../common/wire-request.js';
import { isObject, type JsonObject } from '../json/object.js';

const CHOICES = 128;

/**
 * Reads a body of `/v1/completions`. Each prompt is answered `n` times, and `best_of` candidates are generated and charged for whatever `n` says.
 * Source: OpenAI, "Create completion".
 */
export function readCompletionsRequest(bytes: Uint8Array): ReadRequest | WireRefusal {
  const parsed = parseRequestBody(bytes);
  if (parsed.kind === 'refusal') return parsed;
  const { body } = parsed;
  const input = emptyInput();
  const refusal =
    checkModelAndStream(body) ??
    checkWholeNumber(body, 'max_tokens', 0) ??
    checkWholeNumber(body, 'n', 1, CHOICES) ??
    checkWholeNumber(body, 'best_of', 1, CHOICES) ??
    checkStreamOptions(body) ??
    refuseFields(body, ROUTING_FIELDS) ??
    readServiceTier(body, input);
  if (refusal) return refusal;
  const prompts = body['prompt'] == null ? 1 : countTexts(body['prompt'], 'prompt');
  if (typeof prompts !== 'number') return prompts;
  const choices = prompts * generated(body);
  if (choices > CHOICES * CHOICES) return refuse('prompt', `prompt asks for more than ${CHOICES * CHOICES} answers`);
  return wireRequest('completions', bytes, parsed, input, {
    choices,
    answers: prompts * ((body['n'] as number | null | undefined) ?? 1),
    includeUsage: isObject(body['stream_options']) && body['stream_options']['include_usage'] === true,
    outputLimit: (body['max_tokens'] as number | null | undefined) ?? undefined,
  });
}

function generated({ n, best_of: best }: JsonObject): number {
  return Math.max((n as number | null | undefined) ?? 1, (best as number | null | undefined) ?? 1);
}
