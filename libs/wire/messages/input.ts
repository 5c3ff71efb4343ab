import { isSealed } from '../common/carried.js';
import { refuse, type WireRefusal } from '../common/refusal.js';
import type { WireInput } from '../common/wire-input.js';
import { isObject, type JsonObject } from '../json/object.js';
import { checkAddedTool } from './tools.js';

/** Walks `system` and `messages` of Anthropic's Messages once, as `chat/input.ts` does for Chat Completions. */
export function readMessagesInput({ system, messages }: JsonObject, input: WireInput): WireRefusal | undefined {
  if (messages === undefined) return refuse('messages', 'messages is required');
  if (!Array.isArray(messages)) return refuse('messages', 'messages must be an array');
  if (messages.length === 0) return refuse('messages', 'messages must not be empty');
  const refusal = system == null ? undefined : readContent(system, 'system', input);
  if (refusal) return refusal;
  for (let index = 0; index < messages.length; index += 1) {
    const path = `messages[${index}]`;
    const message: unknown = messages[index];
    if (!isObject(message)) return refuse(path, `${path} must be an object`);
    if (typeof message['role'] !== 'string' || message['role'] === '') return refuse(`${path}.role`, `${path}.role must be a string`);
    const refused = readContent(message['content'], `${path}.content`, input);
    if (refused) return refused;
  }
  return undefined;
}

function readContent(content: unknown, path: string, input: WireInput): WireRefusal | undefined {
  if (typeof content === 'string') return undefined;
  if (!Array.isArray(content)) return refuse(path, `${path} must be a string or an array of blocks`);
  for (let index = 0; index < content.length; index += 1) {
    const refusal = readBlock(content[index], `${path}[${index}]`, input);
    if (refusal) return refusal;
  }
  return undefined;
}

/** Blocks whose bytes bound what they cost: what the model or a tool has said before, encrypted or not. */
const TEXT_BLOCK = /^(?:tool_use|server_tool_use|search_result|tool_reference|tool_removal)$|_tool_result$/;

function readBlock(block: unknown, path: string, input: WireInput): WireRefusal | undefined {
  if (!isObject(block)) return refuse(path, `${path} must be an object`);
  const { type } = block;
  if (typeof type !== 'string') return refuse(`${path}.type`, `${path}.type must be a string`);
  switch (type) {
    case 'text':
      return typeof block['text'] === 'string' ? undefined : refuse(`${path}.text`, `${path}.text must be a string`);
    case 'image':
      return readImage(block['source'], `${path}.source`, input);
    case 'document':
      return readDocument(block['source'], `${path}.source`, input);
    case 'tool_result':
      return block['content'] == null ? undefined : readContent(block['content'], `${path}.content`, input);
    case 'thinking':
    case 'redacted_thinking':
      input.hasSealed ||= isSealed(block['signature'] ?? block['data']);
      return undefined;
    case 'tool_addition':
      return checkAddedTool(block['tool'], `${path}.tool`, input);
    case 'compaction':
      return block['tool_changes'] == null ? undefined : readContent(block['tool_changes'], `${path}.tool_changes`, input);
    default:
      if (!TEXT_BLOCK.test(type)) input.needsContextWindow = true;
      return undefined;
  }
}

function readImage(source: unknown, path: string, input: WireInput): WireRefusal | undefined {
  if (!isObject(source)) return refuse(path, `${path} must be an object`);
  input.images += 1;
  if (source['type'] === 'file') return undefined;
  if (source['type'] === 'url')
    return typeof source['url'] === 'string' ? undefined : refuse(`${path}.url`, `${path}.url must be a string`);
  if (typeof source['data'] !== 'string') return refuse(`${path}.data`, `${path}.data must be a string`);
  input.payloadChars += source['data'].length;
  return undefined;
}

/** A PDF costs its text and an image of each page, so that only the context window bounds it; plain text is bounded by its bytes. */
function readDocument(source: unknown, path: string, input: WireInput): WireRefusal | undefined {
  if (!isObject(source)) return refuse(path, `${path} must be an object`);
  switch (source['type']) {
    case 'text':
      return typeof source['data'] === 'string' ? undefined : refuse(`${path}.data`, `${path}.data must be a string`);
    case 'content':
      return readContent(source['content'], `${path}.content`, input);
    default:
      input.needsContextWindow = true;
      return undefined;
  }
}
