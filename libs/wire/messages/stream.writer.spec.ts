import type Anthropic from '@anthropic-ai/sdk';
import { anthropicOver } from '../testing/sdk.js';
import { DONE, chatChunk, chatUsageChunk, eventsOf, relayThrough } from '../testing/streams.js';

const usage = {
  prompt_tokens: 20,
  completion_tokens: 9,
  total_tokens: 29,
  prompt_tokens_details: { cached_tokens: 8, cache_write_tokens: 2 },
};
const call = (index: number, id: string, name: string, json = '') => ({
  tool_calls: [{ index, id, type: 'function' as const, function: { name, arguments: json } }],
});
const more = (index: number, json: string) => ({ tool_calls: [{ index, function: { arguments: json } }] });
const end = (finish: 'stop' | 'length' | 'tool_calls' | 'content_filter') => chatChunk({}, finish) + chatUsageChunk(usage) + DONE;
/** What no type of the SDK allows, and some provider sends. */
const rawChunk = (delta: object) =>
  `data: ${JSON.stringify({ id: 'chatcmpl-1', choices: [{ index: 0, delta, finish_reason: null }] })}\n\n`;
const pair = ['messages', 'chat'] as const;

/** What Anthropic's own stream helper accumulates. */
function accumulated(stream: string, chunkBytes?: number): Promise<Anthropic.Message> {
  return anthropicOver(stream, chunkBytes)
    .messages.stream({ model: 'm', max_tokens: 9, messages: [{ role: 'user', content: 'x' }] })
    .finalMessage();
}

