import { isObject, refuse, type JsonObject, type WireRefusal } from './refusal.js';
import { checkModelAndStream, checkWholeNumber, parseRequestBody, refuseFields } from './request-body.js';
import { readResponsesInput } from './responses-input.js';
import { ROUTING_FIELDS, readServiceTier } from './unpriced-fields.js';
import { emptyInput, referTo, wireRequest, type WireInput, type WireRequest } from './wire-request.js';

const UNPRICED_FIELDS = {
  ...ROUTING_FIELDS,
  context_management: 'Compaction at the provider is charged beside the answer, which this gateway does not cover',
  access_programs: 'Access programs belong to the account of the gateway and are not passed on',
} as const;

/** Run by the client: they cost tokens and nothing else. Source: the SDK's `Tool` union. */
const CLIENT_TOOLS: ReadonlySet<unknown> = new Set([
  'function',
  'custom',
  'local_shell',
  'apply_patch',
  'computer',
  'computer_use_preview',
]);

/** Reads a body of `/v1/responses`; the same rules as for Chat Completions (`chat-request.ts`). */
export function readResponsesRequest(bytes: Uint8Array): WireRequest | WireRefusal {
  const parsed = parseRequestBody(bytes);
  if (parsed.kind === 'refusal') return parsed;
  const { body } = parsed;
  const input = emptyInput();
  const refusal =
    checkModelAndStream(body) ??
    checkWholeNumber(body, 'max_output_tokens', 1) ??
    checkUnpriced(body, input) ??
    checkTools(body['tools'], 'tools') ??
    readResponsesInput(body['input'], input);
  if (refusal) return refusal;
  referToState(body, input);
  return wireRequest('responses', bytes, parsed, input, { outputLimit: (body['max_output_tokens'] as number | null) ?? undefined });
}

/** A background answer is fetched later, by requests that nobody holds and meters. */
function checkUnpriced(body: JsonObject, input: WireInput): WireRefusal | undefined {
  const { background, reasoning } = body;
  if (background != null && background !== false)
    return refuse('background', 'background must be false: an answer that is fetched later cannot be metered');
  const mode = isObject(reasoning) ? reasoning['mode'] : undefined;
  if (mode != null && mode !== 'standard')
    return refuse(
      'reasoning.mode',
      'reasoning.mode must be standard: other modes have prices of their own, which this gateway does not cover',
    );
  return refuseFields(body, UNPRICED_FIELDS) ?? readServiceTier(body, input);
}

function checkTools(tools: unknown, path: string): WireRefusal | undefined {
  if (tools == null) return undefined;
  if (!Array.isArray(tools)) return refuse(path, `${path} must be an array`);
  for (let index = 0; index < tools.length; index += 1) {
    const refusal = checkTool(tools[index], `${path}[${index}]`);
    if (refusal) return refusal;
  }
  return undefined;
}

function checkTool(tool: unknown, path: string): WireRefusal | undefined {
  if (!isObject(tool)) return refuse(path, `${path} must be an object`);
  if (CLIENT_TOOLS.has(tool['type'])) return undefined;
  if (tool['type'] === 'namespace') return checkTools(tool['tools'], `${path}.tools`);
  if (tool['type'] === 'shell' && isObject(tool['environment']) && tool['environment']['type'] === 'local') return undefined;
  return refuse(`${path}.type`, 'Tools must be run by the client: hosted tools are charged by the call, which this gateway does not cover');
}

function referToState({ previous_response_id: previous, conversation, prompt }: JsonObject, input: WireInput): void {
  referTo(input, 'response', previous, 'previous_response_id');
  const isNamed = isObject(conversation);
  referTo(input, 'conversation', isNamed ? conversation['id'] : conversation, isNamed ? 'conversation.id' : 'conversation');
  if (isObject(prompt)) referTo(input, 'prompt', prompt['id'], 'prompt.id');
}
