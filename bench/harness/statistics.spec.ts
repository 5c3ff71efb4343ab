import { figures, median, medianRatio, pairedDifferences, quantile } from './statistics.js';

describe('statistics', () => {
  it('the median does not care for one wild round', () => {
    expect(median([10, 1_000, 11])).toBe(11);
    expect(median([4, 2, 1, 3])).toBe(2.5);
    expect(median([])).toBeNaN();
  });

  it('a ratio compares within each round, so a slow round slows both sides', () =>
    expect(medianRatio([50, 5, 45], [100, 10, 100])).toBe(0.5));

  it('a round without its counterpart does not count', () => expect(medianRatio([50, 5], [100])).toBe(0.5));

  it('a quantile is a value that was measured', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect([0.5, 0.9, 0.99, 1].map((share) => quantile(hundred, share))).toEqual([50, 90, 99, 100]);
    expect(quantile([7], 0.01)).toBe(7);
    expect(quantile([], 0.5)).toBeNaN();
  });

  it('differences are taken pair by pair, so a slow moment is in both', () =>
    expect(pairedDifferences([11, 101, 12], [10, 100])).toEqual([1, 1]));

  it('shows what a bench can promise, and no more', () =>
    expect([12_345.678, 123.45, 12.345, 0.2345, 0.01234, Number.NaN].map(figures)).toEqual([
      '12,346',
      '123',
      '12.3',
      '0.23',
      '0.012',
      '–',
    ]));
});
