import { readyBy } from './deadline.js';

/** Work under one name is done one after another, whatever becomes of it; under different names side by side. */
export class InTurn {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Where its turn has not come by `untilMs` (of `performance.now()`) it is not done any more: `WithdrawnError`, at that moment. */
  take<Result>(name: string, work: () => Promise<Result>, untilMs = Infinity): Promise<Result> {
    const before = this.#last.get(name) ?? Promise.resolve();
    const done = readyBy(untilMs, name, before).then(work);
    const last = Promise.allSettled([before, done]);
    this.#last.set(name, last);
    void last.then(() => {
      if (this.#last.get(name) === last) this.#last.delete(name);
    });
    return done;
  }
}
