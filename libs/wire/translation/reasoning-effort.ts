import { isObject, type JsonObject } from '../json/object.js';
import type { TranslationNotes } from './translation.js';

/** Messages has no `minimal`. Source: the SDKs' `ReasoningEffort` and `OutputConfig.effort`. */
const EFFORTS: Readonly<Record<string, string>> = {
  minimal: 'low',
  low: 'low',
  medium: 'medium',
  high: 'high',
  xhigh: 'xhigh',
  max: 'max',
};
const LOW_BUDGET = 4_096;
const MEDIUM_BUDGET = 16_384;

export interface MessagesReasoning {
  readonly effort?: string;
  readonly thinking?: JsonObject;
}

/** `none` switches thinking off. Thinking does not go together with a forced call, so there only the effort is told (Anthropic, "Extended thinking"). */
export function reasoningOfChat(effort: unknown, isCallForced: boolean, notes: TranslationNotes): MessagesReasoning {
  if (effort == null) return {};
  if (effort === 'none') return { thinking: { type: 'disabled' } };
  const known = typeof effort === 'string' ? EFFORTS[effort] : undefined;
  if (known === undefined) {
    notes.refuse('reasoning_effort', 'reasoning_effort must be none, minimal, low, medium, high, xhigh or max');
    return {};
  }
  return { effort: known, ...(isCallForced ? {} : { thinking: { type: 'adaptive' } }) };
}

/** The effort where it is told, else what the thinking budget amounts to. Undefined: the model's own default. */
export function effortOfMessages({ output_config: config, thinking }: JsonObject): string | undefined {
  const effort = isObject(config) ? config['effort'] : undefined;
  if (isObject(thinking) && thinking['type'] === 'disabled') return 'none';
  if (typeof effort === 'string') return effort;
  const budget = isObject(thinking) && thinking['type'] === 'enabled' ? thinking['budget_tokens'] : undefined;
  if (typeof budget !== 'number') return undefined;
  return budget < LOW_BUDGET ? 'low' : budget < MEDIUM_BUDGET ? 'medium' : 'high';
}
