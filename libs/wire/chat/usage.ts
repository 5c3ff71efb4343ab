import { count, isCount } from '../common/counts.js';
import { isObject, type JsonObject } from '../common/refusal.js';

/**
 * Tokens of one answer, all disjoint but `reasoning`, which is a part of the output, told apart only for the reader. All are whole numbers of zero
 * or more. What only some providers tell apart is there only where there is some: `cache_write` then is what was written for five minutes, and the
 * rest is not audio.
 */
export interface Usage {
  readonly input: number;
  readonly input_audio?: number;
  readonly cached_input: number;
  readonly cached_input_audio?: number;
  readonly cache_write: number;
  readonly cache_write_1h?: number;
  readonly output: number;
  readonly output_audio?: number;
  readonly reasoning: number;
}

/** What a provider says of the input before it has said anything of the output. */
export type InputUsage = Omit<Usage, 'output' | 'output_audio' | 'reasoning'>;

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

/** OpenAI tells what of the audio was cached in some of its dialects only. */
export function audioTold(inputDetails: JsonObject): { readonly audio: number; readonly cachedAudio: number | undefined } {
  const cached = inputDetails['cached_tokens_details'];
  const told = isObject(cached) ? cached['audio_tokens'] : undefined;
  return { audio: Math.max(count(inputDetails['audio_tokens']), count(told)), cachedAudio: told == null ? undefined : count(told) };
}

/** `usage` of embeddings, which have no output. Some providers tell a total only. */
export function readEmbeddingsUsage(usage: unknown): Usage | undefined {
  if (!isObject(usage)) return undefined;
  const input = usage['prompt_tokens'] ?? usage['total_tokens'];
  return isCount(input) ? { input: input + 0, cached_input: 0, cache_write: 0, output: 0, reasoning: 0 } : undefined;
}

/** What a provider says of its total: each a count, or zero where it says nothing. */
interface ToldOfInput {
  readonly cached: number;
  readonly written: number;
  readonly audio: number;
  /** How much of `audio` was read from a cache; undefined where that is not told. */
  readonly cachedAudio: number | undefined;
}

/**
 * Disjoint parts of a total, which they add up to: what exceeds it is cut, cache reads before writes before audio. Audio of which nobody says
 * whether it was cached counts as not cached, as far as there is room.
 */
export function inputParts(total: number, told: ToldOfInput): InputUsage {
  const cached = Math.min(told.cached, total);
  const written = Math.min(told.written, total - cached);
  const fresh = total - cached - written;
  const audio = Math.min(Math.max(told.audio - (told.cachedAudio ?? 0), 0), fresh);
  const cachedAudio = Math.min(told.audio - audio, cached);
  return {
    input: fresh - audio,
    cached_input: cached - cachedAudio,
    cache_write: written,
    ...(audio > 0 && { input_audio: audio }),
    ...(cachedAudio > 0 && { cached_input_audio: cachedAudio }),
  };
}

export function outputParts(total: number, told: { readonly audio: number; readonly reasoning: number }): Omit<Usage, keyof InputUsage> {
  const audio = Math.min(told.audio, total);
  return { output: total - audio, ...(audio > 0 && { output_audio: audio }), reasoning: Math.min(told.reasoning, total) };
}
