import { figures, median, medianRatio } from './statistics.js';

describe('statistics', () => {
  it('the median does not care for one wild round', () => {
    expect(median([10, 1_000, 11])).toBe(11);
    expect(median([4, 2, 1, 3])).toBe(2.5);
    expect(median([])).toBeNaN();
  });

  it('a ratio compares within each round, so a slow round slows both sides', () =>
    expect(medianRatio([50, 5, 45], [100, 10, 100])).toBe(0.5));

  it('a round without its counterpart does not count', () => expect(medianRatio([50, 5], [100])).toBe(0.5));

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
