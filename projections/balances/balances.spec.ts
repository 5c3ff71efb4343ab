import { claim, failure, grant, hold, meter, payment } from '../../libs/ledger/testing/account.commands.js';
import { STREAM, given } from '../testing/given.js';
import { Log, foldPlainly } from '../testing/log.js';
import { balances } from './balances.projection.js';

const balanceOf = (rows: Record<string, object>) => rows['acc_1'];
const row = (available: string, held = '0.00', frozen = '0.00') => ({ account: 'acc_1', currency: 'USD', available, held, frozen });

describe('balances', () => {
  it('begin with nothing when the books are opened', () => {
    expect(balanceOf(given().rowsOf(balances))).toEqual(row('0.00'));
  });
  it('count payments and grants as available', () => {
    expect(balanceOf(given(payment('8.00'), grant('promo', '3.00')).rowsOf(balances))).toEqual(row('11.00'));
  });
  it('move what a request holds, from promo and paid credit alike', () => {
    const rows = given(payment('8.00'), grant('promo', '3.00'), hold('5.00')).rowsOf(balances);
    expect(balanceOf(rows)).toEqual(row('6.00', '5.00'));
  });
  it('lose what was charged and get the rest of the hold back', () => {
    expect(balanceOf(given(payment('8.00'), hold('5.00'), meter('1.23')).rowsOf(balances))).toEqual(row('6.77'));
    expect(balanceOf(given(payment('8.00'), hold('5.00'), failure()).rowsOf(balances))).toEqual(row('8.00'));
  });
  it('go on over the end of a month, where the account says the same', () => {
    const later = payment('1.00', { payment: 'pay_2', at: '2026-12-05T00:00:00.000Z', claim: claim('c', '2026-12') });
    const { rowsOf, books } = given(payment('8.00'), hold('5.00'), later);
    expect(books.streams.size).toBe(2);
    expect(balanceOf(rowsOf(balances))).toEqual(row('4.00', '5.00'));
  });
  it('count leased credit as available and frozen credit apart, whatever the type of the event', () => {
    const { log } = given(payment('8.00'));
    const entry = { USD: [['2000:acc_1', '5.00'], ['2015:acc_1', '-2.00'], ['2020:acc_1', '-3.00']] }; // prettier-ignore
    log.add({ stream: STREAM, type: 'SomethingNew', data: { entry } });
    expect(balanceOf(foldPlainly(balances, log.events))).toEqual(row('5.00', '0.00', '3.00'));
  });
  it('ignore events without an entry, and postings that are nobody’s', () => {
    const log = new Log().add({ stream: 'key-k', type: 'KeyIssued', data: {} });
    log.add({ stream: 'treasury-x-2026-11', type: 'FeeCharged', data: { entry: { USD: [['6000', '1.00'], ['1100', '-1.00']] } } }); // prettier-ignore
    expect(foldPlainly(balances, log.events)).toEqual({});
  });
  it('stop where the account says something else than its postings', () => {
    const { log } = given(payment('8.00'));
    const closed = { period: '2026-11', next: '2026-12', available: '8.01', held: '0.00', frozen: '0.00', counts: {}, claims: [] };
    log.add({ stream: STREAM, type: 'PeriodClosed', data: closed });
    expect(() => foldPlainly(balances, log.events)).toThrow('8.00 available and 0.00 held at the end of 2026-11 of acc_1, which says 8.01');
  });
  it('stop at a posting to a customer account that is no part of a balance, and at another currency', () => {
    const posting = (entry: object) => given(payment('8.00')).log.add({ stream: STREAM, type: 'New', data: { entry: entry as never } });
    expect(() => foldPlainly(balances, posting({ USD: [['4000:acc_1', '1.00']] }).events)).toThrow('4000:acc_1');
    expect(() => foldPlainly(balances, posting({ EUR: [['2000:acc_1', '1.00']] }).events)).toThrow('kept in USD, not in EUR');
  });
});
