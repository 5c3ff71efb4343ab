/** A reason for a gateway to stop that no signal gives: it cannot go on as it is, and a new start can. */
export class StopRequest {
  readonly #asked = Promise.withResolvers<string>();

  ask(reason: string): void {
    this.#asked.resolve(reason);
  }

  /** Resolves with the first reason; never, as long as there is none. */
  get asked(): Promise<string> {
    return this.#asked.promise;
  }
}
