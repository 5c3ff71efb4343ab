interface StartTask {
  readonly name: string;
  readonly run: () => Promise<void>;
}

/** What has to be done once everything is composed and before the port opens, in the order in which features registered it. */
export class Startup {
  readonly #tasks: StartTask[] = [];

  register(name: string, run: () => Promise<void>): void {
    this.#tasks.push({ name, run });
  }

  async run(): Promise<void> {
    for (const { run } of this.#tasks) await run();
  }
}
