import { NOTHING_TOLD, openaiUsage, type ToldUsage } from '../common/told-usage.js';
import { inputTokens } from '../common/usage.js';
import { isObject } from '../json/object.js';

const NO_OUTPUT = { output: 0, reasoning: 0 };

/** `usage` of embeddings, which have no output. Some providers tell a total only. No vector is made of nothing. */
export function embeddingsUsage(usage: unknown, hasVectors: boolean): ToldUsage {
  if (!isObject(usage)) return NOTHING_TOLD;
  const { total_tokens: total, prompt_tokens: prompt = total, ...others } = usage;
  const { input, marks } = openaiUsage({ ...others, prompt_tokens: prompt, completion_tokens: 0 });
  if (!input) return NOTHING_TOLD;
  if (hasVectors && inputTokens(input) === 0) return { input: undefined, output: NO_OUTPUT, marks: [...marks, 'zero_input'] };
  return { input, output: NO_OUTPUT, marks };
}
