import type { IncomingHttpHeaders } from 'node:http';
import type { AnswerControl, AnswerHandler } from '#http-client';
import type { AnswerSource, RequestMemory } from '../../ground/memory-budget.js';
import { Deadline, deadlines } from '#streams';
import { ChunkQueue } from './chunk-queue.js';
import { decodeStream, decoderOf, type Decoder } from './content-decoding.js';
import { beginsAsEvents } from './event-stream.js';
import type { OurWords } from './our-words.js';
import { relayedHeaders } from './relayed-headers.js';
import { UpstreamFault, faultOf, type AttemptPhase } from './upstream-fault.js';

/** White space alone, which some send while they think: what is more is no beginning of anything. */
const UNDECIDED_BYTES = 4096;
/** What a provider says of a failure is read so far, and what is longer is left unsaid. */
const FAILURE_BYTES = 1024 * 1024;
/** Of what comes before an answer (RFC 9110, 15.2): no provider says so much. */
const MOST_INFORMATIONAL = 16;

/** What one answer may take. */
export interface AnswerRoom {
  /** Bytes of a plain answer, as sent and as decoded: a larger one is a fault, since it is held whole until it is charged. */
  readonly wholeBytes: number;
  readonly memory: RequestMemory;
}

interface UpstreamAnswer {
  readonly status: number;
  /** Only those that a client may see, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly contentType: string | undefined;
  /** The provider's own id of the request, for the receipt. */
  readonly providerRequestId: string | undefined;
  /** What its words of an error may not tell. */
  readonly ours: OurWords;
}

export interface PlainResponse extends UpstreamAnswer {
  readonly kind: 'plain';
  readonly body: Buffer;
}

/** An event stream; reading it may throw an `UpstreamFault`. */
export interface StreamResponse extends UpstreamAnswer {
  readonly kind: 'stream';
  readonly chunks: AsyncIterable<Buffer>;
}

export type UpstreamResponse = PlainResponse | StreamResponse;

/** Whoever asked hears once of an answer, or of its fault. A stream's own fault is told to who reads it. */
export interface AnswerListener {
  answered(response: UpstreamResponse): void;
  failed(fault: UpstreamFault): void;
}

/** Milliseconds. How long a call may take, and how long a provider may be silent: before its headers, and within its answer. */
export interface AnswerTimes {
  /** Of `performance.now()`. */
  readonly deadlineMs: number;
  readonly headersMs: number;
  readonly bodyMs: number;
}

/**
 * Reads one response straight off the connection, without streams in between. An event stream, by its `content-type` or by its first bytes, is
 * handed on chunk by chunk with back-pressure, anything else is collected whole. Settles exactly once.
 */
export class ResponseReader implements AnswerHandler, AnswerSource {
  private listener: AnswerListener | undefined;
  private controller: AnswerControl | undefined;
  private phase: AttemptPhase = 'connecting';
  private givenUp: UpstreamFault | undefined;
  private answer: UpstreamAnswer | undefined;
  private contentEncoding: string | undefined;
  private queue: ChunkQueue | undefined;
  private readonly parts: Buffer[] = [];
  private bytes = 0;
  /** Whether it is a stream nobody knows yet. */
  private isOpen = false;
  /** Of `performance.now()`: when it was sent, or anything of the answer came. */
  private heardMs = Infinity;
  private readonly deadline = new Deadline(() => this.due());
  private informed = 0;
  /** Wakes the decoding of a plain answer that waits for memory, or is given up. */
  private goOn: () => void = () => undefined;
  private isDecoding = false;

  constructor(
    listener: AnswerListener,
    private readonly times: AnswerTimes,
    private readonly room: AnswerRoom,
    private readonly ours: OurWords,
  ) {
    this.listener = listener;
    this.setDeadline();
  }

  /** At any time; without effect once the response has ended. */
  giveUp(fault: UpstreamFault): void {
    if (this.givenUp) return;
    this.givenUp = fault;
    this.goOn();
    if (this.controller && !this.isDecoding) this.controller.abort(fault);
    else this.onResponseError(undefined, fault);
  }

  abort(): void {
    this.giveUp(new UpstreamFault('ABORTED'));
  }

  /** One deadline for all: it is moved to what comes next when it is due, and not with what is heard. */
  private due(): void {
    const now = performance.now();
    const { deadlineMs } = this.times;
    if (now >= deadlineMs) return this.giveUp(new UpstreamFault('DEADLINE'));
    // Whoever is held back is not silent.
    if (this.controller?.paused || this.isDecoding) this.heardMs = now;
    if (now >= this.silentMs) return this.giveUp(new UpstreamFault(this.answer ? 'BODY_TIMEOUT' : 'HEADERS_TIMEOUT'));
    this.setDeadline();
  }

  private get silentMs(): number {
    return this.heardMs + (this.answer ? this.times.bodyMs : this.times.headersMs);
  }

  /** No later than any silence that may begin from now on, so that neither the start of a request nor that of its answer moves it. */
  private setDeadline(): void {
    const { deadlineMs, headersMs, bodyMs } = this.times;
    const now = performance.now();
    deadlines.set(this.deadline, Math.min(deadlineMs - now, this.silentMs - now, headersMs, bodyMs));
  }

  private settled(): AnswerListener | undefined {
    const { listener } = this;
    this.listener = undefined;
    return listener;
  }

  /** For lack of memory; on a paused connection time runs on for the deadline alone. */
  pause(): void {
    if (!this.isDecoding) this.controller?.pause();
  }

