import type { Clock } from './clock.js';

/**
 * What a life tells of a wall clock that it does not believe, beside its version; empty while it does. A type, so that it can stand in
 * a document.
 */
export type ClockInfo = { readonly clock?: { readonly moved_by_ms: number; readonly since: string } };

export function clockInfo({ doubt }: Clock): ClockInfo {
  return doubt === undefined ? {} : { clock: { moved_by_ms: Math.round(doubt.movedByMs), since: instant(doubt.sinceMs) } };
}

const ACCEPT = 'clock accept ';

/** What is asked of a life whose clock a person accepts. The moment names the move, so that no later one is accepted with it. */
export const clockAcceptance = (since: string): string => `${ACCEPT}${since}`;

/** True where the move that was meant is the one in doubt, and is believed now. */
export function hearAcceptance(clock: Clock, asked: string): boolean {
  const { doubt } = clock;
  return doubt !== undefined && asked === clockAcceptance(instant(doubt.sinceMs)) && clock.accept();
}

const instant = (ms: number): string => new Date(ms).toISOString();
