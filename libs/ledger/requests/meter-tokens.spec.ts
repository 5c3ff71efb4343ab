import type { RecordedUnitPrice } from '#money';
import type { MeterTokens } from '../account/account.commands.js';
import { rerate } from './rerate.js';
import { CENT_EACH, grant, hold, meter, payment, planned, usage } from '../testing/account.commands.js';
import { given } from '../testing/given.js';

/** As it is written: a member that is undefined does not stand there. */
const recorded = (data: object): unknown => JSON.parse(JSON.stringify(data));

describe('charging usage', () => {
  it('captures what was used of a paid hold, gives back the rest and books the cost', () => {
    given(payment('8.00'), hold('5.00'))
      .when(meter('3.00'))
      .thenPosted({ '2010': '5.00', '2000': '-2.00', '4000': '-3.00', '5000': '2.40', '2300': '-2.40' })
      .thenBalance('5.00');
  });
  it('spends promo first and splits the cost in proportion to the charge', () => {
    given(payment('8.00'), grant('promo', '3.00'), hold('5.00'))
      .when(meter('4.00'))
      .thenPosted({
        '2191': '3.00',
        '2010': '2.00',
        '5100': '2.40',
        '5000': '0.80',
        '1990': '-3.00',
        '4000': '-1.00',
        '2000': '-1.00',
        '2300': '-3.20',
      })
      .thenBalance('7.00');
  });
  it('never exceeds its hold, whatever is available: what lies beyond is uncollected, and says why', () => {
    const metered = given(payment('8.00'), hold('5.00')).when(meter('6.00'));
    metered.thenPosted({ '2010': '5.00', '5000': '4.80', '4000': '-5.00', '2300': '-4.80' }).thenBalance('3.00');
    expect(metered.event('TokensMetered')).toMatchObject({
      rated: '6.00',
      charge: '5.00',
      uncollected: '1.00',
      uncollected_reason: 'beyond_bound',
      extra: [],
      cost: { amount: '4.80' },
    });
  });
  it('gives no reason where nothing is uncollected, not for a nano less than its hold nor for exactly it', () => {
    for (const used of ['4.99', '5.00']) {
      const metered = given(payment('8.00'), hold('5.00')).when(meter(used));
      expect(recorded(metered.event('TokensMetered'))).not.toHaveProperty('uncollected_reason');
    }
  });
  it('never exceeds a hold that was carried over a month', () => {
    const { when } = given(payment('8.00'), hold('5.00'));
    const metered = when(meter('6.00', { at: '2026-12-01T00:01:00.000Z' }));
    metered.thenBalance('3.00');
    expect(metered.event('TokensMetered')).toMatchObject({ charge: '5.00', uncollected: '1.00', uncollected_reason: 'beyond_bound' });
  });
  it('keeps the whole hold for a request that came to exactly that', () => {
    given(payment('5.00'), hold('5.00'))
      .when(meter('5.00'))
      .thenPosted({ '2010': '5.00', '4000': '-5.00', '5000': '4.00', '2300': '-4.00' });
  });
  it('charges nothing for nothing, gives the whole hold back, and the cost of nothing is none', () => {
    given(payment('5.00'), hold('5.00')).when(meter('0.00')).thenPosted({ '2010': '5.00', '2000': '-5.00' }).thenBalance('5.00');
  });
  it('books the whole cost as cost of tokens where the charge is zero', () => {
    given(payment('5.00'), hold('1.00', { request: { prices: { v1: CENT_EACH.map(([component]) => [component, '0.00'] as const) } } }))
      .when(meter('1.00'))
      .thenPosted({ '2010': '1.00', '2000': '-1.00', '5000': '0.80', '2300': '-0.80' });
  });
  it('books the cost of promo usage as promo cost', () => {
    given(grant('promo', '5.00'), hold('5.00'))
      .when(meter('5.00'))
      .thenPosted({ '2191': '5.00', '1990': '-5.00', '5100': '4.00', '2300': '-4.00' });
  });
  it('books no cost where nobody has told what the provider charges', () => {
    const metered = given(payment('5.00'), hold('5.00', { request: { plan: [planned(null)] } })).when(meter('3.00'));
    metered.thenPosted({ '2010': '5.00', '2000': '-2.00', '4000': '-3.00' });
    expect(metered.event('TokensMetered').cost).toBeNull();
  });
  it('books a cost in another currency in that currency, which sums to zero on its own', () => {
    given(payment('5.00'), hold('5.00', { request: { plan: [planned({ currency: 'EUR', price: CENT_EACH })] } }))
      .when(meter('3.00'))
      .thenPosted({ '2010': '5.00', '2000': '-2.00', '4000': '-3.00', '5000 EUR': '3.00', '2300 EUR': '-3.00' });
  });
  it.each(['succeeded', 'incomplete', 'cancelled', 'failed'] as const)('charges usage of a request that %s', (outcome) => {
    const metered = given(payment('5.00'), hold('5.00')).when(meter('3.00', { outcome }));
    expect(metered.event('TokensMetered')).toMatchObject({ outcome, charge: '3.00' });
  });
  it('keeps all five usage fields and where they came from', () => {
    const tokens = { input: 1, cached_input: 2, cache_write: 3, output: 4 };
    const metered = given(payment('5.00'), hold('5.00')).when(meter('0.00', { tokens, reasoningTokens: 4, source: 'estimated' }));
    expect(metered.event('TokensMetered').usage).toEqual({
      input_tokens: 1,
      cached_input_tokens: 2,
      cache_write_tokens: 3,
      output_tokens: 4,
      reasoning_tokens: 4,
      source: 'estimated',
    });
  });
  it('names what is told apart of a count, and only where there is some', () => {
    const tokens = { ...usage({ cache_write: 3, cache_write_1h: 2, input: 5, input_audio: 1, cached_input_audio: 4 }), output_audio: 0 };
    const metered = given(payment('5.00'), hold('5.00')).when(meter('0.00', { tokens }));
    expect(metered.event('TokensMetered').usage).toEqual({
      input_tokens: 6,
      input_audio_tokens: 1,
      cached_input_tokens: 4,
      cached_input_audio_tokens: 4,
      cache_write_tokens: 5,
      cache_write_1h_tokens: 2,
      output_tokens: 0,
      reasoning_tokens: 0,
      source: 'reported',
    });
  });
  it('records what the provider keeps of the answer, and has no such member where that is nothing', () => {
    const metered = (keptAtProvider: readonly string[]) =>
      given(payment('8.00'), hold('5.00')).when(meter('3.00', { keptAtProvider })).event('TokensMetered');
    expect(metered(['hash']).kept_at_provider).toEqual(['hash']);
    expect(recorded(metered([]))).not.toHaveProperty('kept_at_provider');
  });
  it('refuses a request that has no open hold, and one that has ended', () => {
    given(payment('5.00')).when(meter('1.00')).thenRefused('HOLD_NOT_FOUND');
    given(payment('5.00'), hold('5.00'), meter('1.00')).when(meter('1.00')).thenRefused('HOLD_NOT_FOUND');
  });
  it.each([{ output: -1 }, { input: 0.5 }, { cached_input: Number.NaN }])('takes usage of %p for a fault', (tokens) =>
    expect(() => given(payment('5.00'), hold('5.00')).when(meter('0.00', { tokens: usage(tokens) }))).toThrow(RangeError),
  );
  it('takes an attempt that was not planned for a fault', () =>
    expect(() => given(payment('5.00'), hold('5.00')).when(meter('0.00', { attempt: 1 }))).toThrow(RangeError));
});