  resume(): void {
    if (this.queue) this.queue.resume();
    else if (this.isDecoding) this.goOn();
    else this.controller?.resume();
  }

  onRequestStart(controller: AnswerControl): void {
    this.controller = controller;
    this.room.memory.source = this;
    this.phase = 'waiting';
    this.heardMs = performance.now();
    if (this.givenUp) controller.abort(this.givenUp);
  }

  onResponseStart(controller: AnswerControl, status: number, headers: IncomingHttpHeaders): void {
    if (status < 200) return this.informational(controller);
    this.phase = 'reading';
    this.contentEncoding = headers['content-encoding'];
    const contentType = headers['content-type'];
    this.ours.note(headers);
    const requestId = headers['x-request-id'] ?? headers['request-id'];
    this.answer = {
      status,
      headers: relayedHeaders(headers, this.ours.text),
      contentType,
      providerRequestId: typeof requestId === 'string' ? requestId : undefined,
      ours: this.ours,
    };
    this.heardMs = performance.now();
    this.setDeadline();
    // A failure is read whole, whatever it calls itself: its words are the answer.
    if (status >= 300) return;
    if (contentType?.toLowerCase().startsWith('text/event-stream') === true) {
      this.stream(controller);
      return;
    }
    // Encoded bytes show nothing of what they are.
    this.isOpen = (this.contentEncoding ?? 'identity') === 'identity';
  }

  private stream(controller: AnswerControl): ChunkQueue {
    const decoder = decoderOf(this.contentEncoding);
    const queue = new ChunkQueue(controller, this.room.memory);
    this.queue = queue;
    this.settled()?.answered({ kind: 'stream', ...this.answer!, chunks: decoder ? decodeStream(decoder, queue) : queue });
    return queue;
  }

  /** What came so far shows whether it is an event stream, whatever its type says, or none. */
  private look(controller: AnswerControl, chunk: Buffer): boolean {
    const bytes = this.parts.length === 0 ? chunk : Buffer.concat([...this.parts, chunk]);
    const isStream = beginsAsEvents(bytes) ?? (bytes.length > UNDECIDED_BYTES ? false : undefined);
    this.isOpen = isStream === undefined;
    if (isStream !== true) return false;
    this.room.memory.keep(-this.bytes);
    this.parts.length = 0;
    this.stream(controller).push(bytes);
    return true;
  }

  private informational(controller: AnswerControl): void {
    this.informed += 1;
    if (this.informed > MOST_INFORMATIONAL) controller.abort(new UpstreamFault('BAD_RESPONSE'));
  }

  onResponseData(controller: AnswerControl, chunk: Buffer): void {
    this.heardMs = performance.now();
    if (this.queue) return this.queue.push(chunk);
    if (this.isOpen && this.look(controller, chunk)) return;
    this.parts.push(chunk);
    this.bytes += chunk.length;
    if (this.bytes > this.mostBytes) this.tooLarge(controller);
    else this.room.memory.keep(chunk.length);
  }

  private get mostBytes(): number {
    return this.answer!.status < 300 ? this.room.wholeBytes : FAILURE_BYTES;
  }

  /** A failure is one whatever stands in it. */
  private tooLarge(controller: AnswerControl): void {
    const answer = this.answer!;
    if (answer.status >= 300) this.settled()?.answered({ kind: 'plain', ...answer, body: NOTHING });
    this.parts.length = 0;
    controller.abort(new UpstreamFault('BODY_TOO_LARGE'));
  }

  onResponseEnd(): void {
    if (!this.queue) return this.finishPlain();
    deadlines.clear(this.deadline);
    this.queue.end();
  }

  onResponseError(_controller: AnswerControl | undefined, error: Error): void {
    deadlines.clear(this.deadline);
    const fault = faultOf(error, this.phase);
    if (this.queue) this.queue.fail(fault);
    else this.settled()?.failed(fault);
  }

  private finishPlain(): void {
    const body = this.parts.length === 1 ? this.parts[0]! : Buffer.concat(this.parts, this.bytes);
    let decoder: Decoder | undefined;
    try {
      decoder = body.length > 0 ? decoderOf(this.contentEncoding) : undefined;
    } catch (error) {
      return this.broken(error);
    }
    if (!decoder) return this.whole(body);
    this.decode(decoder, body).then(
      (decoded) => this.whole(decoded),
      (error: unknown) => this.broken(error),
    );
  }

  private whole(body: Buffer): void {
    deadlines.clear(this.deadline);
    this.settled()?.answered({ kind: 'plain', ...this.answer!, body });
  }

  private broken(error: unknown): void {
    deadlines.clear(this.deadline);
    this.settled()?.failed(faultOf(error, 'reading'));
  }

  /** Piece by piece, as far as there is memory for it. */
  private async decode(decoder: Decoder, body: Buffer): Promise<Buffer> {
    const { memory } = this.room;
    const parts: Buffer[] = [];
    let bytes = 0;
    this.isDecoding = true;
    for await (const part of decodeStream(decoder, [body])) {
      bytes += part.length;
      if (bytes > this.mostBytes) throw new UpstreamFault('BODY_TOO_LARGE');
      parts.push(part);
      memory.keep(part.length);
      if (memory.mustWait && !this.givenUp) await new Promise<void>((resolve) => (this.goOn = resolve));
      if (this.givenUp) throw this.givenUp;
    }
    memory.keep(-body.length);
    return Buffer.concat(parts, bytes);
  }
}

const NOTHING = Buffer.alloc(0);
