import { isObject, type JsonObject } from '../json/object.js';
import type { Edits } from './fitted.js';
import type { TargetTraits } from './target-traits.js';

const REASONING = ['reasoning_content', 'reasoning'] as const;

/** The messages of Chat Completions: instructions in the role that the model knows, and the reasoning of earlier turns by the name that it takes. */
export function messagesEdits(body: JsonObject, traits: TargetTraits, edits: Edits, dropped: string[]): void {
  const { messages } = body;
  if (!Array.isArray(messages) || (traits.systemRole === undefined && traits.reasoningField === undefined)) return;
  let changed = false;
  const fitted = messages.map((message: unknown) => {
    if (!isObject(message)) return message;
    const edited = withRole(message, traits) ?? withReasoning(message, traits, dropped);
    if (edited) changed = true;
    return edited ?? message;
  });
  if (changed) edits['messages'] = fitted;
}

function withRole(message: JsonObject, { systemRole }: TargetTraits): JsonObject | undefined {
  const { role } = message;
  if (systemRole === undefined || role === systemRole || (role !== 'system' && role !== 'developer')) return undefined;
  return { ...message, role: systemRole };
}

/** What a provider does not take back was its own to begin with, or another's: nobody misses it but the model. */
function withReasoning(message: JsonObject, { reasoningField }: TargetTraits, dropped: string[]): JsonObject | undefined {
  if (reasoningField === undefined || message['role'] !== 'assistant') return undefined;
  if (!REASONING.some((field) => message[field] !== undefined && field !== reasoningField)) return undefined;
  const { reasoning_content: content, reasoning, ...rest } = message;
  if (reasoningField === 'none') {
    const lost = 'messages.reasoning';
    if (!dropped.includes(lost)) dropped.push(lost);
    return rest;
  }
  return { ...rest, [reasoningField]: message[reasoningField] ?? content ?? reasoning };
}
