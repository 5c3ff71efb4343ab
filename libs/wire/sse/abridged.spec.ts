import fc from 'fast-check';
import type { WireApi } from '../common/wire-request.js';
import { chatUsageChunk, DONE, chatChunk, messageBlock, messageEnd, messageStart, requestOf } from '../testing/streams.js';
import { relayOf } from '../bridge.js';
import { abridgedEvent } from './abridged.js';
import { readSseFields } from './frames.js';

const frame = (event: object): string => `data: ${JSON.stringify(event)}\n\n`;
/** Too many values to be read in passing. */
const MUCH = Array.from({ length: 30_000 }, (_, at) => ({ at }));
const context = { createdAt: 1, request: {}, estimatedInputTokens: 0 };

describe('what is read of a heavy event', () => {
  it('is all of it, where that is not much', () =>
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 10 }), (event) => {
        const data = JSON.stringify(event);
        expect(JSON.parse(abridgedEvent(Buffer.from(`event: x\ndata: ${data}\n\n`)).data!)).toEqual(JSON.parse(data));
      }),
    ));

  it('leaves out what lies deepest, and keeps what stands above it wherever that stands', () => {
    const event = { response: { output: [{ id: 'msg_1', content: [{ logprobs: MUCH }] }], usage: { input_tokens: 1 } }, type: 'x' };
    const { data } = abridgedEvent(Buffer.from(frame(event)));
    expect(data!.length).toBeLessThan(100_000);
    expect(JSON.parse(data!)).toMatchObject({ type: 'x', response: { output: [{ id: 'msg_1' }], usage: { input_tokens: 1 } } });
  });

  it('is no event where the data is no JSON, and nothing of a comment', () => {
    expect(abridgedEvent(Buffer.from('data: {"a":\n\n'))).toEqual({ event: undefined, data: '' });
    expect(abridgedEvent(Buffer.from(': ping\n\n'))).toEqual({ event: undefined, data: undefined });
  });

  it('has a member `__proto__` like any other', () =>
    expect(abridgedEvent(Buffer.from('data: {"__proto__":{"a":1}}\n\n')).data).toBe('{"__proto__":{"a":1}}'));
});

const usage = { input_tokens: 7, output_tokens: 3, total_tokens: 10 };
const completed = (more: object) => ({
  type: 'response.completed',
  response: { id: 'resp_1', status: 'completed', output: [{ type: 'message', id: 'msg_1', content: [more] }], usage },
});
type Stream = (more: object) => readonly string[];
const chat: Stream = (more) => [
  chatChunk({ content: 'a' }),
  frame({ ...(JSON.parse(readSseFields(Buffer.from(chatChunk({ content: 'b' }))).data!) as object), ...more }),
  chatChunk({}, 'stop'),
  chatUsageChunk({ prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 }),
  DONE,
];
const messages: Stream = (more) => [
  messageStart(),
  frame({ type: 'ping', ...more }),
  messageBlock(0, { type: 'text', text: '' }, [{ type: 'text_delta', text: 'a' }]),
  messageEnd('end_turn'),
];
const responses: Stream = (more) => [frame({ type: 'response.output_text.delta', delta: 'a' }), frame(completed(more))];

describe.each<[WireApi, WireApi, Stream]>([
  ['chat', 'chat', chat],
  ['messages', 'messages', messages],
  ['responses', 'responses', responses],
  ['messages', 'chat', chat],
  ['chat', 'messages', messages],
  ['responses', 'chat', chat],
])('a stream of %s from %s with a heavy event', (api, upstream, streamOf) => {
  const relayed = (frames: readonly string[]) => {
    const relay = relayOf(requestOf(api, { stream_options: { include_usage: true } }), upstream, context);
    let heavy = 0;
    const out: (Buffer | undefined)[] = [];
    out.push(relay.push(Buffer.from(frames.join(''))));
    for (let next = relay.heavy; next; next = relay.heavy) {
      expect(relay.keptBytes).toBeGreaterThanOrEqual(next.length);
      heavy += 1;
      out.push(relay.goOn(abridgedEvent(next)));
    }
    const { state, usage: told, keptIds, ending, error, receivedText, last } = relay.end();
    const sent = out.map((each) => each?.toString() ?? '').join('') + (last?.toString() ?? '');
    return { heavy, sent, end: { state, told, keptIds, ending, error, text: receivedText() } };
  };

  it('ends as it does without it, and goes on with every byte of it', () => {
    const [light, heavy] = [relayed(streamOf({})), relayed(streamOf({ much: MUCH }))];
    expect([light.heavy, heavy.heavy]).toEqual([0, 1]);
    expect(heavy.end).toEqual(light.end);
    expect(heavy.end.state).toBe('done');
    if (api === upstream) expect(heavy.sent).toBe(streamOf({ much: MUCH }).join(''));
    else expect(heavy.sent).toBe(light.sent);
  });

  it('takes it for cut where it has no end', () => {
    const { heavy, end } = relayed([...streamOf({}).slice(0, 1), frame({ much: MUCH }).trimEnd()]);
    expect([heavy, end.state]).toEqual([0, 'open']);
  });
});

it('a translated answer of blocks without text is bounded as text is', () => {
  const relay = relayOf(requestOf('responses'), 'messages', context);
  relay.push(Buffer.from(messageStart()));
  for (let index = 0; index < 2_000; index += 1) relay.push(Buffer.from(messageBlock(index, { type: 'text', text: '' }, [])));
  expect([relay.hasMoreTextThan(30_000), relay.hasMoreTextThan(33_000)]).toEqual([true, false]);
  expect(relay.keptBytes).toBeGreaterThan(2_000 * 1_000);
});
