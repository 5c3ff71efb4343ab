import { age, canonical, dateAndTime, timeOfDay } from './moments.js';

const AT = Date.UTC(2026, 10, 30, 10, 41, 7, 204);

describe('a moment for people', () => {
  it.each([
    [0, { n: 0, unit: 's', isPast: true }],
    [59_999, { n: 59, unit: 's', isPast: true }],
    [60_000, { n: 1, unit: 'min', isPast: true }],
    [3_600_000, { n: 1, unit: 'h', isPast: true }],
    [86_400_000, { n: 1, unit: 'd', isPast: true }],
    [-5_000, { n: 5, unit: 's', isPast: false }],
    [7 * 86_400_000, undefined],
  ])('%d ms later it is %j', (later, said) => expect(age(AT, AT + later)).toEqual(said));

  it('is said in the zone and the language', () => {
    expect(dateAndTime(AT, 'UTC', 'en-US', 'second')).toBe('30 Nov 2026, 10:41:07');
    expect(dateAndTime(AT, 'Asia/Tokyo', 'ja-JP', 'minute')).toBe('2026年11月30日 19:41');
    expect(timeOfDay(AT, 'America/New_York', 'en-US', 'millisecond')).toBe('05:41:07.204');
  });

  it('is copied as RFC 3339', () => expect(canonical(AT)).toBe('2026-11-30T10:41:07.204Z'));
});
