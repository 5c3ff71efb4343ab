import { refuse } from '../errors/refusal.js';

const RFC3339 = /^(\d{4}-\d\d-\d\d)[Tt](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)$/;

/**
 * RFC 3339 with its offset, as UTC with milliseconds; undefined for anything else. A day that its month does not have is not taken
 * for one of the next, and no year is beyond 9999: such texts would not sort as their moments do. No leap seconds.
 */
export function parseInstant(text: string): string | undefined {
  const day = RFC3339.exec(text)?.[1];
  if (day === undefined || !isDay(day)) return undefined;
  const moment = new Date(text.toUpperCase());
  if (Number.isNaN(moment.getTime())) return undefined;
  const instant = moment.toISOString();
  return instant.length === '2026-11-23T10:00:00.000Z'.length ? instant : undefined;
}

/** A day like `2026-11-23` that there is: no year is 0000. */
export function isDay(text: string): boolean {
  const moment = /^(?!0000)\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(moment) && new Date(moment).toISOString().startsWith(text);
}

export function requireInstant(text: string, field: string): string {
  return parseInstant(text) ?? refuse('INVALID_REQUEST', { field, message: notAnInstant(field) });
}

export const notAnInstant = (field: string): string => `${field} must be an RFC 3339 time like 2026-11-23T10:00:00Z`;
