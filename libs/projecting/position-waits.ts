/** Those who wait until something is true, each with a limit of time. */
export class PositionWaits {
  readonly #waiting = new Set<{ readonly reached: () => boolean; readonly settle: (reached: boolean) => void }>();

  /** True as soon as `check` finds it reached; false when the time is over or the waiting ends. */
  add(reached: () => boolean, timeoutMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => wait.settle(false), timeoutMs);
      const wait = {
        reached,
        settle: (outcome: boolean): void => {
          clearTimeout(timer);
          this.#waiting.delete(wait);
          resolve(outcome);
        },
      };
      this.#waiting.add(wait);
    });
  }

  get none(): boolean {
    return this.#waiting.size === 0;
  }

  check(): void {
    for (const wait of this.#waiting) if (wait.reached()) wait.settle(true);
  }

  end(): void {
    for (const wait of this.#waiting) wait.settle(false);
  }
}
