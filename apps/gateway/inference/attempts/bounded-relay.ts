import type { AnswerBounds } from '#routing';
import type { StreamRelay } from '#wire';
import type { RequestMemory } from '../../ground/memory-budget.js';
import type { Bodies } from '../bodies/bodies.js';
import { UpstreamFault } from '../upstream/index.js';

/** A provider's stream within its bounds: whether the client still listens or not, what the stream makes us keep is counted, and what goes beyond is cut. */
export class BoundedRelay {
  private bytes = 0;
  private keptBytes = 0;

  constructor(
    readonly machine: StreamRelay,
    private readonly bounds: AnswerBounds,
    private readonly memory: RequestMemory,
    private readonly bodies: Bodies,
  ) {}

  /** A promise where an event in it is read aside. Throws the fault `BODY_TOO_LARGE`. */
  push(chunk: Buffer): Buffer | undefined | Promise<Buffer | undefined> {
    const out = this.machine.push(chunk);
    this.bytes += chunk.length;
    return this.machine.heavy ? this.goOn(out, this.machine.heavy) : this.within(out);
  }

  private async goOn(first: Buffer | undefined, heavy: Buffer): Promise<Buffer | undefined> {
    const { machine } = this;
    const parts = [this.within(first)];
    for (let next: Buffer | undefined = heavy; next; next = machine.heavy)
      parts.push(this.within(machine.goOn(await this.bodies.abridged(next))));
    const made = parts.filter((part) => part !== undefined);
    return made.length > 1 ? Buffer.concat(made) : made[0];
  }

  private within(out: Buffer | undefined): Buffer | undefined {
    const { machine, bounds } = this;
    const kept = machine.keptBytes;
    this.memory.keep(kept - this.keptBytes);
    this.keptBytes = kept;
    if (machine.state !== 'open') return out;
    if (this.bytes > bounds.stream || machine.unfinishedBytes > bounds.whole || machine.hasMoreTextThan(bounds.text))
      throw new UpstreamFault('BODY_TOO_LARGE');
    return out;
  }
}
