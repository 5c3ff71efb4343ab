import type { Position } from '#event-store';

/**
 * How far a log is read: to a position, or to a moment by the time at which events were recorded. A moment stands before the first
 * event that was recorded later, so what has been answered for it never changes: nothing is ever put before that event.
 */
export type Moment = { readonly position: Position } | { readonly instant: string };

export function isBeyond(
  moment: Moment,
  event: { readonly position: Position; readonly metadata: { readonly recorded: string } },
): boolean {
  return 'position' in moment ? event.position > moment.position : event.metadata.recorded > moment.instant;
}

const RFC3339 = /^(\d{4}-\d\d-\d\d)T(?:[01]\d|2[0-3]):\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;

/**
 * Reads `120` or an RFC 3339 time; undefined for anything else. Digits below the millisecond, which no event has, are cut: nothing
 * can have been recorded between.
 */
export function parseMoment(text: string): Moment | undefined {
  if (/^\d{1,39}$/.test(text)) return { position: BigInt(text) };
  const day = RFC3339.exec(text)?.[1];
  const at = day === undefined ? undefined : new Date(text.toUpperCase());
  if (at === undefined || Number.isNaN(at.getTime()) || !isCalendarDay(day as string)) return undefined;
  return { instant: at.toISOString() };
}

/** `Date` takes 31 February for 3 March. */
function isCalendarDay(day: string): boolean {
  return new Date(`${day}T00:00:00.000Z`).toISOString().startsWith(day);
}
