import { UnpricedComponentError } from '#money';
import type { HoldFunds } from '../account/account.commands.js';
import { abandonment, grant, hold, meter, payment, planned, usage, usd } from '../testing/account.commands.js';
import { at, given } from '../testing/given.js';

const EXPIRES = '2026-11-10T13:00:00.000Z';

describe('holding funds', () => {
  it('moves paid credit from available to held', () => {
    given(payment('8.00')).when(hold('5.00')).thenPosted({ '2000': '5.00', '2010': '-5.00' }).thenBalance('3.00', '5.00');
  });
  it('takes promo before paid', () => {
    given(payment('8.00'), grant('promo', '3.00'))
      .when(hold('5.00'))
      .thenPosted({ '2190': '3.00', '2191': '-3.00', '2000': '2.00', '2010': '-2.00' })
      .thenBalance('6.00', '5.00');
  });
  it('takes the lot that expires first, then the oldest, and names them in that order', () => {
    const expiring = (lot: string, expiresAt: string | null, time = at('12:00')) => grant('promo', '1.00', { lot, expiresAt, at: time });
    const { lots } = given(
      expiring('never', null),
      expiring('late', '2026-12-24T00:00:00.000Z'),
      expiring('soon-2', '2026-12-01T00:00:00.000Z', at('12:02')),
      expiring('soon-1', '2026-12-01T00:00:00.000Z', at('12:03')),
    )
      .when(hold('3.50', { at: at('12:05') }))
      .event('RequestRouted');
    expect(lots).toEqual([
      ['soon-2', '1.00'],
      ['soon-1', '1.00'],
      ['late', '1.00'],
      ['never', '0.50'],
    ]);
  });
  it('records whose output limit it was, and that limit', () => {
    const routed = (changes: Partial<HoldFunds>) => given(payment('5.00')).when(hold('5.00', changes)).event('RequestRouted');
    for (const limitBy of ['client', 'default', 'maximum'] as const)
      expect(routed({ limitBy })).toMatchObject({ limit_by: limitBy, output_limit: 500, bound: { output: 500 } });
    expect(routed({ limitBy: 'client', outputTokens: 600 })).toMatchObject({ limit_by: 'balance', output_limit: 500 });
  });
  it('says nothing of a limit where there is no output', () => {
    const routed = given(payment('5.00')).when(hold('1.00')).event('RequestRouted');
    expect(JSON.stringify(routed)).not.toMatch(/limit/);
  });
  it('holds for what a provider may count beyond the limit that it was sent, begun tokens whole', () => {
    const routed = (amount: string) =>
      given(payment(amount))
        .when(hold('1.01', { limitBy: 'client', outputBoundPercent: 150, minimumOutputTokens: 1 }))
        .event('RequestRouted');
    expect(routed('5.00')).toMatchObject({ output_limit: 101, bound: { output: 152 }, hold: '1.52' });
    expect(routed('1.51')).toMatchObject({ limit_by: 'balance', output_limit: 100, bound: { output: 150 }, hold: '1.50' });
    expect(routed('1.49')).toMatchObject({ limit_by: 'balance', output_limit: 99, bound: { output: 149 }, hold: '1.49' });
  });
  it.each([99, 0, -150, 150.5, Number.NaN])('takes a provider that counts %p of a hundred tokens for a fault', (outputBoundPercent) =>
    expect(() => given(payment('5.00')).when(hold('1.00', { outputBoundPercent }))).toThrow(RangeError),
  );
  it('takes all there is', () => {
    given(payment('5.00')).when(hold('5.00')).thenWritten('RequestRouted').thenBalance('0.00', '5.00');
  });
  it('refuses one nano more than is available', () =>
    given(payment('4.999999999'))
      .when(hold('5.00'))
      .thenRefused('INSUFFICIENT_FUNDS', /4\.999999999 USD available.*at least 5\.00 USD/));
  it('does not count what other requests hold', () =>
    given(payment('5.00'), hold('3.00'))
      .when(hold('2.01', { request: { request: 'req_2' } }))
      .thenRefused('INSUFFICIENT_FUNDS'));
  it('does nothing when the same request comes twice', () => given(payment('5.00'), hold('3.00')).when(hold('3.00')).thenNothing());
  it('does nothing when the same request comes again with nothing left', () =>
    given(payment('3.00'), hold('3.00')).when(hold('3.00')).thenNothing());
  it('refuses a model that is priced in another currency', () =>
    given(payment('5.00'))
      .when(hold('1.00', { currency: 'EUR' }))
      .thenRefused('CURRENCY_MISMATCH'));
  it('holds nothing for a free model on an empty account, and still writes the route', () => {
    given()
      .when(hold('1.00', { inputPerMillion: 0n, outputPerMillion: 0n }))
      .thenWritten('RequestRouted')
      .thenPosted({})
      .thenBalance('0.00', '0.00');
  });
  it('records the bounds, the lots and all that the end of the request needs', () => {
    const routed = given(payment('5.00'))
      .when(hold('3.00', { inputTokens: 100, outputTokens: 50, choices: 2 }))
      .event('RequestRouted');
    expect(routed).toMatchObject({
      request: 'req_1',
      bound: { input: 100, output: 100 },
      hold: '2.00',
      lots: [['lot_pay_1', '2.00']],
      life: 'life_1',
      deadline: '2026-11-10T12:10:00.000Z',
    });
  });
});

