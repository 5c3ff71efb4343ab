import type { AnswerControl } from '#http-client';
import { Deadline, deadlines } from '#streams';
import type { RequestMemory } from '../../ground/memory-budget.js';
import { UpstreamFault } from './upstream-fault.js';

/** Above this many unread bytes the provider's socket is paused; it goes on when all are read. */
const HIGH_WATER_BYTES = 256 * 1024;
/** A reader that has what it needs leaves before the last bytes of the framing: they are awaited this long, so that the connection can serve again. */
const LINGER_MS = 250;
/** Whoever sends more than framing behind the end of his answer is not waited for. */
const LINGER_BYTES = 64 * 1024;

/** Who reads a stream as it comes. He is told its end once, or its fault, behind everything that came before. */
export interface ChunkSink {
  chunk(bytes: Buffer): void;
  ended(): void;
  failed(fault: unknown): void;
}

/** A stream that is read as it comes. */
export interface ChunkSource {
  /** From now on, and what came before at once; it may be handed on to another one. */
  readBy(sink: ChunkSink): void;
  /** The sink takes no more for now. */
  hold(): void;
  /** It takes more. */
  goOn(): void;
  /** Nothing more is wanted, and nothing more is told. */
  leave(): void;
}

/**
 * The body of a stream, chunk by chunk as the socket delivers it, for one reader: a sink, which costs nothing, or a loop. Breaking out of the loop ends the
 * call.
 */
export class ChunkQueue implements AsyncIterableIterator<Buffer>, ChunkSource {
  private readonly unread: Buffer[] = [];
  private unreadBytes = 0;
  private ended = false;
  private left = false;
  private fault: UpstreamFault | undefined;
  private waiting: { resolve: (result: IteratorResult<Buffer>) => void; reject: (fault: UpstreamFault) => void } | undefined;

  /** Set once nobody reads any more, for as long as the framing is awaited: what it would keep alive is all of the request. */
  private lingering: Deadline | undefined;
  private lingeredBytes = 0;
  private sink: ChunkSink | undefined;
  private isHeld = false;
  private isTold = false;
  /** What comes meanwhile (a connection that is resumed may deliver at once) stands behind what is being told. */
  private isTelling = false;

  constructor(
    private readonly controller: AnswerControl,
    private readonly memory: RequestMemory,
  ) {}

  push(chunk: Buffer): void {
    if (this.left) return this.linger(chunk.length);
    if (this.sink && !this.isHeld && !this.isTelling && this.unread.length === 0) return this.sink.chunk(chunk);
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
  resume(): void {
    if (this.unread.length === 0 && this.controller.paused && !this.memory.mustWait) this.controller.resume();
  }

  readBy(sink: ChunkSink): void {
    this.sink = sink;
    this.goOn();
  }

  hold(): void {
    this.isHeld = true;
  }

  goOn(): void {
    this.isHeld = false;
    if (this.isTelling) return;
    this.isTelling = true;
    while (this.sink && !this.isHeld && !this.left) {
      const chunk = this.unread.shift();
      if (!chunk) break;
      this.taken(chunk);
      this.sink.chunk(chunk);
    }
    this.isTelling = false;
    this.tellEnd();
  }

  leave(): void {
    void this.return();
  }

  end(): void {
    this.over();
    this.waiting?.resolve(OVER);
    this.waiting = undefined;
    this.tellEnd();
  }

  /** What came before the fault is still read first. */
  fail(fault: UpstreamFault): void {
    this.over();
    this.fault = fault;
    if (!this.waiting) return this.tellEnd();
    this.fault = undefined;
    this.waiting.reject(fault);
    this.waiting = undefined;
  }

  next(): Promise<IteratorResult<Buffer>> {
    const chunk = this.unread.shift();
    if (chunk) {
      this.taken(chunk);
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
      this.sink = undefined;
      this.lingering = new Deadline(() => this.close());
      deadlines.set(this.lingering, LINGER_MS);
    }
    return Promise.resolve(OVER);
  }

  private over(): void {
    this.ended = true;
    if (this.lingering) deadlines.clear(this.lingering);
  }

  private taken(chunk: Buffer): void {
    this.unreadBytes -= chunk.length;
    this.memory.keep(-chunk.length);
    this.resume();
  }

  /** To a sink, once it has all that came before. */
  private tellEnd(): void {
    const { sink, fault } = this;
    if (!sink || this.isTold || this.isTelling || !this.ended || this.isHeld || this.left || this.unread.length > 0) return;
    this.isTold = true;
    if (fault) sink.failed(fault);
    else sink.ended();
  }

  private linger(bytes: number): void {
    this.lingeredBytes += bytes;
    if (this.lingeredBytes > LINGER_BYTES) this.close();
  }

  private close(): void {
    if (!this.ended) this.controller.abort(new UpstreamFault('ABORTED'));
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

const OVER: IteratorResult<Buffer> = { done: true, value: undefined };
