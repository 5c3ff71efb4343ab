import { refuse, type WireRefusal } from '../common/refusal.js';
import { checkModelAndStream, checkWholeNumber, parseRequestBody, refuseFields } from '../common/request-body.js';
import { readServiceTier } from '../common/unpriced-fields.js';
import { emptyInput } from '../common/wire-input.js';
import { wireRequest, type ReadRequest } from '../common/wire-request.js';
import { isObject, type JsonObject } from '../json/object.js';
import { readMessagesInput } from './input.js';
import { checkMessagesTools } from './tools.js';

/** Fields after which a request costs more than its own tokens at its model's prices, or is answered by models that were not priced. */
const UNPRICED_FIELDS = {
  mcp_servers: 'MCP servers let the provider go on by itself, which has no bound before the call',
  fallbacks: 'The gateway chooses the models that may answer; name one in model',
  fallback_credit_token: 'Credits of the provider are not passed on',
  billing_policy: 'How the provider bills is settled between it and this gateway',
  thread: 'A thread stands at the provider, so that its input cannot be bounded before the call',
  compaction: 'Compaction is charged outside the usage of the answer, which this gateway does not cover',
} as const;

/**
 * By what an SDK knows that the feature is not to be had, and goes on without it: its tool runner sends `thread` unasked. Source: the SDK's `ThreadState`, `unsupportedFeatures`.
 */
const ERROR_CODES: Readonly<Record<string, string>> = { thread: 'thread_unsupported_request' };

/** Reads a body of `/v1/messages`; the same rules as for Chat Completions (`chat/request.ts`). */
export function readMessagesRequest(bytes: Uint8Array): ReadRequest | WireRefusal {
  const parsed = parseRequestBody(bytes);
  if (parsed.kind === 'refusal') return parsed;
  const { body } = parsed;
  const input = emptyInput();
  const refusal =
    checkModelAndStream(body) ??
    checkLimit(body) ??
    checkUnpriced(body) ??
    readServiceTier(body, input) ??
    checkMessagesTools(body['tools'], input) ??
    readMessagesInput(body, input);
  if (refusal) return refusal;
  return wireRequest('messages', bytes, parsed, input, { outputLimit: body['max_tokens'] as number, outputAtLeast: thinkingFits(body) });
}

/**
 * Reads a body of `/v1/messages/count_tokens`. Nothing is generated and nothing charged, so that only its form is checked.
 */
export function readCountTokensRequest(bytes: Uint8Array): ReadRequest | WireRefusal {
  const parsed = parseRequestBody(bytes);
  if (parsed.kind === 'refusal') return parsed;
  const input = emptyInput();
  const refusal = checkModelAndStream(parsed.body) ?? readMessagesInput(parsed.body, input);
  if (refusal) return refusal;
  return wireRequest('count_tokens', bytes, parsed, input, { outputLimit: 0 });
}

/** Zero fills the provider's cache and generates nothing. Source: the SDK's `MessageCreateParams.max_tokens`. */
function checkLimit(body: JsonObject): WireRefusal | undefined {
  if (body['max_tokens'] == null) return refuse('max_tokens', 'max_tokens is required');
  return checkWholeNumber(body, 'max_tokens', 0);
}

function checkUnpriced(body: JsonObject): WireRefusal | undefined {
  const refusal = refuseFields(body, UNPRICED_FIELDS);
  if (refusal) return withErrorCode(refusal);
  const { speed, inference_geo: geo, context_management: context } = body;
  if (speed != null && speed !== 'standard')
    return refuse('speed', 'speed must be standard: other speeds have prices of their own, which this gateway does not cover');
  if (geo != null && geo !== 'global')
    return refuse(
      'inference_geo',
      'inference_geo must be global: other regions have prices of their own, which this gateway does not cover',
    );
  const edits = isObject(context) && Array.isArray(context['edits']) ? context['edits'] : [];
  const compacting = edits.findIndex((edit: unknown) => isObject(edit) && String(edit['type']).startsWith('compact'));
  return compacting < 0 ? undefined : refuse(`context_management.edits[${compacting}].type`, UNPRICED_FIELDS.compaction);
}

function withErrorCode(refusal: WireRefusal): WireRefusal {
  const errorCode = ERROR_CODES[refusal.param ?? ''];
  return errorCode === undefined ? refusal : { ...refusal, errorCode };
}

/** The provider refuses a limit that does not exceed the budget. Source: Anthropic, "Extended thinking", `budget_tokens`. */
function thinkingFits({ thinking }: JsonObject): number | undefined {
  const budget = isObject(thinking) && thinking['type'] === 'enabled' ? thinking['budget_tokens'] : undefined;
  return Number.isSafeInteger(budget) ? (budget as number) + 1 : undefined;
}
