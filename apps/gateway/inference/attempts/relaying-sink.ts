import type { ChunkSink, ChunkSource } from '../upstream/index.js';
import type { BoundedRelay } from './bounded-relay.js';

/** Takes what comes of a provider's stream through its relay. A heavy event is read by a thread; what comes meanwhile waits. */
export abstract class RelayingSink implements ChunkSink {
  protected isAside = false;

  constructor(
    protected readonly relay: BoundedRelay,
    protected readonly source: ChunkSource,
  ) {}

  /** Nothing more is taken. */
  protected abstract get isOver(): boolean;

  /** What waited behind a heavy event may come. */
  protected abstract get takesMore(): boolean;

  /** What came of a chunk. */
  protected abstract relayed(out: Buffer | undefined): void;

  abstract ended(): void;

  abstract failed(fault: unknown): void;

  chunk(bytes: Buffer): void {
    if (this.isOver) return;
    try {
      const out = this.relay.push(bytes);
      if (out instanceof Promise) this.aside(out);
      else this.relayed(out);
    } catch (fault) {
      this.failed(fault);
    }
  }

  private aside(reading: Promise<Buffer | undefined>): void {
    this.isAside = true;
    this.source.hold();
    reading.then(
      (out) => {
        this.isAside = false;
        this.relayed(out);
        if (this.takesMore) this.source.goOn();
      },
      (fault: unknown) => {
        this.isAside = false;
        this.failed(fault);
      },
    );
  }
}
