import type { SandboxAnswer, SandboxChoice, SandboxUsage } from './sandbox.answer.js';
import { CREATED, openaiErrorFrame, dataFrame, openaiError, type Dialect } from './sandbox.dialect.js';
import { ANY_TOOL, isJson, jsonsOf, sandboxRequest, type Json, type SandboxRequest } from './sandbox.request.js';

/** OpenAI's Chat Completions. */
export const CHAT: Dialect = {
  read(body) {
    if (!Array.isArray(body['messages'])) return undefined;
    const turns = jsonsOf(body['messages']).map(({ role, content }) => ({ role: String(role), content }));
    const tools = jsonsOf(body['tools'])
      .map(({ function: declared }) => declared)
      .filter(isJson);
    return sandboxRequest(body, {
      turns,
      choices: body['n'],
      outputLimit: body['max_completion_tokens'] ?? body['max_tokens'],
      tools: tools.map(({ name, parameters }) => ({ name: String(name), parameters })),
      toolChoice: toolChoice(body['tool_choice']),
      schema: schemaOf(body['response_format']),
    });
  },
  plain: (request, answer) => ({
    id: `chatcmpl-${answer.id}`,
    object: 'chat.completion',
    created: CREATED,
    model: request.model,
    choices: answer.choices.map((choice, index) => ({
      index,
      message: message(request, answer, choice, index),
      logprobs: null,
      finish_reason: choice.finishReason,
    })),
    ...(answer.usage ? { usage: openaiUsage(answer.usage) } : {}),
    service_tier: answer.tier ?? 'default',
    system_fingerprint: 'fp_sandbox',
  }),
  *frames(request, answer) {
    for (const chunk of chunks(request, answer)) yield dataFrame(chunk);
  },
  last: () => 'data: [DONE]\n\n',
  error: openaiError,
  errorFrame: openaiErrorFrame,
};

/** A `tool_choice` that asks for a call gets one. Left to itself, the sandbox calls nothing: an agent would run what its user says as a command. */
function toolChoice(choice: unknown): string | undefined {
  if (choice == null || choice === 'none' || choice === 'auto') return undefined;
  return isJson(choice) && isJson(choice['function']) ? String(choice['function']['name']) : ANY_TOOL;
}

function schemaOf(format: unknown): unknown {
  if (!isJson(format)) return undefined;
  if (format['type'] === 'json_object') return { type: 'object' };
  return isJson(format['json_schema']) ? (format['json_schema']['schema'] ?? { type: 'object' }) : undefined;
}

export function openaiUsage({ prompt, cached, written, audioIn, completion, reasoning, audioOut }: SandboxUsage): object {
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: {
      cached_tokens: cached,
      ...(written === undefined ? {} : { cache_write_tokens: written }),
      audio_tokens: audioIn,
    },
    completion_tokens_details: { reasoning_tokens: reasoning, audio_tokens: audioOut },
  };
}

function* chunks(request: SandboxRequest, answer: SandboxAnswer): Generator<object> {
  const usageNull = request.includeUsage ? { usage: null } : {};
  const chunk = (choices: object[], usage: object) => ({
    id: `chatcmpl-${answer.id}`,
    object: 'chat.completion.chunk',
    created: CREATED,
    model: request.model,
    service_tier: answer.tier ?? 'default',
    system_fingerprint: 'fp_sandbox',
    choices,
    ...usage,
  });
  const choice = (index: number, delta: object, finish: string | null = null) =>
    chunk([{ index, delta, logprobs: null, finish_reason: finish }], usageNull);
  for (const [index, { pieces, finishReason }] of answer.choices.entries()) {
    yield choice(index, { role: 'assistant', content: request.tool ? null : '', refusal: null });
    if (request.tool) yield choice(index, { tool_calls: [{ index: 0, ...call(request, answer, index, '') }] });
    const said = answer.isRefusal ? 'refusal' : 'content';
    for (const piece of pieces)
      yield choice(index, request.tool ? { tool_calls: [{ index: 0, function: { arguments: piece } }] } : { [said]: piece });
    yield choice(index, {}, finishReason);
  }
  if (request.includeUsage && answer.usage) yield chunk([], { usage: openaiUsage(answer.usage) });
}

function message(request: SandboxRequest, answer: SandboxAnswer, { pieces }: SandboxChoice, index: number): Json {
  const text = pieces.join('');
  if (!request.tool && answer.isRefusal) return { role: 'assistant', content: null, refusal: text, annotations: [] };
  if (!request.tool) return { role: 'assistant', content: text, refusal: null, annotations: [] };
  return { role: 'assistant', content: null, refusal: null, tool_calls: [call(request, answer, index, text)] };
}

function call(request: SandboxRequest, answer: SandboxAnswer, index: number, text: string): object {
  return { id: `call_${index}_${answer.id.slice(0, 20)}`, type: 'function', function: { name: request.tool!.name, arguments: text } };
}
