import fc from 'fast-check';
import { ChatStreamRelay } from '../chat/stream.js';
import { MessagesStreamRelay } from '../messages/stream.js';
import { messageEnd, messagesEvent, messageStart } from '../testing/streams.js';
import type { StreamRelay } from './stream-relay.js';

type Members = Readonly<Record<string, unknown>>;

const data = (value: unknown): string => `data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`;

/** Stands for a text that differs from one frame to the next, and for what it is in turn, as JSON has it. */
const VARYING = '§';
const IN_TURN = ['', ' word', '\\"', 'ü€'];

/** What stands in texts: words, what JSON escapes, and what looks like JSON where it is not read as a text. */
const said = fc.oneof(
  fc.constantFrom(
    VARYING,
    VARYING,
    '',
    '"',
    '\\',
    '\\"',
    '\n',
    '"},"finish_reason":null',
    '","usage":null',
    '"error":"x"',
    'ü€😀',
    '\ud83d',
    '"delta":{"content":"',
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
);

const delta = fc.oneof(
  { weight: 8, arbitrary: said.map((content): Members => ({ content })) },
  said.map((reasoning): Members => ({ reasoning })),
  said.map((content): Members => ({ role: 'assistant', content, refusal: null })),
  said.map((content): Members => ({ content, reasoning_content: null })),
  fc.tuple(said, said).map(([content, reasoning]): Members => ({ content, reasoning })),
  fc.constant<Members>({ content: VARYING, reasoning: VARYING }),
  said.map((text): Members => ({ tool_calls: [{ index: 0, function: { name: 'f', arguments: text } }] })),
  said.map((text): Members => ({ content: [{ type: 'text', text }] })),
  said.map((transcript): Members => ({ content: 'a', audio: { transcript, data: 'AAAA' } })),
);

const around = fc.constantFrom<Members>(
  { usage: null },
  { usage: null },
  {},
  { usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 } },
  { obfuscation: 'aB3' },
  { usage: null, obfuscation: 'x' },
  { error: null },
  { error: { message: 'Gone' } },
);

const choice = fc.tuple(delta, fc.constantFrom<Members>({}, { logprobs: null }, { logprobs: { content: [{ token: 'a', logprob: -1 }] } }));

const frame = fc.oneof(
  {
    weight: 20,
    arbitrary: fc
      .tuple(choice, around, fc.boolean())
      .map(([[each, beside], more, isFirst]) =>
        isFirst
          ? data({ ...more, service_tier: 'flex', choices: [{ index: 0, delta: each, ...beside, finish_reason: null }] })
          : data({ id: 'c', service_tier: 'flex', choices: [{ index: 0, delta: each, ...beside, finish_reason: null }], ...more }),
      ),
  },
  fc.constantFrom(': ping\n\n', data('no JSON'), data({ id: 'c', choices: [] }), 'event: x\ndata: {"id":"c"}\n\n'),
  fc.constant(data({ id: 'c', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })),
);

/** What says in which tier an answer is served is the first event, and parsed. */
const FIRST = data({
  id: 'c',
  service_tier: 'flex',
  choices: [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }],
});

/** Providers repeat themselves: each frame several times, with other texts in between. */
const repeated = (each: fc.Arbitrary<string>): fc.Arbitrary<string[]> =>
  fc
    .array(fc.tuple(each, fc.nat(3)), { maxLength: 12 })
    .map((drawn) => drawn.flatMap(([frame, times]) => IN_TURN.slice(0, times + 1).map((text) => frame.replaceAll(VARYING, text))));

const chatFrames = repeated(frame).map((frames) => [FIRST, ...frames]);

const block = fc.oneof(
  { weight: 8, arbitrary: said.map((text): Members => ({ type: 'text_delta', text })) },
  said.map((thinking): Members => ({ type: 'thinking_delta', thinking })),
  said.map((json): Members => ({ type: 'input_json_delta', partial_json: json })),
  said.map((signature): Members => ({ type: 'signature_delta', signature })),
  said.map((text): Members => ({ type: 'citations_delta', citation: { text } })),
  fc.tuple(said, said).map(([text, thinking]): Members => ({ text, thinking })),
  fc.constant<Members>({ thinking: VARYING, text: VARYING }),
);

