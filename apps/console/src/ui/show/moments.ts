export type AgeUnit = 's' | 'min' | 'h' | 'd';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Older than this is said by its date. */
const RELATIVE_UP_TO = 7 * DAY;

/** Whole units between two moments in milliseconds, rounded down; undefined: too far for words such as "ago". */
export function age(atMs: number, nowMs: number): { readonly n: number; readonly unit: AgeUnit; readonly isPast: boolean } | undefined {
  const isPast = nowMs >= atMs;
  const span = Math.abs(nowMs - atMs);
  if (span >= RELATIVE_UP_TO) return undefined;
  if (span < MINUTE) return { n: Math.floor(span / SECOND), unit: 's', isPast };
  if (span < HOUR) return { n: Math.floor(span / MINUTE), unit: 'min', isPast };
  if (span < DAY) return { n: Math.floor(span / HOUR), unit: 'h', isPast };
  return { n: Math.floor(span / DAY), unit: 'd', isPast };
}

export type Precision = 'day' | 'minute' | 'second' | 'millisecond';

const PARTS: Readonly<Record<Precision, Intl.DateTimeFormatOptions>> = {
  day: {},
  minute: { hour: '2-digit', minute: '2-digit' },
  second: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
  millisecond: { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 },
};

/** "30 Nov 2026, 10:41:07" in a zone and a language. */
export function dateAndTime(atMs: number, zone: string, language: string, precision: Precision): string {
  const date: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', year: 'numeric' };
  return format(language, { ...date, ...PARTS[precision] }, zone).format(atMs);
}

/** "10:41:07.204". */
export function timeOfDay(atMs: number, zone: string, language: string, precision: Exclude<Precision, 'day'>): string {
  return format(language, PARTS[precision], zone).format(atMs);
}

/** As it is copied: RFC 3339 in UTC, whatever the zone of the page. */
export const canonical = (atMs: number): string => new Date(atMs).toISOString();

const FORMATS = new Map<string, Intl.DateTimeFormat>();

function format(language: string, options: Intl.DateTimeFormatOptions, zone: string): Intl.DateTimeFormat {
  const key = JSON.stringify([language, zone, options]);
  const known = FORMATS.get(key);
  if (known) return known;
  // Day before month and 24 hours in English: the console's own, whatever the country.
  const tag = language.startsWith('en') ? 'en-GB' : language;
  const made = new Intl.DateTimeFormat(tag, { ...options, timeZone: zone, hourCycle: 'h23' });
  FORMATS.set(key, made);
  return made;
}
