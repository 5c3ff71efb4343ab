import { readUpstreamError, type UpstreamError } from '../common/upstream-error.js';
import type { SseFields } from './frames.js';
import type { StreamFacts, StreamState } from './stream-facts.js';
import { UpstreamFrames } from './upstream-frames.js';

/** A provider's stream, frame by frame, whichever way each of them goes: until one ends it, or is too heavy to be read here. */
export abstract class FrameRelay {
  /** A trait of its provider: it never marks the end of a stream. */
  endsWithoutDone = false;
  protected readonly frames = new UpstreamFrames();
  /** Why the stream cannot be relayed any further; what the provider itself reports stands among the facts. */
  protected failure: UpstreamError | undefined;

  protected abstract readonly facts: StreamFacts;

  protected abstract relay(frame: Buffer): void;

  /** A dialect that knows most of its frames by their first bytes relays those that come next by itself. */
  protected relayAhead(): void {}

  /** What may leave at once. */
  protected abstract take(): Buffer | undefined;

  get state(): StreamState {
    return this.failure ? 'failed' : this.facts.state;
  }

  get unfinishedBytes(): number {
    return this.frames.unfinishedBytes;
  }

  get heavy(): Buffer | undefined {
    return this.state === 'open' ? this.frames.heavy : undefined;
  }

  push(chunk: Buffer): Buffer | undefined {
    if (this.state !== 'open') return undefined;
    this.frames.push(chunk);
    return this.relayAll();
  }

  goOn(fields: SseFields): Buffer | undefined {
    this.frames.read(fields);
    return this.relayAll();
  }

  /** The end of the stream has come: with it what was left of it, if that is a frame. */
  protected relayRest(): void {
    const rest = this.state === 'open' ? this.frames.rest() : undefined;
    if (rest) this.relay(rest);
  }

  protected fail(message: string): void {
    this.failure = readUpstreamError(message);
  }

  private relayAll(): Buffer | undefined {
    do {
      this.relayAhead();
      const frame = this.frames.next();
      if (frame === undefined) break;
      this.relay(frame);
    } while (this.state === 'open');
    if (this.frames.failure !== undefined) this.fail(this.frames.failure);
    return this.take();
  }
}
