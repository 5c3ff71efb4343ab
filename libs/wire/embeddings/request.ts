import { refuse, type WireRefusal } from '../common/refusal.js';
import { checkModelAndStream, checkWholeNumber, parseRequestBody, refuseFields } from '../common/request-body.js';
import { countTexts } from '../common/token-input.js';
import { ROUTING_FIELDS, readServiceTier } from '../common/unpriced-fields.js';
import { emptyInput } from '../common/wire-input.js';
import { wireRequest, type ReadRequest } from '../common/wire-request.js';

/** Reads a body of `/v1/embeddings`: input only, so its output limit is zero. `encoding_format` is between the client and the provider. */
export function readEmbeddingsRequest(bytes: Uint8Array): ReadRequest | WireRefusal {
  const parsed = parseRequestBody(bytes);
  if (parsed.kind === 'refusal') return parsed;
  const { body } = parsed;
  const input = emptyInput();
  const refusal =
    checkModelAndStream(body) ??
    checkWholeNumber(body, 'dimensions', 1) ??
    refuseFields(body, ROUTING_FIELDS) ??
    readServiceTier(body, input);
  if (refusal) return refusal;
  if (body['stream'] === true) return refuse('stream', 'stream must be false: embeddings do not stream');
  const texts = countTexts(body['input'], 'input');
  if (typeof texts !== 'number') return texts;
  return wireRequest('embeddings', bytes, parsed, input, { outputLimit: 0 });
}
