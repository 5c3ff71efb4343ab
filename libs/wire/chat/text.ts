import { isObject, type JsonObject } from '../json/object.js';

/**
 * All text of a message or a delta that a tokenizer would see, in reading order: answer, reasoning (as several providers show it), refusal, what was
 * spoken, calls.
 */
export function chatText(message: unknown): string {
  if (!isObject(message)) return '';
  let text = contentText(message['content']) + plain(message['reasoning_content'] ?? message['reasoning']) + plain(message['refusal']);
  if (isObject(message['audio'])) text += plain(message['audio']['transcript']);
  if (Array.isArray(message['tool_calls'])) for (const call of message['tool_calls']) text += callText(call);
  return text + callText({ function: message['function_call'] });
}

/** The answer in `content`, which some providers give in parts (Mistral: thinking among them). */
export function answerText(content: unknown): string {
  if (!Array.isArray(content)) return plain(content);
  return content.map((part: unknown) => (isObject(part) ? plain(part['text']) : '')).join('');
}

/** What the model thought, by the names that providers have for it. */
export function reasoningText({ reasoning_content: named, reasoning, content }: JsonObject): string {
  const parts: unknown[] = Array.isArray(content) ? content : [];
  return plain(named ?? reasoning) + parts.map((part) => (isObject(part) ? answerText(part['thinking']) : '')).join('');
}

function contentText(content: unknown): string {
  if (!Array.isArray(content)) return plain(content);
  return content.map((part: unknown) => (isObject(part) ? plain(part['text'] ?? part['refusal']) : '')).join('\n');
}

function callText(call: unknown): string {
  if (!isObject(call)) return '';
  const called = isObject(call['function']) ? call['function'] : isObject(call['custom']) ? call['custom'] : {};
  return plain(called['name']) + plain(called['arguments'] ?? called['input']);
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
