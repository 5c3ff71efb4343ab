import fc from 'fast-check';
import { formatAmount } from './amount.js';
import {
  COMPONENTS,
  INPUT_COMPONENTS,
  UnpricedComponentError,
  dearest,
  divideHalfEven,
  divideUp,
  rate,
  readPrice,
  recordPrice,
  unitPrice,
  worstCase,
  type Price,
  type TokenCounts,
} from './price.js';

const SEED = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const holds = <Sample>(property: fc.IProperty<Sample>) => fc.assert(property, { seed: SEED, numRuns: 500 });
afterAll(() => void process.stdout.write(`prices: SEED=${SEED}\n`));

const perMillion = fc.bigInt({ min: 0n, max: 10n ** 15n });
const tokens = fc.nat(2_000_000);
const usageOf = (counts: Partial<TokenCounts>): TokenCounts => ({ input: 0, cached_input: 0, cache_write: 0, output: 0, ...counts });
const usages = fc.record({ input: tokens, cached_input: tokens, cache_write: tokens, output: tokens });
/** A base price for each component, and up to four tiers on any of them. */
const prices: fc.Arbitrary<Price> = fc
  .tuple(
    fc.tuple(...COMPONENTS.map(() => perMillion)),
    fc.array(fc.record({ component: fc.constantFrom(...COMPONENTS), perMillion, aboveInputTokens: fc.nat(3_000_000) }), { maxLength: 4 }),
  )
  .map(([base, tiers]) => [...base.map((nanos, index) => ({ component: COMPONENTS[index] ?? 'input', perMillion: nanos })), ...tiers]);
const simple = (changes: Partial<Record<(typeof COMPONENTS)[number], bigint>>): Price =>
  COMPONENTS.map((component) => ({ component, perMillion: changes[component] ?? 0n }));

describe('rating usage', () => {
  it('sums all components exactly and rounds once, half to even', () =>
    holds(
      fc.property(usages, prices, fc.bigInt({ min: 0n, max: 500_000n }), (usage, price, markup) => {
        const total = usage.input + usage.cached_input + usage.cache_write;
        const exact =
          COMPONENTS.reduce((sum, component) => sum + BigInt(usage[component]) * unitPrice(price, component, total).perMillion, 0n) *
          (1_000_000n + markup);
        const { nanos, numerator } = rate(usage, price, markup);
        expect(numerator).toBe(exact);
        const distance = 2n * (exact - nanos * 10n ** 12n);
        expect(distance <= 10n ** 12n && distance >= -(10n ** 12n)).toBe(true); // the nearest nano
        if (distance === 10n ** 12n || distance === -(10n ** 12n)) expect(nanos % 2n).toBe(0n);
      }),
    ));
  it.each([
    [1, 500_000n, 0n], // half a nano: to even
    [3, 500_000n, 2n],
    [5, 500_000n, 2n],
    [1, 500_001n, 1n],
    [1, 499_999n, 0n],
  ])('%p tokens at %p nanos a million are %p nanos', (count, each, nanos) =>
    expect(rate(usageOf({ output: count }), simple({ output: each })).nanos).toBe(nanos),
  );
  it('charges 0.0375 a million for what that comes to', () =>
    expect(formatAmount(rate(usageOf({ input: 120 }), simple({ input: 37_500_000n })).nanos)).toBe('0.0000045'));
  it('is zero for nothing and for free tokens, never for an unknown price', () => {
    expect(rate(usageOf({}), []).nanos).toBe(0n);
    expect(rate(usageOf({ input: 5 }), simple({})).nanos).toBe(0n);
    expect(() => rate(usageOf({ input: 5 }), simple({}).slice(1))).toThrow(UnpricedComponentError);
  });
  it('names the unit prices that applied, for components with tokens only', () =>
    expect(rate(usageOf({ output: 1 }), simple({ output: 7n })).used).toEqual([{ component: 'output', perMillion: 7n }]));
  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('refuses %p tokens', (count) =>
    expect(() => rate(usageOf({ cached_input: count }), simple({}))).toThrow(RangeError),
  );
  it('is never negative, however cheap the cache is', () =>
    holds(fc.property(usages, prices, (usage, price) => rate(usage, price).nanos >= 0n)));
});

describe('tiers', () => {
  const price: Price = [
    ...simple({ input: 1n }),
    { component: 'input', perMillion: 3n, aboveInputTokens: 200 },
    { component: 'input', perMillion: 2n, aboveInputTokens: 100 },
  ];
  it.each([
    [100, 1n],
    [101, 2n],
    [200, 2n],
    [201, 3n],
  ])('at %p input tokens the price is %p, in whatever order they stand', (total, expected) => {
    expect(unitPrice(price, 'input', total).perMillion).toBe(expected);
    expect(unitPrice([...price].reverse(), 'input', total).perMillion).toBe(expected);
  });
  it('leave other components alone', () => expect(unitPrice(price, 'output', 1_000).perMillion).toBe(0n));
});

describe('the worst case', () => {
  it('is never below the charge of any usage within the bounds', () =>
    holds(
      fc.property(prices, tokens, tokens, fc.nat(1_000_000), fc.nat(1_000_000), fc.nat(1_000_000), (price, input, output, a, b, c) => {
        const cached = a % (input + 1);
        const written = b % (input - cached + 1);
        const usage = { input: input - cached - written, cached_input: cached, cache_write: written, output: c % (output + 1) };
        expect(rate(usage, price).nanos <= worstCase(price, input, output)).toBe(true);
      }),
    ));
  it('takes the dearest of all tiers', () => {
    const price: Price = [
      ...simple({ input: 1n, cache_write: 4n, output: 9n }),
      { component: 'input', perMillion: 5n, aboveInputTokens: 10 },
    ];
    expect([dearest(price, INPUT_COMPONENTS), dearest(price, ['output'])]).toEqual([5n, 9n]);
  });
  it('rounds up', () => expect([divideUp(0n, 10n), divideUp(1n, 10n), divideUp(10n, 10n), divideUp(11n, 10n)]).toEqual([0n, 1n, 1n, 2n]));
});

describe('half to even', () => {
  it.each([
    [5n, 0n],
    [15n, 2n],
    [25n, 2n],
    [6n, 1n],
    [4n, 0n],
    [-5n, 0n],
    [-15n, -2n],
    [-16n, -2n],
    [-14n, -1n],
  ])('%p tenths are %p', (numerator, rounded) => expect(divideHalfEven(numerator, 10n)).toBe(rounded));
});

describe('a recorded price', () => {
  it('is read as it was', () => holds(fc.property(prices, (price) => expect(readPrice(recordPrice(price))).toEqual(price))));
  it('is written in decimals', () =>
    expect(recordPrice([{ component: 'output', perMillion: 150_000_000n, aboveInputTokens: 5 }])).toEqual([['output', '0.15', 5]]));
});
