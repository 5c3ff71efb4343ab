import type { JsonObject } from '../json/object.js';

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
export type OutputUsage = Pick<Usage, 'output' | 'output_audio' | 'reasoning'>;

/** What a provider says of its total: each a count, or zero where it says nothing. */
interface ToldOfInput {
  readonly cached: number;
  readonly written: number;
  /** How much of `written` stays for an hour. */
  readonly oneHour: number;
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
  const oneHour = Math.min(told.oneHour, written);
  const fresh = total - cached - written;
  const audio = Math.min(Math.max(told.audio - (told.cachedAudio ?? 0), 0), fresh);
  const cachedAudio = Math.min(told.audio - audio, cached);
  return {
    input: fresh - audio,
    cached_input: cached - cachedAudio,
    cache_write: written - oneHour,
    ...(oneHour > 0 && { cache_write_1h: oneHour }),
    ...(audio > 0 && { input_audio: audio }),
    ...(cachedAudio > 0 && { cached_input_audio: cachedAudio }),
  };
}

export function outputParts(total: number, told: { readonly audio: number; readonly reasoning: number }): OutputUsage {
  const audio = Math.min(told.audio, total);
  return { output: total - audio, ...(audio > 0 && { output_audio: audio }), reasoning: Math.min(told.reasoning, total) };
}

/** What went in, by how the dialects count it: what is told apart beside is a part of these. */
export function inputsOf(usage: InputUsage): {
  readonly fresh: number;
  readonly cached: number;
  readonly written: number;
  readonly audio: number;
} {
  const { input_audio: audio = 0, cached_input_audio: cachedAudio = 0, cache_write_1h: oneHour = 0 } = usage;
  return {
    fresh: usage.input + audio,
    cached: usage.cached_input + cachedAudio,
    written: usage.cache_write + oneHour,
    audio: audio + cachedAudio,
  };
}

export function inputTokens(usage: InputUsage): number {
  const { fresh, cached, written } = inputsOf(usage);
  return fresh + cached + written;
}

export const outputOf = ({ output, output_audio: audio = 0 }: OutputUsage): number => output + audio;

/** Only where there is some. */
export const audioOf = (tokens: number): JsonObject => (tokens > 0 ? { audio_tokens: tokens } : {});
