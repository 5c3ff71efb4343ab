import fc from 'fast-check';
import { BELIEVED_AFTER_MS, Clock, MOST_MOVED_MS, type ClockChange } from './clock.js';

const START = Date.parse('2026-11-30T12:00:00.000Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A machine whose wall clock a test sets, and whose uptime nobody does. */
function machine() {
  const at = { wallMs: START, uptimeMs: 5_000, elapsedMs: 0 };
  const changes: ClockChange[] = [];
  const clock = new Clock({ wallMs: () => at.wallMs, uptimeMs: () => at.uptimeMs, elapsedMs: () => at.elapsedMs }, (change) =>
    changes.push(change),
  );
  const pass = (ms: number): void => {
    at.wallMs += ms;
    at.uptimeMs += ms;
    at.elapsedMs += ms;
  };
  /** The machine sleeps: the process's own time stands still. */
  const sleep = (ms: number): void => {
    at.wallMs += ms;
    at.uptimeMs += ms;
  };
  const set = (byMs: number): void => void (at.wallMs += byMs);
  const passWatched = (ms: number): void => {
    for (let left = ms; left > 0; left -= 1_000) {
      pass(Math.min(1_000, left));
      clock.look();
    }
  };
  return { at, clock, changes, pass, passWatched, sleep, set, kinds: () => changes.map(({ kind }) => kind) };
}

describe('the clock of a life', () => {
  it('is the wall clock, corrected or not, as long as it moves by five minutes at most', () => {
    const { at, clock, pass, set, changes } = machine();
    for (const byMs of [0, MOST_MOVED_MS, -MOST_MOVED_MS, -MOST_MOVED_MS, 3_000]) {
      set(byMs);
      pass(17);
      expect(clock.nowMs()).toBe(at.wallMs);
    }
    expect(clock.now()).toBe(new Date(at.wallMs).toISOString());
    expect([changes, clock.doubt]).toEqual([[], undefined]);
  });

  it.each([30 * 24 * HOUR, -30 * 24 * HOUR, MOST_MOVED_MS + 1])('goes on by what has really passed once it has moved by %i ms', (byMs) => {
    const { clock, pass, set, changes } = machine();
    pass(400);
    expect(clock.nowMs()).toBe(START + 400);
    set(byMs);
    expect(clock.nowMs()).toBe(START + 400);
    pass(2 * MINUTE);
    expect(clock.nowMs()).toBe(START + 400 + 2 * MINUTE);
    expect(changes).toEqual([{ kind: 'moved', movedByMs: byMs }]);
    expect(clock.doubt).toEqual({ movedByMs: byMs, sinceMs: START + 400 });
  });

  it('believes the wall clock once ten minutes have really passed on it', () => {
    const { at, clock, passWatched, set, kinds } = machine();
    set(HOUR);
    passWatched(BELIEVED_AFTER_MS);
    expect(clock.doubt).toBeDefined();
    passWatched(1_000);
    expect(clock.nowMs()).toBe(at.wallMs);
    expect([clock.doubt, kinds()]).toEqual([undefined, ['moved', 'accepted']]);
    passWatched(HOUR);
    expect(kinds()).toHaveLength(2);
  });

  it('counts the ten minutes anew when it moves again', () => {
    const { clock, passWatched, set, kinds } = machine();
    set(HOUR);
    passWatched(9 * MINUTE);
    set(HOUR);
    passWatched(9 * MINUTE);
    expect(clock.nowMs()).toBe(START + 18 * MINUTE);
    expect(kinds()).toEqual(['moved', 'moved']);
    passWatched(2 * MINUTE);
    expect(kinds()).toEqual(['moved', 'moved', 'accepted']);
  });

  it('believes it at once when it comes back, or a person accepts it', () => {
    const { at, clock, pass, set, kinds } = machine();
    set(-HOUR);
    pass(MINUTE);
    clock.look();
    set(HOUR);
    expect(clock.nowMs()).toBe(at.wallMs);
    expect(clock.accept()).toBe(false);
    set(HOUR);
    expect(clock.accept()).toBe(true);
    expect(clock.nowMs()).toBe(at.wallMs);
    expect(kinds()).toEqual(['moved', 'returned', 'moved', 'accepted']);
  });

  it('knows a machine that slept from a clock that was set', () => {
    const { at, clock, pass, sleep, changes } = machine();
    sleep(8 * HOUR);
    pass(10);
    expect(clock.nowMs()).toBe(at.wallMs);
    expect(changes).toEqual([]);
  });

  it('adds up small steps: two of three minutes are more than five', () => {
    const { clock, passWatched, set, kinds } = machine();
    set(3 * MINUTE);
    passWatched(MINUTE);
    set(3 * MINUTE);
    passWatched(1_000);
    expect(kinds()).toEqual(['moved']);
    expect(clock.nowMs()).toBe(START + 4 * MINUTE + 1_000);
  });

  it('never leaves by more than five minutes what has really passed, unless it was accepted', () => {
    const step = fc.record({
      passMs: fc.integer({ min: 0, max: 20 * MINUTE }),
      setMs: fc.integer({ min: -3 * HOUR, max: 3 * HOUR }),
      moves: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const { at, clock, pass, set, changes } = machine();
        let trusted = { nowMs: START, uptimeMs: at.uptimeMs };
        for (const { passMs, setMs, moves } of steps) {
          pass(passMs);
          if (moves) set(setMs);
          const nowMs = clock.nowMs();
          if (changes.splice(0).some(({ kind }) => kind === 'accepted')) trusted = { nowMs, uptimeMs: at.uptimeMs };
          const passed = at.uptimeMs - trusted.uptimeMs;
          expect(Math.abs(nowMs - trusted.nowMs - passed)).toBeLessThanOrEqual(MOST_MOVED_MS);
          if (clock.doubt === undefined) expect(nowMs).toBe(at.wallMs);
        }
      }),
    );
  });
});
