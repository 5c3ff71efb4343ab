import type { AnswerBounds } from '#routing';
import type { StreamRelay } from '#wire';
import type { RequestMemory } from '../../ground/memory-budget.js';
import { UpstreamFault } from '../upstream/index.js';

/** A provider's stream within its bounds: whether the client still listens or not, what the stream makes us keep is counted, and what goes beyond is cut. */
export class BoundedRelay {
  private bytes = 0;
  private keptBytes = 0;

  constructor(
    readonly machine: StreamRelay,
    private readonly bounds: AnswerBounds,
    private readonly memory: RequestMemory,
  ) {}

  /** Throws the fault `BODY_TOO_LARGE`. */
  push(chunk: Buffer): Buffer | undefined {
    const { machine, bounds } = this;
    const out = machine.push(chunk);
    this.bytes += chunk.length;
    const kept = machine.keptBytes;
    this.memory.keep(kept - this.keptBytes);
    this.keptBytes = kept;
    if (machine.state !== 'open') return out;
    if (this.bytes > bounds.stream || machine.unfinishedBytes > bounds.whole || machine.hasMoreTextThan(bounds.text))
      throw new UpstreamFault('BODY_TOO_LARGE');
    return out;
  }
}
