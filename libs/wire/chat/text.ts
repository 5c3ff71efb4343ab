import { THOUGHT_FIELDS, type ThoughtField } from '../common/carried.js';
import { argumentsText } from '../common/tool-arguments.js';
import { isObject, type JsonObject } from '../json/object.js';
import { textOfDetails } from './reasoning-details.js';

/**
 * All text of a message or a delta that a tokenizer would see, in reading order: answer, reasoning (as several providers show it), refusal, what was
 * spoken, calls.
 */
export function chatText(message: unknown): string {
  if (!isObject(message)) return '';
  let text = contentText(message['content']) + (thoughtOf(message)?.text ?? '') + plain(message['refusal']);
  if (isObject(message['audio'])) text += plain(message['audio']['transcript']);
  if (Array.isArray(message['tool_calls'])) for (const call of message['tool_calls']) text += callText(call);
  return text + callText({ function: message['function_call'] });
}

/** The answer in `content`, which some providers give in parts (Mistral: thinking among them). */
export function answerText(content: unknown): string {
  if (!Array.isArray(content)) return plain(content);
  return content.map((part: unknown) => (isObject(part) ? plain(part['text']) : '')).join('');
}

/** What the model thought and the member that says so, by the names that providers have for it. Undefined: it did not think, or not aloud. */
export function thoughtOf(message: JsonObject): { readonly text: string; readonly as: ThoughtField | undefined } | undefined {
  for (const as of THOUGHT_FIELDS) {
    const text = message[as];
    if (typeof text === 'string' && text !== '') return { text, as };
  }
  const { content, reasoning_details: details } = message;
  const parts: unknown[] = Array.isArray(content) ? content : [];
  const text = parts.map((part) => (isObject(part) ? answerText(part['thinking']) : '')).join('');
  if (text !== '') return { text, as: 'content' };
  const detailed = textOfDetails(details);
  return detailed === '' ? undefined : { text: detailed, as: undefined };
}

function contentText(content: unknown): string {
  if (!Array.isArray(content)) return plain(content);
  return content.map((part: unknown) => (isObject(part) ? plain(part['text'] ?? part['refusal']) : '')).join('\n');
}

function callText(call: unknown): string {
  if (!isObject(call)) return '';
  const called = isObject(call['function']) ? call['function'] : isObject(call['custom']) ? call['custom'] : {};
  return plain(called['name']) + argumentsText(called['arguments'] ?? called['input']);
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
