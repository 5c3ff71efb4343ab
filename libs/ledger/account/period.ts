/**
 * A period is a calendar month in the account's time zone, named like `2026-11`. Instants are RFC 3339 UTC texts with
 * milliseconds, so they compare as text.
 */

const formats = new Map<string, Intl.DateTimeFormat>();
/** Ends of periods by zone and period: a bisection takes as long as hashing many events. */
const ends = new Map<string, string>();
const MOST_ENDS = 10_000;
/** Hours by zone and quarter of an hour, and what tells them. */
const hours = new Map<string, LocalHour>();
const clocks = new Map<string, Intl.DateTimeFormat>();

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Only this one form compares as text. */
export const isInstant = (text: string): boolean => INSTANT.test(text) && !Number.isNaN(Date.parse(text));

/** Milliseconds since the epoch of an instant of our form, NaN for no instant; most are of the day of the one before. */
export function instantMs(instant: string): number {
  if (instant.length !== 24) return Date.parse(instant);
  if (!instant.startsWith(lastDay.text)) {
    const text = instant.slice(0, 11);
    const ms = Date.parse(`${text}00:00:00.000Z`);
    if (Number.isNaN(ms)) return ms;
    lastDay = { text, ms };
  }
  const [hours, minutes, seconds, thousandths] = [
    number(instant, 11, 2),
    number(instant, 14, 2),
    number(instant, 17, 2),
    number(instant, 20, 3),
  ];
  const isCut = instant.charCodeAt(13) === 58 && instant.charCodeAt(16) === 58 && instant.charCodeAt(19) === 46;
  const isPlain = isCut && hours < 24 && minutes < 60 && seconds < 60 && thousandths >= 0 && instant.charCodeAt(23) === 90;
  return isPlain ? lastDay.ms + ((hours * 60 + minutes) * 60 + seconds) * 1_000 + thousandths : Date.parse(instant);
}

let lastDay = { text: 'never', ms: 0 };

/** NaN where it is none. */
function number(text: string, at: number, digits: number): number {
  let value = 0;
  for (let place = at; place < at + digits; place += 1) {
    const digit = text.charCodeAt(place) - 48;
    if (digit < 0 || digit > 9) return NaN;
    value = value * 10 + digit;
  }
  return value;
}

export const later = (a: string, b: string): string => (a > b ? a : b);

export function periodOf(instant: string, timeZone: string): string {
  if (timeZone === 'UTC') return instant.slice(0, 7);
  return periodIn(format(timeZone).formatToParts(Date.parse(instant)));
}

type Parts = readonly Intl.DateTimeFormatPart[];

const partOf = (parts: Parts, type: string): string => parts.find((each) => each.type === type)?.value ?? '';
const periodIn = (parts: Parts): string => `${partOf(parts, 'year').padStart(4, '0')}-${partOf(parts, 'month')}`;

/** The calendar day of a moment, like `2026-11-23`. */
export function dayOf(instant: string, timeZone: string): string {
  if (timeZone === 'UTC') return instant.slice(0, 10);
  const parts = format(timeZone).formatToParts(Date.parse(instant));
  return `${periodIn(parts)}-${partOf(parts, 'day')}`;
}

/** An hour of a time zone: when it began, and how far it is from UTC, without which an hour that comes twice would be one. */
export interface LocalHour {
  /** `2026-11-23T07:15Z`: hours of zones that are half an hour off begin between those of UTC. */
  readonly start: string;
  /** `2026-11-23T13:00+05:45`. */
  readonly name: string;
}

/** The hour of the zone in which a moment is. No zone of our time changes, or begins an hour, but at a quarter of an hour of UTC. */
export function hourOf(instant: string, timeZone: string): LocalHour {
  const quarter = Math.floor(Date.parse(instant) / QUARTER);
  const key = `${timeZone} ${quarter}`;
  const known = hours.get(key);
  if (known) return known;
  const hour = hourAt(quarter * QUARTER, timeZone);
  if (hours.size >= MOST_ENDS) hours.clear();
  hours.set(key, hour);
  return hour;
}

