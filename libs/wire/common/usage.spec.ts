import fc from 'fast-check';
import { chatUsageOf } from '../chat/usage.js';
import { readMessagesUsage, messagesUsageOf } from '../messages/usage.js';
import { responsesUsageOf } from '../responses/usage.js';
import { openaiUsage, wholeUsage } from './told-usage.js';
import type { Usage } from './usage.js';

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
