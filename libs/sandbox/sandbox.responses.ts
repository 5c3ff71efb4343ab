import type { SandboxAnswer, SandboxUsage } from './sandbox.answer.js';
import { CREATED, eventFrame, openaiError, type Dialect } from './sandbox.dialect.js';
import { ANY_TOOL, isJson, jsonsOf, sandboxRequest, type Json, type SandboxRequest, type Turn } from './sandbox.request.js';

/** OpenAI's Responses. */
export const RESPONSES: Dialect = {
  read(body) {
    const { input, instructions, reasoning, text } = body;
    if (typeof input !== 'string' && !Array.isArray(input)) return undefined;
    const turns = typeof input === 'string' ? [{ role: 'user', content: input }] : jsonsOf(input).map(turnOf);
    const format = isJson(text) && isJson(text['format']) ? text['format'] : undefined;
    return sandboxRequest(body, {
      turns: instructions == null ? turns : [{ role: 'system', content: instructions }, ...turns],
      outputLimit: body['max_output_tokens'],
      tools: jsonsOf(body['tools']).map(({ name, parameters }) => ({ name: String(name), parameters })),
      toolChoice: toolChoice(body['tool_choice']),
      schema: format?.['type'] === 'json_object' ? { type: 'object' } : format?.['schema'],
      thinks: isJson(reasoning) && reasoning['effort'] != null && reasoning['effort'] !== 'none',
    });
  },
  plain: (request, answer) => response(request, answer, itemsOf(request, answer), endOf(answer)),
  *frames(request, answer) {
    for (const [sequence_number, event] of [...events(request, answer)].entries()) yield eventFrame({ ...event, ...{ sequence_number } });
  },
  last(request, answer) {
    const status = endOf(answer);
    const sequence_number = [...events(request, answer)].length;
    return eventFrame({
      type: `response.${status}`,
      ...{ sequence_number, response: response(request, answer, itemsOf(request, answer), status) },
    });
  },
  error: openaiError,
  errorFrame: (type = 'server_error') =>
    eventFrame({
      type: 'error',
      ...{ sequence_number: 999, error: { message: 'Rehearsed error', type, param: null, code: 'sandbox' } },
    }),
};

type Event = Json & { readonly type: string };
type Status = 'in_progress' | 'completed' | 'incomplete';

function turnOf({ type, role, content, output }: Json): Turn {
  if (type === 'function_call_output') return { role: 'tool', content: output };
  return { role: typeof role === 'string' ? role : 'assistant', content };
}

function toolChoice(choice: unknown): string | undefined {
  if (choice == null || choice === 'none' || choice === 'auto') return undefined;
  return isJson(choice) && typeof choice['name'] === 'string' ? choice['name'] : ANY_TOOL;
}

/** Why a response is not complete, in its words. */
const INCOMPLETE = { length: 'max_output_tokens', content_filter: 'content_filter', stop: undefined, tool_calls: undefined } as const;
const incompleteReason = ({ choices }: SandboxAnswer) => INCOMPLETE[choices[0]?.finishReason ?? 'stop'];
const endOf = (answer: SandboxAnswer): Status => (incompleteReason(answer) === undefined ? 'completed' : 'incomplete');

function response({ model, body }: SandboxRequest, answer: SandboxAnswer, output: readonly object[], status: Status): object {
  const { id, usage, tier = 'default' } = answer;
  return {
    id: `resp_${id}`,
    object: 'response',
    created_at: CREATED,
    status,
    access_programs: null,
    error: null,
    incomplete_details: status === 'incomplete' ? { reason: incompleteReason(answer) } : null,
    instructions: body['instructions'] ?? null,
    max_output_tokens: body['max_output_tokens'] ?? null,
    metadata: body['metadata'] ?? {},
    model,
    output,
    parallel_tool_calls: true,
    previous_response_id: body['previous_response_id'] ?? null,
    reasoning: { effort: null, summary: null },
    service_tier: tier,
    store: body['store'] ?? true,
    temperature: 1,
    text: body['text'] ?? { format: { type: 'text' } },
    tool_choice: body['tool_choice'] ?? 'auto',
    tools: body['tools'] ?? [],
    top_p: 1,
    truncation: 'disabled',
    usage: usage && status !== 'in_progress' ? usageOf(usage) : null,
    user: null,
  };
}

function usageOf({ prompt, cached, written, completion, reasoning }: SandboxUsage): object {
  return {
    input_tokens: prompt,
    input_tokens_details: { cached_tokens: cached, ...(written === undefined ? {} : { cache_write_tokens: written }) },
    output_tokens: completion,
    output_tokens_details: { reasoning_tokens: reasoning },
    total_tokens: prompt + completion,
  };
}

