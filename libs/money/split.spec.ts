import fc from 'fast-check';
import { split } from './split.js';

const SEED = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
afterAll(() => void process.stdout.write(`splits: SEED=${SEED}\n`));

const totals = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });
const weights = fc
  .array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1, maxLength: 20 })
  .filter((each) => each.some((weight) => weight > 0n));

describe('splitting a total', () => {
  it('gives parts that sum to it exactly, each within one nano of its share, none to a weight of zero', () =>
    fc.assert(
      fc.property(totals, weights, (total, by) => {
        const parts = split(total, by);
        const sum = by.reduce((a, b) => a + b, 0n);
        expect(parts.reduce((a, b) => a + b, 0n)).toBe(total);
        parts.forEach((part, index) => {
          const off = part * sum - total * (by[index] ?? 0n);
          expect(off < sum && off > -sum).toBe(true);
          if (by[index] === 0n) expect(part).toBe(0n);
        });
      }),
      { seed: SEED, numRuns: 500 },
    ));
  it('gives what is left to the largest remainder, and to the earlier part where they are equal', () => {
    expect(split(10n, [1n, 1n, 1n])).toEqual([4n, 3n, 3n]);
    expect(split(10n, [5n, 14n, 1n])).toEqual([3n, 7n, 0n]);
    expect(split(-10n, [1n, 1n, 1n])).toEqual([-4n, -3n, -3n]);
    expect(split(1n, [1n, 2n])).toEqual([0n, 1n]);
  });
  it('refuses weights of which none is positive, or one is negative', () => {
    for (const by of [[], [0n, 0n], [2n, -1n]]) expect(() => split(1n, by)).toThrow(RangeError);
  });
});
