import type { Answer, AnswerContext } from '../answer/answer.js';
import type { Usage } from '../common/usage.js';
import type { JsonObject } from '../json/object.js';
import { finishReasonOf } from './finish.js';
import { chatUsageOf } from './usage.js';

/** A chat completion with one choice. Reasoning is shown as `reasoning_content`, which several providers and clients know. */
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
  return {
    role: 'assistant',
    content: text.length > 0 || calls.length === 0 ? text.join('') : null,
    refusal: refusal === '' ? null : refusal,
    ...(reasoning === '' ? {} : { reasoning_content: reasoning }),
    ...(calls.length > 0 ? { tool_calls: calls } : {}),
  };
}

function callOf({ id, name, arguments: json }: { id: string; name: string; arguments: string }): JsonObject {
  return { id, type: 'function', function: { name, arguments: json === '' ? '{}' : json } };
}
