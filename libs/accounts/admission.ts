/** Open requests of one account at a time, and how many more may wait for their turn. */
export interface AdmissionLimits {
  readonly inFlight: number;
  readonly waiting: number;
}

export const DEFAULT_ADMISSION: AdmissionLimits = { inFlight: 2_000, waiting: 10_000 };

/** Gives its place back; a second call does nothing. */
export type Leave = () => void;

/** Bounds what one account can have open and queued, first come first served. */
export class Admission {
  private inFlight = 0;
  private readonly waiting: ((leave: Leave) => void)[] = [];

  constructor(private readonly limits: AdmissionLimits = DEFAULT_ADMISSION) {}

  /** A place at once or as soon as one is free; undefined when the queue is full. */
  enter(): Leave | Promise<Leave> | undefined {
    if (this.inFlight < this.limits.inFlight) {
      this.inFlight += 1;
      return this.leave();
    }
    if (this.waiting.length >= this.limits.waiting) return undefined;
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  get empty(): boolean {
    return this.inFlight === 0;
  }

  private leave(): Leave {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      const next = this.waiting.shift();
      if (next) next(this.leave());
      else this.inFlight -= 1;
    };
  }
}
