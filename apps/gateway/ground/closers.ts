/**
 * The order in which a gateway stops, once no request is in flight: what makes work stops before what takes it.
 * Within a phase, what was registered last closes first.
 */
export const CLOSING_PHASES = ['requests', 'background', 'projections', 'stores', 'directory'] as const;
export type ClosingPhase = (typeof CLOSING_PHASES)[number];

interface Closer {
  readonly phase: ClosingPhase;
  readonly name: string;
  readonly close: () => Promise<void> | void;
}

/** Modules register here what has to be closed, when they have opened it. */
export class Closers {
  readonly #closers: Closer[] = [];
  #closing: Promise<readonly ClosingFault[]> | undefined;

  register(phase: ClosingPhase, name: string, close: () => Promise<void> | void): void {
    this.#closers.push({ phase, name, close });
  }

  /** A closer that fails does not keep the next from closing. Closing twice is closing once. */
  closeAll(): Promise<readonly ClosingFault[]> {
    this.#closing ??= this.#closeInOrder();
    return this.#closing;
  }

  async #closeInOrder(): Promise<readonly ClosingFault[]> {
    const faults: ClosingFault[] = [];
    for (const phase of CLOSING_PHASES) {
      for (const closer of this.#closers.filter((each) => each.phase === phase).reverse()) {
        try {
          await closer.close();
        } catch (cause) {
          faults.push({ name: closer.name, cause });
        }
      }
    }
    return faults;
  }
}

export interface ClosingFault {
  readonly name: string;
  readonly cause: unknown;
}
