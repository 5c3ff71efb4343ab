import fc from 'fast-check';
import { answerOfStream, streamOfAnswer } from './bridge.js';
import type { WireApi } from './common/wire-request.js';
import { chatChunk } from './testing/streams.js';

const SEED = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
afterAll(() => void process.stdout.write(`reshaped answers: SEED=${SEED}\n`));

const text = fc.string({ minLength: 1, maxLength: 20 });
const json = fc.dictionary(fc.constantFrom('a', 'b', 'city'), fc.oneof(fc.integer(), text, fc.constant(null)), { maxKeys: 3 });
const chatUsage = { prompt_tokens: 9, completion_tokens: 4, total_tokens: 13, cached_tokens: 2 };
const call = fc
  .record({ name: text, input: json })
  .map(({ name, input }) => ({ type: 'function', function: { name, arguments: JSON.stringify(input) } }));
const message = fc
  .record(
    { content: fc.option(text), reasoning_content: text, refusal: text, calls: fc.array(call, { maxLength: 3 }) },
    { requiredKeys: ['content'] },
  )
  .map(({ calls = [], ...more }) => ({
    ...{ role: 'assistant', ...more },
    ...(calls.length > 0 && {
      tool_calls: calls.map((each, index) => ({ ...each, id: `call_${index}`, extra_content: { google: { thought_signature: 's' } } })),
    }),
  }));
const logprobs = fc.option(text.map((token) => ({ content: [{ token, logprob: -0.5, bytes: [1] }], refusal: null })));
const finish = fc.constantFrom('stop', 'length', 'tool_calls', 'weird', null);
const head = { id: 'c1', created: 1, model: 'x', system_fingerprint: 'fp', x_new: { deep: [1] } };
const chat = fc.array(fc.record({ message, logprobs, finish_reason: finish }), { minLength: 1, maxLength: 3 }).map((choices) => ({
  ...{ ...head, object: 'chat.completion' },
  choices: choices.map((each, index) => ({ index, ...each })),
  usage: chatUsage,
}));
const completions = fc
  .array(fc.record({ text, logprobs: fc.constant(null), finish_reason: finish }), { minLength: 1, maxLength: 3 })
  .map((choices) => ({
    ...{ ...head, object: 'text_completion' },
    choices: choices.map((each, index) => ({ index, ...each })),
    usage: chatUsage,
  }));
const block = fc.oneof(
  text.map((said) => ({ type: 'text', text: said })),
  text.map((said) => ({ type: 'text', text: said, citations: [{ type: 'char_location', cited_text: 'x' }] })),
  text.map((said) => ({ type: 'thinking', thinking: said, signature: 'sig' })),
  fc.record({ name: text, input: json }).map((used) => ({ type: 'tool_use', id: 'toolu_1', ...used })),
  fc.constant({ type: 'redacted_thinking', data: 'abc' }),
);
const messages = fc
  .record({ content: fc.array(block, { minLength: 1, maxLength: 4 }), stop_reason: fc.constantFrom('end_turn', 'max_tokens', 'weird') })
  .map((more) => ({
    ...{ id: 'msg_1', type: 'message', role: 'assistant', model: 'c', stop_sequence: null, ...more },
    usage: { input_tokens: 9, output_tokens: 4, cache_read_input_tokens: 2 },
  }));
const item = fc.oneof(
  text.map((said) => ({
    id: 'i',
    type: 'message',
    role: 'assistant',
    status: 'completed',
    content: [{ type: 'output_text', text: said, annotations: [] }],
  })),
  text.map((said) => ({ id: 'i', type: 'message', role: 'assistant', status: 'completed', content: [{ type: 'refusal', refusal: said }] })),
  json.map((input) => ({ id: 'i', type: 'function_call', call_id: 'c', name: 'f', arguments: JSON.stringify(input) })),
);
const responses = fc.array(item, { minLength: 1, maxLength: 3 }).map((output) => ({
  ...{ id: 'resp_1', object: 'response', created_at: 1, status: 'completed', model: 'x', output, error: null, incomplete_details: null },
  usage: { input_tokens: 9, output_tokens: 4, total_tokens: 13 },
}));

const bytesOf = (body: unknown): Buffer => Buffer.from(JSON.stringify(body));

describe('an answer in the other shape', () => {
  it.each<[WireApi, fc.Arbitrary<object>]>([
    ['chat', chat],
    ['completions', completions],
    ['messages', messages],
    ['responses', responses],
  ])('says the same, there and back, in %s', (api, bodies) =>
    fc.assert(
      fc.property(bodies, (body) => {
        const { body: frames } = streamOfAnswer(api, bytesOf(body));
        const { body: back } = answerOfStream(api, frames!);
        expect(JSON.parse(back!.toString())).toEqual(body);
      }),
      { seed: SEED, numRuns: 200 },
    ),
  );

  it('keeps every number as it came', () => {
    const body =
      '{"id":"c1","choices":[{"index":0,"message":{"role":"assistant","content":"x","n":12345678901234567890},"finish_reason":"stop"}]}';
    const { body: frames } = streamOfAnswer('chat', Buffer.from(body));
    expect(frames!.toString()).toContain('12345678901234567890');
    expect(answerOfStream('chat', frames!).body!.toString()).toContain('"n":12345678901234567890');
  });

  it('is none where the stream was cut or failed, with the provider’s words', () => {
    const cut = chatChunk({ content: 'Hel' });
    expect(answerOfStream('chat', Buffer.from(cut))).toEqual({ body: undefined, error: undefined });
    expect(answerOfStream('chat', Buffer.from(`${cut}data: {"error":{"message":"No"}}\n\n`))).toMatchObject({ error: { message: 'No' } });
    expect(streamOfAnswer('chat', Buffer.from('<html>'))).toEqual({ body: undefined, error: undefined });
    expect(streamOfAnswer('chat', bytesOf({ error: { message: 'No' } }))).toMatchObject({ error: { message: 'No' } });
    expect(streamOfAnswer('embeddings', bytesOf({ data: [1] }))).toEqual({ body: undefined, error: undefined });
  });

  it('is none where a call’s arguments are no JSON', () => {
    const event = (value: { readonly type: string } & Record<string, unknown>) =>
      `event: ${value.type}\ndata: ${JSON.stringify(value)}\n\n`;
    const stream =
      event({ type: 'message_start', message: { id: 'm', role: 'assistant', content: [], usage: { input_tokens: 1 } } }) +
      event({ type: 'content_block_start', index: 0, content_block: { type: 'tool_use', id: 't', name: 'f', input: {} } }) +
      event({ type: 'content_block_delta', index: 0, delta: { type: 'input_json_delta', partial_json: '{"city":' } }) +
      event({ type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 3 } }) +
      event({ type: 'message_stop' });
    expect(answerOfStream('messages', Buffer.from(stream)).body).toBeUndefined();
  });

  it('takes calls apart whose deltas repeat their names, or lack their index', () => {
    const delta = (...calls: object[]) => chatChunk({ tool_calls: calls } as never);
    const named = (id: string, json: string) => ({ id, type: 'function', function: { name: 'get', arguments: json } });
    const { body } = answerOfStream(
      'chat',
      Buffer.from(
        delta(named('a', '{"x"')) + delta(named('a', ':1}')) + delta(named('b', '{}')) + chatChunk({}, 'tool_calls') + 'data: [DONE]\n\n',
      ),
    );
    const { choices } = JSON.parse(body!.toString()) as { choices: [{ message: { tool_calls: object[] } }] };
    expect(choices[0].message.tool_calls).toEqual([named('a', '{"x":1}'), named('b', '{}')]);
  });
});
