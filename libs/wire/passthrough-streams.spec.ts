import fc from 'fast-check';
import type OpenAI from 'openai';
import { openaiOver } from './testing/sdk.js';
import { eventsOf, messageBlock, messageEnd, messageStart, messagesEvent, relayThrough } from './testing/streams.js';

const response = (status: OpenAI.Responses.ResponseStatus, more: object = {}) => ({
  id: 'resp_1',
  object: 'response',
  status,
  output: [],
  service_tier: 'default',
  ...more,
});
const event = (type: string, sequence_number: number, more: object) =>
  `event: ${type}\ndata: ${JSON.stringify({ type, sequence_number, ...more })}\n\n`;
const usage = { input_tokens: 20, input_tokens_details: { cached_tokens: 5, cache_write_tokens: 0 }, output_tokens: 9, total_tokens: 29 };
const begin =
  event('response.created', 0, { response: response('in_progress') }) +
  ': ping\n\n' +
  event('response.output_text.delta', 1, { delta: 'Hello 😀' });
const ending = (status: 'completed' | 'incomplete' | 'failed', more: object = {}) =>
  event(`response.${status}`, 2, { response: response(status, { usage, ...more }) });

describe('a stream of Responses from a provider of Responses', () => {
  it.each(['completed', 'incomplete', 'failed'] as const)(
    'passes byte for byte, its terminal event last, and is charged when %s',
    (status) => {
      const { sent, last, end } = relayThrough(['responses', 'responses'], begin + ending(status));
      expect([sent, last]).toEqual([begin, ending(status)]);
      expect(end).toMatchObject({
        state: 'done',
        usage: { input: 15, cached_input: 5, output: 9 },
        ending: { kind: status === 'completed' ? 'finished' : status },
        serviceTier: 'default',
      });
      expect(end.receivedText()).toBe('Hello 😀');
    },
  );

  it('says what went wrong with a response that failed', () => {
    expect(
      relayThrough(['responses', 'responses'], begin + ending('failed', { error: { code: 'server_error', message: 'No' } })).end.error,
    ).toMatchObject({
      code: 'server_error',
      message: 'No',
    });
  });

  it('has no end where it was cut; the error event goes on with the numbers, and the SDK throws it', async () => {
    const { sent, end, relay } = relayThrough(['responses', 'responses'], begin);
    expect([end.state, end.last, end.usage]).toEqual(['open', undefined, undefined]);
    const frame = relay.errorFrame({ status: 502, message: 'The provider broke off' }).toString();
    expect(eventsOf(frame)).toMatchObject([{ sequence_number: 2 }]);
    await expect(
      openaiOver(sent + frame)
        .responses.stream({ model: 'm', input: 'x' })
        .finalResponse(),
    ).rejects.toThrow();
  });

  it('recognises an error event, flat or nested', () => {
    for (const error of [{ code: 'x', message: 'No' }, { error: { code: 'x', message: 'No' } }])
      expect(relayThrough(['responses', 'responses'], begin + event('error', 2, error)).end).toMatchObject({
        state: 'failed',
        error: { message: 'No' },
      });
  });
});

const message =
  messageStart() +
  messagesEvent({ type: 'ping' }) +
  messageBlock(0, { type: 'text', text: '' }, [{ type: 'text_delta', text: 'Hello 😀' }]);

describe('an error that only the name of its frame tells, or a member of its data', () => {
  const frames = [
    'event: error\ndata: {"error":{"type":"api_error","message":"No"}}\n\n',
    'event: error\ndata: No\n\n',
    'data: {"error":{"type":"api_error","message":"No"}}\n\n',
    'data: {"error":\rdata: "No"}\r\r',
  ];
  const chat = 'data: {"choices":[{"index":0,"delta":{"content":"Hello"},"finish_reason":null}]}\n\n';
  it.each([
    [['responses', 'responses'], begin],
    [['messages', 'messages'], message],
    [['chat', 'messages'], message],
    [['chat', 'chat'], chat],
    [['messages', 'chat'], chat],
  ] as const)('is the provider’s error, and not passed on twice: %j', (pair, stream) => {
    for (const frame of frames) {
      const { sent, end } = relayThrough(pair, stream + frame);
      expect(end).toMatchObject({ state: 'failed', error: { message: 'No' } });
      expect(sent).not.toContain('No');
    }
  });

  it('is held until the end of a response that reports it before', () => {
    const early = event('response.in_progress', 2, { response: response('in_progress', { error: { code: 'x', message: 'No' } }) });
    const { sent, last, end } = relayThrough(['responses', 'responses'], begin + early + ending('completed'));
    expect([sent, last]).toEqual([begin, early + ending('completed')]);
    expect(end).toMatchObject({ state: 'done', error: { message: 'No' } });
  });
});

describe('a stream of Messages from a provider of Messages', () => {
  it('passes byte for byte, and holds back message_delta and message_stop', () => {
    const { sent, last, end } = relayThrough(['messages', 'messages'], message + messageEnd('end_turn'));
    expect([sent, last]).toEqual([message, messageEnd('end_turn')]);
    expect(end).toMatchObject({ state: 'done', usage: { input: 10, output: 7 }, ending: { kind: 'finished' } });
    expect(end.receivedText()).toBe('Hello 😀');
  });

  it('has not started while only pings came', () => {
    expect(relayThrough(['messages', 'messages'], messagesEvent({ type: 'ping' })).started).toBe(false);
    expect(relayThrough(['messages', 'messages'], messageStart()).started).toBe(true);
  });

  it('knows only the input where it was cut: the first output count is no usage', () => {
    const { end } = relayThrough(['messages', 'messages'], message);
    expect(end).toMatchObject({ state: 'open', usage: undefined, told: { input: { input: 10, cached_input: 0, cache_write: 0 } } });
  });

  it('goes on after a message_delta that does not end the answer, and gives up on a provider that goes on after its end', () => {
    const early = messagesEvent({ type: 'message_delta', delta: { stop_reason: null, stop_sequence: null }, usage: { output_tokens: 3 } });
    expect(relayThrough(['messages', 'messages'], message + early).sent).toBe(message + early);
    const stopped = messagesEvent({
      type: 'message_delta',
      delta: { stop_reason: 'end_turn', stop_sequence: null },
      usage: { output_tokens: 3 },
    });
    const noise = messagesEvent({ type: 'ping', noise: 'x'.repeat(1000) }).repeat(1100);
    expect(relayThrough(['messages', 'messages'], message + stopped + noise).end.state).toBe('failed');
  });

  it('recognises an error event', () => {
    const error = messagesEvent({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } });
    expect(relayThrough(['messages', 'messages'], message + error).end).toMatchObject({
      state: 'failed',
      error: { type: 'overloaded_error' },
    });
  });

  it('names what makes the answer cost something else', () => {
    const end = messageEnd('end_turn', { output_tokens: 7, server_tool_use: { web_search_requests: 1, web_fetch_requests: 0 } });
    expect(relayThrough(['messages', 'messages'], message + end).end.unpriced).toEqual(['server_tool_use.web_search_requests']);
  });

  it('passes the same bytes however it was chunked', () => {
    const bytes = (message + messageEnd('end_turn')).replaceAll('\n', '\r\n');
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), (chunkBytes) =>
        expect(relayThrough(['messages', 'messages'], bytes, { chunkBytes })).toMatchObject({ all: bytes, end: { usage: { output: 7 } } }),
      ),
    );
  });
});
