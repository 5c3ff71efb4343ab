import { count, isCount } from '../common/counts.js';
import { audioOf, audioTold, inputParts, inputsOf, outputOf, outputParts, type Usage } from '../common/usage.js';
import { isObject, type JsonObject } from '../json/object.js';

/**
 * Reads `usage` of Chat Completions and of its predecessor: `prompt_tokens` includes what was read from and written to a cache. Zero is zero, not missing; undefined
 * where a total is missing or no token count, so that an estimate takes its place. Details that exceed their total are cut to it, cache reads
 * before writes, so that no component is ever negative.
 */
export function readChatUsage(usage: unknown): Usage | undefined {
  if (!isObject(usage)) return undefined;
  const { prompt_tokens: prompt, completion_tokens: completion } = usage;
  if (!isCount(prompt) || !isCount(completion)) return undefined;
  const inputDetails = isObject(usage['prompt_tokens_details']) ? usage['prompt_tokens_details'] : {};
  const outputDetails = isObject(usage['completion_tokens_details']) ? usage['completion_tokens_details'] : {};
  const input = inputParts(prompt + 0, {
    // DeepSeek reports its cache beside the details.
    cached: count(inputDetails['cached_tokens'] ?? usage['prompt_cache_hit_tokens']),
    written: count(inputDetails['cache_write_tokens']),
    ...audioTold(inputDetails),
  });
  const reasoning = count(outputDetails['reasoning_tokens']);
  // xAI counts reasoning beside the completion, not within it: its total tells.
  const apart = reasoning > 0 && usage['total_tokens'] === prompt + completion + reasoning;
  const output = apart ? completion + reasoning : completion;
  if (!Number.isSafeInteger(output)) return undefined;
  return { ...input, ...outputParts(output + 0, { audio: count(outputDetails['audio_tokens']), reasoning }) };
}

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
