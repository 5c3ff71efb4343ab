import { answerOf, parseAnswer, type WireResponse } from '../common/wire-response.js';
import { FINISHED } from '../meaning/endings.js';
import { embeddingsUsage } from './usage.js';

/** Embeddings have no output; each vector counts as a finished answer. */
export function readEmbeddingsResponse(bytes: Buffer): WireResponse | undefined {
  const body = parseAnswer(bytes);
  if (!body) return undefined;
  const vectors: unknown[] = Array.isArray(body['data']) ? body['data'] : [];
  return answerOf(body, {
    told: embeddingsUsage(body['usage'], vectors.length > 0),
    texts: () => [],
    ending: FINISHED,
    isEmpty: vectors.length === 0,
  });
}
