import type { InputUsage, Usage } from './chat-usage.js';

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
