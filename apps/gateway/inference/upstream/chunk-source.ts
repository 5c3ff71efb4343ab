import { ChunkQueue, type ChunkSink, type ChunkSource } from './chunk-queue.js';

/** The chunks of a stream for a sink: as they come, where nothing has to be decoded. */
export function chunkSource(chunks: AsyncIterable<Buffer>): ChunkSource {
  return chunks instanceof ChunkQueue ? chunks : new PumpedChunks(chunks);
}

/** What comes out of a decoder. */
class PumpedChunks implements ChunkSource {
  private sink: ChunkSink | undefined;
  private isLeft = false;
  private held: PromiseWithResolvers<void> | undefined;

  constructor(private readonly chunks: AsyncIterable<Buffer>) {}

  readBy(sink: ChunkSink): void {
    const isFirst = this.sink === undefined;
    this.sink = sink;
    if (isFirst) void this.pump();
    else this.goOn();
  }

  hold(): void {
    this.held ??= Promise.withResolvers<void>();
  }

  goOn(): void {
    this.held?.resolve();
    this.held = undefined;
  }

  leave(): void {
    this.isLeft = true;
    this.goOn();
  }

  private async pump(): Promise<void> {
    try {
      for await (const chunk of this.chunks) {
        if (this.isLeft) return;
        this.sink?.chunk(chunk);
        await this.held?.promise;
      }
    } catch (fault) {
      if (!this.isLeft) this.sink?.failed(fault);
      return;
    }
    if (!this.isLeft) this.sink?.ended();
  }
}
