import { claim, correction, grant, hold, meter, payment, usd } from './testing/account.commands.js';
import { Money } from '#money';
import { at, given } from './testing/given.js';

const eur = Money.recorded('EUR', '1.00');

describe('receiving a payment', () => {
  it('owes the customer what the processor owes us', () =>
    void given().when(payment('100.00')).thenPosted({ '1100': '100.00', '2000': '-100.00' }).thenBalance('100.00'));
  it('does nothing when the same claim comes twice in a period', () => given(payment('10.00')).when(payment('10.00')).thenNothing());
  it('does nothing for the same claim with another amount: contradictions are the claim’s business', () =>
    given(payment('10.00')).when(payment('99.00')).thenNothing());
  it('refuses a claim that names another period', () =>
    given()
      .when(payment('10.00', { claim: claim('payment-stripe-pay_1', '2026-10') }))
      .thenRefused('CLAIM_IN_OTHER_PERIOD', /names 2026-10, but 2026-11 is open/));
  it('does not create a second lot of the same name under another claim', () =>
    given(payment('10.00'))
      .when(payment('10.00', { claim: claim('payment-other') }))
      .thenNothing());
  it('refuses another currency', () =>
    given()
      .when(payment('1.00', { amount: eur }))
      .thenRefused('CURRENCY_MISMATCH'));
  it.each(['0.00', '-1.00'])('refuses %s', (amount) => given().when(payment(amount)).thenRefused('AMOUNT_NOT_POSITIVE'));
  it('keeps which payment paid for the lot', () =>
    expect(given(payment('10.00')).books.state.lots).toMatchObject([{ kind: 'paid', payment: 'pay_1', expiresAt: null }]));
});

describe('granting credit', () => {
  it('promo stands against its contra account', () =>
    void given().when(grant('promo', '10.00')).thenPosted({ '1990': '10.00', '2190': '-10.00' }).thenBalance('10.00'));
  it('goodwill costs us and is spent like paid credit', () =>
    void given().when(grant('goodwill', '5.00')).thenPosted({ '6900': '5.00', '2000': '-5.00' }).thenBalance('5.00'));
  it('does nothing when the same claim comes twice', () => {
    const claimed = { claim: claim('command-1') };
    given(grant('promo', '10.00', claimed))
      .when(grant('promo', '10.00', { ...claimed, lot: 'lot_2' }))
      .thenNothing();
  });
  it('does nothing when the same lot comes twice without a claim', () =>
    given(grant('promo', '10.00')).when(grant('promo', '10.00')).thenNothing());
  it('refuses a claim that names another period', () =>
    given()
      .when(grant('promo', '1.00', { claim: claim('command-1', '2026-12') }))
      .thenRefused('CLAIM_IN_OTHER_PERIOD'));
  it('refuses another currency', () =>
    given()
      .when(grant('promo', '1.00', { amount: eur }))
      .thenRefused('CURRENCY_MISMATCH'));
  it.each(['0.00', '-1.00'])('refuses %s', (amount) => given().when(grant('promo', amount)).thenRefused('AMOUNT_NOT_POSITIVE'));
  it('refuses an expiry that is not in the future', () => {
    given()
      .when(grant('promo', '1.00', { at: at('12:00'), expiresAt: at('12:00') }))
      .thenRefused('EXPIRY_IN_THE_PAST');
    given(payment('1.00', { at: at('12:30') }))
      .when(grant('promo', '1.00', { at: at('12:00'), expiresAt: at('12:10') }))
      .thenRefused('EXPIRY_IN_THE_PAST'); // the account's own time does not go back
  });
  it.each(['2026-12-01', '2026-12-01T00:00:00Z', '2026-12-01T00:00:00.000+01:00', '2026-13-01T00:00:00.000Z'])(
    'takes the expiry %s for a fault: it would not compare as text',
    (expiresAt) => expect(() => given().when(grant('promo', '1.00', { expiresAt }))).toThrow(RangeError),
  );
});

describe('expiring credit', () => {
  const expiresAt = at('13:00');
  const sweep = { type: 'ExpireCredits', at: at('14:00') } as const;
  it('takes promo back to its contra account', () =>
    void given(grant('promo', '7.00', { expiresAt }))
      .when(sweep)
      .thenPosted({ '2190': '7.00', '1990': '-7.00' })
      .thenBalance('0.00'));
  it('takes goodwill back to where it came from, what was spent excepted', () =>
    void given(grant('goodwill', '5.00', { expiresAt }), hold('3.00'), meter('3.00'))
      .when(sweep)
      .thenPosted({ '2000': '2.00', '6900': '-2.00' })
      .thenBalance('0.00'));
  it('takes effect at the moment of expiry, not at that of the sweep', () =>
    expect(given(grant('promo', '7.00', { expiresAt })).when(sweep).events).toMatchObject([{ at: expiresAt }]));
  it('goes in order of time, whatever the order of spending', () => {
    const { events } = given(
      grant('promo', '1.00', { lot: 'promo_late', expiresAt: at('13:30') }),
      grant('goodwill', '1.00', { lot: 'goodwill_early', expiresAt: at('13:00') }),
    ).when(sweep);
    expect(events.map(({ at: moment }) => moment)).toEqual([at('13:00'), at('13:30')]);
  });
  it('does nothing when nothing is due', () => given(grant('promo', '1.00')).when(sweep).thenNothing());
  it('comes first in any accepted command', () =>
    void given(grant('promo', '1.00', { expiresAt }))
      .when(payment('1.00', { at: at('14:00') }))
      .thenWritten('CreditExpired', 'PaymentReceived'));
  it('comes before a correction and before a grant, too', () => {
    given(grant('promo', '1.00', { expiresAt }))
      .when(correction('1.00', { at: at('14:00') }))
      .thenWritten('CreditExpired', 'BalanceAdjusted');
    given(grant('promo', '1.00', { expiresAt }))
      .when(grant('goodwill', '1.00', { at: at('14:00') }))
      .thenWritten('CreditExpired', 'CreditGranted');
  });
});

