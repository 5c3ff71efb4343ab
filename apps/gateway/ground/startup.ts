interface StartTask {
  readonly name: string;
  readonly run: () => Promise<void>;
}

/** What has to be done once everything is composed, in the order in which features registered it: before the port opens, or behind. */
export class Startup {
  readonly #beforeListening: StartTask[] = [];
  readonly #onceListening: StartTask[] = [];

  register(name: string, run: () => Promise<void>): void {
    this.#beforeListening.push({ name, run });
  }

  /** For what must not have happened if the port cannot be had: secrets that are shown once. */
  registerOnceListening(name: string, run: () => Promise<void>): void {
    this.#onceListening.push({ name, run });
  }

  async beforeListening(): Promise<void> {
    for (const { run } of this.#beforeListening) await run();
  }

  async onceListening(): Promise<void> {
    for (const { run } of this.#onceListening) await run();
  }
}
