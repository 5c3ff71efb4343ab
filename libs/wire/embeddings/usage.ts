import { isCount } from '../common/counts.js';
import type { Usage } from '../common/usage.js';
import { isObject } from '../json/object.js';

/** `usage` of embeddings, which have no output. Some providers tell a total only. */
export function readEmbeddingsUsage(usage: unknown): Usage | undefined {
  if (!isObject(usage)) return undefined;
  const input = usage['prompt_tokens'] ?? usage['total_tokens'];
  return isCount(input) ? { input: input + 0, cached_input: 0, cache_write: 0, output: 0, reasoning: 0 } : undefined;
}
