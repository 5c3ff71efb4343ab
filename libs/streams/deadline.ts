import { AmbiguousError, WithdrawnError, type EventStore } from '#event-store';
import { Deadline, deadlines } from './deadline-wheel.js';

/**
 * Whoever asks is told so much later than the writers give up, so that what could be withdrawn is withdrawn by then. Deadlines are of
 * `performance.now()`, made once where a request comes in, and handed down: no step begins a time of its own behind the one before it.
 */
const TELL_AFTER_MS = 200;
/** A step behind one that was waited for beyond the deadline is begun within that, or withdrawn. */
const GOING_ON_MS = 1_000;

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

type Ends = Pick<EventStore, 'certain'>;

/**
 * How whoever asks is told. Where the engine is certain, by the work's own end: what was not begun in time has been withdrawn, so only a
 * commit that hangs is waited for. Elsewhere in time, whatever becomes of the work.
 */
export function told<Outcome>({ certain }: Ends, untilMs: number, what: string, work: Promise<Outcome>): Promise<Outcome> {
  return certain ? work : endedBy(untilMs, what, work);
}

/**
 * Until when a step of a command is begun. Where the engine is certain, a step that comes behind the deadline comes behind another that was
 * waited for, and has taken effect: the command is brought to its end, so that what its sender is told is true.
 */
export function begunBy({ certain }: Ends, untilMs: number): number {
  const nowMs = performance.now();
  return certain && untilMs < nowMs ? nowMs + GOING_ON_MS : untilMs;
}

/** The work's own outcome where it ends in time; else `UnendedError`. */
export function endedBy<Outcome>(untilMs: number, what: string, work: Promise<Outcome>): Promise<Outcome> {
  const late = (): Error => new UnendedError(`${what} has not ended in time`, work);
  return inTime(untilMs + TELL_AFTER_MS, work, late);
}

/** Waits for what has to come first: nothing of the work behind it is under way, so that this is withdrawn where its time is up. */
export function readyBy<Outcome>(untilMs: number, what: string, before: Promise<Outcome>): Promise<Outcome> {
  return inTime(untilMs, before, () => new WithdrawnError(`The turn of ${what} did not come in time: it was not begun`));
}

/** Throws `WithdrawnError` where it is too late to begin. */
export function assertInTime(untilMs: number, what: string): void {
  if (performance.now() > untilMs) throw new WithdrawnError(`The turn of ${what} came too late: it was not begun`);
}

function inTime<Outcome>(untilMs: number, work: Promise<Outcome>, fault: () => Error): Promise<Outcome> {
  if (untilMs === Infinity) return work;
  return new Promise((resolve, reject) => {
    const deadline = new Deadline(() => reject(fault()));
    deadlines.set(deadline, untilMs - performance.now());
    work.then(
      (outcome) => {
        deadlines.clear(deadline);
        resolve(outcome);
      },
      (error: Error) => {
        deadlines.clear(deadline);
        reject(error);
      },
    );
  });
}
