import { uptime } from 'node:os';
import { Clock, type ClockChange } from '#process';
import type { Logger } from 'pino';

const MEANWHILE =
  'commands go on at the time before plus what has really passed, and no month closes, until ten minutes have passed on it ' +
  'or `tokenok clock accept` says that it is right';

/** The clock of this life: one for all commands. */
export function systemClock(log: Logger): Clock {
  const sources = { wallMs: () => Date.now(), uptimeMs: () => uptime() * 1_000, elapsedMs: () => performance.now() };
  return new Clock(sources, (change) => tell(change, log));
}

function tell({ kind, movedByMs }: ClockChange, log: Logger): void {
  const facts = { moved_by_ms: Math.round(movedByMs) };
  if (kind === 'moved') log.error(facts, `The wall clock ${movedBy(movedByMs)}: ${MEANWHILE}`);
  else if (kind === 'returned') log.warn(facts, "The wall clock is back where the machine's uptime has it: commands take its time again");
  else log.warn(facts, `The wall clock ${movedBy(movedByMs)}, and is believed from now on`);
}

/** `moved by +3600 s against the machine's uptime` */
export function movedBy(byMs: number): string {
  return `moved by ${byMs < 0 ? '' : '+'}${Math.round(byMs / 1_000)} s against the machine's uptime`;
}
