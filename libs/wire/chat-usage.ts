import { count, isCount } from './counts.js';
import { isObject } from './refusal.js';

/**
 * Tokens of one answer. The three input components are disjoint; `reasoning` is a part of `output`, told apart only for the reader.
 * All are whole numbers of zero or more.
 */
export interface Usage {
  readonly input: number;
  readonly cached_input: number;
  readonly cache_write: number;
  readonly output: number;
  readonly reasoning: number;
}

/** What a provider says of the input before it has said anything of the output. */
export type InputUsage = Omit<Usage, 'output' | 'reasoning'>;

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
  // DeepSeek reports its cache beside the details.
  const cached = Math.min(count(inputDetails['cached_tokens'] ?? usage['prompt_cache_hit_tokens']), prompt);
  const written = Math.min(count(inputDetails['cache_write_tokens']), prompt - cached);
  const reasoning = count(outputDetails['reasoning_tokens']);
  // xAI counts reasoning beside the completion, not within it: its total tells.
  const apart = reasoning > 0 && usage['total_tokens'] === prompt + completion + reasoning;
  const output = apart ? completion + reasoning : completion;
  if (!Number.isSafeInteger(output)) return undefined;
  return { input: prompt - cached - written, cached_input: cached, cache_write: written, output, reasoning: Math.min(reasoning, output) };
}

/** What of a usage has a price of its own, by the names of its fields. */
export function unpricedChatUsage(usage: unknown): string[] {
  const groups = ['prompt_tokens_details', 'completion_tokens_details'];
  const audio = (group: string) => isObject(usage) && isObject(usage[group]) && count(usage[group]['audio_tokens']) > 0;
  return groups.filter(audio).map((group) => `${group}.audio_tokens`);
}

/** `usage` of embeddings, which have no output. Some providers tell a total only. */
export function readEmbeddingsUsage(usage: unknown): Usage | undefined {
  if (!isObject(usage)) return undefined;
  const input = usage['prompt_tokens'] ?? usage['total_tokens'];
  return isCount(input) ? { input: input + 0, cached_input: 0, cache_write: 0, output: 0, reasoning: 0 } : undefined;
}