const partOf = ({ isRefusal }: SandboxAnswer, text: string) =>
  isRefusal ? { type: 'refusal', refusal: text } : { type: 'output_text', text, annotations: [], logprobs: [] };
const messageItem = ({ id }: SandboxAnswer, status: Status, content: readonly object[]) => ({
  id: `msg_${id}`,
  type: 'message',
  status,
  role: 'assistant',
  content,
});
const callItem = ({ tool }: SandboxRequest, { id }: SandboxAnswer, status: Status, json: string) => ({
  id: `fc_${id}`,
  type: 'function_call',
  status,
  call_id: `call_${id.slice(0, 24)}`,
  name: tool!.name,
  arguments: json,
});
/** Whoever keeps the conversation for itself asks for the encrypted content, and gives it back. */
const reasoningItem = ({ body }: SandboxRequest, { id, thinking }: SandboxAnswer) => ({
  id: `rs_${id}`,
  type: 'reasoning',
  summary: [{ type: 'summary_text', text: thinking.join('') }],
  ...(Array.isArray(body['include']) && body['include'].includes('reasoning.encrypted_content')
    ? { encrypted_content: Buffer.from(thinking.join('')).toString('base64') }
    : {}),
});

function itemsOf(request: SandboxRequest, answer: SandboxAnswer): object[] {
  const text = answer.choices[0]?.pieces.join('') ?? '';
  const status = endOf(answer);
  const item = request.tool ? callItem(request, answer, status, text) : messageItem(answer, status, [partOf(answer, text)]);
  return answer.thinking.length > 0 ? [reasoningItem(request, answer), item] : [item];
}

function* events(request: SandboxRequest, answer: SandboxAnswer): Generator<Event> {
  const opened = response(request, answer, [], 'in_progress');
  yield { type: 'response.created', response: opened };
  yield { type: 'response.in_progress', response: opened };
  const items = itemsOf(request, answer);
  if (answer.thinking.length > 0) yield* reasoningEvents(request, answer);
  const output_index = items.length - 1;
  const pieces = answer.choices[0]?.pieces ?? [];
  if (request.tool) {
    yield { type: 'response.output_item.added', output_index, item: callItem(request, answer, 'in_progress', '') };
    const place = { item_id: `fc_${answer.id}`, output_index };
    for (const delta of pieces) yield { type: 'response.function_call_arguments.delta', ...place, delta };
    yield { type: 'response.function_call_arguments.done', ...place, name: request.tool.name, arguments: pieces.join('') };
  } else {
    yield { type: 'response.output_item.added', output_index, item: messageItem(answer, 'in_progress', []) };
    const place = { item_id: `msg_${answer.id}`, output_index, content_index: 0 };
    yield { type: 'response.content_part.added', ...place, part: partOf(answer, '') };
    yield* textEvents(answer, place, pieces);
    yield { type: 'response.content_part.done', ...place, part: partOf(answer, pieces.join('')) };
  }
  yield { type: 'response.output_item.done', output_index, item: items.at(-1) };
}

function* textEvents({ isRefusal }: SandboxAnswer, place: Json, pieces: readonly string[]): Generator<Event> {
  const kind = isRefusal ? 'refusal' : 'output_text';
  const more = isRefusal ? {} : { logprobs: [] };
  for (const delta of pieces) yield { type: `response.${kind}.delta`, ...place, delta, ...more };
  yield { type: `response.${kind}.done`, ...place, [isRefusal ? 'refusal' : 'text']: pieces.join(''), ...more };
}

function* reasoningEvents(request: SandboxRequest, answer: SandboxAnswer): Generator<Event> {
  const item = reasoningItem(request, answer);
  const place = { item_id: item.id, output_index: 0, summary_index: 0 };
  const text = answer.thinking.join('');
  yield { type: 'response.output_item.added', output_index: 0, item: { ...item, summary: [] } };
  yield { type: 'response.reasoning_summary_part.added', ...place, part: { type: 'summary_text', text: '' } };
  for (const delta of answer.thinking) yield { type: 'response.reasoning_summary_text.delta', ...place, delta };
  yield { type: 'response.reasoning_summary_text.done', ...place, text };
  yield { type: 'response.reasoning_summary_part.done', ...place, part: { type: 'summary_text', text } };
  yield { type: 'response.output_item.done', output_index: 0, item };
}
