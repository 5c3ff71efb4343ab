import type { Answer, AnswerBlock, AnswerContext } from '../answer/answer.js';
import type { Finish } from '../meaning/endings.js';
import type { Usage } from '../common/usage.js';
import { isObject, type JsonObject } from '../json/object.js';
import { statusOf } from './finish.js';
import { responsesUsageOf } from './usage.js';

/** A whole response. */
export function answerToResponses(given: Answer, usage: Usage, context: AnswerContext): JsonObject {
  const answer = { ...given, id: context.response?.id ?? given.id };
  const output = answer.blocks.map((block, index) => itemOf(block, itemId(block.kind, answer.id, index)));
  return responseOf(answer, context, { ...endOf(answer.finish, usage), output });
}

/** What becomes known at the end. */
export function endOf(finish: Finish, usage: Usage): JsonObject {
  return { ...statusOf(finish), usage: responsesUsageOf(usage) };
}

export const responseId = (id: string): string => `resp_${id}`;

const PREFIXES: Readonly<Record<AnswerBlock['kind'], string>> = { text: 'msg', refusal: 'msg', reasoning: 'rs', call: 'fc' };

export function itemId(kind: AnswerBlock['kind'], answerId: string, index: number): string {
  return `${PREFIXES[kind]}_${answerId}_${index}`;
}

/** An output item of the whole block. */
export function itemOf(block: AnswerBlock, id: string): JsonObject {
  switch (block.kind) {
    case 'text':
      return { id, type: 'message', role: 'assistant', status: 'completed', content: [textPart(block.text)] };
    case 'refusal':
      return { id, type: 'message', role: 'assistant', status: 'completed', content: [{ type: 'refusal', refusal: block.text }] };
    case 'reasoning':
      return { id, type: 'reasoning', summary: [{ type: 'summary_text', text: block.text }] };
    case 'call': {
      const json = block.arguments === '' ? '{}' : block.arguments;
      const called = { name: block.name, ...(block.namespace === undefined ? {} : { namespace: block.namespace }) };
      return { id, type: 'function_call', call_id: block.id, ...called, arguments: json, status: 'completed' };
    }
  }
}

export const textPart = (text: string): JsonObject => ({ type: 'output_text', text, annotations: [], logprobs: [] });

/** The response object that every lifecycle event carries. It repeats what was asked, since clients read it from there. */
export function responseOf(
  { id, model, createdAt }: Pick<Answer, 'id' | 'model' | 'createdAt'>,
  { request, response, createdAt: now }: AnswerContext,
  state: JsonObject,
): JsonObject {
  const { reasoning, text } = request;
  const asked = (field: string, otherwise: unknown) => request[field] ?? otherwise;
  return {
    id: responseId(id),
    object: 'response',
    created_at: createdAt ?? now,
    status: 'in_progress',
    access_programs: null,
    background: false,
    error: null,
    incomplete_details: null,
    instructions: asked('instructions', null),
    max_output_tokens: asked('max_output_tokens', null),
    metadata: asked('metadata', {}),
    model,
    output: [],
    parallel_tool_calls: asked('parallel_tool_calls', true),
    previous_response_id: response?.previous ?? null,
    reasoning: { effort: isObject(reasoning) ? (reasoning['effort'] ?? null) : null, summary: null },
    store: response?.store ?? false,
    temperature: asked('temperature', null),
    text: isObject(text) && text['format'] != null ? { format: text['format'] } : { format: { type: 'text' } },
    tool_choice: asked('tool_choice', 'auto'),
    tools: asked('tools', []),
    top_p: asked('top_p', null),
    truncation: 'disabled',
    ...(request['user'] == null ? {} : { user: request['user'] }),
    ...state,
  };
}
