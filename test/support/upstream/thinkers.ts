import type { ServerResponse } from 'node:http';
import { isDeepStrictEqual } from 'node:util';
import type { ProviderAnswer } from './provider-answer.js';

type Json = Record<string, unknown>;

/** Calls of a tool, one in each turn, before it answers. */
export const TURNS = 3;
const USAGE = { prompt_tokens: 20, completion_tokens: 10, total_tokens: 30 };

/** What one turn of a provider of Chat Completions has beside its call, and has to be told again with it. */
interface Quirk {
  readonly message?: (turn: number) => Json;
  readonly call?: (turn: number) => Json;
  readonly content?: (turn: number) => unknown;
}

/** Each as its reference has it. */
export const CHAT_THINKERS: Readonly<Record<string, Quirk>> = {
  // Google, "Thought signatures", OpenAI compatibility.
  gemini: { call: (turn) => ({ extra_content: { google: { thought_signature: `sig-${turn}` } } }) },
  // DeepSeek, "Thinking mode", tool calls; the same of Kimi and GLM.
  deepseek: { message: (turn) => ({ reasoning_content: `Hm ${turn}` }) },
  // vLLM, "Reasoning outputs", and Groq.
  vllm: { message: (turn) => ({ reasoning: `Hm ${turn}` }) },
  // OpenRouter, "Reasoning tokens": the blocks as they came.
  openrouter: {
    message: (turn) => ({
      reasoning: `Hm ${turn}`,
      reasoning_details: [
        { type: 'reasoning.summary', summary: `Hm ${turn}`, format: 'openai-responses-v1', index: 0 },
        { type: 'reasoning.encrypted', data: `secret-${turn}`, id: `rs_${turn}`, format: 'openai-responses-v1', index: 1 },
      ],
    }),
  },
  // Mistral, "Reasoning": thinking is a part of the content.
  mistral: { content: (turn) => [{ type: 'thinking', thinking: [{ type: 'text', text: `Hm ${turn}` }] }] },
};

const argumentsOf = (turn: number): string => `{"turn":${turn}}`;

function saidIn(turn: number, { message, call, content }: Quirk): Json {
  const called = { id: `call_${turn}`, type: 'function', function: { name: 'look', arguments: argumentsOf(turn) }, ...call?.(turn) };
  return { role: 'assistant', content: content?.(turn) ?? null, ...message?.(turn), tool_calls: [called] };
}

/** A provider that refuses the next turn unless each turn before came back as it was told. */
export function chatThinker(quirk: Quirk): ProviderAnswer {
  return (response, { body }) => {
    const told = (body['messages'] as Json[]).filter(({ role }) => role === 'assistant');
    const wrong = told.find((message, turn) => !isDeepStrictEqual(withoutNull(message), withoutNull(saidIn(turn, quirk))));
    if (wrong) return refuse(response, wrong);
    const isOver = told.length === TURNS;
    const message = isOver ? { role: 'assistant', content: 'Done' } : saidIn(told.length, quirk);
    const finish_reason = isOver ? 'stop' : 'tool_calls';
    const head = { id: `chatcmpl-${told.length}`, created: 1_780_000_000, model: body['model'] };
    if (body['stream'] !== true)
      return sendJson(response, 200, { ...head, object: 'chat.completion', choices: [{ index: 0, message, finish_reason }], usage: USAGE });
    const chunk = (delta: Json, finish: string | null = null) =>
      `data: ${JSON.stringify({ ...head, object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
    const { tool_calls: calls, ...first } = message;
    const called = ((calls ?? []) as Json[]).map((call, index) => chunk({ tool_calls: [{ index, ...call }] }));
    const usage = `data: ${JSON.stringify({ ...head, object: 'chat.completion.chunk', choices: [], usage: USAGE })}\n\n`;
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end([chunk(first), ...called, chunk({}, finish_reason), usage, 'data: [DONE]\n\n'].join(''));
  };
}

const blocksOf = (turn: number): Json[] => [
  { type: 'thinking', thinking: `Hm ${turn}`, signature: `sig-${turn}` },
  { type: 'redacted_thinking', data: `secret-${turn}` },
  { type: 'text', text: `Looking ${turn}` },
  { type: 'tool_use', id: `toolu_${turn}`, name: 'look', input: { turn } },
];

/** Anthropic, "Extended thinking", tool use: the blocks of a turn come back complete and unmodified. */
export const messagesThinker: ProviderAnswer = (response, { body }) => {
  const told = (body['messages'] as Json[]).filter(({ role }) => role === 'assistant');
  const wrong = told.find(({ content }, turn) => !isDeepStrictEqual(content, blocksOf(turn)));
  if (wrong) return refuse(response, wrong);
  const isOver = told.length === TURNS;
  const content = isOver ? [{ type: 'text', text: 'Done' }] : blocksOf(told.length);
  const [stop_reason, usage] = [isOver ? 'end_turn' : 'tool_use', { input_tokens: 20, output_tokens: 10 }];
  const message = { id: `msg_${told.length}`, type: 'message', role: 'assistant', model: body['model'], stop_sequence: null, usage };
  if (body['stream'] !== true) return sendJson(response, 200, { ...message, content, stop_reason });
  const event = (type: string, more: Json) => `event: ${type}\ndata: ${JSON.stringify({ type, ...more })}\n\n`;
  const blocks = content.map((block, index) => blockEvents(event, block, index));
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.end(
    [
      event('message_start', { message: { ...message, content: [], stop_reason: null } }),
      ...blocks,
      event('message_delta', { delta: { stop_reason, stop_sequence: null }, usage }),
      event('message_stop', {}),
    ].join(''),
  );
};

function blockEvents(event: (type: string, more: Json) => string, block: Json, index: number): string {
  const { type, text, thinking, signature, input } = block;
  const start =
    { thinking: { type, thinking: '', signature: '' }, text: { type, text: '' }, tool_use: { ...block, input: {} } }[type as string] ??
    block;
  const deltas = [
    ...(text === undefined ? [] : [{ type: 'text_delta', text }]),
    ...(thinking === undefined ? [] : [{ type: 'thinking_delta', thinking }]),
    ...(signature === undefined ? [] : [{ type: 'signature_delta', signature }]),
    ...(input === undefined ? [] : [{ type: 'input_json_delta', partial_json: JSON.stringify(input) }]),
  ];
  const said = deltas.map((delta) => event('content_block_delta', { index, delta })).join('');
  return event('content_block_start', { index, content_block: start }) + said + event('content_block_stop', { index });
}

/** No content is the same as null. */
const withoutNull = (message: Json): Json => Object.fromEntries(Object.entries(message).filter(([, value]) => value != null));

function refuse(response: ServerResponse, wrong: Json): void {
  const message = `This turn is not what was said: ${JSON.stringify(wrong)}`;
  sendJson(response, 400, { type: 'error', error: { type: 'invalid_request_error', message } });
}

function sendJson(response: ServerResponse, status: number, body: Json): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
