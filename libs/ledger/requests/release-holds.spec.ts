import { abandonment, failure, grant, hold, payment, usd } from '../testing/account.commands.js';
import { given } from '../testing/given.js';

const expected = { expected_cost: { currency: 'USD', amount: '0.10' } } as const;

describe('a request that failed', () => {
  it('gives the whole hold back and charges nothing', () =>
    void given(payment('5.00'), hold('5.00')).when(failure()).thenPosted({ '2010': '5.00', '2000': '-5.00' }).thenBalance('5.00'));
  it('gives promo back to promo', () =>
    void given(payment('5.00'), grant('promo', '3.00'), hold('5.00'))
      .when(failure())
      .thenPosted({ '2191': '3.00', '2190': '-3.00', '2010': '2.00', '2000': '-2.00' })
      .thenBalance('8.00'));
  it('books what the provider bills for it all the same as ours', () =>
    void given(payment('5.00'), hold('5.00'))
      .when(failure({ cost: usd('0.10') }))
      .thenPosted({ '2010': '5.00', '2000': '-5.00', '5200': '0.10', '2300': '-0.10' }));
  it('does not book an expected cost: that is for requests never heard of again', () =>
    void given(payment('5.00'), hold('5.00', { request: expected }))
      .when(failure())
      .thenPosted({ '2010': '5.00', '2000': '-5.00' }));
  it('records every attempt and what was released', () =>
    expect(
      given(payment('5.00'), hold('5.00'))
        .when(failure({ outcome: 'cancelled' }))
        .event('RequestFailed'),
    ).toMatchObject({
      outcome: 'cancelled',
      reason: 'upstream_error',
      attempts: [{ status: 500, error: 'upstream_error' }],
      released: '5.00',
      cost: null,
    }));
  it('fails once', () => given(payment('5.00'), hold('5.00'), failure()).when(failure()).thenRefused('HOLD_NOT_FOUND'));
  it('cannot fail without a hold', () => given().when(failure()).thenRefused('HOLD_NOT_FOUND'));
});

describe('an abandoned request', () => {
  it('gives the hold back, charges nothing and books the expected cost as ours', () => {
    const abandoned = given(payment('5.00'), hold('5.00', { request: expected })).when(abandonment());
    abandoned.thenPosted({ '2010': '5.00', '2000': '-5.00', '5200': '0.10', '2300': '-0.10' }).thenBalance('5.00');
    expect(abandoned.event('RequestAbandoned')).toMatchObject({ reason: 'gateway_died', released: '5.00', cost: expected.expected_cost });
  });
  it('books no cost where none was expected', () =>
    void given(payment('5.00'), hold('5.00')).when(abandonment()).thenPosted({ '2010': '5.00', '2000': '-5.00' }));
  it('books an expected cost in the currency of the provider', () =>
    void given(payment('5.00'), hold('5.00', { request: { expected_cost: { currency: 'EUR', amount: '0.10' } } }))
      .when(abandonment())
      .thenPosted({ '2010': '5.00', '2000': '-5.00', '5200 EUR': '0.10', '2300 EUR': '-0.10' }));
  it('is abandoned once, and never after it has ended', () => {
    given(payment('5.00'), hold('5.00'), abandonment()).when(abandonment()).thenRefused('HOLD_NOT_FOUND');
    given(payment('5.00'), hold('5.00'), failure()).when(abandonment()).thenRefused('HOLD_NOT_FOUND');
  });
});