describe('the price of a charge', () => {
  const price = [
    ['input', '0.0375'],
    ['cached_input', '0.01'],
    ['cache_write', '0.05'],
    ['output', '0.15'],
    ['output', '0.30', 1_000],
  ] as const;
  const charged = (tokens: Parameters<typeof usage>[0]) =>
    given(payment('5.00'), hold('1.00', { request: { prices: { v1: price } } }))
      .when(meter('0.00', { tokens: usage(tokens) }))
      .event('TokensMetered');

  it('is the one that the request was routed with, repeated with the numerator', () => {
    const event = charged({ input: 1, output: 1 });
    expect(event).toMatchObject({
      price_version: 'v1',
      price: [
        ['input', '0.0375'],
        ['output', '0.15'],
      ],
      numerator: '187500000000000',
      markup_ppm: 0,
      rounding: 'half_even',
      rated: '0.000000188', // 187.5 nanos, half to even
    });
    expect(rerate(event)).toBeUndefined();
  });
  it('divides once, not for each component', () =>
    expect(charged({ input: 1, cached_input: 1, cache_write: 1 }).rated).toBe('0.000000098'));
  it('takes a tier when all input together is above its threshold, cached included', () => {
    expect(charged({ input: 500, cached_input: 500, output: 1 }).price).toContainEqual(['output', '0.15']);
    expect(charged({ input: 500, cached_input: 501, output: 1 }).price).toContainEqual(['output', '0.30']);
  });
});

