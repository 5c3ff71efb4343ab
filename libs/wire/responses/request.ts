import { refuse, type WireRefusal } from '../common/refusal.js';
import { checkModelAndStream, checkWholeNumber, parseRequestBody, refuseFields } from '../common/request-body.js';
import { ROUTING_FIELDS, readServiceTier } from '../common/unpriced-fields.js';
import { emptyInput, type WireInput } from '../common/wire-input.js';
import { wireRequest, type ReadRequest } from '../common/wire-request.js';
import { isObject, type JsonObject } from '../json/object.js';
import { readResponsesInput } from './input.js';
import { checkClientTools } from './tools.js';

const REFUSED_FIELDS = {
  ...ROUTING_FIELDS,
  context_management: 'Compaction at the provider is charged beside the answer, which this gateway does not cover',
  access_programs: 'Access programs belong to the account of the gateway and are not passed on',
  request_id: 'Some providers give the response the id that is asked for: it could be that of another customer',
} as const;

/** Reads a body of `/v1/responses`; the same rules as for Chat Completions (`chat/request.ts`). */
export function readResponsesRequest(bytes: Uint8Array): ReadRequest | WireRefusal {
  const parsed = parseRequestBody(bytes);
  if (parsed.kind === 'refusal') return parsed;
  const { body } = parsed;
  const input = emptyInput();
  const refusal =
    checkModelAndStream(body) ??
    checkWholeNumber(body, 'max_output_tokens', 1) ??
    checkUnpriced(body, input) ??
    checkClientTools(body['tools'], 'tools') ??
    readResponsesInput(body['input'], input);
  if (refusal) return refusal;
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
  return refuseFields(body, REFUSED_FIELDS) ?? readServiceTier(body, input);
}
