import { append } from '../../common/append.js';
import { argumentsOf } from '../../common/tool-arguments.js';
import { encodeToolId } from '../../common/tool-ids.js';
import { THOUGHT_FIELDS } from '../../common/carried.js';
import { blockOfDetail, blockOfThinking, type PlacedBlock } from '../../chat/reasoning-details.js';
import { isObject, type JsonObject } from '../../json/object.js';
import type { TranslationNotes } from '../translation.js';
import { partsOfChat } from './parts.js';

/** What is said of a message of each role; what is not is named. */
const MESSAGE: ReadonlySet<string> = new Set(['role', 'content', 'cache_control']);
const ASSISTANT: ReadonlySet<string> = new Set([
  ...[...MESSAGE, 'refusal', 'tool_calls', 'function_call', 'audio', 'reasoning_details', 'thinking_blocks'],
  ...THOUGHT_FIELDS,
]);
const RESULT: ReadonlySet<string> = new Set([...MESSAGE, 'tool_call_id']);
const CALL: ReadonlySet<string> = new Set(['id', 'type', 'index', 'function']);
const FUNCTION: ReadonlySet<string> = new Set(['name', 'arguments']);

interface Turn {
  readonly role: 'system' | 'user' | 'assistant';
  /** Results of calls come first in their turn, whatever stood before them. */
  readonly results: JsonObject[];
  readonly blocks: JsonObject[];
}

export interface Conversation {
  readonly system: JsonObject[];
  readonly messages: readonly JsonObject[];
}

/**
 * Leading instructions become `system`, later ones messages of their own. Messages alternates its turns, so what follows each other in one
 * role becomes one turn, and the results of all calls one turn of the user.
 */
export function messagesOfChat(list: unknown, notes: TranslationNotes): Conversation {
  const messages = Array.isArray(list) ? list.filter(isObject) : [];
  const system: JsonObject[] = [];
  const turns: Turn[] = [];
  const turnOf = (role: Turn['role']): Turn => {
    const last = turns.at(-1);
    if (last?.role === role) return last;
    const turn: Turn = { role, results: [], blocks: [] };
    turns.push(turn);
    return turn;
  };
  for (const [index, message] of messages.entries()) {
    const path = `messages[${index}]`;
    const { role } = message;
    notes.dropOthers(message, role === 'assistant' ? ASSISTANT : role === 'tool' ? RESULT : MESSAGE, {}, 'messages.');
    switch (message['role']) {
      case 'system':
      case 'developer': {
        const blocks = blocksOf(message, path, notes);
        if (turns.length === 0) append(system, blocks);
        else if (blocks.length > 0) append(turnOf('system').blocks, blocks);
        break;
      }
      case 'user': {
        const blocks = blocksOf(message, path, notes);
        if (blocks.length > 0) append(turnOf('user').blocks, blocks);
        break;
      }
      case 'assistant': {
        const blocks = assistantBlocks(message, path, notes);
        if (blocks.length > 0) append(turnOf('assistant').blocks, blocks);
        break;
      }
      case 'tool':
        turnOf('user').results.push(resultOf(message, path, notes));
        break;
      default:
        notes.refuse(`${path}.role`, `${path}.role must be system, developer, user, assistant or tool for this model`);
    }
  }
  if (turns.length === 0) notes.refuse('messages', 'messages must hold something besides instructions');
  if (turns.at(-1)?.role === 'assistant')
    notes.refuse(`messages[${messages.length - 1}].role`, 'The last message must not be the assistant’s: this model continues no answer');
  return { system, messages: turns.map(({ role, results, blocks }) => ({ role, content: [...results, ...blocks] })) };
}

/** `cache_control` of a message marks its end, as LiteLLM has it: the last block. */
function blocksOf(message: JsonObject, path: string, notes: TranslationNotes): JsonObject[] {
  const blocks = partsOfChat(message['content'], `${path}.content`, notes);
  const { cache_control: cached } = message;
  const last = blocks.at(-1);
  if (cached == null) return blocks;
  if (!last) notes.drop('messages.cache_control');
  return last ? [...blocks.slice(0, -1), { ...last, cache_control: cached }] : blocks;
}

