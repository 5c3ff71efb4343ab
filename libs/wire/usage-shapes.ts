import type { InputUsage, Usage } from './chat-usage.js';
import type { JsonObject } from './refusal.js';

const promptOf = ({ input, cached_input, cache_write }: InputUsage): number => input + cached_input + cache_write;

/** `usage` of Chat Completions: the prompt includes what was read from and written to a cache. */
export function chatUsageOf(usage: Usage): JsonObject {
  const prompt = promptOf(usage);
  return {
    prompt_tokens: prompt,
    completion_tokens: usage.output,
    total_tokens: prompt + usage.output,
    prompt_tokens_details: { cached_tokens: usage.cached_input, cache_write_tokens: usage.cache_write },
    completion_tokens_details: { reasoning_tokens: usage.reasoning },
  };
}

/** `usage` of Responses, which counts as Chat Completions does. */
export function responsesUsageOf(usage: Usage): JsonObject {
  const input = promptOf(usage);
  return {
    input_tokens: input,
    input_tokens_details: { cached_tokens: usage.cached_input, cache_write_tokens: usage.cache_write },
    output_tokens: usage.output,
    output_tokens_details: { reasoning_tokens: usage.reasoning },
    total_tokens: input + usage.output,
  };
}

/** `usage` of Messages: the input components are disjoint, as ours are. */
export function messagesUsageOf(usage: Usage): JsonObject {
  return {
    input_tokens: usage.input,
    cache_creation_input_tokens: usage.cache_write,
    cache_read_input_tokens: usage.cached_input,
    output_tokens: usage.output,
    ...(usage.reasoning > 0 ? { output_tokens_details: { thinking_tokens: usage.reasoning } } : {}),
  };
}
