/** "2026-11-23 15:36:05" in a zone. */
export function written(atMs: number, zone: string): string {
  return new Date(atMs + offset(atMs, zone)).toISOString().slice(0, 19).replace('T', ' ');
}

/** The reverse; seconds may be absent. Undefined: no moment of the calendar. In the hour that comes twice it is the second. */
export function typedMoment(text: string, zone: string): number | undefined {
  const match = /^\s*(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d))?)?\s*$/.exec(text);
  if (!match) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map((part) => Number(part ?? 0));
  const local = Date.UTC(year, month - 1, day, hour, minute, second);
  const isReal = new Date(local).toISOString().startsWith(text.trim().slice(0, 10)) && hour < 24 && minute < 60 && second < 60;
  if (!isReal) return undefined;
  const first = local - offset(local, zone);
  return local - offset(first, zone);
}

/** What the zone adds to UTC at a moment, milliseconds. */
function offset(atMs: number, zone: string): number {
  const options = {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  } as const;
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en', options).formatToParts(atMs).map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(atMs / 1000) * 1000;
}
