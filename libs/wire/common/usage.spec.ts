import fc from 'fast-check';
import { chatUsageOf } from '../chat/usage.js';
import { readMessagesUsage, messagesUsageOf } from '../messages/usage.js';
import { responsesUsageOf } from '../responses/usage.js';
import { OPENAI_USAGE } from '../meaning/usage-names.js';
import { NOTHING_TOLD, believable, laterUsage, openaiUsage, wholeUsage, type ToldUsage } from './told-usage.js';
import { inputTokens, outputOf, type Usage } from './usage.js';

const some = fc.integer({ min: 1, max: 1_000_000 });
const count = fc.nat(1_000_000);
/** Any usage, as a provider of any dialect can tell it. */
const usages: fc.Arbitrary<Usage> = fc
  .record(
    { input: count, cached_input: count, cache_write: count, output: count, reasoning: count, input_audio: some, cached_input_audio: some, cache_write_1h: some, output_audio: some }, // prettier-ignore
    { requiredKeys: ['input', 'cached_input', 'cache_write', 'output', 'reasoning'] },
  )
  .map((usage) => ({ ...usage, reasoning: Math.min(usage.reasoning, usage.output) }));

const input = (usage: Usage) => usage.input + (usage.input_audio ?? 0);
const cached = (usage: Usage) => usage.cached_input + (usage.cached_input_audio ?? 0);
const written = (usage: Usage) => usage.cache_write + (usage.cache_write_1h ?? 0);
const output = (usage: Usage) => usage.output + (usage.output_audio ?? 0);
const totals = (usage: Usage | undefined) => usage && [input(usage), cached(usage), written(usage), output(usage), usage.reasoning];

describe("a usage told in a client's dialect", () => {
  it('has the same totals, whatever the provider told apart', () =>
    fc.assert(
      fc.property(usages, (usage) => {
        expect(totals(wholeUsage(openaiUsage(chatUsageOf(usage))))).toEqual(totals(usage));
        expect(totals(wholeUsage(openaiUsage(responsesUsageOf(usage))))).toEqual(totals(usage));
        expect(totals(wholeUsage(readMessagesUsage(messagesUsageOf(usage)).told))).toEqual(totals(usage));
      }),
    ));
  it('keeps what that dialect can tell apart', () =>
    fc.assert(
      fc.property(usages, (usage) => {
        const spoken = wholeUsage(openaiUsage(chatUsageOf(usage)));
        expect(spoken?.output_audio).toBe(usage.output_audio);
        expect((spoken?.input_audio ?? 0) + (spoken?.cached_input_audio ?? 0)).toBe(
          (usage.input_audio ?? 0) + (usage.cached_input_audio ?? 0),
        );
        expect(wholeUsage(readMessagesUsage(messagesUsageOf(usage)).told)?.cache_write_1h).toBe(usage.cache_write_1h);
      }),
    ));
});

const told = (usage: object) => {
  const { marks, ...sides } = openaiUsage(usage);
  return { ...wholeUsage({ ...sides, marks }), marks };
};
const none = { cached_input: 0, cache_write: 0, reasoning: 0 };

