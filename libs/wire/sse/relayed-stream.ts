import { readUpstreamError, type UpstreamError } from '../common/upstream-error.js';
import { OutgoingBytes } from './outgoing-bytes.js';
import type { StreamState } from './stream-relay.js';
import { UpstreamFrames, joined } from './upstream-frames.js';

const MAX_HELD_BYTES = 1024 * 1024;

/**
 * The frames of a stream that goes on as its bytes came: what may leave at once, and its end, which is held until the charge is durable. What a frame means,
 * and so which way it goes, is for the dialect's relay to say: `relay` is called for each and calls `pass`, `finish` or `fail`.
 */
export class RelayedFrames {
  state: StreamState = 'open';
  /** An event came, not only comments. */
  started = false;
  /** From now on nothing leaves: a client may take it for the end of the answer. */
  holding = false;
  error: UpstreamError | undefined;
  private readonly frames = new UpstreamFrames();
  private readonly outgoing = new OutgoingBytes();
  private readonly held = new OutgoingBytes();
  private heldBytes = 0;

  constructor(private readonly relay: (frame: Buffer) => void) {}

  push(chunk: Buffer): Buffer | undefined {
    if (this.state !== 'open') return undefined;
    for (const frame of this.frames.push(chunk)) {
      if (this.state !== 'open') break;
      this.relay(frame);
    }
    if (this.frames.failure !== undefined) this.fail(this.frames.failure);
    return this.outgoing.take();
  }

  /** What is left for the client once the charge is durable. To be called once. */
  end(): Buffer | undefined {
    const rest = this.state === 'open' ? this.frames.rest() : undefined;
    if (rest) this.relay(rest);
    return joined(this.outgoing.take(), this.held.take());
  }

  pass(frame: Buffer, start = 0, end = frame.length): void {
    if (!this.holding) return this.outgoing.add(frame, start, end);
    this.heldBytes += end - start;
    if (this.heldBytes <= MAX_HELD_BYTES) return this.held.add(frame, start, end);
    this.fail('The provider kept sending after the end of its answer');
  }

  /** The dialect's terminal frame, however large it is. */
  finish(frame: Buffer): void {
    this.state = 'done';
    this.started = true;
    this.held.add(frame);
  }

  /** The provider's error is told by the gateway, in the client's dialect and after the charge. */
  fail(error: unknown): void {
    this.state = 'failed';
    this.error = readUpstreamError(error);
  }
}
