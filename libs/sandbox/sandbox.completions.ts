import { openaiUsage } from './sandbox.chat.js';
import { CREATED, openaiErrorFrame, dataFrame, openaiError, type Dialect } from './sandbox.dialect.js';
import { sandboxRequest, type SandboxRequest } from './sandbox.request.js';
import type { SandboxAnswer } from './sandbox.answer.js';

/** OpenAI's older Completions: prompts, each answered `n` times. */
export const COMPLETIONS: Dialect = {
  read(body) {
    const prompts = promptsOf(body['prompt']);
    if (!prompts) return undefined;
    const turns = prompts.map((content) => ({ role: 'user', content }));
    return sandboxRequest(body, { turns, choices: prompts.length * Number(body['n'] ?? 1), outputLimit: body['max_tokens'] ?? 16 });
  },
  plain: (request, answer) => ({
    ...head(request, answer),
    choices: answer.choices.map(({ pieces, finishReason }, index) => ({
      index,
      text: pieces.join(''),
      logprobs: null,
      finish_reason: finishReason,
    })),
    ...(answer.usage ? { usage: openaiUsage(answer.usage) } : {}),
  }),
  *frames(request, answer) {
    const usageNull = request.includeUsage ? { usage: null } : {};
    for (const [index, { pieces, finishReason }] of answer.choices.entries())
      for (const [at, text] of pieces.entries()) {
        const choice = { index, text, logprobs: null, finish_reason: at === pieces.length - 1 ? finishReason : null };
        yield dataFrame({ ...head(request, answer), choices: [choice], ...usageNull });
      }
    if (request.includeUsage && answer.usage) yield dataFrame({ ...head(request, answer), choices: [], usage: openaiUsage(answer.usage) });
  },
  last: () => 'data: [DONE]\n\n',
  error: openaiError,
  errorFrame: openaiErrorFrame,
};

const head = ({ model }: SandboxRequest, { id }: SandboxAnswer) => ({
  id: `cmpl-${id}`,
  object: 'text_completion',
  created: CREATED,
  model,
});

/** A text, texts, or the same as tokens, whose text nobody here knows. Undefined: none of these. */
export function promptsOf(value: unknown): string[] | undefined {
  if (typeof value === 'string') return [value];
  if (!Array.isArray(value) || value.length === 0) return undefined;
  if (typeof value[0] === 'number') return ['x'.repeat(4 * value.length)];
  return value.map((each: unknown) => (typeof each === 'string' ? each : 'x'.repeat(4 * (each as unknown[]).length)));
}
