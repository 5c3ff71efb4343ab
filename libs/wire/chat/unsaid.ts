import { CARRIED_BY_CALL, CARRIED_BY_MESSAGE, THOUGHT_FIELDS } from '../common/carried.js';
import { isObject, type JsonObject } from '../json/object.js';
import type { Unsaid } from '../json/unsaid.js';

/** What is read of an answer, and what tells nothing beside it: marks of the server and of its tiers. */
const BODY: ReadonlySet<string> = new Set([
  ...['id', 'object', 'created', 'model', 'choices', 'usage', 'service_tier', 'system_fingerprint', 'provider', 'error'],
]);
const CHOICE: ReadonlySet<string> = new Set(['index', 'message', 'delta', 'finish_reason', 'native_finish_reason', 'usage', 'error']);
const MESSAGE: ReadonlySet<string> = new Set([...['role', 'content', 'refusal', 'tool_calls'], ...THOUGHT_FIELDS, ...CARRIED_BY_MESSAGE]);
const CALL: ReadonlySet<string> = new Set(['id', 'type', 'index', 'function', ...CARRIED_BY_CALL]);
const FUNCTION: ReadonlySet<string> = new Set(['name', 'arguments', ...CARRIED_BY_CALL]);
const PART: ReadonlySet<string> = new Set(['type', 'text', 'thinking', 'index', 'closed']);

/** Of a whole answer, or of one chunk of a stream. */
export function noteChatChoice(body: JsonObject, choice: JsonObject, unsaid: Unsaid): void {
  unsaid.others(body, BODY, '');
  unsaid.others(choice, CHOICE, 'choices.');
}

/** `name`: of the member that it is: `message`, or `delta`. */
export function noteChatMessage(message: JsonObject, unsaid: Unsaid, name = 'message'): void {
  unsaid.others(message, MESSAGE, `choices.${name}.`);
  const { content } = message;
  if (Array.isArray(content)) for (const part of content) if (isObject(part)) unsaid.others(part, PART, `choices.${name}.content.`);
}

export function noteChatCall(call: JsonObject, unsaid: Unsaid, name = 'message'): void {
  unsaid.others(call, CALL, `choices.${name}.tool_calls.`);
  if (isObject(call['function'])) unsaid.others(call['function'], FUNCTION, `choices.${name}.tool_calls.function.`);
}
