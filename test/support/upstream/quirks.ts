import type { ServerResponse } from 'node:http';
import { plain } from './answers.js';
import type { ProviderAnswer } from './provider-answer.js';

type Body = Readonly<Record<string, unknown>>;

interface Refusal {
  readonly status: number;
  readonly body: unknown;
}

/** A provider as the public reports have it: what it is asked with, and what it refuses, in its own shape. */
export interface Quirk {
  readonly upstreamModel: string;
  readonly protocol?: 'anthropic';
  readonly refuses: (body: Body) => Refusal | undefined;
  /** It never says `[DONE]`. */
  readonly withoutDone?: boolean;
}

const openai = (message: string, param: string | null = null): Refusal => ({
  status: 400,
  body: { error: { message, type: 'invalid_request_error', param, code: 'unsupported_parameter' } },
});
const anthropic = (message: string): Refusal => ({
  status: 400,
  body: { type: 'error', error: { type: 'invalid_request_error', message }, request_id: 'req_theirs' },
});
const extra = (...loc: readonly (string | number)[]): Refusal => ({
  status: 422,
  body: {
    object: 'error',
    message: { detail: [{ type: 'extra_forbidden', loc: ['body', ...loc], msg: 'Extra inputs are not permitted' }] },
    type: 'invalid_request_error',
    param: null,
    code: null,
  },
});

const given = (body: Body, ...fields: readonly string[]): string | undefined => fields.find((field) => body[field] !== undefined);
const messagesOf = (body: Body): readonly Body[] => (body['messages'] as readonly Body[] | undefined) ?? [];
const refused = (body: Body, fields: readonly string[], say: (field: string) => Refusal): Refusal | undefined => {
  const field = given(body, ...fields);
  return field === undefined ? undefined : say(field);
};
const unsupported = (field: string): Refusal => openai(`Unsupported parameter: '${field}' is not supported with this model.`, field);
const noDeveloper = (body: Body): Refusal | undefined =>
  messagesOf(body).some(({ role }) => role === 'developer')
    ? { status: 400, body: { error: { message: 'messages[0].role: unknown variant `developer`', type: 'invalid_request_error' } } }
    : undefined;
const choiceOtherThan = (body: Body, ...taken: readonly unknown[]): Refusal | undefined =>
  body['tool_choice'] === undefined || taken.includes(body['tool_choice'])
    ? undefined
    : openai('tool_choice is not supported', 'tool_choice');

const SAMPLING = ['temperature', 'top_p', 'presence_penalty', 'frequency_penalty'];

export const QUIRKS: Readonly<Record<string, Quirk>> = {
  mistral: {
    upstreamModel: 'mistral-large-latest',
    refuses: (body) =>
      refused(body, ['max_completion_tokens', 'stream_options', 'store', 'metadata', 'seed', 'user', 'reasoning_effort'], (field) =>
        extra(field),
      ) ??
      (messagesOf(body).some((message) => message['reasoning_content'] !== undefined)
        ? extra('messages', 1, 'reasoning_content')
        : undefined) ??
      noDeveloper(body),
  },
  'reasoner of OpenAI': {
    upstreamModel: 'o3-mini',
    refuses: (body) => refused(body, ['max_tokens', ...SAMPLING, 'logprobs', 'parallel_tool_calls'], unsupported),
  },
  'GPT-5': { upstreamModel: 'gpt-5.1', refuses: (body) => refused(body, ['max_tokens', ...SAMPLING, 'stop'], unsupported) },
  'GPT-4': { upstreamModel: 'gpt-4.1-mini', refuses: (body) => refused(body, ['reasoning_effort'], unsupported) },
  grok: {
    upstreamModel: 'grok-4-fast-reasoning',
    refuses: (body) =>
      refused(body, ['reasoning_effort', 'presence_penalty', 'frequency_penalty', 'stop'], (field) => ({
        status: 400,
        body: { code: 'Client specified an invalid argument', error: `Model grok-4 does not support parameter ${field}.` },
      })),
  },
  kimi: {
    upstreamModel: 'kimi-k2.5',
    refuses: (body) =>
      refused(body, ['max_completion_tokens', ...SAMPLING], (field) => openai(`invalid ${field}: only 1 is allowed for this model`)) ??
      choiceOtherThan(body, 'none', 'auto'),
  },
  deepseek: {
    upstreamModel: 'deepseek-chat',
    refuses: (body) => refused(body, ['max_completion_tokens'], unsupported) ?? noDeveloper(body),
  },
  'Claude 4.5': {
    upstreamModel: 'claude-sonnet-4-5-20250929',
    protocol: 'anthropic',
    refuses: (body) => {
      if (given(body, 'temperature') && given(body, 'top_p'))
        return anthropic('`temperature` and `top_p` cannot both be specified for this model. Please use only one.');
      const { thinking, output_config: config } = body as { thinking?: Body; output_config?: Body };
      if (thinking?.['type'] === 'adaptive' || config?.['effort'] !== undefined) return anthropic('adaptive thinking is not supported');
      return undefined;
    },
  },
  'Claude 4.7': {
    upstreamModel: 'claude-opus-4-7',
    protocol: 'anthropic',
    refuses: (body) => refused(body, ['temperature', 'top_p', 'top_k'], (field) => anthropic(`${field}: not supported by this model`)),
  },
  perplexity: {
    upstreamModel: 'sonar-pro',
    refuses: (body) =>
      refused(body, ['max_completion_tokens'], unsupported) ??
      (given(body, 'presence_penalty') && given(body, 'frequency_penalty') ? openai('presence_penalty is incompatible') : undefined),
    withoutDone: true,
  },
};

/** Whichever of them is asked, by its model; none has Responses. */
export const quirky: ProviderAnswer = (response, received) => {
  const { body, path } = received;
  if (path.endsWith('/responses')) return send(response, 404, { error: { message: 'Not Found' } });
  const quirk = Object.values(QUIRKS).find(({ upstreamModel }) => upstreamModel === body['model']);
  const refusal = quirk?.refuses(body);
  if (refusal) return send(response, refusal.status, refusal.body);
  if (quirk?.protocol === 'anthropic') return answerMessages(response, body);
  return plain({ words: ['Hi'] })(response, received);
};

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function answerMessages(response: ServerResponse, { model, stream }: Body): void {
  const usage = { input_tokens: 20, output_tokens: 10 };
  const message = { id: 'msg_1', type: 'message', role: 'assistant', model, stop_sequence: null };
  if (stream !== true) return send(response, 200, { ...message, content: [{ type: 'text', text: 'Hi' }], stop_reason: 'end_turn', usage });
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const events: readonly object[] = [
    { type: 'message_start', message: { ...message, content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } } },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hi' } },
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null }, usage },
    { type: 'message_stop' },
  ];
  for (const event of events) response.write(`event: ${(event as { type: string }).type}\ndata: ${JSON.stringify(event)}\n\n`);
  response.end();
}