describe('a chat stream for a client of Messages', () => {
  it('becomes a message that the SDK accumulates', async () => {
    const { all } = relayThrough(
      pair,
      chatChunk({ role: 'assistant', content: '' }) + chatChunk({ content: 'Hel' }) + chatChunk({ content: 'lo 😀' }) + end('stop'),
    );
    expect(await accumulated(all, 7)).toMatchObject({
      id: 'msg_1',
      content: [{ type: 'text', text: 'Hello 😀' }],
      stop_reason: 'end_turn',
      usage: { input_tokens: 10, cache_read_input_tokens: 8, cache_creation_input_tokens: 2, output_tokens: 9 },
    });
  });

  it('begins at the first chunk even where that is a call, estimates the input, and tells the truth in message_delta', () => {
    const { all } = relayThrough(pair, chatChunk({ role: 'assistant', ...call(0, 'call_a', 'f', '{}') }) + end('tool_calls'), {
      estimatedInputTokens: 17,
    });
    const events = eventsOf(all);
    expect(events.map(({ type }) => type)).toEqual([
      'message_start',
      'content_block_start',
      'content_block_delta',
      'content_block_stop',
      'message_delta',
      'message_stop',
    ]);
    expect(events[0]).toMatchObject({ message: { usage: { input_tokens: 17, output_tokens: 0 } } });
    expect(events[4]).toMatchObject({ usage: { input_tokens: 10, output_tokens: 9 } });
  });

  it('buffers calls whose deltas interleave, so that blocks never overlap and indices are dense', async () => {
    const { all } = relayThrough(
      pair,
      chatChunk({ content: 'Look: ' }) +
        chatChunk(call(0, 'call_a', 'f')) +
        chatChunk(more(0, '{"a":')) +
        chatChunk(call(1, 'call_b', 'g')) +
        chatChunk(more(1, '{"b":2}')) +
        chatChunk(more(0, '1}')) +
        end('tool_calls'),
    );
    let open = -1;
    for (const event of eventsOf(all)) {
      if (event['type'] === 'content_block_start') expect(event['index']).toBe((open += 1));
      if (event['type'] === 'content_block_delta' || event['type'] === 'content_block_stop') expect(event['index']).toBe(open);
    }
    expect(await accumulated(all)).toMatchObject({
      content: [
        { type: 'text', text: 'Look: ' },
        { type: 'tool_use', id: 'call_a', name: 'f', input: { a: 1 } },
        { type: 'tool_use', id: 'call_b', name: 'g', input: { b: 2 } },
      ],
      stop_reason: 'tool_use',
    });
  });

  it('streams the second call as soon as the first is whole', () => {
    const { sent } = relayThrough(
      pair,
      chatChunk(call(0, 'a', 'f', '{"a":1}')) + chatChunk(call(1, 'b', 'g')) + chatChunk(more(1, '{"b"')),
    );
    expect(eventsOf(sent).at(-1)).toMatchObject({ index: 1, delta: { partial_json: '{"b"' } });
  });

  it('knows the habits of providers: empty tool_calls beside content, arguments in the closing event, repeated arguments, one index for all calls', async () => {
    const stream =
      chatChunk({ content: 'a', tool_calls: [] }) +
      chatChunk(call(0, 'a', 'f')) +
      chatChunk(call(0, 'a', 'f', '{"a":1}')) +
      chatChunk(call(0, 'b', 'g', '{}')) +
      chatChunk(call(0, 'b', 'g', '{}'), 'stop');
    const message = await accumulated(relayThrough(pair, stream + DONE).all);
    expect(message.content.map((block) => (block.type === 'tool_use' ? [block.id, block.input] : block.type))).toEqual([
      'text',
      ['a', { a: 1 }],
      ['b', {}],
    ]);
    expect(message.stop_reason).toBe('tool_use');
  });

  it.each([
    [
      'an id of its own in each delta of a call',
      [
        { id: 'a', function: { name: 'f', arguments: '' } },
        { id: 'b', function: { arguments: '{"a"' } },
        { id: 'c', function: { arguments: ':1}' } },
      ],
      [['a', 'f', { a: 1 }]],
    ],
    [
      'one index for all calls and no ids',
      [
        { id: '', function: { name: 'f', arguments: '{"a"' } },
        { function: { name: 'f', arguments: ':1}' } },
        { function: { name: 'f', arguments: '{ "a": 1 }' } },
        { function: { name: 'f', arguments: '{"a":2}' } },
        { function: { name: 'g', arguments: '{"a":2}' } },
      ],
      [
        ['call_1_0', 'f', { a: 1 }],
        ['call_1_1', 'f', { a: 2 }],
        ['call_1_2', 'g', { a: 2 }],
      ],
    ],
  ])('knows the habits of providers: %s', async (_habit, calls, expected) => {
    const stream = calls.map((each) => rawChunk({ tool_calls: [{ index: 0, ...each }] })).join('') + end('tool_calls');
    const { content } = await accumulated(relayThrough(pair, stream).all);
    expect(content.map((block) => (block.type === 'tool_use' ? [block.id, block.name, block.input] : block.type))).toEqual(expected);
  });

  it('knows the habits of providers: content in parts, thinking among them', async () => {
    const thinking = { content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'Hm' }] }] };
    const stream = rawChunk(thinking) + rawChunk({ content: [{ type: 'text', text: 'Hel' }] }) + rawChunk({ content: 'lo' }) + end('stop');
    expect((await accumulated(relayThrough(pair, stream).all)).content).toMatchObject([{ type: 'text', text: 'Hello' }]);
    expect(relayThrough(['responses', 'chat'], stream).all).toContain('"delta":"Hm"');
  });

  it('leaves out reasoning, which has no signature, and never says null where a block has nothing', () => {
    const { all } = relayThrough(pair, chatChunk({ reasoning_content: 'Hm' }) + chatChunk({ content: 'x' }) + end('stop'));
    expect(all).not.toMatch(/thinking|citations|Hm/);
    expect(eventsOf(all)[1]).toEqual({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } });
  });

  it.each([
    ['stop', 'end_turn'],
    ['length', 'max_tokens'],
    ['content_filter', 'refusal'],
  ] as const)('says %s as %s', (finish, reason) => {
    const { last } = relayThrough(pair, chatChunk({ content: 'x' }) + end(finish));
    expect(eventsOf(last)[0]).toMatchObject({ type: 'message_delta', delta: { stop_reason: reason, stop_sequence: null } });
  });

  it('holds back message_delta and message_stop until they are asked for', () => {
    const { sent, end: told } = relayThrough(pair, chatChunk({ content: 'x' }) + end('stop'));
    expect(sent).not.toMatch(/message_delta|message_stop/);
    expect(told).toMatchObject({
      state: 'done',
      usage: { input: 10, cached_input: 8, cache_write: 2, output: 9 },
      ending: { kind: 'finished' },
    });
    expect(told.receivedText()).toBe('x');
  });

  it('always has a usage: the estimate that it is given, where the provider told none', () => {
    const { end: told } = relayThrough(pair, chatChunk({ content: 'x'.repeat(40) }) + chatChunk({}, 'stop') + DONE);
    expect(told.usage).toBeUndefined();
    expect(eventsOf(told.last!.toString()).at(-2)).toMatchObject({ usage: { input_tokens: 5, output_tokens: 10 } });
    const estimated = { input: 3, cached_input: 0, cache_write: 0, output: 4, reasoning: 0 };
    expect(eventsOf(told.lastWith(estimated)!.toString()).at(-2)).toMatchObject({ usage: { input_tokens: 3, output_tokens: 4 } });
  });

  it.each([
    ['cut', chatChunk({ content: 'x' })],
    ['cut after its finish reason', chatChunk({ content: 'x' }) + chatChunk({}, 'stop')],
  ])('has no end where the provider’s was %s: an error frame, which the SDK throws', async (_how, stream) => {
    const { sent, last, end: told, relay } = relayThrough(pair, stream);
    expect([told.state, last]).toEqual(['open', '']);
    const frame = relay.errorFrame({ status: 502, message: 'The provider broke off' }).toString();
    expect(sent + frame).not.toContain('message_stop');
    await expect(accumulated(sent + frame)).rejects.toMatchObject({
      type: 'api_error',
      error: { error: { message: 'The provider broke off' } },
    });
  });

  it('reports an error of the provider, with the usage that it told', () => {
    const { end: told } = relayThrough(
      pair,
      chatChunk({ content: 'x' }) + `data: {"error":{"message":"Overloaded","code":"overloaded"}}\n\n`,
    );
    expect(told).toMatchObject({ state: 'failed', last: undefined, error: { message: 'Overloaded', code: 'overloaded' } });
  });

  it('has not started while only comments came', () => {
    expect(relayThrough(pair, ': wait\n\n').started).toBe(false);
    expect(relayThrough(pair, chatChunk({ role: 'assistant', content: '' })).started).toBe(true);
  });
});
