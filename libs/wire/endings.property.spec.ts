import fc from 'fast-check';
import { readUpstreamAnswer, translateAnswer } from './bridge.js';
import { relayThrough } from './testing/streams.js';
import { CHAT_ENDS, MESSAGES_ENDS } from './meaning/endings.js';
import type { WireApi } from './common/wire-request.js';

/** What a provider may say where the reason stands: words of no table, nothing, and what is no word. */
const anything = fc.oneof(
  fc.string({ maxLength: 70 }),
  fc.constantFrom('', 'error', 'constructor', '__proto__', 'toString', 'Stop', 'STOP ', 'completed', 'load', 'unload', null, undefined),
  fc.constantFrom(0, 1, 404, 502, 999, true, false, {}, [], ['stop'], { reason: 'stop' }),
);
const outside = anything.filter((word) => !CHAT_ENDS.has(word) && !MESSAGES_ENDS.has(word));

const chatBody = (word: unknown) => ({
  ...{ id: 'c1', object: 'chat.completion', created: 1, model: 'x' },
  choices: [{ index: 0, message: { role: 'assistant', content: 'hi' }, text: 'hi', finish_reason: word }],
  usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
});
const messagesBody = (word: unknown) => ({
  ...{ id: 'msg_1', type: 'message', role: 'assistant', model: 'c', content: [{ type: 'text', text: 'hi' }] },
  ...{ stop_reason: word, stop_sequence: null, usage: { input_tokens: 10, output_tokens: 5 } },
});
const responsesBody = (word: unknown) => ({
  ...{ id: 'resp_1', object: 'response', created_at: 1, model: 'x', status: word },
  output: [{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'hi' }] }],
  usage: { input_tokens: 10, output_tokens: 5, total_tokens: 15 },
});
const data = (value: object) => `data: ${JSON.stringify(value)}\n\n`;
const chatStream = (word: unknown) => {
  const chunk = (choice: object) =>
    data({ id: 'c1', object: 'chat.completion.chunk', created: 1, model: 'x', choices: [{ index: 0, ...choice }] });
  return (
    chunk({ delta: { role: 'assistant', content: 'hi' }, text: 'hi', finish_reason: null }) +
    chunk({ delta: {}, finish_reason: word }) +
    'data: [DONE]\n\n'
  );
};
const event = (value: { readonly type: string } & Record<string, unknown>) => `event: ${value.type}\n${data(value)}`;
const messagesStream = (word: unknown) =>
  event({ type: 'message_start', message: { ...messagesBody(null), content: [] } }) +
  event({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }) +
  event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'hi' } }) +
  event({ type: 'content_block_stop', index: 0 }) +
  event({ type: 'message_delta', delta: { stop_reason: word, stop_sequence: null }, usage: { output_tokens: 5 } }) +
  event({ type: 'message_stop' });
const responsesStream = (word: unknown) =>
  event({ type: 'response.created', sequence_number: 0, response: { ...responsesBody('in_progress'), output: [] } }) +
  event({ type: 'response.completed', sequence_number: 1, response: responsesBody(word) });

const FINISHED = /"(?:end_turn|stop_sequence|tool_use|max_tokens|refusal|stop|tool_calls|length|content_filter)"|"status":"completed"/;
const BODIES = { chat: chatBody, completions: chatBody, messages: messagesBody, responses: responsesBody } as const;
const STREAMS = { chat: chatStream, completions: chatStream, messages: messagesStream, responses: responsesStream } as const;
type Api = keyof typeof BODIES;
const PAIRS: readonly (readonly [client: WireApi, upstream: Api])[] = [
  ...(['chat', 'completions', 'messages', 'responses'] as const).map((api) => [api, api] as const),
  ...(['messages', 'responses', 'completions'] as const).map((api) => [api, 'chat'] as const),
  ...(['chat', 'responses', 'completions'] as const).map((api) => [api, 'messages'] as const),
];
const context = { createdAt: 1, request: {}, estimatedInputTokens: 1 };

