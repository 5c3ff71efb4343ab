import { audioOf, inputsOf, outputOf, type Usage } from '../common/usage.js';
import type { JsonObject } from '../json/object.js';

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
