import type { AnswerBounds } from '#routing';
import type { RequestMemory } from '../../ground/memory-budget.js';
import { UpstreamFault, chunkSource, type ChunkSink, type StreamResponse } from '../upstream/index.js';

/** Hears once. */
export interface GatheringListener {
  gathered(bytes: Buffer): void;
  failed(fault: unknown): void;
}

/** A stream for who asked for a plain answer: held whole, as a plain answer is, until it has ended. */
export class GatheringStream implements ChunkSink {
  private readonly parts: Buffer[] = [];
  private bytes = 0;
  private isOver = false;

  constructor(
    private readonly response: StreamResponse,
    private readonly bounds: AnswerBounds,
    private readonly memory: RequestMemory,
    private readonly listener: GatheringListener,
  ) {}

  begin(): void {
    chunkSource(this.response.chunks).readBy(this);
  }

  chunk(bytes: Buffer): void {
    if (this.isOver) return;
    this.parts.push(bytes);
    this.bytes += bytes.length;
    this.memory.keep(bytes.length);
    if (this.bytes > this.bounds.stream) this.failed(new UpstreamFault('BODY_TOO_LARGE'));
  }

  ended(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.listener.gathered(Buffer.concat(this.parts, this.bytes));
  }

  failed(fault: unknown): void {
    if (this.isOver) return;
    this.isOver = true;
    this.listener.failed(fault);
  }
}
