import type { Answer, AnswerContext } from '../answer/answer.js';
import type { Usage } from '../common/usage.js';
import type { JsonObject } from '../json/object.js';
import { finishReasonOf } from './finish.js';
import { detailOf } from './reasoning-details.js';
import { chatUsageOf } from './usage.js';

/**
 * A chat completion with one choice. Reasoning is shown as `reasoning_content`, which several providers and clients know, and once more as `reasoning_details`,
 * with what its provider wants back.
 */
export function answerToChat(answer: Answer, usage: Usage, context: AnswerContext): JsonObject {
  return {
    id: chatId(answer.id),
    object: 'chat.completion',
    created: answer.createdAt ?? context.createdAt,
    model: answer.model,
    choices: [{ index: 0, message: messageOf(answer), logprobs: null, finish_reason: finishReasonOf(answer.finish) }],
    usage: chatUsageOf(usage),
  };
}

export const chatId = (id: string): string => `chatcmpl-${id}`;

function messageOf({ blocks }: Answer): JsonObject {
  const textOf = (kind: string) => blocks.flatMap((block) => (block.kind === kind && block.kind !== 'call' ? [block.text] : []));
  const calls = blocks.flatMap((block) => (block.kind === 'call' ? [callOf(block)] : []));
  const text = textOf('text');
  const refusal = textOf('refusal').join('');
  const reasoning = textOf('reasoning').join('');
  const details = blocks.flatMap((block, index) =>
    block.kind === 'reasoning' && block.carried?.block ? [detailOf(block.carried.block, block.text, index)] : [],
  );
  return {
    role: 'assistant',
    content: text.length > 0 || calls.length === 0 ? text.join('') : null,
    refusal: refusal === '' ? null : refusal,
    ...(reasoning === '' ? {} : { reasoning_content: reasoning }),
    ...(details.length > 0 ? { reasoning_details: details } : {}),
    ...(calls.length > 0 ? { tool_calls: calls } : {}),
  };
}

function callOf({ id, name, arguments: json }: { id: string; name: string; arguments: string }): JsonObject {
  return { id, type: 'function', function: { name, arguments: json === '' ? '{}' : json } };
}
