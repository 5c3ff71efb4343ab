import type { PendingAppend } from './sqlite.pending.js';
import { CLAIM, type Claims } from './sqlite.protocol.js';

/** Cells of the batches that are in flight, of which each append has one: it says whether the writer has taken it, or nobody wants it any more. */
export class Slots {
  #slot = 0;

  constructor(
    private readonly claims: Claims,
    private readonly sizes: { readonly maxBatch: number; readonly maxInFlight: number },
  ) {}

  /** Batches are answered in the order in which they are posted, so a slot is free again when its turn comes. */
  claim(batch: readonly PendingAppend[]): number {
    const { maxBatch, maxInFlight } = this.sizes;
    const slot = this.#slot * maxBatch;
    this.#slot = (this.#slot + 1) % maxInFlight;
    batch.forEach((append, index) => {
      append.state = 'in flight';
      append.cell = slot + index;
      Atomics.store(this.claims, append.cell, CLAIM.OPEN);
    });
    return slot;
  }

  /** False where it is withdrawn now: the writer passes it over. */
  isTaken({ cell }: PendingAppend): boolean {
    return Atomics.compareExchange(this.claims, cell, CLAIM.OPEN, CLAIM.WITHDRAWN) === CLAIM.TAKEN;
  }
}
