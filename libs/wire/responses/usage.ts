import { count, isCount } from '../common/counts.js';
import { audioOf, audioTold, inputParts, inputsOf, outputOf, outputParts, type Usage } from '../common/usage.js';
import { isObject, type JsonObject } from '../json/object.js';

/**
 * Reads `usage` of a response, whatever became of it: one that is incomplete, failed or cancelled is charged by its provider all the same.
 * `input_tokens` includes what was read from and written to a cache; details that exceed it are cut, as for Chat Completions.
 */
export function readResponsesUsage(usage: unknown): Usage | undefined {
  if (!isObject(usage)) return undefined;
  const { input_tokens: input, output_tokens: output } = usage;
  if (!isCount(input) || !isCount(output)) return undefined;
  const inputDetails = isObject(usage['input_tokens_details']) ? usage['input_tokens_details'] : {};
  const outputDetails = isObject(usage['output_tokens_details']) ? usage['output_tokens_details'] : {};
  return {
    ...inputParts(input + 0, {
      cached: count(inputDetails['cached_tokens']),
      written: count(inputDetails['cache_write_tokens']),
      ...audioTold(inputDetails),
    }),
    ...outputParts(output + 0, { audio: count(outputDetails['audio_tokens']), reasoning: count(outputDetails['reasoning_tokens']) }),
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
