import { createHash } from 'node:crypto';

/** Above it a buffer is a pool, which its owner takes from over many steps. */
const POOL_BYTES = 1_024;

/**
 * Bytes that follow from who asks for how many, at which step, and for the how manieth time in that step. Not one sequence for all:
 * code that asks once more or less than it did changes what it gets itself and nothing else. A pool outlives its step, so pools of
 * one size are told apart by how many there were since the process began.
 */
export class FixedRandom {
  readonly #asked = new Map<string, number>();
  readonly #pools = new Map<number, number>();
  #step: number;
  readonly #began: number;

  constructor(
    private readonly step: () => number,
    private readonly thread: string,
  ) {
    this.#began = this.#step = step();
  }

  bytes(kind: string, size: number): Buffer {
    if (size >= POOL_BYTES) return expand(`${this.thread} ${this.#began} pool ${size} ${next(this.#pools, size)}`, size);
    const step = this.step();
    if (step !== this.#step) this.#asked.clear();
    this.#step = step;
    const what = `${kind} ${size}`;
    return expand(`${this.thread} ${step} ${what} ${next(this.#asked, what)}`, size);
  }

  /** From 0 up to 1. */
  fraction(): number {
    return this.bytes('fraction', 4).readUInt32BE() / 2 ** 32;
  }
}

/** How many there were before it. */
function next<Name>(counts: Map<Name, number>, name: Name): number {
  const count = counts.get(name) ?? 0;
  counts.set(name, count + 1);
  return count;
}

function expand(seed: string, size: number): Buffer {
  return createHash('shake256', { outputLength: size }).update(seed).digest();
}
