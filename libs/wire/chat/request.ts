import { refuse, type WireRefusal } from '../common/refusal.js';
import { checkModelAndStream, checkStreamOptions, checkWholeNumber, parseRequestBody, refuseFields } from '../common/request-body.js';
import { ROUTING_FIELDS, readServiceTier } from '../common/unpriced-fields.js';
import { emptyInput, type WireInput } from '../common/wire-input.js';
import { wireRequest, type ReadRequest } from '../common/wire-request.js';
import { isGiven, isObject, type JsonObject } from '../json/object.js';
import { readMessages } from './input.js';

/** A request for `/v1/chat/completions`, understood as far as it has to be metered. */
export type ChatRequest = ReadRequest;

const CHOICES = 128;

/** Fields that make the provider charge at other prices than the model's own, or route to models that were not priced. */
const UNPRICED_FIELDS = {
  ...ROUTING_FIELDS,
  web_search_options: 'Web search is charged by the call, which this gateway does not cover',
  search_parameters: 'Live search is charged by the source, which this gateway does not cover',
  prediction: 'Predicted output takes no output limit, so its price cannot be bounded before the call',
} as const;

/**
 * Parses a body once. Refuses what is malformed and what cannot be metered exactly, always by the field's name; whatever else it does not
 * know passes through untouched.
 */
export function readChatRequest(bytes: Buffer | Uint8Array): ChatRequest | WireRefusal {
  const parsed = parseRequestBody(bytes);
  if (parsed.kind === 'refusal') return parsed;
  const { body } = parsed;
  const input = emptyInput();
  const refusal = checkFields(body) ?? checkUnpriced(body, input) ?? readMessages(body['messages'], input);
  if (refusal) return refusal;
  return wireRequest('chat', bytes, parsed, input, {
    includeUsage: isObject(body['stream_options']) && body['stream_options']['include_usage'] === true,
    choices: (body['n'] as number | null | undefined) ?? 1,
    outputLimit: smallerLimit(body),
  });
}

function checkFields(body: JsonObject): WireRefusal | undefined {
  return (
    checkModelAndStream(body) ??
    checkWholeNumber(body, 'n', 1, CHOICES) ??
    checkWholeNumber(body, 'max_completion_tokens', 1) ??
    checkWholeNumber(body, 'max_tokens', 1) ??
    checkStreamOptions(body)
  );
}

function checkUnpriced(body: JsonObject, input: WireInput): WireRefusal | undefined {
  const refusal = refuseFields(body, UNPRICED_FIELDS) ?? readServiceTier(body, input) ?? readOutputs(body, input);
  if (refusal) return refusal;
  const { tools } = body;
  if (tools != null && !Array.isArray(tools)) return refuse('tools', 'tools must be an array');
  const hosted = (tools ?? []).findIndex((tool: unknown) => !isObject(tool) || (tool['type'] !== 'function' && tool['type'] !== 'custom'));
  if (hosted >= 0)
    return refuse(
      `tools[${hosted}].type`,
      'Tools must be of type function or custom: hosted tools are charged by the call, which this gateway does not cover',
    );
  return undefined;
}

/** Spoken output has a price of its own. */
function readOutputs({ modalities, audio }: JsonObject, input: WireInput): WireRefusal | undefined {
  const asked: unknown[] = Array.isArray(modalities) ? modalities : [];
  if (asked.some((modality) => modality !== 'text' && modality !== 'audio'))
    return refuse(
      'modalities',
      'modalities must be of text and audio: other outputs have prices of their own, which this gateway does not cover',
    );
  if (asked.includes('audio')) input.needsPrices.push({ component: 'output_audio', field: 'modalities' });
  else if (isGiven(audio)) input.needsPrices.push({ component: 'output_audio', field: 'audio' });
  return undefined;
}

function smallerLimit(body: JsonObject): number | undefined {
  const current = (body['max_completion_tokens'] as number | null | undefined) ?? undefined;
  const former = (body['max_tokens'] as number | null | undefined) ?? undefined;
  if (current === undefined || former === undefined) return current ?? former;
  return Math.min(current, former);
}
