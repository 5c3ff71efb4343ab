/** Lets loops sleep until something has changed. Take the promise before looking, so that no change falls between. */
export class Wakeup {
  #next = Promise.withResolvers<void>();

  /** Resolves at the next `wake()`, or after `pollMs` where nobody may call it. */
  next(pollMs?: number): Promise<void> {
    const woken = this.#next.promise;
    if (pollMs === undefined) return woken;
    let timer: NodeJS.Timeout;
    const polled = new Promise<void>((resolve) => (timer = setTimeout(resolve, pollMs)));
    return Promise.race([woken, polled]).finally(() => clearTimeout(timer));
  }

  wake(): void {
    this.#next.resolve();
    this.#next = Promise.withResolvers<void>();
  }
}
