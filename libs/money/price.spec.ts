import fc from 'fast-check';
import { formatAmount } from './amount.js';
import {
  BASE_COMPONENTS,
  BASE_OF,
  COMPONENTS,
  totalInput,
  type DetailComponent,
  type PriceComponent,
  type TokenCounts,
} from './components.js';
import { UnpricedComponentError, dearestInput, dearestOutput, unitPrice, type Price, type UnitPrice } from './price.js';
import { divideHalfEven, divideUp, rate, worstCase } from './rating.js';
import { readPrice, recordPrice } from './recorded-price.js';

const SEED = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const holds = <Sample>(property: fc.IProperty<Sample>) => fc.assert(property, { seed: SEED, numRuns: 500 });
afterAll(() => void process.stdout.write(`prices: SEED=${SEED}\n`));

const perMillion = fc.bigInt({ min: 0n, max: 10n ** 15n });
const tokens = fc.nat(2_000_000);
const usageOf = (counts: Partial<TokenCounts>): TokenCounts => ({ input: 0, cached_input: 0, cache_write: 0, output: 0, ...counts });
const usages: fc.Arbitrary<TokenCounts> = fc.record(
  { input: tokens, cached_input: tokens, cache_write: tokens, output: tokens, cache_write_1h: tokens, input_audio: tokens, cached_input_audio: tokens, output_audio: tokens }, // prettier-ignore
  { requiredKeys: ['input', 'cached_input', 'cache_write', 'output'] },
);
const DETAILS = Object.keys(BASE_OF) as DetailComponent[];
const TIERS = ['flex', 'priority'];
const serviceTiers = fc.constantFrom(undefined, 'default', ...TIERS, 'scale');
/** A price for each base component, some details, and up to six conditions on any of them. */
const prices: fc.Arbitrary<Price> = fc
  .tuple(
    fc.tuple(...BASE_COMPONENTS.map(() => perMillion)),
    fc.subarray(DETAILS),
    fc.array(
      fc.record<UnitPrice>(
        {
          component: fc.constantFrom(...COMPONENTS),
          perMillion,
          aboveInputTokens: fc.nat(3_000_000),
          serviceTier: fc.constantFrom(...TIERS),
        },
        { requiredKeys: ['component', 'perMillion'] },
      ),
      { maxLength: 6 },
    ),
  )
  .map(([base, details, conditional]) => [
    ...BASE_COMPONENTS.map((component, index): UnitPrice => ({ component, perMillion: base[index] ?? 0n })),
    ...details.map((component, index): UnitPrice => ({ component, perMillion: BigInt(index) * 10n ** 9n })),
    ...conditional.filter((unit) => unit.aboveInputTokens !== undefined || unit.serviceTier !== undefined),
  ]);
const simple = (changes: Partial<Record<PriceComponent, bigint>>): Price => {
  const all: Partial<Record<PriceComponent, bigint>> = { input: 0n, cached_input: 0n, cache_write: 0n, output: 0n, ...changes };
  return COMPONENTS.flatMap((component) => (all[component] === undefined ? [] : [{ component, perMillion: all[component] }]));
};

