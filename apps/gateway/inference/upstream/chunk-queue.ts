import type { Dispatcher } from 'undici';
import { UpstreamFault } from './upstream-fault.js';

/** Above this many unread bytes the provider's socket is paused; it goes on when all are read. */
const HIGH_WATER_BYTES = 256 * 1024;
/** A reader that has what it needs leaves before the last bytes of the framing: they are awaited this long, so that the connection can serve again. */
const LINGER_MS = 250;

/** The body of a stream, chunk by chunk as the socket delivers it, for one reader. Breaking out of the loop ends the call. */
export class ChunkQueue implements AsyncIterableIterator<Buffer> {
  private readonly unread: Buffer[] = [];
  private unreadBytes = 0;
  private ended = false;
  private left = false;
  private fault: UpstreamFault | undefined;
  private waiting: { resolve: (result: IteratorResult<Buffer>) => void; reject: (fault: UpstreamFault) => void } | undefined;

  constructor(private readonly controller: Dispatcher.DispatchController) {}

  push(chunk: Buffer): void {
    if (this.left) return;
    if (this.waiting) {
      const { resolve } = this.waiting;
      this.waiting = undefined;
      resolve({ done: false, value: chunk });
      return;
    }
    this.unread.push(chunk);
    this.unreadBytes += chunk.length;
    if (this.unreadBytes > HIGH_WATER_BYTES) this.controller.pause();
  }

  end(): void {
    this.ended = true;
    this.waiting?.resolve(OVER);
    this.waiting = undefined;
  }

  /** What came before the fault is still read first. */
  fail(fault: UpstreamFault): void {
    this.ended = true;
    this.fault = fault;
    if (!this.waiting) return;
    this.fault = undefined;
    this.waiting.reject(fault);
    this.waiting = undefined;
  }

  next(): Promise<IteratorResult<Buffer>> {
    const chunk = this.unread.shift();
    if (chunk) {
      this.unreadBytes -= chunk.length;
      if (this.unread.length === 0 && this.controller.paused) this.controller.resume();
      return Promise.resolve({ done: false, value: chunk });
    }
    if (this.fault) {
      const fault = this.fault;
      this.fault = undefined;
      return Promise.reject(fault);
    }
    if (this.ended || this.left) return Promise.resolve(OVER);
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
    });
  }

  return(): Promise<IteratorResult<Buffer>> {
    if (!this.ended && !this.left) {
      this.left = true;
      this.unread.length = 0;
      if (this.controller.paused) this.controller.resume();
      setTimeout(() => {
        if (!this.ended) this.controller.abort(new UpstreamFault('ABORTED'));
      }, LINGER_MS).unref();
    }
    return Promise.resolve(OVER);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

const OVER: IteratorResult<Buffer> = { done: true, value: undefined };
