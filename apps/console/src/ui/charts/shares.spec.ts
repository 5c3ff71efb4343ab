import fc from 'fast-check';
import { shares } from './shares.js';

describe('shares', () => {
  it.each([
    [
      ['1', '1', '1'],
      ['33.4', '33.3', '33.3'],
    ],
    [
      ['121.5073218', '92.6180445'],
      ['56.7', '43.3'],
    ],
    [
      ['5', '0.00'],
      ['100.0', '0.0'],
    ],
  ])('of %j are %j', (values, out) => expect(shares(values)).toEqual(out));

  it('of nothing are none', () => expect(shares(['0.00', '0'])).toBeNull());

  it('sum to 100 and are each less than one step from exact', () => {
    const amount = fc.bigInt({ min: 0n, max: 10n ** 20n });
    fc.assert(
      fc.property(fc.array(amount, { minLength: 1, maxLength: 9 }), (amounts) => {
        const sum = amounts.reduce((a, b) => a + b, 0n);
        fc.pre(sum > 0n);
        const tenths = (shares(amounts.map(String)) ?? []).map((text) => BigInt(text.replace('.', '')));
        expect(tenths.reduce((a, b) => a + b, 0n)).toBe(1000n);
        tenths.forEach((tenth, at) => {
          const off = tenth * sum - (amounts[at] ?? 0n) * 1000n;
          expect(off < sum && off > -sum).toBe(true);
        });
      }),
    );
  });
});