describe('rating usage', () => {
  it('sums all components exactly and rounds once, half to even', () =>
    holds(
      fc.property(usages, prices, serviceTiers, fc.bigInt({ min: 0n, max: 500_000n }), (usage, price, told, markup) => {
        const total = Object.entries(usage).reduce((sum, [component, count]) => (component.startsWith('output') ? sum : sum + count), 0);
        const tier = told === 'default' ? undefined : told;
        const of = (component: PriceComponent) => BigInt(usage[component] ?? 0) * unitPrice(price, component, total, tier).perMillion;
        const exact = COMPONENTS.reduce((sum, component) => sum + of(component), 0n) * (1_000_000n + markup);
        const { nanos, numerator } = rate(usage, price, told, markup);
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

describe('a component without a price of its own', () => {
  const price = simple({ input: 1n, cached_input: 2n, cache_write: 3n, output: 4n });
  it.each([
    ['cache_write_1h', 3n],
    ['input_audio', 1n],
    ['cached_input_audio', 2n],
    ['output_audio', 4n],
  ] as const)('is rated as what it is a part of, and named: %s at %p', (component, expected) => {
    const { numerator, used, unpriced } = rate(usageOf({ [component]: 5 }), price);
    expect([numerator, used, unpriced]).toEqual([5n * expected * 1_000_000n, [{ component, perMillion: expected }], [component]]);
    const own = rate(usageOf({ [component]: 5 }), [...price, { component, perMillion: 9n }]);
    expect([own.numerator, own.unpriced]).toEqual([45n * 1_000_000n, []]);
  });
  it('follows its base component into tiers and service tiers', () => {
    const tiered: Price = [
      ...price,
      { component: 'input', perMillion: 7n, aboveInputTokens: 3 },
      { component: 'input', perMillion: 8n, serviceTier: 'flex' },
    ];
    expect(rate(usageOf({ input_audio: 4 }), tiered).used).toEqual([{ component: 'input_audio', perMillion: 7n }]);
    expect(rate(usageOf({ input_audio: 4 }), tiered, 'flex').used).toEqual([{ component: 'input_audio', perMillion: 8n }]);
  });
  it('costs what the same tokens cost where nobody tells them apart', () =>
    holds(
      fc.property(usages, prices, (usage, price) => {
        const bare = price.filter(({ component }) => !Object.hasOwn(BASE_OF, component));
        const folded = usageOf(usage);
        const sums = BASE_COMPONENTS.map((base) => {
          const details = DETAILS.filter((detail) => BASE_OF[detail] === base);
          return [base, details.reduce((sum, detail) => sum + (usage[detail] ?? 0), folded[base])] as const;
        });
        const together = usageOf(Object.fromEntries(sums));
        expect(rate(usage, bare).numerator).toBe(rate(together, bare).numerator);
        expect(rate(usage, bare).unpriced).toEqual(COMPONENTS.filter((each) => Object.hasOwn(BASE_OF, each) && (usage[each] ?? 0) > 0));
      }),
    ));
});

describe('service tiers', () => {
  const price: Price = [
    ...simple({ input: 10n, output: 20n }),
    { component: 'input', perMillion: 15n, aboveInputTokens: 100 },
    { component: 'input', perMillion: 5n, serviceTier: 'flex' },
    { component: 'input', perMillion: 6n, aboveInputTokens: 200, serviceTier: 'flex' },
    { component: 'output', perMillion: 40n, aboveInputTokens: 100, serviceTier: 'priority' },
  ];
  it.each([
    ['flex', 'input', 150, 5n], // not the tier of the standard price
    ['flex', 'input', 201, 6n],
    ['flex', 'output', 201, 20n], // not priced there
    ['priority', 'input', 150, 15n],
    ['priority', 'output', 100, 20n], // priced there above 100 only
    ['priority', 'output', 101, 40n],
    ['scale', 'input', 101, 15n],
  ] as const)('%s: %s at %p input tokens is %p', (tier, component, total, expected) =>
    expect(unitPrice(price, component, total, tier).perMillion).toBe(expected),
  );
  it('without any price of theirs are named; the standard one never is', () => {
    const named = (tier?: string) => rate(usageOf({ input: 1 }), price, tier).unpriced;
    expect([named('scale'), named('flex'), named('priority')]).toEqual([['service_tier.scale'], [], []]);
    expect([undefined, 'default', 'standard', 'auto', 'standard_only'].map(named)).toEqual([[], [], [], [], []]);
  });
});

describe('the worst case', () => {
  const parts = fc.array(fc.nat(1_000_000), { minLength: 8, maxLength: 8 });
  it('is never below the charge of any usage within the bounds, and of what the request can reach', () =>
    holds(
      fc.property(prices, tokens, tokens, parts, fc.subarray(DETAILS), serviceTiers, (price, input, output, dice, details, tier) => {
        let [inputLeft, outputLeft] = [input, output];
        const reachable = COMPONENTS.filter((component) => !Object.hasOwn(BASE_OF, component) || details.includes(component as never));
        const usage: Partial<Record<PriceComponent, number>> = {};
        reachable.forEach((component, index) => {
          const isOutput = component.startsWith('output');
          const left = isOutput ? outputLeft : inputLeft;
          const count = (dice[index] ?? 0) % (left + 1);
          usage[component] = count;
          if (isOutput) outputLeft -= count;
          else inputLeft -= count;
        });
        expect(totalInput(usageOf(usage))).toBeLessThanOrEqual(input);
        expect(rate(usageOf(usage), price, tier).nanos <= worstCase(price, input, output, details)).toBe(true);
      }),
    ));
  const price: Price = [
    ...simple({ input: 1n, cache_write: 4n, output: 9n, input_audio: 40n, output_audio: 80n }),
    { component: 'input', perMillion: 5n, aboveInputTokens: 10 },
    { component: 'output', perMillion: 18n, serviceTier: 'priority' },
  ];
  const dearest = (...details: readonly DetailComponent[]) => [dearestInput(price, details), dearestOutput(price, details)];
  it('takes the dearest of all tiers and service tiers', () => expect(dearest()).toEqual([5n, 18n]));
  it('takes audio for a request that can have it, and for no other', () => {
    expect([dearest('input_audio'), dearest('output_audio'), dearest('cache_write_1h')]).toEqual([
      [40n, 18n],
      [5n, 80n],
      [5n, 18n],
    ]);
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
  it('names a service tier behind the threshold', () =>
    expect(
      recordPrice([
        { component: 'input', perMillion: 150_000_000n, serviceTier: 'flex' },
        { component: 'input', perMillion: 150_000_000n, aboveInputTokens: 5, serviceTier: 'flex' },
      ]),
    ).toEqual([['input', '0.15', null, 'flex'], ['input', '0.15', 5, 'flex']])); // prettier-ignore
});