const event = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.tuple(block, fc.nat(1)).map(([delta, index]) => messagesEvent({ type: 'content_block_delta', index, delta })),
  },
  fc.constantFrom(
    messagesEvent({ type: 'ping' }),
    ': ping\n\n',
    'event: content_block_delta\ndata: no JSON\n\n',
    messagesEvent({ type: 'error' }),
  ),
  said.map((text) => messagesEvent({ type: 'content_block_start', index: 0, content_block: { type: 'text', text } })),
  fc.constant(messageEnd('end_turn')),
);

const messagesFrames = repeated(event).map((frames) => [messageStart(), ...frames]);

const RELAYS = {
  chat: { frames: chatFrames, relay: () => new ChatStreamRelay({ includeUsage: true, choices: 1 }) },
  'chat without usage': { frames: chatFrames, relay: () => new ChatStreamRelay({ includeUsage: false, choices: 1 }) },
  messages: { frames: messagesFrames, relay: () => new MessagesStreamRelay() },
} as const satisfies Record<string, { readonly frames: fc.Arbitrary<string[]>; relay(): StreamRelay }>;

function relayed(machine: StreamRelay, stream: Buffer, cuts: readonly number[] = []) {
  const at = [...new Set([0, ...cuts.map((cut) => cut % (stream.length + 1))])].sort((a, b) => a - b);
  const parts = at.map((start, index) => machine.push(Buffer.from(stream.subarray(start, at[index + 1] ?? stream.length))));
  const { started } = machine;
  const { last, state, error, usage, serviceTier, receivedText, receivedAudioChars } = machine.end();
  const sent = Buffer.concat(parts.filter((part) => part !== undefined)).toString('latin1');
  return {
    ...{ sent, last: last?.toString('latin1'), started, state, error: error?.message, usage, serviceTier },
    ...{ text: receivedText(), audio: receivedAudioChars?.() },
  };
}

/** What a client is told, event for event, whatever stands around it. */
const toldBy = (bytes: string): unknown[] =>
  bytes
    .split('\n')
    .filter((line) => line.startsWith('data: '))
    .map((line) => {
      try {
        return JSON.parse(line.slice(6)) as unknown;
      } catch {
        return line;
      }
    });

describe.each(Object.entries(RELAYS))('deltas of %s that are known by their shape', (_name, { frames, relay }) => {
  it('say and cost the same wherever the stream is cut, byte by byte too, where nobody sees a frame in one piece', () => {
    fc.assert(
      fc.property(frames, fc.array(fc.nat(), { maxLength: 12 }), (drawn, cuts) => {
        const stream = Buffer.from(drawn.join(''));
        const whole = relayed(relay(), stream);
        expect(relayed(relay(), stream, cuts)).toEqual(whole);
        expect(relayed(relay(), stream, [...stream.keys()])).toEqual(whole);
      }),
    );
  });

  it('tell the client and the books what their parser finds in each', () => {
    fc.assert(
      fc.property(frames, (drawn) => {
        // No frame that begins otherwise is known by its bytes, and none has the shape of the one before.
        const unlike = drawn.map((each, index) => (each.startsWith(':') ? each : `id: ${index}\n${each}`));
        const { sent, last = '', ...books } = relayed(relay(), Buffer.from(drawn.join('')));
        const { sent: parsed, last: lastParsed = '', ...booksParsed } = relayed(relay(), Buffer.from(unlike.join('')));
        expect([toldBy(sent), toldBy(last)]).toEqual([toldBy(parsed), toldBy(lastParsed)]);
        expect(books).toEqual(booksParsed);
      }),
      { numRuns: 300 },
    );
  });
});

it('takes what deltas say and hardly more, until it is asked for', () => {
  const machine = new ChatStreamRelay({ includeUsage: true, choices: 1 });
  const words = Array.from({ length: 1_000 }, (_, index) => ` w${index}`);
  const chunk = (content: string) => data({ id: 'c', choices: [{ index: 0, delta: { content }, finish_reason: null }] });
  for (const word of words) machine.push(Buffer.from(chunk(word)));
  expect(machine.keptBytes).toBeLessThan(3 * words.join('').length);
  expect(machine.end().receivedText()).toBe(words.join(''));
});
