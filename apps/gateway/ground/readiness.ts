/** Why the gateway is not ready, in a few words; undefined when it is. Must answer at once: orchestrators ask every second. */
export type ReadinessCheck = () => string | undefined | Promise<string | undefined>;

/** Modules register what has to be true before a request can be served. */
export class Readiness {
  readonly #checks = new Map<string, ReadinessCheck>();
  readonly #warnings = new Map<string, () => string | undefined>();

  register(name: string, check: ReadinessCheck): void {
    this.#checks.set(name, check);
  }

  /** What a person should look at, though requests are served; undefined while there is nothing. */
  registerWarning(name: string, warning: () => string | undefined): void {
    this.#warnings.set(name, warning);
  }

  /** Undefined where there are none. */
  warnings(): Readonly<Record<string, string>> | undefined {
    const found = [...this.#warnings].map(([name, warning]) => [name, warning()] as const).filter(([, text]) => text !== undefined);
    return found.length === 0 ? undefined : (Object.fromEntries(found) as Record<string, string>);
  }

  /** Name of each check and why it fails; a check that throws or takes longer than a second has failed. */
  async failures(): Promise<Readonly<Record<string, string>>> {
    const results = await Promise.all([...this.#checks].map(async ([name, check]) => [name, await outcome(check)] as const));
    return Object.fromEntries(results.filter((entry): entry is readonly [string, string] => entry[1] !== undefined));
  }
}

async function outcome(check: ReadinessCheck): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => (timer = setTimeout(resolve, 1_000, 'does not answer')));
  try {
    return await Promise.race([check(), late]);
  } catch {
    return 'failed';
  } finally {
    clearTimeout(timer);
  }
}
