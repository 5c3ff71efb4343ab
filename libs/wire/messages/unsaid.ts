import { isObject, type JsonObject } from '../json/object.js';
import type { Unsaid } from '../json/unsaid.js';

const MESSAGE: ReadonlySet<string> = new Set([
  ...['id', 'type', 'role', 'model', 'content', 'stop_reason', 'stop_sequence', 'usage'],
  // `message_delta` tells it again.
  'stop_details',
]);
/** What other dialects have of each block. Who called a tool is always the model: nobody else may here. */
const BLOCKS: Readonly<Record<string, ReadonlySet<string>>> = {
  text: new Set(['type', 'text']),
  thinking: new Set(['type', 'thinking', 'signature']),
  redacted_thinking: new Set(['type', 'data']),
  tool_use: new Set(['type', 'id', 'name', 'input', 'caller']),
};

export function noteMessage(message: JsonObject, unsaid: Unsaid): void {
  unsaid.others(message, MESSAGE, '');
}

/** A block that no other dialect has is named by its type. */
export function noteMessagesBlock(block: JsonObject, unsaid: Unsaid): void {
  const understood = BLOCKS[String(block['type'])];
  if (understood) unsaid.others(block, understood, 'content.');
  else unsaid.add(`content.${String(block['type'])}`);
}

const DELTAS: ReadonlySet<unknown> = new Set(['text_delta', 'thinking_delta', 'signature_delta', 'input_json_delta']);

/** Citations come in deltas of their own. */
export function noteMessagesDelta(delta: unknown, unsaid: Unsaid): void {
  if (isObject(delta) && !DELTAS.has(delta['type'])) unsaid.add(`content.${String(delta['type'])}`);
}
