import { append } from '../../common/append.js';
import type { ToolNames } from '../../common/tool-names.js';
import { isObject, type JsonObject } from '../../json/object.js';
import { present, type TranslationNotes } from '../translation.js';

/** `instructions` and `input`, as the messages of Chat Completions. `developer` becomes `system`, which every provider knows. */
export function chatOfResponses({ instructions, input }: JsonObject, names: ToolNames, notes: TranslationNotes): JsonObject[] {
  const chat: JsonObject[] = [];
  if (typeof instructions === 'string' && instructions !== '') chat.push({ role: 'system', content: instructions });
  if (input == null) notes.refuse('input', 'input is required for this model');
  if (typeof input === 'string') chat.push({ role: 'user', content: input });
  const items: unknown[] = Array.isArray(input) ? input : [];
  let shown: JsonObject[] = [];
  for (const [index, item] of items.entries()) {
    const path = `input[${index}]`;
    const isResult = isObject(item) && item['type'] === 'function_call_output';
    // What results show besides text follows the last of them, since nothing may stand between a call and its results.
    if (!isResult && shown.length > 0) {
      chat.push({ role: 'user', content: shown });
      shown = [];
    }
    if (isResult) append(shown, addResult(chat, item, path, notes));
    else addItem(chat, item, path, names, notes);
  }
  if (shown.length > 0) chat.push({ role: 'user', content: shown });
  return chat;
}

function addItem(chat: JsonObject[], item: unknown, path: string, names: ToolNames, notes: TranslationNotes): void {
  if (!isObject(item)) return notes.refuse(path, `${path} must be an object`);
  switch (item['type'] ?? 'message') {
    case 'message':
      return addMessage(chat, item, path, notes);
    case 'function_call':
      return addCall(chat, item, path, names, notes);
    case 'reasoning':
      // Encrypted for its own provider, or a summary that no model asks for again.
      return notes.drop('input.reasoning');
    default:
      return notes.refuse(`${path}.type`, `${path}.type must be message, function_call, function_call_output or reasoning for this model`);
  }
}

function addMessage(chat: JsonObject[], { role, content }: JsonObject, path: string, notes: TranslationNotes): void {
  const parts: JsonObject[] = typeof content === 'string' ? [{ type: 'text', text: content }] : partsOf(content, `${path}.content`, notes);
  switch (role) {
    case 'assistant':
      return addAnswer(chat, textsOf(parts).join(''));
    case 'system':
    case 'developer':
      chat.push({ role: 'system', content: textsOf(parts).join('\n\n') });
      return;
    case 'user': {
      const only = parts.length === 1 && parts[0]!['type'] === 'text' ? parts[0]!['text'] : undefined;
      chat.push({ role, content: only ?? parts });
      return;
    }
    default:
      notes.refuse(`${path}.role`, `${path}.role must be user, assistant, system or developer`);
  }
}

/** What the assistant says after a call stands in the message of the call: the results have to come next. */
function addAnswer(chat: JsonObject[], text: string): void {
  const last = chat.at(-1);
  if (last?.['role'] !== 'assistant' || last['tool_calls'] === undefined) chat.push({ role: 'assistant', content: text });
  else chat[chat.length - 1] = { ...last, content: typeof last['content'] === 'string' ? last['content'] + text : text };
}

/** Calls that follow each other, or what the assistant said before them, are one message. */
function addCall(chat: JsonObject[], item: JsonObject, path: string, names: ToolNames, notes: TranslationNotes): void {
  for (const field of ['call_id', 'name', 'arguments'])
    if (typeof item[field] !== 'string') return notes.refuse(`${path}.${field}`, `${path}.${field} must be a string`);
  const { call_id: id, namespace, name, arguments: json } = item;
  const call = { id, type: 'function', function: { name: names.atProvider(name, namespace), arguments: json } };
  const last = chat.at(-1);
  if (last?.['role'] !== 'assistant') {
    chat.push({ role: 'assistant', content: null, tool_calls: [call] });
    return;
  }
  // Written here and nowhere else; a copy for each of thousands of calls would take minutes.
  const calls = last['tool_calls'] as JsonObject[] | undefined;
  if (calls) calls.push(call);
  else chat[chat.length - 1] = { ...last, tool_calls: [call] };
}

/** What the result shows besides text. */
function addResult(chat: JsonObject[], { call_id: id, output }: JsonObject, path: string, notes: TranslationNotes): JsonObject[] {
  if (typeof id !== 'string') notes.refuse(`${path}.call_id`, `${path}.call_id must be a string`);
  const parts: JsonObject[] = typeof output === 'string' ? [{ type: 'text', text: output }] : partsOf(output, `${path}.output`, notes);
  chat.push({ role: 'tool', tool_call_id: id, content: textsOf(parts).join('\n') });
  return parts.filter(({ type }) => type !== 'text');
}

function partsOf(content: unknown, path: string, notes: TranslationNotes): JsonObject[] {
  const parts: unknown[] = Array.isArray(content) ? content : [];
  return parts.map((part, index) => partOf(part, `${path}[${index}]`, notes)).filter((part) => part !== undefined);
}

function partOf(part: unknown, path: string, notes: TranslationNotes): JsonObject | undefined {
  if (!isObject(part)) return notes.refuse(path, `${path} must be an object`);
  const { type, detail } = part;
  switch (type) {
    case 'input_text':
    case 'output_text':
    case 'text':
      return { type: 'text', text: part['text'] };
    case 'refusal':
      return { type: 'text', text: part['refusal'] };
    case 'input_image':
      if (typeof part['image_url'] !== 'string')
        return notes.refuse(`${path}.file_id`, `${path}.file_id stands at another provider: send image_url`);
      return { type: 'image_url', image_url: present({ url: part['image_url'], detail: detail ?? undefined }) };
    case 'input_file':
      if (typeof part['file_data'] !== 'string') {
        const field = part['file_id'] == null ? 'file_url' : 'file_id';
        return notes.refuse(`${path}.${field}`, `${path}.${field} is not supported for this model: send file_data`);
      }
      return { type: 'file', file: present({ filename: part['filename'] ?? undefined, file_data: part['file_data'] }) };
    default:
      return notes.refuse(`${path}.type`, `${path}.type must be input_text, input_image or input_file for this model`);
  }
}

const textsOf = (parts: readonly JsonObject[]): string[] => parts.filter(({ type }) => type === 'text').map(({ text }) => String(text));
