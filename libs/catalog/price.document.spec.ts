import fc from 'fast-check';
import { hasServiceTier, isStandardTier, readPrice, type PriceComponent } from '#money';
import { unitPrice } from '../money/price.js';
import { priceDocument, recordPriceDocument, type PriceDocument } from './index.js';
import { PRICE_MEMBERS, type ComponentPrices, type PriceTier, type ServiceTierPrices } from './price.document.js';

const SEED = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
afterAll(() => void process.stdout.write(`price documents: SEED=${SEED}\n`));

const amount = fc.tuple(fc.nat(999_999_999), fc.nat(999_999_999)).map(([whole, nanos]) => `${whole}.${String(nanos).padStart(9, '0')}`);
const members = Object.fromEntries(PRICE_MEMBERS.map(([, member]) => [member, amount])) as Record<keyof ComponentPrices, typeof amount>;
const prices = fc.record(members, { requiredKeys: [] });
const some = prices.filter((each) => Object.keys(each).length > 0);
const tiers: fc.Arbitrary<readonly PriceTier[]> = fc
  .uniqueArray(fc.integer({ min: 1, max: 1_000_000_000 }), { maxLength: 3 })
  .chain((thresholds) => fc.tuple(...thresholds.map((above_input_tokens) => some.map((each) => ({ ...each, above_input_tokens })))));
const serviceTier: fc.Arbitrary<ServiceTierPrices> = fc
  .tuple(some, fc.option(tiers))
  .map(([each, own]) => ({ ...each, ...(own && { tiers: own }) }));
const names = fc
  .oneof(fc.constantFrom('flex', 'priority', '__proto__', 'constructor', '7'), fc.stringMatching(/^[a-z0-9_]{1,32}$/))
  .filter((name) => !isStandardTier(name));
const documents: fc.Arbitrary<PriceDocument> = fc
  .tuple(
    fc.record(members, { requiredKeys: ['input_per_million', 'output_per_million'] }),
    fc.option(tiers),
    fc.option(fc.uniqueArray(fc.tuple(names, serviceTier), { maxLength: 3, selector: ([name]) => name })),
  )
  .map(([base, own, served]) => ({
    currency: 'USD',
    ...base,
    ...(own && { tiers: own }),
    ...(served && { service_tiers: Object.fromEntries(served) }),
  }));

const BASE = { currency: 'USD', input_per_million: '3', output_per_million: '15' };
const recorded = (document: PriceDocument) => {
  const { recorded: price, refusal } = recordPriceDocument(document, 'price');
  if (!price) throw new Error(refusal.message);
  return price;
};
const priceAt = (document: PriceDocument, component: PriceComponent, total: number, tier?: string) =>
  Number(unitPrice(readPrice(recorded(document).price), component, total, tier).perMillion) / 1e9;

