import { append } from '../../common/append.js';
import { decodeToolId } from '../../common/tool-ids.js';
import type { ToolNames } from '../../common/tool-names.js';
import { argumentsOf } from '../../common/tool-arguments.js';
import { isObject, type JsonObject } from '../../json/object.js';
import { Returned } from '../returned.js';
import { present, type TranslationNotes } from '../translation.js';
import { chatPartsOf, textOfBlocks } from './parts.js';

const MESSAGE: ReadonlySet<string> = new Set(['role', 'content']);
const RESULT: ReadonlySet<string> = new Set(['type', 'tool_use_id', 'content', 'is_error']);
const CALL: ReadonlySet<string> = new Set(['type', 'id', 'name', 'input', 'caller']);
const THINKING: ReadonlySet<string> = new Set(['type', 'thinking', 'signature', 'data']);

/** What all messages of one body are translated with. `model`: at the provider. */
interface Translating {
  readonly model: string;
  readonly names: ToolNames;
  readonly notes: TranslationNotes;
}

/** `system` and `messages`, as the messages of Chat Completions. */
export function chatOfMessages({ system, messages }: JsonObject, translating: Translating): JsonObject[] {
  const { notes } = translating;
  const list = Array.isArray(messages) ? messages.filter(isObject) : [];
  const chat: JsonObject[] = [];
  if (system != null) append(chat, instructions(system, 'system', notes));
  for (const [index, message] of list.entries()) {
    const path = `messages[${index}]`;
    notes.dropOthers(message, MESSAGE, {}, 'messages.');
    switch (message['role']) {
      case 'user':
        append(chat, userMessages(message['content'], `${path}.content`, notes));
        break;
      case 'assistant':
        append(chat, assistantMessage(message['content'], `${path}.content`, translating));
        break;
      case 'system':
        append(chat, instructions(message['content'], `${path}.content`, notes));
        break;
      default:
        notes.refuse(`${path}.role`, `${path}.role must be user, assistant or system`);
    }
  }
  if (list.at(-1)?.['role'] === 'assistant')
    notes.refuse(`messages[${list.length - 1}].role`, 'The last message must not be the assistant’s: this model continues no answer');
  return chat;
}

function instructions(content: unknown, path: string, notes: TranslationNotes): JsonObject[] {
  const text = textOfBlocks(content, path, notes).join('\n\n');
  return text === '' ? [] : [{ role: 'system', content: text }];
}

/** Results of calls answer the call before them, so they come first; what a `tool` message cannot hold follows as the user's. */
function userMessages(content: unknown, path: string, notes: TranslationNotes): JsonObject[] {
  if (typeof content === 'string') return content === '' ? [] : [{ role: 'user', content }];
  const tools: JsonObject[] = [];
  const shown: JsonObject[] = [];
  const said: JsonObject[] = [];
  for (const [index, block] of (Array.isArray(content) ? content : []).entries()) {
    const at = `${path}[${index}]`;
    if (isObject(block) && block['type'] === 'tool_result') {
      const { text, rest } = resultOf(block, at, notes);
      tools.push({ role: 'tool', tool_call_id: decodeToolId(String(block['tool_use_id'])), content: text });
      append(shown, rest);
    } else append(said, chatPartsOf(block, at, notes));
  }
  const parts = [...shown, ...said];
  if (parts.length === 0) return tools;
  const only = parts.length === 1 && parts[0]!['type'] === 'text' ? parts[0]!['text'] : undefined;
  return [...tools, { role: 'user', content: only ?? parts }];
}

function resultOf(block: JsonObject, path: string, notes: TranslationNotes): { text: string; rest: JsonObject[] } {
  const { content, is_error: isError } = block;
  if (isError === true) notes.drop('messages.content.is_error');
  notes.dropOthers(block, RESULT, {}, 'messages.content.');
  if (typeof content === 'string' || content == null) return { text: content ?? '', rest: [] };
  const parts = (Array.isArray(content) ? content : []).flatMap((part, index) => chatPartsOf(part, `${path}.content[${index}]`, notes));
  const texts = parts.filter(({ type }) => type === 'text').map(({ text }) => String(text));
  return { text: texts.join('\n'), rest: parts.filter(({ type }) => type !== 'text') };
}

function assistantMessage(content: unknown, path: string, { model, names, notes }: Translating): JsonObject[] {
  if (typeof content === 'string') return content === '' ? [] : [{ role: 'assistant', content }];
  const returned = new Returned(model);
  const calls: JsonObject[] = [];
  let text = '';
  for (const [index, block] of (Array.isArray(content) ? content : []).entries()) {
    const at = `${path}[${index}]`;
    if (!isObject(block)) notes.refuse(at, `${at} must be an object`);
    else if (block['type'] === 'tool_use') calls.push(callOf(block, at, names, notes));
    else if (block['type'] === 'thinking' || block['type'] === 'redacted_thinking') {
      notes.dropOthers(block, THINKING, {}, 'messages.content.');
      // A signature of another provider is good for that one only.
      if (!returned.add(block['signature'] ?? block['data'], block['thinking'])) notes.drop(`messages.content.${block['type']}`);
    } else text += textOfBlocks([block], path, notes, index).join('');
  }
  if (text === '' && calls.length === 0) {
    if (returned.isGiven) notes.drop('messages.content.thinking');
    return [];
  }
  return [
    present({
      role: 'assistant',
      content: returned.content(text) ?? (text === '' ? null : text),
      ...returned.members,
      tool_calls: calls.length > 0 ? calls.map((call) => returned.call(call)) : undefined,
    }),
  ];
}

function callOf(block: JsonObject, path: string, names: ToolNames, notes: TranslationNotes): JsonObject {
  const { id, name, input } = block;
  notes.dropOthers(block, CALL, {}, 'messages.content.');
  if (input != null && (typeof input === 'string' || !argumentsOf(input))) notes.refuse(`${path}.input`, `${path}.input must be an object`);
  return {
    id: decodeToolId(String(id)),
    type: 'function',
    function: { name: names.atProvider(name), arguments: JSON.stringify(input ?? {}) },
  };
}
