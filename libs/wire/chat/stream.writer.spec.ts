import type OpenAI from 'openai';
import { openaiOver } from '../testing/sdk.js';
import { eventsOf, messageBlock, messageEnd, messageStart, messagesEvent, relayThrough } from '../testing/streams.js';

const pair = ['chat', 'messages'] as const;
const withUsage = { body: { stream_options: { include_usage: true } } };
const text = (index: number, ...texts: string[]) =>
  messageBlock(
    index,
    { type: 'text', text: '' },
    texts.map((piece) => ({ type: 'text_delta', text: piece })),
  );
const call = (index: number, name: string, ...pieces: string[]) =>
  messageBlock(
    index,
    { type: 'tool_use', id: `toolu_${index}`, name, input: {} },
    pieces.map((piece) => ({ type: 'input_json_delta', partial_json: piece })),
  );

/** What OpenAI's strict stream helper accumulates. */
function accumulated(stream: string, chunkBytes?: number): Promise<OpenAI.ChatCompletion> {
  const body = { model: 'm', messages: [{ role: 'user' as const, content: 'x' }], stream_options: { include_usage: true } };
  return openaiOver(stream, chunkBytes).chat.completions.stream(body).finalChatCompletion();
}

describe('a stream of Messages for a client of Chat Completions', () => {
  it('becomes a completion that the strict helper of the SDK accumulates', async () => {
    const usage = { input_tokens: 10, output_tokens: 1, cache_read_input_tokens: 4, cache_creation_input_tokens: 2 };
    const stream = messageStart(usage) + messagesEvent({ type: 'ping' }) + text(0, 'Hel', 'lo 😀') + messageEnd('end_turn');
    const completion = await accumulated(relayThrough(pair, stream, withUsage).all, 5);
    expect(completion).toMatchObject({
      id: 'chatcmpl-01',
      created: 1_700_000_001,
      choices: [{ index: 0, message: { role: 'assistant', content: 'Hello 😀' }, finish_reason: 'stop' }],
      usage: {
        prompt_tokens: 16,
        completion_tokens: 7,
        total_tokens: 23,
        prompt_tokens_details: { cached_tokens: 4, cache_write_tokens: 2 },
      },
    });
  });

  it('says calls with an index of their own, arguments as they come, and "{}" for a call without input', async () => {
    const stream =
      messageStart() + text(0, 'Look') + call(1, 'f', '', '{"id":', '9223372036854775807}') + call(2, 'g', '') + messageEnd('tool_use');
    const { all } = relayThrough(pair, stream, withUsage);
    const { message, finish_reason: reason } = (await accumulated(all)).choices[0]!;
    expect(reason).toBe('tool_calls');
    expect(message.tool_calls).toMatchObject([
      { id: 'toolu_1', type: 'function', function: { name: 'f', arguments: '{"id":9223372036854775807}' } },
      { id: 'toolu_2', type: 'function', function: { name: 'g', arguments: '{}' } },
    ]);
    const deltas = eventsOf(all).flatMap(({ choices }) =>
      (choices as OpenAI.ChatCompletionChunk.Choice[]).flatMap(({ delta }) => delta.tool_calls ?? []),
    );
    expect(deltas[0]).toEqual({ index: 0, id: 'toolu_1', type: 'function', function: { name: 'f', arguments: '' } });
    expect(deltas.slice(1).map((delta) => [delta.index, delta.id, delta.function?.arguments])).toEqual([
      [0, undefined, '{"id":'],
      [0, undefined, '9223372036854775807}'],
      [1, 'toolu_2', ''],
      [1, undefined, '{}'],
    ]);
  });

  it('shows thinking as reasoning_content, without its signature, and skips what is redacted', () => {
    const thinking = messageBlock(0, { type: 'thinking', thinking: '', signature: '' }, [
      { type: 'thinking_delta', thinking: 'Hm' },
      { type: 'signature_delta', signature: 'secret' },
    ]);
    const redacted = messageBlock(1, { type: 'redacted_thinking', data: 'hidden' }, []);
    const { all } = relayThrough(pair, messageStart() + thinking + redacted + text(2, 'x') + messageEnd('end_turn'));
    expect(all).toContain('"delta":{"reasoning_content":"Hm"}');
    expect(all).not.toMatch(/secret|hidden/);
  });

  it('tells usage only where the client asked, and null until then', () => {
    const stream = messageStart() + text(0, 'x') + messageEnd('end_turn');
    expect(relayThrough(pair, stream).all).not.toContain('usage');
    const events = eventsOf(relayThrough(pair, stream, withUsage).all);
    expect(events.slice(0, -1).every(({ usage }) => usage === null)).toBe(true);
    expect(events.at(-1)).toMatchObject({ choices: [], usage: { prompt_tokens: 10 } });
  });

  it('holds back the finish reason, the usage and [DONE]; the frames have no event name', () => {
    const { sent, last, all } = relayThrough(pair, messageStart() + text(0, 'x') + messageEnd('end_turn'), withUsage);
    expect(sent).not.toMatch(/"finish_reason":"|DONE/);
    expect(last).toMatch(/"finish_reason":"stop".*\n\n.*"usage":\{.*\n\ndata: \[DONE\]\n\n$/);
    expect(all).not.toMatch(/^event:/m);
  });

  it.each([
    ['end_turn', 'stop'],
    ['pause_turn', 'stop'],
    ['stop_sequence', 'stop'],
    ['max_tokens', 'length'],
    ['model_context_window_exceeded', 'length'],
    ['tool_use', 'tool_calls'],
    ['refusal', 'content_filter'],
  ] as const)('says %s as %s', (reason, finish) => {
    expect(relayThrough(pair, messageStart() + text(0, 'x') + messageEnd(reason)).last).toContain(`"finish_reason":"${finish}"`);
  });

  it('takes later values of the usage for earlier ones, and leaves those that were not told again', () => {
    const start = messageStart({ input_tokens: 10, output_tokens: 3, cache_read_input_tokens: 4 });
    const { end } = relayThrough(pair, start + text(0, 'x') + messageEnd('end_turn', { input_tokens: 12, output_tokens: 7 }));
    expect(end.usage).toEqual({ input: 12, cached_input: 4, cache_write: 0, output: 7, reasoning: 0 });
  });

  it('has no end where the provider’s was cut, and knows the input only', async () => {
    const { sent, last, end, relay } = relayThrough(pair, messageStart() + text(0, 'x'));
    expect([end.state, last, end.usage, end.told.input]).toEqual(['open', '', undefined, { input: 10, cached_input: 0, cache_write: 0 }]);
    const frame = relay.errorFrame({ status: 502, message: 'The provider broke off' }).toString();
    expect(sent + frame).not.toContain('[DONE]');
    await expect(accumulated(sent + frame)).rejects.toThrow('The provider broke off');
  });

  it('reports an error of the provider', () => {
    const error = messagesEvent({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } });
    expect(relayThrough(pair, messageStart() + error).end).toMatchObject({
      state: 'failed',
      error: { type: 'overloaded_error', message: 'Overloaded' },
    });
  });
});
