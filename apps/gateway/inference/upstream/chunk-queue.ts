import type { Dispatcher } from 'undici';
import type { RequestMemory } from '../../ground/memory-budget.js';
import { UpstreamFault } from './upstream-fault.js';

/** Above this many unread bytes the provider's socket is paused; it goes on when all are read. */
const HIGH_WATER_BYTES = 256 * 1024;
/** A reader that has what it needs leaves before the last bytes of the framing: they are awaited this long, so that the connection can serve again. */
const LINGER_MS = 250;
/** Whoever sends more than framing behind the end of his answer is not waited for. */
const LINGER_BYTES = 64 * 1024;

/** The body of a stream, chunk by chunk as the socket delivers it, for one reader. Breaking out of the loop ends the call. */
export class ChunkQueue implements AsyncIterableIterator<Buffer> {
  private readonly unread: Buffer[] = [];
  private unreadBytes = 0;
  private ended = false;
  private left = false;
  private fault: UpstreamFault | undefined;
  private waiting: { resolve: (result: IteratorResult<Buffer>) => void; reject: (fault: UpstreamFault) => void } | undefined;

  private lingeredBytes = 0;

  constructor(
    private readonly controller: Dispatcher.DispatchController,
    private readonly memory: RequestMemory,
  ) {}

  push(chunk: Buffer): void {
    if (this.left) return this.linger(chunk.length);
    if (this.waiting) {
      const { resolve } = this.waiting;
      this.waiting = undefined;
      resolve({ done: false, value: chunk });
      return;
    }
    this.unread.push(chunk);
    this.unreadBytes += chunk.length;
    this.memory.keep(chunk.length);
    if (this.unreadBytes > HIGH_WATER_BYTES) this.controller.pause();
  }

  /** Once all is read, and there is memory for more. */
  goOn(): void {
    if (this.unread.length === 0 && this.controller.paused && !this.memory.mustWait) this.controller.resume();
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
      this.memory.keep(-chunk.length);
      this.goOn();
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
      this.memory.keep(-this.unreadBytes);
      this.unreadBytes = 0;
      if (this.controller.paused) this.controller.resume();
      setTimeout(() => this.leave(), LINGER_MS).unref();
    }
    return Promise.resolve(OVER);
  }

  private linger(bytes: number): void {
    this.lingeredBytes += bytes;
    if (this.lingeredBytes > LINGER_BYTES) this.leave();
  }

  private leave(): void {
    if (!this.ended) this.controller.abort(new UpstreamFault('ABORTED'));
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

const OVER: IteratorResult<Buffer> = { done: true, value: undefined };
