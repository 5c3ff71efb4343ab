import fc from 'fast-check';
import { type PriceComponent, type TokenCounts } from '#money';
import { COMPONENTS } from '../../money/components.js';
import { recordUsage, tokensOf } from './usage-record.js';

const SEED = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
afterAll(() => void process.stdout.write(`usage records: SEED=${SEED}\n`));

const counts = fc.record(
  Object.fromEntries(COMPONENTS.map((component) => [component, fc.nat(2_000_000)])) as Record<PriceComponent, fc.Arbitrary<number>>,
  { requiredKeys: ['input', 'cached_input', 'cache_write', 'output'] },
);

describe('a usage record', () => {
  it('gives back the counts that it was made of, in canonical order of its members', () =>
    fc.assert(
      fc.property(counts, (tokens) => {
        const record = recordUsage(tokens, 0, 'reported');
        const there = Object.entries(tokens).filter(([component, count]) => count > 0 || !/audio|1h/.test(component));
        expect(tokensOf(record)).toEqual(Object.fromEntries(there));
        expect(Object.keys(record)).toEqual(Object.keys(record).toSorted());
      }),
      { seed: SEED },
    ));
  it('has five counts and their source where nothing is told apart, as ever', () => {
    const tokens: TokenCounts = { input: 1, cached_input: 2, cache_write: 3, output: 4 };
    expect(JSON.stringify(recordUsage(tokens, 1, 'estimated'))).toBe(
      '{"cache_write_tokens":3,"cached_input_tokens":2,"input_tokens":1,"output_tokens":4,"reasoning_tokens":1,"source":"estimated"}',
    );
  });
});
