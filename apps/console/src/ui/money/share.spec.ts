import { mostDecimals, shareOfAmounts } from './share.js';

describe('a part of an amount', () => {
  it.each([
    ['0.00', '25.00', 0],
    ['12.50', '25.00', 0.5],
    ['25.00', '25.00', 1],
    ['0.000000001', '0.000000002', 0.5],
    ['-1.00', '2.00', 0],
    ['1.00', '0.00', 0],
  ])('%s of %s', (part, whole, share) => expect(shareOfAmounts(part, whole)).toBe(share));
});

it('a column has the most decimals that occur', () => {
  expect(mostDecimals(['1.00', '-0.0024336', '5'])).toBe(7);
  expect(mostDecimals([])).toBe(2);
});
