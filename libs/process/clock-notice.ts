import { readFileSync } from 'node:fs';
import type { ClockInfo } from './clock-acceptance.js';
import { leaveFile, takeFile } from './left-file.js';

/** What a gateway tells of a wall clock that it does not believe: stands in the data directory as long as it does not. */
export type ClockNotice = NonNullable<ClockInfo['clock']>;

export function writeClockNotice(file: string, notice: ClockNotice): void {
  leaveFile(file, JSON.stringify(notice));
}

/** Undefined where there is none, or none that can be read. */
export function readClockNotice(file: string): ClockNotice | undefined {
  try {
    const { moved_by_ms: moved, since } = JSON.parse(readFileSync(file, 'utf8')) as { moved_by_ms?: unknown; since?: unknown };
    return typeof moved === 'number' && typeof since === 'string' ? { moved_by_ms: moved, since } : undefined;
  } catch {
    return undefined;
  }
}

/** A person's answer, for the gateway that holds the directory. */
export function writeClockAcceptance(file: string, acceptance: string): void {
  leaveFile(file, acceptance);
}

/** Taken once. Undefined where nobody has accepted anything. */
export function takeClockAcceptance(file: string): string | undefined {
  return takeFile(file);
}