describe('usage as providers tell it', () => {
  it.each<[string, object, object]>([
    [
      'Moonshot',
      { prompt_tokens: 1000, completion_tokens: 10, total_tokens: 1010, cached_tokens: 900 },
      { input: 100, cached_input: 900, output: 10 },
    ],
    [
      'DeepSeek',
      { prompt_tokens: 100, completion_tokens: 10, total_tokens: 110, prompt_cache_hit_tokens: 64, prompt_cache_miss_tokens: 36 },
      { input: 36, cached_input: 64, output: 10 },
    ],
    [
      'Qwen',
      {
        ...{ prompt_tokens: 3019, completion_tokens: 104, total_tokens: 3123 },
        prompt_tokens_details: {
          cached_tokens: 2048,
          cache_creation_input_tokens: 500,
          cache_creation: { ephemeral_5m_input_tokens: 500 },
        },
      },
      { input: 471, cached_input: 2048, cache_write: 500, output: 104 },
    ],
    [
      'LiteLLM',
      {
        ...{ prompt_tokens: 100, completion_tokens: 5, total_tokens: 105, cache_creation_input_tokens: 30, cache_read_input_tokens: 20 },
        prompt_tokens_details: {
          cached_tokens: 20,
          cache_creation_tokens: 30,
          cache_creation_token_details: { ephemeral_1h_input_tokens: 10 },
        },
      },
      { input: 50, cached_input: 20, cache_write: 20, cache_write_1h: 10, output: 5 },
    ],
    [
      'xAI',
      {
        ...{ prompt_tokens: 32, completion_tokens: 9, total_tokens: 135, num_sources_used: 0 },
        prompt_tokens_details: { text_tokens: 32, audio_tokens: 0, image_tokens: 0, cached_tokens: 6 },
        completion_tokens_details: { reasoning_tokens: 94, audio_tokens: 0, accepted_prediction_tokens: 0, rejected_prediction_tokens: 0 },
      },
      { input: 26, cached_input: 6, output: 103, reasoning: 94 },
    ],
    [
      'Mistral',
      { prompt_tokens: 8, completion_tokens: 5, total_tokens: 13, num_cached_tokens: 4 },
      { input: 4, cached_input: 4, output: 5 },
    ],
    [
      'Groq',
      {
        prompt_tokens: 18,
        completion_tokens: 5,
        total_tokens: 23,
        queue_time: 1,
        prompt_time: 0.0007,
        completion_time: 0.46,
        total_time: 0.46,
      },
      { input: 18, output: 5 },
    ],
    ['vLLM', { prompt_tokens: 18, completion_tokens: 5, total_tokens: 23, prompt_tokens_details: null }, { input: 18, output: 5 }],
    ['Ollama', { prompt_tokens: 26, completion_tokens: 298, total_tokens: 324 }, { input: 26, output: 298 }],
    [
      'a gateway in the words of Responses',
      { input_tokens: 26, output_tokens: 29, total_tokens: 55, output_tokens_details: { reasoning_tokens: 20 } },
      { input: 26, output: 29, reasoning: 20 },
    ],
    ['one side and the total', { prompt_tokens: 26, completion_tokens: null, total_tokens: 55 }, { input: 26, output: 29 }],
  ])('is read as %s has it, without a mark', (_name, usage, expected) => {
    expect(told(usage)).toEqual({ ...none, ...expected, marks: [] });
  });

  it.each<[object, object, readonly string[]]>([
    // Gemini, with and without details.
    [
      { prompt_tokens: 20, completion_tokens: 198, total_tokens: 623, completion_tokens_details: { reasoning_tokens: 405 } },
      { input: 20, output: 603 },
      [],
    ],
    [{ prompt_tokens: 20, completion_tokens: 198, total_tokens: 623 }, { input: 20, output: 603 }, ['total_not_reached']],
    [{ prompt_tokens: 0, completion_tokens: 5, total_tokens: 15 }, { input: 10, output: 5 }, ['total_not_reached']],
    [{ prompt_tokens: 10, completion_tokens: 0, total_tokens: 15 }, { input: 10, output: 5 }, ['total_not_reached']],
    [{ prompt_tokens: 100, completion_tokens: 5, cached_tokens: 900 }, { input: 0, cached_input: 100 }, ['part_above_whole']],
    [
      { prompt_tokens: 100, completion_tokens: 5, total_tokens: 1005, cached_tokens: 900 },
      { input: 100, cached_input: 900, output: 5 },
      ['part_above_whole'],
    ],
    [
      { prompt_tokens: 1, completion_tokens: 5, completion_tokens_details: { reasoning_tokens: 90 } },
      { output: 95, reasoning: 90 },
      ['part_above_whole'],
    ],
    [
      { prompt_tokens: 1, completion_tokens: 5, total_tokens: 6, completion_tokens_details: { reasoning_tokens: 90 } },
      { output: 5, reasoning: 5 },
      ['part_above_whole'],
    ],
    [{ prompt_tokens: 1, completion_tokens: 5, total_tokens: 3 }, { input: 1, output: 5 }, ['part_above_whole']],
    [
      { prompt_tokens: 9, completion_tokens: 5, total_tokens: 14, citation_tokens: 31, search: { queries: 2, empty: 0 } },
      { input: 9, output: 5 },
      ['unknown_count.citation_tokens', 'unknown_count.search.queries'],
    ],
  ])('that cannot be true is marked, and what can be is taken: %j', (usage, expected, marks) => {
    const read = told(usage);
    expect(read).toMatchObject(expected);
    expect(read.marks).toEqual(marks);
  });

  it('has a source for every name', () => {
    for (const [, path, source] of OPENAI_USAGE) expect([path, source.length > 4]).toEqual([path, true]);
    expect(new Set(OPENAI_USAGE.map(([, path]) => path)).size).toBe(OPENAI_USAGE.length);
  });
});

