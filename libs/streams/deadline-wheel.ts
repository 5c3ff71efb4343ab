/** How coarse it is: a deadline is told so late at most, and never early. */
export const TICK_MS = 50;
/** Nearly a quarter of an hour; what is due later goes around more than once. */
const SLOTS = 16_384;

/** One thing that is due. It costs an object and two links, and is nearly always taken back. */
export class Deadline {
  /** Ticks from the beginning of the process; undefined while it is not set. */
  tick: number | undefined;
  before: Deadline | undefined;
  next: Deadline | undefined;

  constructor(readonly expire: () => void) {}
}

/** In a slot, and the beginning of its list. */
class Slot extends Deadline {
  constructor() {
    super(() => undefined);
  }
}

/**
 * All deadlines of requests over one timer, which runs as long as there are any. Whoever waits for seconds and nearly always hears before that does not need a
 * timer of his own, which would cost more than the rest of his waiting.
 */
export class DeadlineWheel {
  readonly #slots: (Slot | undefined)[] = Array.from({ length: SLOTS });
  #timer: NodeJS.Timeout | undefined;
  /** The last tick that was looked at. */
  #tick = 0;
  #set = 0;

  /** How many are set. */
  get size(): number {
    return this.#set;
  }

  /** Due in so many milliseconds from now. One that is set already is moved. */
  set(deadline: Deadline, inMs: number): void {
    this.clear(deadline);
    if (this.#timer === undefined) this.#start();
    // The tick that is just being looked at does not come again.
    const tick = Math.max(Math.ceil((realMs() + inMs) / TICK_MS), this.#tick + 1);
    const slot = (this.#slots[tick % SLOTS] ??= new Slot());
    deadline.tick = tick;
    deadline.before = slot;
    deadline.next = slot.next;
    if (slot.next) slot.next.before = deadline;
    slot.next = deadline;
    this.#set += 1;
  }

  /** Nothing is due any more. Does nothing where nothing was. */
  clear(deadline: Deadline): void {
    if (deadline.tick === undefined) return;
    const { before, next } = deadline;
    if (before) before.next = next;
    if (next) next.before = before;
    deadline.tick = deadline.before = deadline.next = undefined;
    this.#set -= 1;
  }

  #start(): void {
    this.#tick = Math.floor(realMs() / TICK_MS);
    this.#timer = setInterval(() => this.#look(), TICK_MS);
  }

  #look(): void {
    if (this.#set === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      return;
    }
    const now = Math.floor(realMs() / TICK_MS);
    while (this.#tick < now) {
      this.#tick += 1;
      this.#expire(this.#tick);
    }
  }

  /** Others of the slot may be set and cleared by whoever expires: it is looked at from its beginning again. */
  #expire(tick: number): void {
    const slot = this.#slots[tick % SLOTS];
    for (let due = slot?.next; due;) {
      if (due.tick !== tick) {
        due = due.next;
        continue;
      }
      this.clear(due);
      due.expire();
      due = slot?.next;
    }
  }
}

/** Time that goes on as timers do, whatever `performance.now()` is made to say. */
function realMs(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1_000 + nanoseconds / 1_000_000;
}

/** Of this process: where requests, holds and charges wait. */
export const deadlines = new DeadlineWheel();
