import type { Answer, AnswerContext } from '../answer/answer.js';
import { finishReasonOf } from '../chat/finish.js';
import { chatUsageOf } from '../chat/usage.js';
import type { Finish } from '../meaning/endings.js';
import type { Usage } from '../common/usage.js';
import type { JsonObject } from '../json/object.js';

/** A completion with one choice. It has text and nothing else: reasoning has no place in it. */
export function answerToCompletions(answer: Answer, usage: Usage, context: AnswerContext): JsonObject {
  const text = answer.blocks.flatMap((block) => (block.kind === 'text' || block.kind === 'refusal' ? [block.text] : [])).join('');
  return {
    id: completionId(answer.id),
    object: 'text_completion',
    created: answer.createdAt ?? context.createdAt,
    model: answer.model,
    choices: [completionChoice(text, completionFinish(answer.finish))],
    usage: chatUsageOf(usage),
  };
}

export const completionId = (id: string): string => `cmpl-${id}`;

export function completionChoice(text: string, finish: string | null): JsonObject {
  return { index: 0, text, logprobs: null, finish_reason: finish };
}

/** Source: the SDK's `CompletionChoice`. Nobody can have called a tool, since none was declared. */
export function completionFinish(finish: Finish): string | null {
  return finish === 'tool_calls' ? 'stop' : finishReasonOf(finish);
}
