import type { Answer, AnswerBlock, AnswerContext } from '../answer/answer.js';
import { sealed, type Carried } from '../common/carried.js';
import { argumentsOf } from '../common/tool-arguments.js';
import { encodeToolId } from '../common/tool-ids.js';
import type { Usage } from '../common/usage.js';
import type { JsonObject } from '../json/object.js';
import { stopReasonOf } from './finish.js';
import { messagesUsageOf } from './usage.js';

/** A message. Its blocks have what they need and nothing else: `citations: null` breaks clients. */
export function answerToMessages(answer: Answer, usage: Usage, context: Pick<AnswerContext, 'upstreamModel'>): JsonObject {
  return {
    id: messageId(answer.id),
    type: 'message',
    role: 'assistant',
    model: answer.model,
    content: answer.blocks.map((block) => blockOf(block, context)),
    stop_reason: stopReasonOf(answer.finish, answer.stopSequence),
    stop_sequence: answer.stopSequence,
    usage: messagesUsageOf(usage),
  };
}

export const messageId = (id: string): string => `msg_${id}`;

function blockOf(block: AnswerBlock, context: Pick<AnswerContext, 'upstreamModel'>): JsonObject {
  switch (block.kind) {
    case 'text':
    case 'refusal':
      return { type: 'text', text: block.text };
    case 'reasoning':
      if (block.text === '') return redactedOf(block.carried ?? {}, context);
      return { type: 'thinking', thinking: block.text, signature: signatureOf(block.carried, context) };
    case 'call': {
      const input = argumentsOf(block.arguments);
      // What the output limit cut is no object, and no tool may run with less than it says: it is told as it came.
      if (!input) return { type: 'text', text: `${block.name}(${block.arguments}` };
      return { type: 'tool_use', id: encodeToolId(block.id), name: block.name, input };
    }
  }
}

/** Ours, in the place where a provider of Messages has its own: it comes back, and is read again. */
export function signatureOf(carried: Carried = {}, { upstreamModel: model }: Pick<AnswerContext, 'upstreamModel'>): string {
  return sealed({ ...(model !== undefined && { model }), ...carried });
}

export function redactedOf(carried: Carried, context: Pick<AnswerContext, 'upstreamModel'>): JsonObject {
  return { type: 'redacted_thinking', data: signatureOf(carried, context) };
}