describe('zero', () => {
  const zero = openaiUsage({ prompt_tokens: 0, completion_tokens: 0 });
  const beside = (usage: ToldUsage, hasText: boolean) => {
    const { input, output, marks } = believable(usage, () => hasText);
    return [input && inputTokens(input), output && outputOf(output), marks];
  };

  it('is zero where nothing can have been used', () => expect(beside(zero, false)).toEqual([0, 0, []]));
  it('is neither what went in nor what came out beside text', () =>
    expect(beside(zero, true)).toEqual([undefined, undefined, ['zero_input', 'zero_output']]));
  it('is not what went in where something came out', () =>
    expect(beside(openaiUsage({ prompt_tokens: 0, completion_tokens: 7 }), false)).toEqual([undefined, 7, ['zero_input']]));
  it('is not what came out beside text, and what went in stays', () =>
    expect(beside(openaiUsage({ prompt_tokens: 7, completion_tokens: 0 }), true)).toEqual([7, undefined, ['zero_output']]));
  it('is what came out where there is no text', () =>
    expect(beside(openaiUsage({ prompt_tokens: 7, completion_tokens: 0 }), false)).toEqual([7, 0, []]));
  it('is not looked for in the text of an answer that has counts', () => {
    const usage = openaiUsage({ prompt_tokens: 7, completion_tokens: 3 });
    const nobody = (): never => {
      throw new Error('The text was looked at');
    };
    expect(believable(usage, nobody)).toBe(usage);
  });
});

describe('a usage that is told several times', () => {
  const usage = (prompt: number, completion: number) => openaiUsage({ prompt_tokens: prompt, completion_tokens: completion });

  it('is its last one', () => expect(wholeUsage(laterUsage(usage(10, 1), usage(10, 9)))).toEqual({ input: 10, output: 9, ...none }));
  it('never falls, and says so', () => {
    const read = laterUsage(usage(10, 9), usage(0, 0));
    expect([wholeUsage(read), read.marks]).toEqual([{ input: 10, output: 9, ...none }, ['count_fell']]);
  });
  it('may fall on one side only', () =>
    expect(laterUsage(usage(10, 9), usage(4, 20))).toMatchObject({ input: { input: 10 }, output: { output: 20 } }));
  it('is not less told than before', () =>
    expect(wholeUsage(laterUsage(usage(10, 9), NOTHING_TOLD))).toMatchObject({ input: 10, output: 9 }));

  it('comes to whole numbers of zero or more, parts within their wholes, whatever comes in whichever order', () => {
    const number = fc.oneof(fc.nat(), fc.nat(50), fc.integer(), fc.double(), fc.constantFrom(null, undefined, 'x', -0, 2 ** 53 - 1));
    const object = fc.dictionary(fc.constantFrom(...OPENAI_USAGE.map(([, path]) => path.split('.').at(-1)!)), number);
    const any = fc
      .record({ prompt_tokens_details: object, completion_tokens_details: object, flat: object })
      .map(({ flat, ...more }) => ({ ...more, ...flat }));
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 4 }), fc.boolean(), (usages, hasText) => {
        const read = believable(usages.map((each) => openaiUsage(each)).reduce(laterUsage), () => hasText);
        const counts: Record<string, number> = { ...read.input, ...read.output };
        for (const count of Object.values(counts)) expect(Number.isSafeInteger(count) && count >= 0).toBe(true);
        if (read.output) expect(read.output.reasoning).toBeLessThanOrEqual(outputOf(read.output));
        if (hasText && read.output) expect(outputOf(read.output)).toBeGreaterThan(0);
        if (hasText && read.input) expect(inputTokens(read.input)).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});
