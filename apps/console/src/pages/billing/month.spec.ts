import { boundsOf, dayBounds, dayName, monthBeside } from './month.js';

it('a month has one before and one after', () => {
  expect([monthBeside('2026-01', -1), monthBeside('2026-12', 1)]).toEqual(['2025-12', '2027-01']);
});

it('a month begins when it does in the zone of the customer, also where clocks change', () => {
  expect(boundsOf('2026-11', 'America/New_York')).toEqual({
    fromMs: Date.parse('2026-11-01T04:00Z'),
    toMs: Date.parse('2026-12-01T05:00Z'),
  });
  expect(dayBounds('2026-11-01', 'America/New_York')).toEqual({ from: '2026-11-01T04:00:00.000Z', to: '2026-11-02T05:00:00.000Z' });
});

it('a day is named without a zone', () => expect(dayName('2026-11-01', 'en-GB')).toBe('1 Nov'));
