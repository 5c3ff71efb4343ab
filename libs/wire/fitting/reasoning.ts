import { isObject, type JsonObject } from '../json/object.js';
import type { Edits, Unfitted } from './fitted.js';
import type { TargetTraits } from './target-traits.js';

/** Source: Anthropic, "Extended thinking": the smallest budget, which has to leave room for an answer. */
const LEAST_BUDGET = 1_024;
const BUDGETS: Readonly<Record<string, number>> = { minimal: 1_024, low: 2_048, medium: 8_192, high: 24_576, xhigh: 32_768, max: 32_768 };

/** How much to reason: told as an effort, as a number of tokens, or not at all. */
export function reasoningEdits(unfitted: Unfitted, { reasoning }: TargetTraits, edits: Edits, dropped: string[]): void {
  if (reasoning === 'effort') return;
  const { api, body } = unfitted;
  const { reasoning: asked } = body;
  if (api === 'chat') chatReasoning(unfitted, reasoning, edits, dropped);
  else if (api === 'responses' && reasoning === 'none' && isObject(asked)) responsesReasoning(asked, edits, dropped);
  else if (api === 'messages') messagesReasoning(unfitted, reasoning, edits, dropped);
}

function chatReasoning({ body, outputLimit }: Unfitted, reasoning: 'budget' | 'none', edits: Edits, dropped: string[]): void {
  const effort = body['reasoning_effort'];
  if (effort === undefined) return;
  edits['reasoning_effort'] = undefined;
  // A model that never reasons does as it is told where reasoning is switched off.
  if (effort === null || (effort === 'none' && reasoning === 'none')) return;
  const thinking = reasoning === 'budget' ? thinkingOf(effort, outputLimit) : undefined;
  if (thinking) edits['thinking'] = body['thinking'] ?? thinking;
  else dropped.push('reasoning_effort');
}

/** What a model that does not reason says of its reasoning is nothing either. */
function responsesReasoning(asked: JsonObject, edits: Edits, dropped: string[]): void {
  edits['reasoning'] = undefined;
  for (const [field, value] of Object.entries(asked))
    if (value != null && !(field === 'effort' && value === 'none')) dropped.push(`reasoning.${field}`);
}

/** Adaptive thinking and effort belong together; a budget is older than both. */
function messagesReasoning({ body, outputLimit }: Unfitted, reasoning: 'budget' | 'none', edits: Edits, dropped: string[]): void {
  const { output_config: config, thinking } = body;
  const effort = isObject(config) ? config['effort'] : undefined;
  const isAdaptive = isObject(thinking) && thinking['type'] === 'adaptive';
  if (isObject(config) && effort != null) {
    const { effort: _effort, ...rest } = config;
    edits['output_config'] = Object.keys(rest).length > 0 ? rest : undefined;
  }
  if (reasoning === 'none') {
    const isAsked = isObject(thinking) && thinking['type'] !== 'disabled';
    if (thinking !== undefined) edits['thinking'] = undefined;
    if (effort != null) dropped.push('output_config.effort');
    else if (isAsked) dropped.push('thinking');
    return;
  }
  if (!isAdaptive) {
    if (effort != null) dropped.push('output_config.effort');
    return;
  }
  edits['thinking'] = isWithinLoop(body['messages']) ? undefined : thinkingOf(effort ?? 'high', outputLimit);
  if (edits['thinking'] === undefined) dropped.push('thinking');
}

/** A turn that called without having thought cannot go on as one that thinks. Source: Anthropic, "Extended thinking", with tool use. */
function isWithinLoop(messages: unknown): boolean {
  const last: unknown = Array.isArray(messages)
    ? messages.findLast((message) => isObject(message) && message['role'] === 'assistant')
    : undefined;
  const content: unknown[] = isObject(last) && Array.isArray(last['content']) ? last['content'] : [];
  const types = content.map((block) => (isObject(block) ? block['type'] : undefined));
  return types.includes('tool_use') && types[0] !== 'thinking' && types[0] !== 'redacted_thinking';
}

/** Undefined where the limit has no room for it beside an answer. */
function thinkingOf(effort: unknown, outputLimit: number): JsonObject | undefined {
  if (effort === 'none') return { type: 'disabled' };
  const wanted = typeof effort === 'string' ? BUDGETS[effort] : undefined;
  const budget = Math.min(wanted ?? LEAST_BUDGET, Math.floor(outputLimit / 2));
  return wanted === undefined || budget < LEAST_BUDGET ? undefined : { type: 'enabled', budget_tokens: budget };
}
