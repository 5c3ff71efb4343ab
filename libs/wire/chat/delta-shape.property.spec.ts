import fc from 'fast-check';
import { ChatStreamRelay } from './stream.js';

type Members = Readonly<Record<string, unknown>>;

const data = (value: unknown): string => `data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`;

/** What stands in texts: words, what JSON escapes, and what looks like JSON where it is not read as a text. */
const said = fc.oneof(
  fc.constantFrom(
    ' word',
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
const frames = fc
  .array(fc.tuple(frame, fc.nat(3)), { maxLength: 12 })
  .map((drawn) => [
    FIRST,
    ...drawn.flatMap(([each, times]) => Array.from({ length: times + 1 }, (_, at) => each.replace(' word', ` word${'s'.repeat(at)}`))),
  ]);

function relayed(stream: Buffer, cuts: readonly number[], includeUsage: boolean) {
  const machine = new ChatStreamRelay({ includeUsage, choices: 1 });
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

describe('deltas that are known by their shape', () => {
  it('say and cost the same wherever the stream is cut, byte by byte too, where nobody sees a frame in one piece', () => {
    fc.assert(
      fc.property(frames, fc.array(fc.nat(), { maxLength: 12 }), fc.boolean(), (drawn, cuts, includeUsage) => {
        const stream = Buffer.from(`${drawn.join('')}data: [DONE]\n\n`);
        const whole = relayed(stream, [], includeUsage);
        expect(relayed(stream, cuts, includeUsage)).toEqual(whole);
        const single = relayed(
          stream,
          Array.from({ length: stream.length }, (_, index) => index),
          includeUsage,
        );
        expect(single).toEqual(whole);
      }),
      { numRuns: 200 },
    );
  });

  it('tell the client and the books what their parser finds in each', () => {
    fc.assert(
      fc.property(frames, fc.boolean(), (drawn, includeUsage) => {
        const short = relayed(Buffer.from(drawn.join('')), [], includeUsage);
        // No frame that begins with another field is known by its bytes.
        const parsed = relayed(
          Buffer.from(drawn.map((each) => (each.startsWith('data') ? `id: 1\n${each}` : each)).join('')),
          [],
          includeUsage,
        );
        const { sent, last, ...books } = short;
        const { sent: sentParsed, last: lastParsed, ...booksParsed } = parsed;
        expect(toldBy(sent)).toEqual(toldBy(sentParsed));
        expect(toldBy(last ?? '')).toEqual(toldBy(lastParsed ?? ''));
        expect(books).toEqual(booksParsed);
      }),
      { numRuns: 500 },
    );
  });

  it('take what they say and hardly more, until it is asked for', () => {
    const machine = new ChatStreamRelay({ includeUsage: true, choices: 1 });
    const words = Array.from({ length: 1_000 }, (_, index) => ` w${index}`);
    const chunk = (content: string) => data({ id: 'c', choices: [{ index: 0, delta: { content }, finish_reason: null }] });
    for (const word of words) machine.push(Buffer.from(chunk(word)));
    expect(machine.keptBytes).toBeLessThan(3 * words.join('').length);
    expect(machine.end().receivedText()).toBe(words.join(''));
  });
});