describe('rounding of a hold', () => {
  it('rounds once, up, so that no charge within the bounds is larger', () => {
    const routed = given(payment('5.00'))
      .when(hold('1.00', { inputTokens: 1, inputPerMillion: 37_500_000n, outputTokens: 1, outputPerMillion: 37_500_001n }))
      .event('RequestRouted');
    expect(routed.hold).toBe('0.000000076'); // 75.000001 nanos
  });
});

describe('lowering the output limit to what the balance covers', () => {
  const lowered = (balance: string, changes: Parameters<typeof hold>[1] = {}) =>
    given(payment(balance)).when(hold('1.00', { outputTokens: 100, minimumOutputTokens: 16, ...changes }));

  it('grants the most tokens that fit', () => {
    expect(lowered('0.559').event('RequestRouted')).toMatchObject({ bound: { output: 55 }, hold: '0.55' });
  });
  it('pays for the input first', () => {
    expect(lowered('0.55', { inputTokens: 30 }).event('RequestRouted')).toMatchObject({ bound: { input: 30, output: 25 }, hold: '0.55' });
  });
  it('shares what there is among the choices', () => {
    expect(lowered('0.55', { choices: 3 }).event('RequestRouted')).toMatchObject({ bound: { output: 54 }, hold: '0.54' });
  });
  it('grants the useful minimum', () => {
    expect(lowered('0.16').event('RequestRouted')).toMatchObject({ bound: { output: 16 }, hold: '0.16' });
  });
  it('refuses one nano less than the useful minimum', () => lowered('0.159999999').thenRefused('INSUFFICIENT_FUNDS', /at least 0\.16 USD/));
  it('refuses when the input alone costs more', () => lowered('0.50', { inputTokens: 51 }).thenRefused('INSUFFICIENT_FUNDS'));
  it('refuses when free output would not help', () =>
    lowered('0.50', { inputTokens: 51, outputPerMillion: 0n }).thenRefused('INSUFFICIENT_FUNDS'));
  it('never holds more than is available, to the last nano', () => {
    // 3 nanos: one token of 2.5 fits (rounded up to 3), two (5) do not
    const routed = lowered('0.000000003', { outputPerMillion: 2_500_000n, minimumOutputTokens: 1 }).event('RequestRouted');
    expect(routed).toMatchObject({ bound: { output: 1 }, hold: '0.000000003' });
  });
});

describe('a hold that the caller got wrong is a fault, not a hold', () => {
  const asked = (changes: Parameters<typeof hold>[1]) => () => given(payment('5.00')).when(hold('1.00', changes));
  it.each([
    { outputTokens: -1 },
    { inputTokens: -1 },
    { inputTokens: 0.5 },
    { outputTokens: Number.NaN },
    { outputTokens: Number.MAX_SAFE_INTEGER, choices: 2 },
    { choices: 0 },
    { outputPerMillion: -1n },
    { inputPerMillion: -1n },
  ])('%p', (changes) => expect(asked(changes)).toThrow(RangeError));
  it('whose plan has an attempt without a price', () => expect(asked({ request: { prices: {} } })).toThrow(UnpricedComponentError));
  it('whose price lacks a component that the provider may report', () =>
    expect(asked({ request: { prices: { v1: [['output', '1.00']] } } })).toThrow('No price for input tokens'));
  it('whose only price of a component is a tier', () => {
    const price = [
      ['input', '1.00'],
      ['cached_input', '1.00'],
      ['cache_write', '1.00'],
      ['output', '1.00', 1_000],
    ] as const;
    expect(asked({ request: { prices: { v1: price } } })).toThrow('No price for output tokens');
  });
  it('whose cost lacks a component', () =>
    expect(asked({ request: { plan: [planned({ currency: 'USD', price: [['input', '1.00']] })] } })).toThrow(UnpricedComponentError));
});

