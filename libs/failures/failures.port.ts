/**
 * How often somebody has failed of late, counted where every gateway of an installation sees it. Keys are keyed hashes and ids: no address and no e-mail
 * stands here. Everything ends by itself, nothing can be rebuilt, and losing it costs a few more tries at guessing. Whatever cannot be done throws
 * `FailuresUnavailableError`.
 */
export interface FailureStore {
  /**
   * Adds to a count, and tells what it is then. A count that has ended begins anew; one that is below zero is none. Counts of all gateways at the same time
   * add up.
   */
  add(key: string, by: 1 | -1, window: Window): Promise<Count>;
  forget(key: string): Promise<void>;
  /** One more refusal of this subject, in a tally that ends a window behind its first. One that has ended and was not taken goes on. */
  note(subject: string, from: string, window: Window): Promise<void>;
  /** Tallies that have ended, so many at most: each is given to one gateway, once. */
  takeEnded(nowMs: number, most: number): Promise<readonly Tally[]>;
  /** Drops counts that have ended. */
  sweep(nowMs: number): Promise<void>;
  close(): Promise<void>;
}

/** Milliseconds, of the epoch and in length. */
export interface Window {
  readonly nowMs: number;
  readonly windowMs: number;
}

export interface Count {
  readonly count: number;
  readonly endsAtMs: number;
}

export interface Tally {
  readonly subject: string;
  readonly count: number;
  /** Where they came from, the first `MOST_PLACES`. */
  readonly from: readonly string[];
  readonly sinceMs: number;
}

export const MOST_PLACES = 20;

/** The store does not answer, or cannot be opened. */
export class FailuresUnavailableError extends Error {
  readonly code = 'FAILURES_UNAVAILABLE';
}
