import type { InputUsage, Usage } from '../chat/usage.js';
import type { JsonObject } from '../common/refusal.js';

/** What went in, by how the dialects count it: what is told apart beside is a part of these. */
function inputsOf(usage: InputUsage): {
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

const outputOf = ({ output, output_audio: audio = 0 }: Usage): number => output + audio;

const audioOf = (tokens: number): JsonObject => (tokens > 0 ? { audio_tokens: tokens } : {});

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

/** `usage` of Responses, which counts as Chat Completions does. */
export function responsesUsageOf(usage: Usage): JsonObject {
  const { fresh, cached, written, audio } = inputsOf(usage);
  const input = fresh + cached + written;
  const output = outputOf(usage);
  return {
    input_tokens: input,
    input_tokens_details: { cached_tokens: cached, cache_write_tokens: written, ...audioOf(audio) },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: usage.reasoning, ...audioOf(usage.output_audio ?? 0) },
    total_tokens: input + output,
  };
}

/** `usage` of Messages: the input components are disjoint, as ours are. */
export function messagesUsageOf(usage: Usage): JsonObject {
  const { fresh, cached, written } = inputsOf(usage);
  const { cache_write: fiveMinutes, cache_write_1h: oneHour = 0 } = usage;
  return {
    input_tokens: fresh,
    cache_creation_input_tokens: written,
    cache_read_input_tokens: cached,
    ...(oneHour > 0 && { cache_creation: { ephemeral_5m_input_tokens: fiveMinutes, ephemeral_1h_input_tokens: oneHour } }),
    output_tokens: outputOf(usage),
    ...(usage.reasoning > 0 ? { output_tokens_details: { thinking_tokens: usage.reasoning } } : {}),
  };
}