describe('what has no price of its own', () => {
  const charged = (price: readonly RecordedUnitPrice[], changes: Partial<MeterTokens>) =>
    given(payment('5.00'), hold('1.00', { request: { prices: { v1: [...CENT_EACH, ...price] } } }))
      .when(meter('0.00', changes))
      .event('TokensMetered');
  const tokens = usage({ cache_write_1h: 3 });

  it('is charged at what it is a part of, and named before what the provider named', () => {
    const event = charged([], { tokens, serviceTier: 'flex', unpriced: ['speed.fast'] });
    expect(event).toMatchObject({ charge: '0.03', service_tier: 'flex', price: [['cache_write_1h', '10000.00']] });
    expect(event.unpriced).toEqual(['cache_write_1h', 'service_tier.flex', 'speed.fast']);
    expect(rerate(event)).toBeUndefined();
  });
  it('is not named once it has one', () => {
    const event = charged([['cache_write_1h', '20000.00'], ['cache_write_1h', '5000.00', null, 'flex']], { tokens, serviceTier: 'flex' }); // prettier-ignore
    expect(event).toMatchObject({ charge: '0.015', service_tier: 'flex', price: [['cache_write_1h', '5000.00']] });
    expect(recorded(event)).not.toHaveProperty('unpriced');
  });
  it.each([undefined, 'default', 'standard', 'auto'])('is never the service tier %p', (serviceTier) => {
    const event = charged([], { tokens: usage({ input: 1 }), ...(serviceTier && { serviceTier }) });
    expect(recorded(event)).not.toHaveProperty('service_tier');
    expect(recorded(event)).not.toHaveProperty('unpriced');
  });
  it('is the service tier that was asked for, where the provider tells of none: the charge is a standard one', () => {
    const flex = ['input', '5000.00', null, 'flex'] as const;
    const asked = { tokens: usage({ input: 3 }), serviceTierAsked: 'flex' };
    const event = charged([flex], { ...asked, unpriced: ['speed.fast'] });
    expect(event).toMatchObject({ charge: '0.03', service_tier_asked: 'flex', unpriced: ['service_tier.flex', 'speed.fast'] });
    expect(recorded(event)).not.toHaveProperty('service_tier');
    expect(rerate(event)).toBeUndefined();
    const told = charged([flex], { ...asked, serviceTier: 'flex' });
    expect(told).toMatchObject({ charge: '0.015', service_tier: 'flex', service_tier_asked: 'flex' });
    const standard = charged([flex], { ...asked, serviceTier: 'default' });
    expect(standard).toMatchObject({ charge: '0.03', service_tier_asked: 'flex' });
    for (const each of [told, standard]) expect(recorded(each)).not.toHaveProperty('unpriced');
  });
  it('never keeps a cost from being booked', () =>
    expect(charged([], { tokens, serviceTier: 'flex' }).cost).toEqual({
      amount: '0.024',
      currency: 'USD',
      price: [['cache_write_1h', '8000.00']],
    }));
});

describe('rating a charge again', () => {
  const event = () => given(payment('8.00'), grant('promo', '1.00'), hold('5.00')).when(meter('3.00')).event('TokensMetered');
  it('agrees with what was recorded', () => expect(rerate(event())).toBeUndefined());
  it.each([
    ['usage', { usage: { ...event().usage, output_tokens: 301 } }, /numerator/],
    ['numerator', { numerator: '1' }, /numerator/],
    ['rated', { rated: '3.01' }, /rated should be 3\.00/],
    ['charge', { charge: '2.00' }, /do not add up/],
    ['uncollected with the charge', { charge: '2.00', uncollected: '1.00' }, /entry posts another charge/],
    ['price', { price: [] }, /no unit price/],
    ['part of a count', { usage: { ...event().usage, output_audio_tokens: 301 } }, /a part exceeds its whole/],
  ])('names a changed %s', (_name, changes, problem) => expect(rerate({ ...event(), ...changes })).toMatch(problem));
});