function hourAt(epochMs: number, timeZone: string): LocalHour {
  const minutes = offsetMinutes(epochMs, timeZone);
  const local = epochMs + minutes * MINUTE;
  const start = Math.floor(local / HOUR) * HOUR;
  const text = (ms: number): string => isoInstant(ms).slice(0, 'yyyy-mm-ddThh:mm'.length);
  const offset = [Math.trunc(Math.abs(minutes) / 60), Math.abs(minutes) % 60].map((part) => String(part).padStart(2, '0')).join(':');
  return { start: `${text(start - minutes * MINUTE)}Z`, name: `${text(start)}${minutes < 0 ? '-' : '+'}${offset}` };
}

/** East of UTC. */
function offsetMinutes(epochMs: number, timeZone: string): number {
  if (timeZone === 'UTC') return 0;
  const parts = clock(timeZone).formatToParts(epochMs);
  const part = (type: string): number => Number(partOf(parts, type));
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'));
  return Math.round((local - epochMs) / MINUTE);
}

/** The first instant that is no longer in the period. Found by bisection, so that any zone's rules hold. */
export function periodEnd(period: string, timeZone: string): string {
  const nominal = Date.parse(`${nextPeriod(period)}-01T00:00:00.000Z`);
  if (timeZone === 'UTC') return isoInstant(nominal);
  const key = `${timeZone} ${period}`;
  const known = ends.get(key);
  if (known !== undefined) return known;
  const end = firstInstant(nominal, (instant) => periodOf(instant, timeZone) > period);
  if (ends.size >= MOST_ENDS) ends.clear();
  ends.set(key, end);
  return end;
}

/** The first instant of a calendar day, like `2026-11-23`; of one that the zone skipped, that of the next. */
export function dayStart(day: string, timeZone: string): string {
  return firstInstant(Date.parse(`${day}T00:00:00.000Z`), (instant) => dayOf(instant, timeZone) >= day);
}

/** Of what begins within two days of a time and never ends. */
function firstInstant(nominal: number, hasBegun: (instant: string) => boolean): string {
  let [before, within] = [nominal - 2 * DAY_MS, nominal + 2 * DAY_MS];
  while (within - before > 1) {
    const middle = Math.floor((before + within) / 2);
    if (hasBegun(isoInstant(middle))) within = middle;
    else before = middle;
  }
  return isoInstant(within);
}

export const periodStart = (period: string, timeZone: string): string => periodEnd(previousPeriod(period), timeZone);

/** The last millisecond of the period. */
export function lastInstant(period: string, timeZone: string): string {
  return lastBefore(periodEnd(period, timeZone));
}

export function nextPeriod(period: string): string {
  const month = Number(period.slice(5, 7));
  const year = Number(period.slice(0, 4));
  return month === 12 ? `${String(year + 1).padStart(4, '0')}-01` : `${period.slice(0, 5)}${String(month + 1).padStart(2, '0')}`;
}

export function previousPeriod(period: string): string {
  const month = Number(period.slice(5, 7));
  const year = Number(period.slice(0, 4));
  return month === 1 ? `${String(year - 1).padStart(4, '0')}-12` : `${period.slice(0, 5)}${String(month - 1).padStart(2, '0')}`;
}

/** There is no year 0000. */
export const isPeriod = (text: unknown): text is string => typeof text === 'string' && /^(?!0000)\d{4}-(0[1-9]|1[0-2])$/.test(text);

export function isTimeZone(text: unknown): text is string {
  if (typeof text !== 'string') return false;
  try {
    format(text);
    return true;
  } catch {
    return false;
  }
}

/** The last millisecond before a moment that is excluded. */
export const lastBefore = (instant: string): string => isoInstant(Date.parse(instant) - 1);

/** Milliseconds since the epoch as RFC 3339 UTC. */
function isoInstant(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

function format(timeZone: string): Intl.DateTimeFormat {
  let found = formats.get(timeZone);
  if (!found) {
    found = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    formats.set(timeZone, found);
  }
  return found;
}

function clock(timeZone: string): Intl.DateTimeFormat {
  let found = clocks.get(timeZone);
  if (!found) {
    const [digits, hourCycle] = ['2-digit', 'h23'] as const;
    const options = { timeZone, year: 'numeric', month: digits, day: digits, hour: digits, minute: digits, hourCycle } as const;
    clocks.set(timeZone, (found = new Intl.DateTimeFormat('en-CA', options)));
  }
  return found;
}

/** In milliseconds. */
const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const HOUR = 60 * MINUTE;
const DAY_MS = 24 * 60 * 60 * 1000;
