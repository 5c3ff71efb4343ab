import { audioOf, inputsOf, outputOf, type Usage } from '../common/usage.js';
import type { JsonObject } from '../json/object.js';

/** `usage` of Chat Completions: the prompt includes what was read from and written to a cache. */
export function chatUsageOf(usage: Usage): JsonObject {
  const { fresh, cached, written, audio } = inputsOf(usage);
  const prompt = fresh + cached + written;
  const completion = outputOf(usage);
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: cached, cache_write_tokens: written, ...audioOf(audio) },
    completion_tokens_details: { reasoning_tokens: usage.reasoning, ...audioOf(usage.output_audio ?? 0) },
  };
}
