import { BASE_OF, type DetailComponent, type TokenCounts } from '#money';
import type { UsageRecord } from '../account/account.events.js';

/** The counts of a usage as an event keeps them: base counts include what is told apart of them, which is named only where there is some. */
export function recordUsage(
  tokens: TokenCounts,
  reasoningTokens: number,
  source: UsageRecord['source'],
  marks?: readonly string[],
): UsageRecord {
  const { cache_write_1h: oneHour = 0, input_audio: audio = 0, cached_input_audio: cachedAudio = 0, output_audio: spoken = 0 } = tokens;
  return {
    // In canonical order.
    cache_write_1h_tokens: someOf(oneHour),
    cache_write_tokens: tokens.cache_write + oneHour,
    cached_input_audio_tokens: someOf(cachedAudio),
    cached_input_tokens: tokens.cached_input + cachedAudio,
    input_audio_tokens: someOf(audio),
    input_tokens: tokens.input + audio,
    marks: marks && marks.length > 0 ? marks : undefined,
    output_audio_tokens: someOf(spoken),
    output_tokens: tokens.output + spoken,
    reasoning_tokens: reasoningTokens,
    source,
  };
}

/** A member that is undefined does not stand in the event. */
const someOf = (count: number) => (count > 0 ? count : undefined);

/** The other way: disjoint counts, which are negative where a part exceeds its whole. */
export function tokensOf(usage: UsageRecord): TokenCounts {
  const parts: Partial<Record<DetailComponent, number>> = {};
  const wholes = {
    input: usage.input_tokens,
    cached_input: usage.cached_input_tokens,
    cache_write: usage.cache_write_tokens,
    output: usage.output_tokens,
  };
  for (const { detail, member, base } of DETAILS) {
    const part = usage[member];
    if (part === undefined) continue;
    parts[detail] = part;
    wholes[base] -= part;
  }
  return { ...wholes, ...parts };
}

const DETAILS = (Object.keys(BASE_OF) as DetailComponent[]).map((detail) => ({
  detail,
  member: `${detail}_tokens` as const,
  base: BASE_OF[detail],
}));
