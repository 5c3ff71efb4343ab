import fc from 'fast-check';
import { isCount } from '../common/counts.js';
import { openaiUsage, wholeUsage } from '../common/told-usage.js';

const readChatUsage = (usage: unknown) => wholeUsage(openaiUsage(usage));

describe('reading usage', () => {
  it('tells cache reads and cache writes apart from the rest of the prompt', () => {
    expect(
      readChatUsage({
        prompt_tokens: 100,
        completion_tokens: 30,
        total_tokens: 130,
        prompt_tokens_details: { cached_tokens: 60, cache_write_tokens: 25 },
        completion_tokens_details: { reasoning_tokens: 10 },
      }),
    ).toEqual({ input: 15, cached_input: 60, cache_write: 25, output: 30, reasoning: 10 });
  });

  it('takes an explicit zero as zero', () => {
    expect(readChatUsage({ prompt_tokens: 0, completion_tokens: 0 })).toEqual({
      input: 0,
      cached_input: 0,
      cache_write: 0,
      output: 0,
      reasoning: 0,
    });
  });

  it.each([
    undefined,
    null,
    7,
    'x',
    [],
    {},
    { prompt_tokens: 5 },
    { prompt_tokens: -1, completion_tokens: 1 },
    { prompt_tokens: 1.5, completion_tokens: 1 },
    { prompt_tokens: '5', completion_tokens: 1 },
    { prompt_tokens: 2 ** 53, completion_tokens: 1 },
  ])('finds no usage in %j', (usage) => expect(readChatUsage(usage)).toBeUndefined());

  it('never counts more cached tokens than the prompt had', () => {
    expect(
      readChatUsage({ prompt_tokens: 10, completion_tokens: 1, prompt_tokens_details: { cached_tokens: 50, cache_write_tokens: 50 } }),
    ).toMatchObject({
      input: 0,
      cached_input: 10,
      cache_write: 0,
    });
  });

  it('adds reasoning where the total tells that the provider counts it beside the completion', () => {
    const usage = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 115, completion_tokens_details: { reasoning_tokens: 100 } };
    expect(readChatUsage(usage)).toMatchObject({ output: 105, reasoning: 100 });
  });

  it('tells audio apart from the rest, in and out', () => {
    const usage = {
      prompt_tokens: 100,
      completion_tokens: 50,
      prompt_tokens_details: { audio_tokens: 60, cached_tokens: 30, cached_tokens_details: { audio_tokens: 25 } },
      completion_tokens_details: { audio_tokens: 45, reasoning_tokens: 0 },
    };
    const read = { input: 35, input_audio: 35, cached_input: 5, cached_input_audio: 25, cache_write: 0, output: 5, output_audio: 45, reasoning: 0 }; // prettier-ignore
    expect(readChatUsage(usage)).toEqual(read);
  });

  it('takes audio for not cached where nobody says so, as far as there is room', () => {
    const audio = (audio_tokens: number) => {
      const usage = { prompt_tokens: 100, completion_tokens: 0, prompt_tokens_details: { audio_tokens, cached_tokens: 40 } };
      const { input, input_audio, cached_input, cached_input_audio } = readChatUsage(usage)!;
      return [input, input_audio, cached_input, cached_input_audio];
    };
    expect(audio(50)).toEqual([10, 50, 40, undefined]);
    expect(audio(70)).toEqual([0, 60, 30, 10]);
    expect(audio(1_000)).toEqual([0, 60, 0, 40]);
  });

  it('gives disjoint whole numbers that add up to the prompt, or nothing, for any input', () => {
    const number = fc.oneof(fc.nat(), fc.integer(), fc.double(), fc.constantFrom(null, undefined, 'x', -0, 2 ** 53 - 1));
    const cachedDetails = fc.option(fc.record({ audio_tokens: number }), { nil: null });
    const details = fc.option(
      fc.record({
        cached_tokens: number,
        cache_write_tokens: number,
        reasoning_tokens: number,
        audio_tokens: number,
        cached_tokens_details: cachedDetails,
      }),
      { nil: null },
    );
    const usage = fc.record({
      prompt_tokens: number,
      completion_tokens: number,
      total_tokens: number,
      prompt_tokens_details: details,
      completion_tokens_details: details,
    });
    fc.assert(
      fc.property(usage, (value) => {
        const read = readChatUsage(value);
        if (!read) return;
        for (const count of Object.values(read)) expect(Number.isSafeInteger(count) && count >= 0).toBe(true);
        const { reasoning, output, output_audio: spoken = 0, ...input } = read;
        const fed = Object.values(input).reduce((sum, count) => sum + count, 0);
        const { prompt_tokens: prompt, completion_tokens: completion, total_tokens: total } = value;
        if (isCount(prompt)) expect(fed).toBeGreaterThanOrEqual(prompt);
        if (isCount(completion)) expect(output + spoken).toBeGreaterThanOrEqual(completion);
        // Whatever the total has above its parts is somewhere; without one only reasoning that its whole cannot hold is added.
        if (isCount(total)) expect(fed + output + spoken).toBeGreaterThanOrEqual(total);
        else expect(fed).toBe((prompt as number) + 0);
        expect(reasoning).toBeLessThanOrEqual(output + spoken);
      }),
      { numRuns: 1000 },
    );
  });
});
