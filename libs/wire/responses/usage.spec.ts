import fc from 'fast-check';
import { openaiUsage, wholeUsage } from '../common/told-usage.js';
import { readResponsesResponse } from './response.js';

const readResponsesUsage = (usage: unknown) => wholeUsage(openaiUsage(usage));

describe('the usage of a response', () => {
  it('tells cache reads and writes apart from the rest of the input', () => {
    const usage = {
      input_tokens: 100,
      input_tokens_details: { cached_tokens: 60, cache_write_tokens: 25 },
      output_tokens: 30,
      output_tokens_details: { reasoning_tokens: 10 },
      total_tokens: 130,
    };
    expect(readResponsesUsage(usage)).toEqual({ input: 15, cached_input: 60, cache_write: 25, output: 30, reasoning: 10 });
  });

  it.each(['completed', 'incomplete', 'failed', 'cancelled'])('is charged where the response is %s', (status) => {
    const body = {
      status,
      usage: { input_tokens: 3, output_tokens: 2 },
      output: [],
      error: status === 'failed' ? { message: 'No' } : null,
    };
    expect(readResponsesResponse(Buffer.from(JSON.stringify(body)))).toMatchObject({
      usage: { input: 3, output: 2 },
      ending: { kind: status === 'completed' ? 'finished' : status === 'incomplete' ? status : 'failed' },
    });
  });

  it('is missing where a total is, and zero where it is zero', () => {
    expect(readResponsesUsage({ input_tokens: 5 })).toBeUndefined();
    expect(readResponsesUsage(null)).toBeUndefined();
    expect(readResponsesUsage({ input_tokens: 0, output_tokens: 0 })).toMatchObject({ input: 0, output: 0 });
  });

  it('is disjoint whole numbers that add up to the input, or nothing, for any input', () => {
    const number = fc.oneof(fc.nat(), fc.integer(), fc.double(), fc.constantFrom(null, undefined, 'x', -0, 2 ** 53 - 1));
    const usage = fc.record({
      input_tokens: number,
      output_tokens: number,
      input_tokens_details: fc.record({ cached_tokens: number, cache_write_tokens: number, audio_tokens: number }),
      output_tokens_details: fc.option(fc.record({ reasoning_tokens: number, audio_tokens: number })),
    });
    fc.assert(
      fc.property(usage, (value) => {
        const read = readResponsesUsage(value);
        if (!read) return;
        for (const tokens of Object.values(read)) expect(Number.isSafeInteger(tokens) && tokens >= 0).toBe(true);
        const { reasoning, output, output_audio: spoken = 0, ...input } = read;
        expect(Object.values(input).reduce((sum, tokens) => sum + tokens, 0)).toBe((value.input_tokens as number) + 0);
        const beside = output + spoken - (value.output_tokens as number);
        // Without a total: more reasoning than output stands beside it.
        expect(beside).toBe(beside > 0 ? value.output_tokens_details?.reasoning_tokens : 0);
        expect(reasoning).toBeLessThanOrEqual(output + spoken);
      }),
      { numRuns: 500 },
    );
  });
});
