/** One timer for many deadlines, which rings when the earliest of them is due: nearly none is ever reached, and none costs a timer of its own. */
export class Alarm {
  #timer: NodeJS.Timeout | undefined;
  #atMs = Infinity;

  constructor(private readonly ring: () => void) {}

  /** Rings by then, of `performance.now()`. Who is rung for asks again by what is still to come. */
  by(untilMs: number): void {
    if (untilMs >= this.#atMs) return;
    clearTimeout(this.#timer);
    this.#atMs = untilMs;
    const leftMs = Math.max(0, Math.ceil(untilMs - performance.now()));
    this.#timer = setTimeout(() => this.#due(), leftMs).unref();
  }

  #due(): void {
    this.#atMs = Infinity;
    this.ring();
  }
}