describe('expiries and holds', () => {
  const promo = grant('promo', '3.00', { expiresAt: EXPIRES });
  it('holds nothing of a lot that is due to expire, and expires it first', () => {
    given(payment('5.00'), promo)
      .when(hold('5.00', { at: EXPIRES }))
      .thenWritten('CreditExpired', 'RequestRouted')
      .thenPosted({ '2190': '3.00', '1990': '-3.00' }, 'CreditExpired')
      .thenPosted({ '2000': '5.00', '2010': '-5.00' }, 'RequestRouted')
      .thenBalance('0.00', '5.00');
  });
  it('still holds it one millisecond earlier', () => {
    given(promo)
      .when(hold('3.00', { at: '2026-11-10T12:59:59.999Z' }))
      .thenWritten('RequestRouted');
  });
  it('writes no expiry with a refusal', () =>
    given(promo)
      .when(hold('3.00', { at: EXPIRES }))
      .thenRefused('INSUFFICIENT_FUNDS', /0\.00 USD available/));
  it('expires what a hold gives back of a lot whose time came while it was held', () => {
    given(payment('5.00'), promo, hold('5.00'))
      .when(meter('1.00', { at: at('14:00') }))
      .thenWritten('TokensMetered', 'CreditExpired')
      .thenPosted({ '2190': '2.00', '1990': '-2.00' }, 'CreditExpired')
      .thenBalance('5.00');
  });
  it('charges what was held of it all the same', () =>
    expect(
      given(promo, hold('3.00'))
        .when(meter('3.00', { at: at('14:00') }))
        .thenWritten('TokensMetered')
        .thenBalance('0.00')
        .event('TokensMetered'),
    ).toMatchObject({ charge: '3.00', uncollected: '0.00' }));
  it('expires the free part at its time and the held part when it is released', () => {
    const { books } = given(promo, hold('1.00'))
      .when({ type: 'ExpireCredits', at: at('13:30') })
      .thenWritten('CreditExpired')
      .thenPosted({ '2190': '2.00', '1990': '-2.00' })
      .thenBalance('0.00', '1.00');
    const { events } = books.execute(abandonment({ at: at('13:40') }));
    expect(events?.map(({ type }) => type)).toEqual(['RequestAbandoned', 'CreditExpired']);
    expect(books.state).toMatchObject({ available: 0n, held: 0n, lots: [] });
  });
});

describe('bounds of one command', () => {
  const many = (count: number, expiresAt: string | null) =>
    Array.from({ length: count }, (_, index) => grant('promo', '0.01', { lot: `lot_${String(index).padStart(5, '0')}`, expiresAt }));

  it('takes from at most 1,000 lots, and says what it can hold', () => {
    const account = given(...many(1_001, null));
    account.when(hold('10.01')).thenRefused('INSUFFICIENT_FUNDS', /has 10\.00 USD available/);
    expect(account.when(hold('10.00')).event('RequestRouted').lots).toHaveLength(1_000);
  });
  it('writes at most 256 events, so that it always fits into an append; the rest of the expiries follow', () => {
    const account = given(...many(450, EXPIRES), payment('9.00'), hold('2.20'));
    const metered = account.when(meter('0.01', { at: at('13:30') }));
    metered.thenBalance('11.49'); // 100 of the 230 free lots and 100 of the 219 released ones have expired
    expect(metered.events).toHaveLength(201);
    while ((account.books.execute({ type: 'ExpireCredits', at: at('13:31') }).events ?? []).length > 0);
    expect(account.books.state).toMatchObject({ available: usd('9.00').nanos, held: 0n });
  });
  it('takes nothing from a lot that is due but not yet written off', () => {
    const account = given(...many(250, EXPIRES), payment('1.00'));
    account.when(hold('1.01', { at: at('13:30') })).thenRefused('INSUFFICIENT_FUNDS', /has 1\.00 USD/);
    account.when(hold('1.00', { at: at('13:30') })).thenPosted({ '2000': '1.00', '2010': '-1.00' }, 'RequestRouted');
    expect(account.when(meter('3.00', { at: at('13:31'), tokens: usage({ output: 300 }) })).event('TokensMetered')).toMatchObject({
      charge: '1.00',
      uncollected: '2.00',
    });
  });
});
