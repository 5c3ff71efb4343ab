/** When a read began and when its answer was there, in milliseconds of the observer's own clock, which only goes forward. */
export interface ReadTimes {
  readonly beganMs: number;
  readonly endedMs: number;
}

/**
 * How long something has not changed, as one observer can know it: only time between two reads that both succeeded counts, and of
 * each such gap at most `longestGapMs`. So neither an outage of the store nor a pause of the observer makes anything look dead.
 */
export class Stillness {
  #value: string | undefined;
  #lastMs = 0;
  #quietMs = 0;

  constructor(private readonly longestGapMs: number) {}

  /** A read found this value. Answers for how long it has been the same. */
  saw(value: string, { beganMs, endedMs }: ReadTimes): number {
    if (value === this.#value) this.#quietMs += Math.min(Math.max(0, beganMs - this.#lastMs), this.longestGapMs);
    else this.#quietMs = 0;
    this.#value = value;
    this.#lastMs = endedMs;
    return this.#quietMs;
  }

  /** A read failed, or says nothing: the time before it does not count. */
  forget(): void {
    this.#value = undefined;
    this.#quietMs = 0;
  }
}
