import fc from 'fast-check';
import { wholeUsage } from '../common/told-usage.js';
import { MessagesUsage, readMessagesUsage } from './usage.js';

const usageOf = ({ told }: MessagesUsage) => wholeUsage(told);

const none = { cached_input: 0, cache_write: 0, reasoning: 0 };

describe('the usage of a message', () => {
  it('is disjoint as it comes: input excludes what was read from and written to a cache', () => {
    const usage = {
      input_tokens: 10,
      output_tokens: 5,
      cache_read_input_tokens: 400,
      cache_creation_input_tokens: 20,
      output_tokens_details: { thinking_tokens: 3 },
    };
    expect(usageOf(readMessagesUsage(usage))).toEqual({ input: 10, cached_input: 400, cache_write: 20, output: 5, reasoning: 3 });
  });

  it('takes an explicit zero as zero, and what is missing or null as not told', () => {
    expect(usageOf(readMessagesUsage({ input_tokens: 0, output_tokens: 0, cache_read_input_tokens: null }))).toEqual({
      input: 0,
      output: 0,
      ...none,
    });
    for (const usage of [undefined, null, 5, [], {}, { input_tokens: 5 }, { output_tokens: 5 }, { input_tokens: -1, output_tokens: 5 }])
      expect(usageOf(readMessagesUsage(usage))).toBeUndefined();
  });

  it('is cumulative: later values replace earlier ones, and null ones leave them', () => {
    const usage = new MessagesUsage();
    usage.begin({ input_tokens: 10, output_tokens: 1, cache_read_input_tokens: 4, service_tier: 'standard' });
    usage.update({ output_tokens: 5, input_tokens: null, cache_read_input_tokens: null });
    usage.update({ output_tokens: 9, input_tokens: 12 });
    expect(usageOf(usage)).toEqual({ input: 12, output: 9, ...none, cached_input: 4 });
    expect(usage.serviceTier).toBe('standard');
  });

  it('never falls, and says so; the zero of an end that nobody counted is a zero', () => {
    const usage = new MessagesUsage();
    usage.begin({ input_tokens: 10, output_tokens: 1, cache_read_input_tokens: 4 });
    usage.update({ output_tokens: 9, input_tokens: 0 });
    expect([usageOf(usage), usage.told.marks]).toEqual([{ input: 10, output: 9, ...none, cached_input: 4 }, ['count_fell']]);
    usage.update({ output_tokens: 3, input_tokens: 2, cache_read_input_tokens: 12 });
    expect([usageOf(usage), usage.told.marks]).toEqual([{ input: 2, output: 9, ...none, cached_input: 12 }, ['count_fell']]);
    const zero = new MessagesUsage();
    zero.begin({ input_tokens: 10, output_tokens: 1 });
    zero.update({ output_tokens: 0 });
    expect([usageOf(zero), zero.told.marks]).toEqual([{ input: 10, output: 0, ...none }, []]);
  });

  it('marks parts above their wholes, and counts that nobody knows', () => {
    const creation = { ephemeral_5m_input_tokens: 20, ephemeral_1h_input_tokens: 80 };
    const marks = (usage: object) => readMessagesUsage({ input_tokens: 1, output_tokens: 1, ...usage }).told.marks;
    expect(marks({ cache_creation: creation, cache_creation_input_tokens: 50 })).toEqual(['part_above_whole']);
    expect(marks({ output_tokens_details: { thinking_tokens: 3 } })).toEqual(['part_above_whole']);
    expect(marks({ citation_tokens: 3, server_tool_use: { web_search_requests: 2 } })).toEqual(['unknown_count.citation_tokens']);
  });

  it('is not known while only message_start came, whose output is that of the first moment; the input is', () => {
    const usage = new MessagesUsage();
    usage.begin({ input_tokens: 10, output_tokens: 1, cache_read_input_tokens: 4 });
    expect([usageOf(usage), usage.told.input]).toEqual([undefined, { input: 10, cached_input: 4, cache_write: 0 }]);
  });

  it('tells the tokens that are cached for an hour, which only message_start says', () => {
    const usage = new MessagesUsage();
    const creation = { ephemeral_5m_input_tokens: 20, ephemeral_1h_input_tokens: 80 };
    usage.begin({ input_tokens: 1, output_tokens: 1, cache_creation_input_tokens: 100, cache_creation: creation });
    usage.update({ output_tokens: 2, cache_creation_input_tokens: 100 });
    expect(usageOf(usage)).toEqual({ input: 1, cached_input: 0, cache_write: 20, cache_write_1h: 80, output: 2, reasoning: 0 });
    expect(usage.unpriced).toEqual([]);
  });

  it('takes a total as it is told: parts make it up where it is missing, and are cut where they exceed it', () => {
    const written = (told: object) => {
      const { cache_write, cache_write_1h } = usageOf(readMessagesUsage({ input_tokens: 0, output_tokens: 0, ...told }))!;
      return [cache_write, cache_write_1h];
    };
    const creation = { ephemeral_5m_input_tokens: 20, ephemeral_1h_input_tokens: 80 };
    expect(written({ cache_creation: creation })).toEqual([20, 80]);
    expect(written({ cache_creation: creation, cache_creation_input_tokens: 50 })).toEqual([0, 50]);
    expect(written({ cache_creation: creation, cache_creation_input_tokens: 0 })).toEqual([0, undefined]);
    const outside = [{ type: 'compaction', cache_creation_input_tokens: 9, cache_creation: { ephemeral_1h_input_tokens: 4 } }];
    expect(written({ iterations: outside })).toEqual([5, 4]);
  });

  it('adds what stands outside the totals, and names all that changes the price', () => {
    const entry = (type: string) => ({
      type,
      input_tokens: 7,
      output_tokens: 3,
      cache_read_input_tokens: 2,
      cache_creation_input_tokens: 1,
    });
    const read = readMessagesUsage({
      input_tokens: 10,
      output_tokens: 5,
      iterations: [entry('message'), entry('compaction'), entry('advisor_message')],
      server_tool_use: { web_search_requests: 2, web_fetch_requests: 0 },
      speed: 'fast',
      inference_geo: 'us',
    });
    expect(usageOf(read)).toEqual({ input: 24, cached_input: 4, cache_write: 2, output: 11, reasoning: 0 });
    expect([...read.unpriced].sort()).toEqual([
      'inference_geo.us',
      'iterations.advisor_message',
      'iterations.compaction',
      'server_tool_use.web_search_requests',
      'speed.fast',
    ]);
    expect(
      readMessagesUsage({ input_tokens: 1, output_tokens: 1, speed: 'standard', inference_geo: 'global', server_tool_use: null }).unpriced,
    ).toEqual([]);
  });

  it('is whole numbers of zero or more, or unknown, whatever comes in whichever order', () => {
    const number = fc.oneof(fc.nat(), fc.integer(), fc.double(), fc.constantFrom(null, undefined, 'x', -0, 2 ** 53 - 1));
    const usage = fc.record({
      input_tokens: number,
      output_tokens: number,
      cache_read_input_tokens: number,
      cache_creation_input_tokens: number,
      cache_creation: fc.record({ ephemeral_1h_input_tokens: number, ephemeral_5m_input_tokens: number }),
      output_tokens_details: fc.record({ thinking_tokens: number }),
      iterations: fc.array(fc.record({ type: fc.constantFrom('message', 'compaction'), input_tokens: number, output_tokens: number }), {
        maxLength: 3,
      }),
    });
    fc.assert(
      fc.property(usage, fc.array(usage, { maxLength: 4 }), (start, deltas) => {
        const read = new MessagesUsage();
        read.begin(start);
        for (const delta of deltas) read.update(delta);
        for (const tokens of Object.values(usageOf(read) ?? {})) expect(Number.isSafeInteger(tokens) && tokens >= 0).toBe(true);
        for (const tokens of Object.values(read.told.input ?? {})) expect(Number.isSafeInteger(tokens) && tokens >= 0).toBe(true);
        const whole = usageOf(read);
        if (whole) expect(whole.reasoning).toBeLessThanOrEqual(whole.output);
      }),
      { numRuns: 500 },
    );
  });
});