describe('correcting a balance', () => {
  it('in the customer’s favour grants credit without an expiry', () =>
    void given().when(correction('5.00')).thenPosted({ '6900': '5.00', '2000': '-5.00' }).thenBalance('5.00'));
  it('in ours takes from paid credit', () =>
    void given(payment('8.00')).when(correction('-5.00')).thenPosted({ '2000': '5.00', '6900': '-5.00' }).thenBalance('3.00'));
  it('never takes promo', () =>
    given(payment('4.99'), grant('promo', '10.00'))
      .when(correction('-5.00'))
      .thenRefused('INSUFFICIENT_FUNDS', /Only 4\.99 USD/));
  it('never takes what is held', () => given(payment('5.00'), hold('1.00')).when(correction('-5.00')).thenRefused('INSUFFICIENT_FUNDS'));
  it('never takes the paid purse below zero by goodwill that is due to expire', () =>
    given(grant('goodwill', '5.00', { expiresAt: at('13:00') }))
      .when(correction('-5.00', { at: at('13:00') }))
      .thenRefused('INSUFFICIENT_FUNDS'));
  it('of nothing is refused', () => given().when(correction('0.00')).thenRefused('AMOUNT_NOT_POSITIVE'));
  it('in another currency is refused', () =>
    given()
      .when(correction('1.00', { amount: eur }))
      .thenRefused('CURRENCY_MISMATCH'));
  it('names the lots it took from', () =>
    expect(
      given(payment('3.00'), payment('3.00', { payment: 'pay_2' }))
        .when(correction('-4.00'))
        .event('BalanceAdjusted').lots,
    ).toEqual([
      ['lot_pay_1', '3.00'],
      ['lot_pay_2', '1.00'],
    ]));
  it('does nothing when the same correction or claim comes twice', () => {
    given(correction('5.00')).when(correction('5.00')).thenNothing();
    const claimed = { claim: claim('command-1') };
    given(correction('5.00', claimed))
      .when(correction('5.00', { ...claimed, adjustment: 'adj_2' }))
      .thenNothing();
  });
  it('under a claim that names another period is refused', () =>
    given()
      .when(correction('1.00', { claim: claim('command-1', '2026-10') }))
      .thenRefused('CLAIM_IN_OTHER_PERIOD'));
});

describe('reversing a correction', () => {
  const reversal = (amount: string, changes = {}) => correction(amount, { adjustment: 'adj_2', reverses: 'adj_1', ...changes });
  it('mirrors its entry', () => {
    given(correction('5.00')).when(reversal('-5.00')).thenPosted({ '2000': '5.00', '6900': '-5.00' }).thenBalance('0.00');
    given(payment('5.00'), correction('-5.00')).when(reversal('5.00')).thenPosted({ '6900': '5.00', '2000': '-5.00' }).thenBalance('5.00');
  });
  it('happens once', () =>
    given(payment('5.00'), correction('5.00'), reversal('-5.00'))
      .when(reversal('-5.00', { adjustment: 'adj_3' }))
      .thenRefused('ALREADY_REVERSED'));
  it('takes the same amount back, nothing else', () => {
    given(payment('9.00'), correction('5.00'))
      .when(reversal('-4.00'))
      .thenRefused('REVERSAL_MISMATCH', /was 5\.00/);
    given(payment('9.00'), correction('5.00')).when(reversal('5.00')).thenRefused('REVERSAL_MISMATCH');
  });
  it('needs something to reverse', () => given(payment('9.00')).when(reversal('-5.00')).thenRefused('REVERSAL_MISMATCH'));
  it('is refused where the credit has been spent meanwhile', () =>
    given(correction('5.00'), hold('1.00'), meter('1.00')).when(reversal('-5.00')).thenRefused('INSUFFICIENT_FUNDS'));
  it('can itself be taken back, once', () => {
    const undo = correction('5.00', { adjustment: 'adj_3', reverses: 'adj_2' });
    given(correction('5.00'), reversal('-5.00')).when(undo).thenPosted({ '6900': '5.00', '2000': '-5.00' });
    given(correction('5.00'), reversal('-5.00'), undo)
      .when({ ...undo, adjustment: 'adj_4' })
      .thenRefused('ALREADY_REVERSED');
  });
});

describe('opening an account', () => {
  const open = { type: 'OpenAccount', at: at('12:00'), account: 'acc_1', customer: 'cus_1', currency: 'USD', timeZone: 'UTC' } as const;
  it('happens once', () => given().when(open).thenRefused('ACCOUNT_EXISTS'));
  it('comes first of all and is counted', () => {
    const { page, state } = given().books;
    expect(page.map(({ type }) => type)).toEqual(['AccountOpened', 'PeriodOpened']);
    expect(Object.fromEntries(state.counts)).toEqual({ AccountOpened: 1, PeriodOpened: 1 });
  });
});

describe('time', () => {
  it('of an account never goes back, whatever the clock of the caller does', () => {
    const { events } = given(payment('5.00', { at: at('12:30') })).when(hold('1.00', { at: at('09:00') }));
    expect(events).toMatchObject([{ at: at('12:30') }]);
  });
});

describe('amounts', () => {
  it('are written in their one canonical form', () =>
    expect(
      given()
        .when(payment('0.0', { amount: usd('0.000004500') }))
        .event('PaymentReceived'),
    ).toMatchObject({
      amount: '0.0000045',
      currency: 'USD',
    }));
});
