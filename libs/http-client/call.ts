import type { AnswerControl, AnswerHandler } from './answer-handler.js';
import type { AnswerParser } from './answer-parser.js';

/** The connection that a call is written to. */
interface Carrier {
  pause(): void;
  resume(): void;
  destroy(): void;
  /** The answer has been told whole. */
  answered(): void;
}

/** One request on its way, and what of its answer is yet to be told: a paused handler hears nothing, however much has come. */
export class Call implements AnswerControl {
  /** Undefined until it is written, and once it is over. */
  private connection: Carrier | undefined;
  private isOver = false;
  private isPaused = false;
  private isHeadTold = false;
  private unread: Buffer | undefined;
  private hasEnded = false;
  private fault: Error | undefined;
  /** What comes of telling (a handler that pauses and goes on at once) stands behind what is being told. */
  private isTelling = false;

  constructor(
    readonly head: string,
    readonly body: Buffer,
    private readonly handler: AnswerHandler,
  ) {}

  get paused(): boolean {
    return this.isPaused;
  }

  /** Whether anything of its answer has come. */
  get isAnswered(): boolean {
    return this.isHeadTold;
  }

  /** A connection is there. False: nobody wants it any more, and nothing is written. */
  begin(connection: Carrier): boolean {
    this.isTelling = true;
    this.tell(() => this.handler.onRequestStart(this, undefined));
    this.isTelling = false;
    if (this.isOver) return false;
    this.connection = connection;
    return true;
  }

  pause(): void {
    if (this.isOver) return;
    this.isPaused = true;
    this.connection?.pause();
  }

  resume(): void {
    if (!this.isPaused || this.isOver) return;
    this.isPaused = false;
    if (this.isTelling) return this.connection?.resume();
    this.flush();
    if (!this.paused) this.connection?.resume();
  }

  abort(reason: Error): void {
    const { connection } = this;
    if (!this.end()) return;
    connection?.destroy();
    this.handler.onResponseError(this, reason);
  }

  /** A piece of the answer was read. */
  came(parser: AnswerParser): void {
    this.isTelling = true;
    const { informational, head } = parser;
    if (informational) this.tellInformational(parser, informational);
    if (head && !this.isHeadTold && !this.isOver) {
      this.isHeadTold = true;
      this.tell(() => this.handler.onResponseStart(this, head.status, head.headers));
    }
    this.isTelling = false;
    const data = parser.takeData();
    if (data) this.unread = this.unread ? Buffer.concat([this.unread, data]) : data;
    this.hasEnded = parser.isEnded;
    this.fault = parser.fault;
    if (!this.isPaused) this.flush();
  }

  /** The connection has ended, and with it an answer that has no other end; or it broke, behind what had come. */
  closed(fault: Error | undefined): void {
    if (fault) this.fault ??= fault;
    else this.hasEnded = true;
    if (!this.isPaused) this.flush();
  }

  /** Nothing of it was written, or nobody is asked any more. */
  fail(fault: Error): void {
    if (this.end()) this.handler.onResponseError(undefined, fault);
  }

  private tellInformational(parser: AnswerParser, statuses: readonly number[]): void {
    parser.informational = undefined;
    for (const status of statuses) if (!this.isOver) this.tell(() => this.handler.onResponseStart(this, status, {}));
  }

  private flush(): void {
    if (this.isTelling || this.isOver) return;
    const { unread } = this;
    if (unread) {
      this.unread = undefined;
      this.isTelling = true;
      this.tell(() => this.handler.onResponseData(this, unread));
      this.isTelling = false;
    }
    if (this.isOver || this.isPaused) return;
    if (this.hasEnded) this.finish();
    else if (this.fault) this.abort(this.fault);
  }

  private finish(): void {
    const { connection } = this;
    if (!this.end()) return;
    connection?.answered();
    this.handler.onResponseEnd(this, NO_TRAILERS);
  }

  /** A handler that throws has had enough. */
  private tell(what: () => void): void {
    try {
      what();
    } catch (error) {
      this.abort(error as Error);
    }
  }

  private end(): boolean {
    if (this.isOver) return false;
    this.isOver = true;
    this.connection = undefined;
    this.unread = undefined;
    return true;
  }
}

const NO_TRAILERS = {};
