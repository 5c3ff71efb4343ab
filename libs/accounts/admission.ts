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
  private waiting: { readonly admit: (leave: Leave) => void; readonly refuse: (fault: unknown) => void }[] = [];

  constructor(private readonly limits: AdmissionLimits = DEFAULT_ADMISSION) {}

  /** A place at once or as soon as one is free; undefined when the queue is full. Rejects where those ahead find that nothing can be held. */
  enter(): Leave | Promise<Leave> | undefined {
    if (this.inFlight < this.limits.inFlight) {
      this.inFlight += 1;
      return this.leave();
    }
    if (this.waiting.length >= this.limits.waiting) return undefined;
    return new Promise((admit, refuse) => this.waiting.push({ admit, refuse }));
  }

  /** The log takes nothing: whoever waits is told so now, and not once for each wave of those ahead. */
  refuseWaiting(fault: unknown): void {
    const waiting = this.waiting;
    this.waiting = [];
    for (const { refuse } of waiting) refuse(fault);
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
      if (next) next.admit(this.leave());
      else this.inFlight -= 1;
    };
  }
}
