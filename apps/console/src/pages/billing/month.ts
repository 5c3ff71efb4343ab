import { typedMoment } from '../../ui/show/zoned.js';

/** The month before (-1) or after (1) one like `2026-11`. */
export function monthBeside(period: string, direction: -1 | 1): string {
  const moment = new Date(Date.UTC(Number(period.slice(0, 4)), Number(period.slice(5, 7)) - 1 + direction, 1));
  return moment.toISOString().slice(0, 7);
}

/** In milliseconds, in the customer's zone: from inclusive, to exclusive. */
export function boundsOf(period: string, zone: string): { readonly fromMs: number; readonly toMs: number } {
  const start = (month: string): number => typedMoment(`${month}-01`, zone) ?? Date.parse(`${month}-01T00:00:00Z`);
  return { fromMs: start(period), toMs: start(monthBeside(period, 1)) };
}

/** The day of a zone, as the log is filtered by it. */
export function dayBounds(day: string, zone: string): { readonly from: string; readonly to: string } {
  const start = (text: string): string => new Date(typedMoment(text, zone) ?? Date.parse(`${text}T00:00:00Z`)).toISOString();
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  return { from: start(day), to: start(next) };
}

/** A calendar day or month has no zone: it is written as it is. */
export const dayName = (day: string, locale: string, isLong = false): string =>
  new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', ...(isLong && { year: 'numeric' }), timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  );

export const monthName = (period: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${period}-01T00:00:00Z`));
