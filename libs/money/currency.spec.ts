import { CURRENCIES, isCurrency, minorDecimals } from './currency.js';

describe('currencies', () => {
  it.each(['USD', 'EUR', 'JPY', 'KWD'])('knows %s', (code) => expect(isCurrency(code)).toBe(true));
  it.each(['usd', 'XXX', 'constructor', '__proto__', '', 840, null])('does not know %p', (code) => expect(isCurrency(code)).toBe(false));
  it('knows the decimals of each, none finer than a nano', () => {
    expect(['USD', 'JPY', 'KWD'].map((code) => minorDecimals(code as 'USD'))).toEqual([2, 0, 3]);
    for (const code of CURRENCIES) expect(minorDecimals(code)).toBeLessThanOrEqual(9);
  });
});
