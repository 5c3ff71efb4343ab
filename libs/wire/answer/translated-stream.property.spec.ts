import fc from 'fast-check';
import type { WireApi } from '../common/wire-request.js';
import {
  DONE,
  chatChunk,
  chatUsageChunk,
  eventsOf,
  messageBlock,
  messageEnd,
  messageStart,
  messagesEvent,
  relayThrough,
} from '../testing/streams.js';

const usage = { prompt_tokens: 20, completion_tokens: 9, total_tokens: 29 };
const piece = fc.string({ unit: 'grapheme', maxLength: 6 }).filter((text) => text.isWellFormed());

interface Call {
  readonly name: string;
  readonly json: readonly string[];
}

const call: fc.Arbitrary<Call> = fc
  .record({
    name: fc.constantFrom('f', 'g'),
    value: fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), fc.oneof(piece, fc.integer())),
    cuts: fc.array(fc.nat(40)),
  })
  .map(({ name, value, cuts }) => {
    const whole = JSON.stringify(value);
    const at = [...new Set(cuts.map((cut) => cut % whole.length))].sort((a, b) => a - b);
    return { name, json: [0, ...at].map((start, index) => whole.slice(start, at[index] ?? whole.length)) };
  });

/** Deltas of several calls in any order in which each call's own stay in order. */
const interleaved = fc
  .record({
    text: fc.array(piece, { maxLength: 3 }),
    calls: fc.array(call, { maxLength: 3 }),
    picks: fc.array(fc.nat(), { minLength: 60, maxLength: 60 }),
  })
  .map(({ text, calls, picks }) => {
    const left = calls.map(({ name, json }, index) => [
      { tool_calls: [{ index, id: `call_${index}`, type: 'function' as const, function: { name, arguments: '' } }] },
      ...json.map((fragment) => ({ tool_calls: [{ index, function: { arguments: fragment } }] })),
    ]);
    const deltas: Parameters<typeof chatChunk>[0][] = text.map((content) => ({ content }));
    for (let turn = 0; left.some((queue) => queue.length > 0); turn += 1) {
      const queues = left.filter((queue) => queue.length > 0);
      deltas.push(queues[picks[turn % picks.length]! % queues.length]!.shift()!);
    }
    const stream =
      deltas.map((delta) => chatChunk(delta)).join('') +
      chatChunk({}, calls.length > 0 ? 'tool_calls' : 'stop') +
      chatUsageChunk(usage) +
      DONE;
    return { stream, text: text.join(''), calls };
  });

describe('a translated stream', () => {
  it('has calls whole and in blocks that never overlap, however the provider interleaved them', () => {
    fc.assert(
      fc.property(interleaved, ({ stream, text, calls }) => {
        const events = eventsOf(relayThrough(['messages', 'chat'], stream).all);
        const blocks: { kind: unknown; text: string }[] = [];
        let open: number | undefined;
        for (const event of events) {
          const delta = event['delta'] as { text?: string; partial_json?: string } | undefined;
          if (event['type'] === 'content_block_start') {
            expect([open, event['index']]).toEqual([undefined, blocks.length]);
            open = blocks.length;
            blocks.push({ kind: (event['content_block'] as { name?: string; type: string }).name ?? 'text', text: '' });
          } else if (event['type'] === 'content_block_delta') {
            expect(event['index']).toBe(open);
            blocks[open!]!.text += delta?.text ?? delta?.partial_json ?? '';
          } else if (event['type'] === 'content_block_stop') {
            expect(event['index']).toBe(open);
            open = undefined;
          }
        }
        const texts = blocks.filter(({ kind }) => kind === 'text').map((block) => block.text);
        const called = blocks.filter(({ kind }) => kind !== 'text').map((block) => [block.kind, block.text] as const);
        expect(texts.join('')).toBe(text);
        const byName = (a: readonly unknown[], b: readonly unknown[]) => String(a).localeCompare(String(b));
        expect(called.toSorted(byName)).toEqual(calls.map(({ name, json }) => [name, json.join('')] as const).toSorted(byName));
        expect(events.at(-1)).toEqual({ type: 'message_stop' });
      }),
      { numRuns: 300 },
    );
  });

  const messages =
    messageStart() +
    messagesEvent({ type: 'ping' }) +
    messageBlock(0, { type: 'thinking', thinking: '', signature: '' }, [{ type: 'thinking_delta', thinking: 'Hm ü' }]) +
    messageBlock(1, { type: 'text', text: '' }, [{ type: 'text_delta', text: 'Hello 😀' }]) +
    messageBlock(2, { type: 'tool_use', id: 'toolu_1', name: 'f', input: {} }, [{ type: 'input_json_delta', partial_json: '{"a":1}' }]) +
    messageEnd('tool_use');

  it.each<[WireApi, WireApi]>([
    ['messages', 'chat'],
    ['responses', 'chat'],
    ['chat', 'messages'],
    ['responses', 'messages'],
    ['messages', 'messages'],
    ['completions', 'messages'],
    ['completions', 'chat'],
  ])('for %s from %s is the same however its bytes were chunked', (client, upstream) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), interleaved, fc.boolean(), (chunkBytes, { stream }, crlf) => {
        const source = upstream === 'messages' ? messages : stream;
        const bytes = crlf ? source.replaceAll('\n', '\r\n') : source;
        const whole = relayThrough([client, upstream], bytes);
        const cut = relayThrough([client, upstream], bytes, { chunkBytes });
        expect([cut.all, cut.last, cut.end.usage, cut.end.receivedText()]).toEqual([
          whole.all,
          whole.last,
          whole.end.usage,
          whole.end.receivedText(),
        ]);
        expect(whole.end.state).toBe('done');
      }),
      { numRuns: 60 },
    );
  });

  it('never has a terminal marker where the provider’s was cut, wherever that was, unless reason and usage had come', () => {
    fc.assert(
      fc.property(
        fc.nat(2000),
        fc.constantFrom<[WireApi, WireApi]>(
          ['messages', 'chat'],
          ['responses', 'chat'],
          ['chat', 'messages'],
          ['responses', 'messages'],
          ['completions', 'messages'],
          ['completions', 'chat'],
        ),
        (at, pair) => {
          const source = pair[1] === 'messages' ? messages : chatChunk({ content: 'Hello' }) + chatChunk({}, 'stop') + DONE;
          const marker =
            pair[1] === 'messages' ? source.indexOf('"type":"message_stop"}') + '"type":"message_stop"}'.length : source.length - 2;
          // Messages tells both in one event; this stream of chat tells no usage.
          const delta = source.indexOf('data: {"type":"message_delta"');
          const told = delta < 0 ? Infinity : source.indexOf('\n', delta);
          const cut = relayThrough(pair, source.slice(0, at % marker));
          expect(cut.end.state).toBe(at % marker < told ? 'open' : 'done');
          if (cut.end.state === 'open') expect(cut.all).not.toMatch(/\[DONE\]|message_stop|response\.(completed|incomplete)/);
        },
      ),
      { numRuns: 200 },
    );
  });
});
