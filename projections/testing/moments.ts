const START_MS = Date.UTC(2026, 10, 1);
const HOUR_MS = 3_600_000;

/** A moment so many hours after the first of November 2026, RFC 3339 UTC. */
export const isoAt = (hours: number): string => new Date(START_MS + hours * HOUR_MS).toISOString();