describe('a price document', () => {
  it('is told as it was recorded, and recorded as it was told', () =>
    fc.assert(
      fc.property(documents, (document) => {
        const once = recorded(document);
        const told = priceDocument(once);
        expect(recorded(told)).toEqual(once);
        expect(priceDocument(recorded(told))).toEqual(told);
        expect(recorded(JSON.parse(JSON.stringify(told)) as PriceDocument)).toEqual(once);
      }),
      { seed: SEED },
    ));
  it('means every amount that it names, where it names it', () =>
    fc.assert(
      fc.property(documents, (document) => {
        const { tiers: own = [], service_tiers: served = {} } = document;
        const levels = [
          { prices: document as ComponentPrices, tier: undefined, total: 0 },
          ...own.map((each) => ({ prices: each, tier: undefined, total: each.above_input_tokens + 1 })),
          ...Object.entries(served).flatMap(([tier, each]) => [
            { prices: each, tier, total: 0 },
            ...(each.tiers ?? []).map((inner) => ({ prices: inner, tier, total: inner.above_input_tokens + 1 })),
          ]),
        ];
        const price = readPrice(recorded(document).price);
        for (const { prices: named, tier, total } of levels) {
          for (const [component, member] of PRICE_MEMBERS) {
            const text = named[member];
            if (text !== undefined) expect(unitPrice(price, component, total, tier).perMillion).toBe(BigInt(text.replace('.', '')));
          }
        }
      }),
      { seed: SEED },
    ));
  it('records every base component, and nothing that it does not name beside', () => {
    expect(recorded(BASE).price).toEqual([['input', '3.00'], ['cached_input', '3.00'], ['cache_write', '3.00'], ['output', '15.00']]); // prettier-ignore
    expect(recorded({ ...BASE, output_audio_per_million: '0' }).price).toContainEqual(['output_audio', '0.00']);
  });
  it('records tiers by threshold and service tiers by name, whatever order they come in', () => {
    const document: PriceDocument = {
      ...BASE,
      cached_input_per_million: '0.3',
      tiers: [
        { above_input_tokens: 500, output_per_million: '30' },
        { above_input_tokens: 200, output_per_million: '20' },
      ],
      service_tiers: {
        priority: { output_per_million: '40' },
        flex: { output_per_million: '10', tiers: [{ above_input_tokens: 200, output_per_million: '12' }] },
      },
    };
    expect(recorded(document).price.slice(4)).toEqual([
      ['output', '20.00', 200],
      ['output', '30.00', 500],
      ['output', '10.00', null, 'flex'],
      ['output', '12.00', 200, 'flex'],
      ['output', '40.00', null, 'priority'],
    ]);
  });
});

describe('what a price document omits', () => {
  const tiered: PriceDocument = { ...BASE, tiers: [{ above_input_tokens: 200, input_per_million: '6' }, { above_input_tokens: 500, output_per_million: '30' }] }; // prettier-ignore
  it('costs in a tier what it costs below it', () => {
    expect([priceAt(tiered, 'output', 300), priceAt(tiered, 'input', 501)]).toEqual([15, 6]);
  });
  it('follows the input price into tiers where no cache price was given: cached tokens are never cheaper by omission', () => {
    expect([priceAt(tiered, 'cached_input', 200), priceAt(tiered, 'cached_input', 201), priceAt(tiered, 'cache_write', 501)]).toEqual([
      3, 6, 6,
    ]);
    const given: PriceDocument = { ...tiered, cached_input_per_million: '0.3' };
    expect([priceAt(given, 'cached_input', 501), priceAt(given, 'cache_write', 501)]).toEqual([0.3, 6]);
  });
  const served: PriceDocument = { ...BASE, cached_input_per_million: '0.3', service_tiers: { priority: { input_per_million: '7', tiers: [{ above_input_tokens: 200, input_per_million: '9' }] } } }; // prettier-ignore
  it('costs in a service tier what was given as standard, or follows its input price', () => {
    const of = (component: PriceComponent, total: number) => priceAt(served, component, total, 'priority');
    expect([of('cached_input', 1), of('cached_input', 201), of('cache_write', 1), of('cache_write', 201), of('output', 1)]).toEqual([
      0.3, 0.3, 7, 9, 15,
    ]);
  });
  it('keeps a cache price that the service tier gives, whatever its input comes to', () => {
    const given: PriceDocument = { ...BASE, service_tiers: { flex: { cached_input_per_million: '0.2', tiers: [{ above_input_tokens: 200, input_per_million: '9' }] } } }; // prettier-ignore
    expect([priceAt(given, 'cached_input', 201, 'flex'), priceAt(given, 'cache_write', 201, 'flex')]).toEqual([0.2, 9]);
  });
  it('is told, where it follows: the prices that it comes to', () => {
    expect(priceDocument(recorded(tiered))).toEqual({
      currency: 'USD',
      input_per_million: '3.00',
      cached_input_per_million: '3.00',
      cache_write_per_million: '3.00',
      output_per_million: '15.00',
      tiers: [
        { above_input_tokens: 200, input_per_million: '6.00', cached_input_per_million: '6.00', cache_write_per_million: '6.00' },
        { above_input_tokens: 500, output_per_million: '30.00' },
      ],
    });
  });
  it('is no price for what only some providers tell apart', () => {
    const price = readPrice(recorded(BASE).price);
    expect(price.map(({ component }) => component)).not.toContain('cache_write_1h');
    expect(hasServiceTier(price, 'flex')).toBe(false);
  });
});

