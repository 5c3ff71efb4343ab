import { AmbiguousError, type EventStore } from '#event-store';
import type { AccountBatch, Executed, PendingCommand } from './account.batch.js';

/** Outcomes kept for commands whose caller was told `AMBIGUOUS` and may come back. */
const MAX_CONFIRMED = 10_000;

/** Batches of which nobody knows whether they were written, and what those did that were. */
export class Doubts {
  private batches: AccountBatch[] = [];
  private readonly confirmed = new Map<string, Executed>();

  get isEmpty(): boolean {
    return this.batches.length === 0;
  }

  add(batch: AccountBatch): void {
    this.batches.push(batch);
  }

  /** It was written: what would stand there, and was not, never will. What was decided on it may still. */
  passedBy({ stream, after }: AccountBatch): void {
    this.batches = this.batches.filter((batch) => batch.stream === stream && batch.before.revision >= after.revision);
  }

  /** What a command did of which its caller was told `AMBIGUOUS`, as far as it is known by now. */
  earlier(commandId: string): Executed | undefined {
    return this.confirmed.get(commandId);
  }

  /** Whether an earlier try of the command may still be written. */
  wrote(commandId: string): boolean {
    return this.batches.some((batch) => batch.wrote(commandId));
  }

  /** What an earlier try of the command did stands already, whatever becomes of the batch that is being filled. */
  answers({ origin: { commandId }, resolve }: PendingCommand): boolean {
    if (this.confirmed.size === 0) return false;
    const earlier = this.confirmed.get(commandId);
    if (earlier) resolve(earlier);
    return this.confirmed.delete(commandId);
  }

  /**
   * Nothing was appended behind what is in doubt, so that may still land. A hold that is not there yet is no hold that is not there: its
   * end is decided once its fate is known, which whoever asks for the hold again finds out.
   */
  assertDecided({ pending }: AccountBatch): void {
    const isOpen = pending.some((each) => this.batches.some((batch) => batch.decides(each)));
    if (isOpen) throw new AmbiguousError('What the answer rests on may still be written');
  }

  /**
   * Where a doubtful batch was written after all, a retry of its commands gets their answers instead of a second effect. Where something
   * else stands behind what it was decided on, it never will be.
   */
  async settle(store: Pick<EventStore, 'readStream'>): Promise<void> {
    for (const batch of [...this.batches]) {
      const [first] = await store.readStream(batch.stream, { from: batch.before.revision + 1n, max: 1 });
      if (!first) continue; // may still be on its way: until we append, look again
      const [last] = await store.readStream(batch.stream, { from: batch.after.revision, max: 1 });
      this.batches = this.batches.filter((other) => other !== batch);
      // Told by the hash, which stands for all before it: the batch's last command may have been written by another batch, without the others.
      if (last?.metadata.hash !== batch.after.hash) continue;
      for (const [commandId, outcome] of batch.outcomes(last?.position ?? 0n)) this.confirmed.set(commandId, outcome);
    }
    for (const commandId of this.confirmed.keys()) if (this.confirmed.size > MAX_CONFIRMED) this.confirmed.delete(commandId);
  }
}
