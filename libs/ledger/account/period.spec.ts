import {
  dayStart,
  hourOf,
  isInstant,
  isPeriod,
  isTimeZone,
  lastInstant,
  nextPeriod,
  periodEnd,
  periodOf,
  periodStart,
  previousPeriod,
} from './period.js';

describe('the month that an instant lies in', () => {
  it.each([
    ['2026-11-30T23:59:59.999Z', 'UTC', '2026-11'],
    ['2026-12-01T00:00:00.000Z', 'UTC', '2026-12'],
    ['2026-11-30T18:29:59.999Z', 'Asia/Kolkata', '2026-11'],
    ['2026-11-30T18:30:00.000Z', 'Asia/Kolkata', '2026-12'],
    ['2026-12-01T04:59:59.999Z', 'America/New_York', '2026-11'],
    ['2026-12-01T05:00:00.000Z', 'America/New_York', '2026-12'],
    ['2026-10-01T03:59:59.999Z', 'America/New_York', '2026-09'], // daylight saving time
    ['2026-10-01T04:00:00.000Z', 'America/New_York', '2026-10'],
    ['2026-12-31T10:59:59.999Z', 'Pacific/Auckland', '2026-12'],
    ['2026-12-31T11:00:00.000Z', 'Pacific/Auckland', '2027-01'],
    ['2026-11-30T10:00:00.000Z', 'Pacific/Kiritimati', '2026-12'],
    ['2026-12-01T10:59:59.999Z', 'Pacific/Pago_Pago', '2026-11'],
  ])('%s in %s is %s', (instant, zone, period) => expect(periodOf(instant, zone)).toBe(period));
});

describe('the end of a month', () => {
  it.each([
    ['2026-11', 'UTC', '2026-12-01T00:00:00.000Z'],
    ['2026-12', 'UTC', '2027-01-01T00:00:00.000Z'],
    ['2028-02', 'UTC', '2028-03-01T00:00:00.000Z'],
    ['2026-11', 'Asia/Kolkata', '2026-11-30T18:30:00.000Z'],
    ['2026-10', 'Europe/Berlin', '2026-10-31T23:00:00.000Z'],
    ['2026-09', 'Europe/Berlin', '2026-09-30T22:00:00.000Z'],
    ['2011-12', 'Pacific/Apia', '2011-12-31T10:00:00.000Z'], // the day before the last one was left out
  ])('%s in %s is %s', (period, zone, end) => {
    expect(periodEnd(period, zone)).toBe(end);
    expect(periodStart(nextPeriod(period), zone)).toBe(end);
    expect(periodOf(end, zone)).toBe(nextPeriod(period));
    expect(periodOf(lastInstant(period, zone), zone)).toBe(period);
  });
});

describe('names', () => {
  it('follow each other over the year', () => {
    expect([nextPeriod('2026-11'), nextPeriod('2026-12'), previousPeriod('2027-01'), previousPeriod('2026-11')]).toEqual([
      '2026-12',
      '2027-01',
      '2026-12',
      '2026-10',
    ]);
  });
  it.each(['2026-13', '2026-00', '2026-1', '26-01', '2026-01-01', 202601, null])('%p is no period', (text) =>
    expect(isPeriod(text)).toBe(false),
  );
  it('knows zones', () =>
    expect(['UTC', 'Europe/Berlin', 'Mars/Olympus', '', 7].map(isTimeZone)).toEqual([true, true, false, false, false]));
  it.each(['2026-11-10T12:00:00Z', '2026-11-10 12:00:00.000Z', '2026-02-30T25:00:00.000Z', ''])('%p is no instant', (text) =>
    expect(isInstant(text)).toBe(false),
  );
});

describe('hours of a time zone', () => {
  it.each([
    ['2026-11-23T07:14:59.999Z', 'Asia/Kathmandu', '2026-11-23T06:15Z', '2026-11-23T12:00+05:45'],
    ['2026-11-23T07:15:00.000Z', 'Asia/Kathmandu', '2026-11-23T07:15Z', '2026-11-23T13:00+05:45'],
    ['2026-11-23T03:29:00.000Z', 'America/St_Johns', '2026-11-23T02:30Z', '2026-11-22T23:00-03:30'],
    ['2026-10-25T00:30:00.000Z', 'Europe/Paris', '2026-10-25T00:00Z', '2026-10-25T02:00+02:00'],
    ['2026-10-25T01:30:00.000Z', 'Europe/Paris', '2026-10-25T01:00Z', '2026-10-25T02:00+01:00'],
    ['2026-03-29T01:00:00.000Z', 'Europe/Paris', '2026-03-29T01:00Z', '2026-03-29T03:00+02:00'],
    ['2026-11-23T07:15:00.000Z', 'UTC', '2026-11-23T07:00Z', '2026-11-23T07:00+00:00'],
  ])('%s is in %s within the one that began at %s, %s', (instant, timeZone, start, name) => {
    expect(hourOf(instant, timeZone)).toEqual({ start, name });
  });
});

describe('the first instant of a day', () => {
  it.each([
    ['2026-11-23', 'UTC', '2026-11-23T00:00:00.000Z'],
    ['2026-11-23', 'Asia/Kathmandu', '2026-11-22T18:15:00.000Z'],
    ['2026-11-01', 'America/New_York', '2026-11-01T04:00:00.000Z'],
    ['2026-11-02', 'America/New_York', '2026-11-02T05:00:00.000Z'],
    ['2026-11-23', 'Pacific/Kiritimati', '2026-11-22T10:00:00.000Z'],
  ])('of %s in %s is %s', (day, zone, start) => expect(dayStart(day, zone)).toBe(start));
});