describe('a price document that is refused', () => {
  const nine = Array.from({ length: 9 }, (_, index) => index + 1);
  it.each<[string, object, string]>([
    ['an amount in a tier', { tiers: [{ above_input_tokens: 1, input_per_million: '1e3' }] }, 'price.tiers[0].input_per_million'],
    ['an amount of what is told apart', { cache_write_1h_per_million: '' }, 'price.cache_write_1h_per_million'],
    ['a threshold of zero', { tiers: [{ above_input_tokens: 0, input_per_million: '1' }] }, 'price.tiers[0].above_input_tokens'],
    ['a threshold as text', { tiers: [{ above_input_tokens: '5', input_per_million: '1' }] }, 'price.tiers[0].above_input_tokens'],
    ['a threshold above 1e9', { tiers: [{ above_input_tokens: 1e9 + 1, input_per_million: '1' }] }, 'price.tiers[0].above_input_tokens'],
    [
      'a threshold given twice',
      { tiers: [{ above_input_tokens: 7, input_per_million: '1' }, { above_input_tokens: 7, output_per_million: '1' }] }, // prettier-ignore
      'price.tiers[1].above_input_tokens',
    ],
    ['a tier without a price', { tiers: [{ above_input_tokens: 7 }] }, 'price.tiers[0]'],
    ['tiers that are none', { tiers: {} }, 'price.tiers'],
    ['a tier that is none', { tiers: [null] }, 'price.tiers[0]'],
    ['nine tiers', { tiers: nine.map((above_input_tokens) => ({ above_input_tokens, input_per_million: '1' })) }, 'price.tiers'],
    ['a name in capitals', { service_tiers: { Flex: { input_per_million: '1' } } }, 'price.service_tiers.Flex'],
    ['the name of the standard tier', { service_tiers: { default: { input_per_million: '1' } } }, 'price.service_tiers.default'],
    ['a service tier without a price', { service_tiers: { flex: { tiers: [] } } }, 'price.service_tiers.flex'],
    ['an unknown member', { service_tiers: { flex: { input: '1' } } }, 'price.service_tiers.flex.input'],
    ['a service tier that is none', { service_tiers: { flex: '1' } }, 'price.service_tiers.flex'],
    [
      'more amounts than a hold should repeat',
      {
        service_tiers: Object.fromEntries(
          nine.slice(1).map((n) => [
            `t${n}`,
            {
              tiers: nine.slice(1).map((above_input_tokens) => ({ above_input_tokens, input_per_million: '1', output_per_million: '1' })),
            },
          ]),
        ),
      },
      'price',
    ],
    ['service tiers that are none', { service_tiers: [] }, 'price.service_tiers'],
    [
      'nine service tiers',
      { service_tiers: Object.fromEntries(nine.map((n) => [`t${n}`, { input_per_million: '1' }])) },
      'price.service_tiers',
    ],
    [
      'an amount in a tier of a service tier',
      { service_tiers: { flex: { tiers: [{ above_input_tokens: 1, output_audio_per_million: '-1' }] } } },
      'price.service_tiers.flex.tiers[0].output_audio_per_million',
    ],
  ])('for %s names the field', (_what, changes, field) =>
    expect(recordPriceDocument({ ...BASE, ...changes }, 'price').refusal).toMatchObject({ code: 'PRICE_INVALID', field }),
  );
});