describe('a word that is in no table of its dialect', () => {
  it.each(PAIRS)('never reads as a finished answer, plain, for %s from %s', (client, upstream) =>
    fc.assert(
      fc.property(outside, (word) => {
        if (upstream === 'responses' && ['completed', 'incomplete'].includes(word as string)) return;
        const answer = readUpstreamAnswer(upstream, Buffer.from(JSON.stringify(BODIES[upstream](word))))!;
        expect(['unknown', 'failed']).toContain(answer.ending.kind);
        if (client === upstream || answer.error) return;
        const said = translateAnswer(client, upstream, answer, answer.usage!, context).bytes.toString();
        const ended = JSON.parse(said) as { choices?: [{ finish_reason: unknown }]; stop_reason?: unknown; status?: unknown };
        expect(JSON.stringify(ended.choices?.[0].finish_reason ?? ended.stop_reason ?? ended.status ?? null)).not.toMatch(FINISHED);
      }),
      { numRuns: 60 },
    ),
  );

  it.each(PAIRS)('never ends a stream as a finished answer, nor holds it back, for %s from %s', (client, upstream) =>
    fc.assert(
      fc.property(outside, (word) => {
        if (upstream === 'responses' && (word === undefined || word === null || ['completed', 'incomplete'].includes(word as string)))
          return;
        const { end, all } = relayThrough([client, upstream], STREAMS[upstream](word));
        expect(['unknown', 'failed']).toContain(end.ending.kind === 'finished' && end.state === 'failed' ? 'failed' : end.ending.kind);
        if (end.state === 'done' && client !== upstream) {
          const reasons = [...all.matchAll(/"(?:finish_reason|stop_reason|status)":("[^"]*"|null)/g)].map(([, reason]) => reason);
          expect(reasons.filter((reason) => reason !== '"in_progress"').at(-1)).not.toMatch(FINISHED);
        }
      }),
      { numRuns: 60 },
    ),
  );

  it.each(['error', 'abort', 'network_error', 502])('%j is a failure, not an end', (word) => {
    for (const [client, upstream] of PAIRS.filter(([, from]) => from !== 'responses')) {
      const { end, last } = relayThrough([client, upstream], STREAMS[upstream](word));
      expect([end.state, end.error?.message.includes(String(word))]).toEqual(['failed', true]);
      expect(last).not.toMatch(/\[DONE\]|message_stop|response\.completed/);
    }
  });
});

describe('names that providers have of their own', () => {
  it.each([
    ['model_length', 'max_tokens'],
    ['MAX_TOKENS', 'max_tokens'],
    ['eos', 'end_turn'],
    ['SAFETY', 'refusal'],
    ['sensitive', 'refusal'],
  ])('%s is said as %s', (word, reason) => {
    const { end, last } = relayThrough(['messages', 'chat'], chatStream(word));
    expect([end.ending.kind, end.ending.isAtLimit]).toEqual(['finished', reason === 'max_tokens']);
    expect(last).toContain(`"stop_reason":"${reason}"`);
  });
});

describe('what an answer is made of', () => {
  it('is marked where nobody knows it, and is no success', () => {
    const body = { ...messagesBody('end_turn'), content: [{ type: 'hologram' }] };
    expect(readUpstreamAnswer('messages', Buffer.from(JSON.stringify(body)))!.ending).toMatchObject({
      kind: 'unknown',
      told: 'content.hologram',
    });
    const choice = { index: 0, message: { role: 'oracle', content: 'hi' }, finish_reason: 'stop' };
    expect(readUpstreamAnswer('chat', Buffer.from(JSON.stringify({ choices: [choice] })))!.ending).toMatchObject({ told: 'role.oracle' });
    const item = { status: 'completed', output: [{ type: 'hologram' }] };
    expect(readUpstreamAnswer('responses', Buffer.from(JSON.stringify(item)))!.ending).toMatchObject({ told: 'content.hologram' });
  });
});

describe('an error in an answer of status 200', () => {
  it.each([
    { choices: [{ index: 0, message: { content: '' }, finish_reason: 'stop', error: { code: 502, message: 'Provider died' } }] },
    { error: { message: 'Provider died' } },
    { object: 'error', message: 'Provider died', code: 400 },
    { code: '1301', message: 'Provider died' },
    { code: 1301, msg: 'Provider died' },
    { base_resp: { status_code: 1004, status_msg: 'Provider died' }, choices: null },
  ])('is one, wherever it stands: %j', (body) =>
    expect(readUpstreamAnswer('chat', Buffer.from(JSON.stringify(body)))!.error?.message).toBe('Provider died'),
  );

  it('ends a stream in the middle, in the quick way too', () => {
    const chunk = (choice: object) => data({ choices: [{ index: 0, ...choice }] });
    const delta = { delta: { content: 'Hel' }, finish_reason: null };
    const source = chunk(delta) + chunk(delta) + chunk({ ...delta, error: { code: 502, message: 'Provider died' } }) + chunk(delta);
    for (const client of ['chat', 'messages', 'responses'] as const)
      expect(relayThrough([client, 'chat'], source).end).toMatchObject({ state: 'failed', error: { message: 'Provider died' } });
  });
});
