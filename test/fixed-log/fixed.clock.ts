import { closeSync, openSync, readSync, writeSync } from 'node:fs';

/** The file that holds it: milliseconds since the epoch, then the number of the step, both as doubles. */
const BYTES = 16;

/** What it is in a gateway whose clock is fixed. */
export interface Moment {
  readonly ms: number;
  /** Counts what the scenario has done: randomness begins anew with each. */
  readonly step: number;
}

/**
 * The clock of a scenario, in a file that every process and thread of it reads whenever it asks for the time. It stands still but
 * where the scenario says otherwise, so that no event depends on how fast the machine is or how often anyone looked.
 */
export class FixedClock {
  readonly #file: number;
  #ms: number;
  #step = 0;

  constructor(path: string, startsAt: string) {
    this.#file = openSync(path, 'w');
    this.#ms = Date.parse(startsAt);
    this.#write();
  }

  get ms(): number {
    return this.#ms;
  }

  /** What comes now is another step than what was. */
  advance(ms: number): void {
    this.#step += 1;
    this.pass(ms);
  }

  /** Time goes by within a step: a provider is slow. */
  pass(ms: number): void {
    this.#ms += ms;
    this.#write();
  }

  /** The next step is at this moment. */
  advanceTo(instant: string): void {
    this.advance(Date.parse(instant) - this.#ms);
  }

  close(): void {
    closeSync(this.#file);
  }

  #write(): void {
    writeSync(this.#file, new Uint8Array(new Float64Array([this.#ms, this.#step]).buffer), 0, BYTES, 0);
  }
}

/** In the process whose clock is fixed. */
export function clockReader(path: string): () => Moment {
  const file = openSync(path, 'r');
  const values = new Float64Array(BYTES / 8);
  const bytes = new Uint8Array(values.buffer);
  return () => {
    readSync(file, bytes, 0, BYTES, 0);
    const [ms = 0, step = 0] = values;
    return { ms, step };
  };
}
