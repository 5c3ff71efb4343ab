import { Money } from '#money';
import { failure, grant, hold, meter, payment } from '../../libs/ledger/testing/account.commands.js';
import { given } from '../testing/given.js';
import { foldPlainly } from '../testing/log.js';
import { TRIAL_BALANCE_KEY, trialBalance } from './trial-balance.projection.js';
import { summed } from './trial-balance.query.js';

describe('the trial balance', () => {
  it('adds up both sides of every ledger account, customers together by code', () => {
    const row = given(payment('8.00'), grant('promo', '1.00'), hold('5.00'), meter('3.00')).rowsOf(trialBalance)[TRIAL_BALANCE_KEY];
    expect(row?.currencies['USD']).toMatchObject({
      '1100': ['8.00', '0.00'],
      '1990': ['1.00', '1.00'],
      '2000': ['4.00', '10.00'],
      '2010': ['4.00', '4.00'],
      '2190': ['1.00', '1.00'],
      '4000': ['0.00', '2.00'],
    });
  });
  it('is balanced in each currency on its own', () => {
    const { rowsOf } = given(payment('8.00'), hold('5.00'), failure({ cost: Money.recorded('EUR', '0.10') }));
    const totals = [
      { currency: 'EUR', debit: '0.10', credit: '0.10' },
      { currency: 'USD', debit: '18.00', credit: '18.00' },
    ];
    const balance = summed(rowsOf(trialBalance)[TRIAL_BALANCE_KEY] ?? { currencies: {} });
    expect(balance).toMatchObject({ balanced: true, currencies: totals });
  });
  it('says when it is not', () => {
    expect(summed({ currencies: { USD: { '1000': ['1.00', '0.00'] } } })).toMatchObject({ balanced: false });
  });
  it('is empty and balanced before the first entry', () => {
    expect(summed({ currencies: {} })).toEqual({ balanced: true, currencies: [], accounts: [] });
  });
  it('stops at an entry that does not sum to zero', () => {
    const { log } = given();
    log.add({ stream: 'account-acc_1-2026-11', type: 'Odd', data: { entry: { USD: [['2000:acc_1', '1.00']] } } });
    expect(() => foldPlainly(trialBalance, log.events)).toThrow('off by 1.00 USD');
  });
});
