import fc from 'fast-check';
import { typedMoment, written } from '../show/zoned.js';
import { shareOf, stepped } from './as-of.js';

const DAY = 86_400_000;
const STRIP = {
  fromMs: Date.UTC(2026, 10, 1),
  toMs: Date.UTC(2026, 11, 1),
  movements: [3, 12, 17].map((day) => Date.UTC(2026, 10, day, 9)),
};

describe('the books as of a moment', () => {
  it('go by movements, and with shift by days, within the month', () => {
    const [first = 0, second = 0, third = 0] = STRIP.movements;
    expect(stepped(first, 1, false, STRIP)).toBe(second);
    expect(stepped(second, -1, false, STRIP)).toBe(first);
    expect(stepped(first, -1, false, STRIP)).toBe(STRIP.fromMs);
    expect(stepped(third, 1, false, STRIP)).toBe(STRIP.toMs - 1);
    expect(stepped(first, 1, true, STRIP)).toBe(first + DAY);
    expect(stepped(STRIP.toMs - 5, 1, true, STRIP)).toBe(STRIP.toMs - 1);
    expect(shareOf(STRIP.fromMs + 15 * DAY, STRIP)).toBe(0.5);
  });

  it('are typed in the zone of the page', () => {
    expect(typedMoment('2026-11-23 15:36:05', 'UTC')).toBe(Date.UTC(2026, 10, 23, 15, 36, 5));
    expect(typedMoment('2026-11-23', 'Asia/Tokyo')).toBe(Date.UTC(2026, 10, 22, 15));
    expect(typedMoment('2026-07-01T08:00', 'America/New_York')).toBe(Date.UTC(2026, 6, 1, 12));
  });

  it.each(['', '2026-02-30', '2026-13-01', '2026-11-23 24:00', 'yesterday'])('%j is no moment', (text) => {
    expect(typedMoment(text, 'UTC')).toBeUndefined();
  });

  it('read what they write, in every zone, but for the hour that comes twice', () => {
    const second = fc.integer({ min: 0, max: 4_000_000_000 }).map((each) => each * 1000);
    fc.assert(
      fc.property(second, fc.constantFrom('UTC', 'Asia/Tokyo', 'Asia/Kolkata', 'America/New_York', 'Australia/Lord_Howe'), (at, zone) => {
        const text = written(at, zone);
        const read = typedMoment(text, zone);
        expect(read === undefined ? undefined : written(read, zone)).toBe(text);
      }),
    );
  });
});
