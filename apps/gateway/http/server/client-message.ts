import { IncomingMessage } from 'node:http';

/** Takes a body piece by piece, as the parser finds it. */
export interface BodySink {
  chunk(bytes: Buffer): void;
  /** The body is whole. */
  end(): void;
  /** The connection broke before that. */
  failed(error: Error): void;
}

/**
 * A request whose body goes straight from the parser to whoever takes it, where he is there before its first byte. A stream between the two would keep each
 * piece, and tell of it and of the end a turn of the event loop later: that costs as much as reading the head.
 */
export class ClientMessage extends IncomingMessage {
  private sink: BodySink | undefined = undefined;

  /** False where some of it may stand in the stream by now, or its client waits to be told to send it: then it is read as any stream is. */
  takenBy(sink: BodySink): boolean {
    if (this.complete || this.destroyed || this.readableLength > 0 || this.readableFlowing !== null) return false;
    if (this.headers.expect !== undefined) return false;
    this.sink = sink;
    return true;
  }

  /** What is still to come of it is nobody's, and thrown away. */
  leave(): void {
    this.sink = undefined;
    if (!this.destroyed) this.resume();
  }

  /** Called by the parser, with null behind the last piece. */
  override push(chunk: unknown, encoding?: BufferEncoding): boolean {
    const { sink } = this;
    if (!sink) return super.push(chunk, encoding);
    if (chunk === null) {
      this.sink = undefined;
      sink.end();
    } else sink.chunk(chunk as Buffer);
    return true;
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    const { sink } = this;
    this.sink = undefined;
    super._destroy(error, done);
    if (error) sink?.failed(error);
  }
}
