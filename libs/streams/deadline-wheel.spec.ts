import { jest } from '@jest/globals';
import fc from 'fast-check';
import { Deadline, DeadlineWheel, TICK_MS } from './deadline-wheel.js';

/** Jest's clock moves `performance.now()` too. */
beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** Longer than the wheel is round. */
const LONG_MS = 1_000_000;

/** What has expired, and when. */
function opened() {
  const wheel = new DeadlineWheel();
  const told: [name: string, atMs: number][] = [];
  const deadlineOf = (name: string, then: () => void = () => undefined): Deadline =>
    new Deadline(() => {
      told.push([name, performance.now()]);
      then();
    });
  return { wheel, told, deadlineOf };
}

describe('a deadline', () => {
  it('is told never early and one tick late at most, however many there are and whichever are taken back or moved', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ inMs: fc.integer({ min: -100, max: LONG_MS }), then: fc.constantFrom('waits', 'is cleared', 'is moved') }), {
          maxLength: 30,
        }),
        fc.integer({ min: 0, max: 200 }),
        (asked, laterMs) => {
          const { wheel, told, deadlineOf } = opened();
          const startedMs = performance.now();
          const all = asked.map(({ inMs }, index) => {
            const deadline = deadlineOf(String(index));
            wheel.set(deadline, inMs);
            return deadline;
          });
          jest.advanceTimersByTime(laterMs);
          const expected = new Map<string, number>();
          asked.forEach(({ inMs, then }, index) => {
            const deadline = all[index]!;
            const isOver = deadline.tick === undefined;
            if (isOver || then === 'waits') expected.set(String(index), Math.max(startedMs, startedMs + inMs));
            else if (then === 'is cleared') wheel.clear(deadline);
            else {
              wheel.set(deadline, 500);
              expected.set(String(index), startedMs + laterMs + 500);
            }
          });
          jest.advanceTimersByTime(LONG_MS + 1_000);
          expect(told.map(([name]) => name).sort()).toEqual([...expected.keys()].sort());
          for (const [name, atMs] of told) {
            const dueMs = expected.get(name)!;
            expect(atMs).toBeGreaterThanOrEqual(dueMs);
            // Its own tick, and that of the timer which it runs over.
            expect(atMs).toBeLessThanOrEqual(dueMs + 2 * TICK_MS);
          }
          expect(wheel.size).toBe(0);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('may take back another one of its tick, and set itself again', () => {
    const { wheel, told, deadlineOf } = opened();
    const other = deadlineOf('other');
    const again: Deadline = deadlineOf('again', () => {
      wheel.clear(other);
      if (told.length < 3) wheel.set(again, 0);
    });
    wheel.set(other, 100);
    wheel.set(again, 100);
    jest.advanceTimersByTime(1_000);
    expect(told.map(([name]) => name)).toEqual(['again', 'again', 'again']);
  });

  it('leaves no timer behind', () => {
    const { wheel, deadlineOf } = opened();
    const deadline = deadlineOf('cleared');
    wheel.set(deadline, 100);
    wheel.clear(deadline);
    jest.advanceTimersByTime(TICK_MS);
    expect(jest.getTimerCount()).toBe(0);
  });
});
