import { AmbiguousError, WithdrawnError } from '#event-store';

/**
 * Whoever asks is told so much later than the writers give up, so that what could be withdrawn is withdrawn by then. Deadlines are of
 * `performance.now()`, made once where a request comes in, and handed down: no step begins a time of its own behind the one before it.
 */
const TELL_AFTER_MS = 200;

/** By when work is given up for whoever asks to be answered within so many milliseconds from now. */
export const answeredWithin = (ms: number): number => performance.now() + ms - TELL_AFTER_MS;

/** Its time is up, and it has not ended: it may still take effect. */
export class UnendedError extends AmbiguousError {
  constructor(
    message: string,
    /** How it ends after all: as the work itself would have. */
    readonly end: Promise<unknown>,
  ) {
    super(message);
  }
}

/** The work's own outcome where it ends in time; else `UnendedError`. */
export async function endedBy<Outcome>(untilMs: number, what: string, work: Promise<Outcome>): Promise<Outcome> {
  if (untilMs === Infinity) return work;
  let timer: NodeJS.Timeout | undefined;
  const leftMs = Math.max(0, Math.ceil(untilMs + TELL_AFTER_MS - performance.now()));
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new UnendedError(`${what} has not ended in time`, work)), leftMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** Waits for what has to come first: nothing of the work behind it is under way, so that this is withdrawn where its time is up. */
export async function readyBy<Outcome>(untilMs: number, what: string, before: Promise<Outcome>): Promise<Outcome> {
  if (untilMs === Infinity) return before;
  let timer: NodeJS.Timeout | undefined;
  const leftMs = Math.max(0, Math.ceil(untilMs - performance.now()));
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new WithdrawnError(`The turn of ${what} did not come in time: it was not begun`)), leftMs);
  });
  return Promise.race([before, late]).finally(() => clearTimeout(timer));
}

/** Throws `WithdrawnError` where it is too late to begin. */
export function assertInTime(untilMs: number, what: string): void {
  if (performance.now() > untilMs) throw new WithdrawnError(`The turn of ${what} came too late: it was not begun`);
}
