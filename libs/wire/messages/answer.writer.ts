import type { Answer, AnswerBlock } from '../answer/answer.js';
import { argumentsOf } from '../common/tool-arguments.js';
import { encodeToolId } from '../common/tool-ids.js';
import type { Usage } from '../common/usage.js';
import type { JsonObject } from '../json/object.js';
import { stopReasonOf } from './finish.js';
import { messagesUsageOf } from './usage.js';

/** A message. Its blocks have what they need and nothing else: `citations: null` breaks clients. Reasoning has no signature here, so it is left out. */
export function answerToMessages(answer: Answer, usage: Usage): JsonObject {
  return {
    id: messageId(answer.id),
    type: 'message',
    role: 'assistant',
    model: answer.model,
    content: answer.blocks.flatMap(blockOf),
    stop_reason: stopReasonOf(answer.finish, answer.stopSequence),
    stop_sequence: answer.stopSequence,
    usage: messagesUsageOf(usage),
  };
}

export const messageId = (id: string): string => `msg_${id}`;

function blockOf(block: AnswerBlock): JsonObject[] {
  switch (block.kind) {
    case 'text':
    case 'refusal':
      return [{ type: 'text', text: block.text }];
    case 'reasoning':
      return [];
    case 'call':
      // Arguments that the output limit cut are no JSON; `max_tokens` then says why there are none.
      return [{ type: 'tool_use', id: encodeToolId(block.id), name: block.name, input: argumentsOf(block.arguments) ?? {} }];
  }
}
