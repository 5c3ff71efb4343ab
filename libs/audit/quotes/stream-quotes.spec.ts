import { StreamQuotes } from './stream-quotes.js';

describe('quotes of streams', () => {
  it('are those of each stream, and forgotten once the account has a newer month', () => {
    const quotes = new StreamQuotes();
    const october = quotes.of('account-acc_1-2026-10');
    const lease = quotes.of('lease-acc_1-2026-10-1');
    expect(new Set([october, lease, quotes.of('account-acc_2-2026-10')]).size).toBe(3);
    expect([quotes.of('account-acc_1-2026-10'), quotes.of('lease-acc_1-2026-10-1')]).toEqual([october, lease]);
    expect(quotes.of('customer-cus_1')).toBeUndefined();
    quotes.of('account-acc_1-2026-11');
    expect(quotes.of('account-acc_1-2026-10')).not.toBe(october);
  });
  it('of a stream that cannot be trusted are told, until it is another', () => {
    const quotes = new StreamQuotes();
    quotes.lose('account-acc_1-2026-10');
    quotes.lose('customer-cus_1');
    expect(quotes.isLost(quotes.of('account-acc_1-2026-10'))).toBe(true);
    expect(quotes.isLost(quotes.of('account-acc_1-2026-11'))).toBe(false);
  });
});