function assistantBlocks(message: JsonObject, path: string, notes: TranslationNotes): JsonObject[] {
  const blocks = blocksOf(message, path, notes);
  const { refusal, tool_calls: calls } = message;
  if (typeof refusal === 'string' && refusal.trim() !== '') blocks.push({ type: 'text', text: refusal });
  if (message['function_call'] != null)
    notes.refuse(`${path}.function_call`, `${path}.function_call is not supported for this model: use tool_calls`);
  if (message['audio'] != null) notes.refuse(`${path}.audio`, 'The provider of this model has no audio');
  for (const [index, call] of (Array.isArray(calls) ? calls : []).entries()) {
    const block = callOf(call, `${path}.tool_calls[${index}]`, notes);
    if (block) blocks.push(block);
  }
  return placed(thinkingOf(message, notes), blocks);
}

/** Thinking that can be told to its provider again: that needs its signature. */
function thinkingOf(message: JsonObject, notes: TranslationNotes): PlacedBlock[] {
  const read = (name: string, blockOf: (value: unknown) => PlacedBlock | undefined): PlacedBlock[] => {
    const list: unknown[] = Array.isArray(message[name]) ? message[name] : [];
    const blocks = list.map(blockOf).filter((block) => block !== undefined);
    if (blocks.length < list.length) notes.drop(`messages.${name}`);
    return blocks;
  };
  const details = read('reasoning_details', blockOfDetail);
  const blocks = details.length > 0 ? details : read('thinking_blocks', blockOfThinking);
  if (blocks.length === 0) for (const name of THOUGHT_FIELDS) if (message[name] != null) notes.drop(`messages.${name}`);
  return blocks;
}

/** Each in its own place, as far as that is known; the others keep their order around it. */
function placed(thinking: readonly PlacedBlock[], others: readonly JsonObject[]): JsonObject[] {
  const blocks = [...others];
  for (const [at, { block, index = at }] of thinking.entries()) blocks.splice(Math.min(Math.max(index, at), blocks.length), 0, block);
  return blocks;
}

function callOf(call: unknown, path: string, notes: TranslationNotes): JsonObject | undefined {
  if (!isObject(call) || !isObject(call['function'])) return notes.refuse(`${path}.type`, `${path}.type must be function for this model`);
  notes.dropOthers(call, CALL, {}, 'messages.tool_calls.');
  notes.dropOthers(call['function'], FUNCTION, {}, 'messages.tool_calls.function.');
  const { name, arguments: json } = call['function'];
  const input = argumentsOf(json);
  if (!input) return notes.refuse(`${path}.function.arguments`, `${path}.function.arguments must be a JSON object`);
  if (typeof call['id'] !== 'string') return notes.refuse(`${path}.id`, `${path}.id must be a string`);
  if (typeof name !== 'string') return notes.refuse(`${path}.function.name`, `${path}.function.name must be a string`);
  return { type: 'tool_use', id: encodeToolId(call['id']), name, input };
}

function resultOf(message: JsonObject, path: string, notes: TranslationNotes): JsonObject {
  const { tool_call_id: id, content, cache_control: cached } = message;
  if (typeof id !== 'string') notes.refuse(`${path}.tool_call_id`, `${path}.tool_call_id must be a string`);
  const result = typeof content === 'string' ? content : partsOfChat(content, `${path}.content`, notes);
  const isEmpty = typeof result === 'string' ? result.trim() === '' : result.length === 0;
  return {
    type: 'tool_result',
    tool_use_id: encodeToolId(String(id)),
    ...(isEmpty ? {} : { content: result }),
    ...(cached == null ? {} : { cache_control: cached }),
  };
}
