import { append } from '../../common/append.js';
import { argumentsOf, argumentsText } from '../../common/tool-arguments.js';
import type { ToolNames } from '../../common/tool-names.js';
import { asText, isObject, type JsonObject } from '../../json/object.js';
import { present, type TranslationNotes } from '../translation.js';
import { ReturnedItems } from './reasoning.js';
import type { Translating } from './translating.js';

/** What is said of each kind of item; what is not is named. Ids and states of earlier answers say nothing to anybody else. */
const ITEMS: Readonly<Record<string, ReadonlySet<string>>> = {
  message: new Set(['type', 'id', 'status', 'role', 'content']),
  function_call: new Set(['type', 'id', 'status', 'call_id', 'name', 'namespace', 'arguments']),
  function_call_output: new Set(['type', 'id', 'status', 'call_id', 'output']),
  reasoning: new Set(['type', 'id', 'status', 'summary', 'content', 'encrypted_content']),
};
const PARTS: Readonly<Record<string, ReadonlySet<string>>> = {
  input_text: new Set(['type', 'text', 'cache_control']),
  output_text: new Set(['type', 'text', 'cache_control']),
  text: new Set(['type', 'text', 'cache_control']),
  refusal: new Set(['type', 'refusal']),
  input_image: new Set(['type', 'image_url', 'file_id', 'detail', 'cache_control']),
  input_file: new Set(['type', 'file_id', 'file_url', 'file_data', 'filename', 'cache_control']),
};

/** `instructions` and `input`, as the messages of Chat Completions. `developer` becomes `system`, which every provider knows. */
export function chatOfResponses({ instructions, input }: JsonObject, translating: Translating): JsonObject[] {
  const { notes } = translating;
  const chat: JsonObject[] = [];
  const thinking = new ReturnedItems(translating, chat);
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
    if (isResult) append(shown, addResult(chat, item, path, translating));
    else addItem(chat, item, path, thinking, translating);
  }
  thinking.end();
  if (shown.length > 0) chat.push({ role: 'user', content: shown });
  return chat;
}

function addItem(chat: JsonObject[], item: unknown, path: string, thinking: ReturnedItems, translating: Translating): void {
  const { names, notes } = translating;
  if (!isObject(item)) return notes.refuse(path, `${path} must be an object`);
  const type = asText(item['type'] ?? 'message') ?? '';
  if (ITEMS[type]) notes.dropOthers(item, ITEMS[type], {}, 'input.');
  const { length } = chat;
  switch (type) {
    case 'message':
      addMessage(chat, item, path, translating);
      break;
    case 'function_call':
      addCall(chat, item, path, names, notes);
      break;
    case 'reasoning':
      return thinking.add(item);
    default:
      return notes.refuse(`${path}.type`, `${path}.type must be message, function_call, function_call_output or reasoning for this model`);
  }
  thinking.told(chat.length > length);
}

function addMessage(chat: JsonObject[], { role, content }: JsonObject, path: string, translating: Translating): void {
  const { notes } = translating;
  const parts: JsonObject[] =
    typeof content === 'string' ? [{ type: 'text', text: content }] : partsOf(content, `${path}.content`, translating);
  switch (role) {
    case 'assistant':
      // Only text can be in it, and what marks the end of a cache has to stand with its part.
      if (parts.some(isMarked)) return void chat.push({ role: 'assistant', content: parts });
      return addAnswer(chat, textsOf(parts).join(''));
    case 'system':
    case 'developer':
      chat.push({ role: 'system', content: parts.some(isMarked) ? parts : textsOf(parts).join('\n\n') });
      return;
    case 'user': {
      const only = parts.length === 1 && parts[0]!['type'] === 'text' && !isMarked(parts[0]!) ? parts[0]!['text'] : undefined;
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
  for (const field of ['call_id', 'name'])
    if (typeof item[field] !== 'string') return notes.refuse(`${path}.${field}`, `${path}.${field} must be a string`);
  const { call_id: id, namespace, name, arguments: json } = item;
  if (json == null || (typeof json !== 'string' && !argumentsOf(json)))
    return notes.refuse(`${path}.arguments`, `${path}.arguments must be a string`);
  const call = { id, type: 'function', function: { name: names.atProvider(name, namespace), arguments: argumentsText(json) } };
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
function addResult(chat: JsonObject[], item: JsonObject, path: string, translating: Translating): JsonObject[] {
  const { call_id: id, output } = item;
  const { notes } = translating;
  notes.dropOthers(item, ITEMS['function_call_output']!, {}, 'input.');
  if (typeof id !== 'string') notes.refuse(`${path}.call_id`, `${path}.call_id must be a string`);
  const parts: JsonObject[] =
    typeof output === 'string' ? [{ type: 'text', text: output }] : partsOf(output, `${path}.output`, translating);
  const texts = parts.filter(({ type }) => type === 'text');
  chat.push({ role: 'tool', tool_call_id: id, content: texts.some(isMarked) ? texts : textsOf(texts).join('\n') });
  return parts.filter(({ type }) => type !== 'text');
}

function partsOf(content: unknown, path: string, translating: Translating): JsonObject[] {
  const parts: unknown[] = Array.isArray(content) ? content : [];
  return parts.map((part, index) => partOf(part, `${path}[${index}]`, translating)).filter((part) => part !== undefined);
}

function partOf(part: unknown, path: string, { upstream, notes }: Translating): JsonObject | undefined {
  if (!isObject(part)) return notes.refuse(path, `${path} must be an object`);
  const { type, detail } = part;
  if (PARTS[String(type)]) notes.dropOthers(part, PARTS[String(type)]!, {}, 'input.content.');
  const cached = upstream === 'messages' ? (part['cache_control'] ?? undefined) : undefined;
  if (upstream === 'chat' && part['cache_control'] != null) notes.drop('input.content.cache_control');
  switch (type) {
    case 'input_text':
    case 'output_text':
    case 'text':
      return present({ type: 'text', text: part['text'], cache_control: cached });
    case 'refusal':
      return { type: 'text', text: part['refusal'] };
    case 'input_image':
      if (typeof part['image_url'] !== 'string')
        return notes.refuse(`${path}.file_id`, `${path}.file_id stands at another provider: send image_url`);
      return {
        type: 'image_url',
        image_url: present({ url: part['image_url'], detail: detail ?? undefined }),
        ...present({ cache_control: cached }),
      };
    case 'input_file':
      if (typeof part['file_data'] !== 'string') {
        const field = part['file_id'] == null ? 'file_url' : 'file_id';
        return notes.refuse(`${path}.${field}`, `${path}.${field} is not supported for this model: send file_data`);
      }
      return {
        type: 'file',
        file: present({ filename: part['filename'] ?? undefined, file_data: part['file_data'] }),
        ...present({ cache_control: cached }),
      };
    default:
      return notes.refuse(`${path}.type`, `${path}.type must be input_text, input_image or input_file for this model`);
  }
}

const isMarked = ({ cache_control: cached }: JsonObject): boolean => cached != null;

const textsOf = (parts: readonly JsonObject[]): string[] => parts.filter(({ type }) => type === 'text').map(({ text }) => String(text));
