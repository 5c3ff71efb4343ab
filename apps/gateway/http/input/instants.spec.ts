import { isDay, parseInstant } from './instants.js';

describe('an instant', () => {
  it.each([
    ['2026-11-23T10:00:00Z', '2026-11-23T10:00:00.000Z'],
    ['2026-11-23t10:00:00.123456789z', '2026-11-23T10:00:00.123Z'],
    ['2026-11-23T10:00:00+02:00', '2026-11-23T08:00:00.000Z'],
    ['2024-02-29T23:59:59-01:00', '2024-03-01T00:59:59.000Z'],
  ])('%s is %s', (text, instant) => expect(parseInstant(text)).toBe(instant));

  it.each([
    '2026-02-31T00:00:00Z',
    '2026-12-31T23:59:60Z',
    '2026-02-28T25:00:00Z',
    '2026-02-28T24:00:01Z',
    '2026-02-28T24:00:00Z',
    '9999-12-31T23:59:59-14:00',
    '0000-01-01T00:00:00+14:00',
    '2026-11-23 10:00:00Z',
    '2026-11-23T10:00:00',
    '2026-11-23',
    'tomorrow',
    '',
  ])('%j is none', (text) => expect(parseInstant(text)).toBeUndefined());

  it('is not a day that its month does not have', () =>
    expect(['2026-02-28', '2026-02-29', '2024-02-29'].map(isDay)).toEqual([true, false, true]));
});
