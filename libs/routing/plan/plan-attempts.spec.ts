import fc from 'fast-check';
import { MAX_ATTEMPTS, planAttempts, type RouteTarget } from './plan-attempts.js';

const target = (name: string, priority?: number, weight?: number) => ({ name, priority, weight });
const names = (plan: readonly { name: string }[]) => plan.map(({ name }) => name).join('');

describe('planning attempts', () => {
  it('tries lower priorities first', () => {
    expect(names(planAttempts([target('c', 2), target('a', 0), target('b', 1)], 0.5))).toBe('abc');
  });

  it('takes a target without a priority as first and without a weight as 1', () => {
    expect(names(planAttempts([target('b', 1), target('a')], 0.99))).toBe('ab');
    expect(names(planAttempts([target('a'), target('b', 0, 1)], 0.49))).toBe('ab');
    expect(names(planAttempts([target('a'), target('b', 0, 1)], 0.5))).toBe('ba');
  });

  it('leaves weight 0 for last within its priority', () => {
    for (const random of [0, 0.3, 0.999999])
      expect(names(planAttempts([target('z', 0, 0), target('a', 0, 1), target('b', 1)], random))).toBe('azb');
  });

  it('spreads first and second attempts by weight', () => {
    const targets = [target('a', 0, 6), target('b', 0, 3), target('c', 0, 1)];
    const first: Record<string, number> = { a: 0, b: 0, c: 0 };
    let secondAfterA = 0;
    const rounds = 10_000;
    for (let round = 0; round < rounds; round += 1) {
      const plan = names(planAttempts(targets, (round + 0.5) / rounds));
      first[plan[0]!]! += 1;
      if (plan.startsWith('ab')) secondAfterA += 1;
    }
    expect(first).toEqual({ a: 6000, b: 3000, c: 1000 });
    expect(secondAfterA / 6000).toBeCloseTo(3 / 4, 3);
  });

  it('is a selection without repeats, in order of priority, for any targets', () => {
    const targets = fc.array(fc.record({ priority: fc.nat(3), weight: fc.nat(5) }), { maxLength: 8 });
    fc.assert(
      fc.property(targets, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (some: RouteTarget[], random) => {
        const plan = planAttempts(some, random);
        expect(plan.length).toBe(Math.min(some.length, MAX_ATTEMPTS));
        expect(new Set(plan).size).toBe(plan.length);
        const skipped = some.filter((candidate) => !plan.includes(candidate));
        const last = plan.at(-1)?.priority ?? 0;
        expect(plan.map(({ priority }) => priority)).toEqual(plan.map(({ priority }) => priority).sort());
        expect(skipped.every(({ priority }) => priority! >= last)).toBe(true);
      }),
    );
  });
});
