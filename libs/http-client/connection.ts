import type { Socket } from 'node:net';
import { Deadline, deadlines } from '#streams';
import { AnswerParser } from './answer-parser.js';
import type { Call } from './call.js';
import { HttpFault } from './http-fault.js';

/** Of a larger body no copy is made, to write it behind its head in one piece. */
const MOST_COPIED_BYTES = 64 * 1024;

/** Who opened it. */
export interface ConnectionOwner {
  readonly options: { readonly idleMs: number; readonly mostIdleMs: number; readonly idleMarginMs: number };
  /** It serves again. */
  freed(connection: Connection): void;
  /** It is of no use any more. `unsent`: the call that it was to serve, of which nothing has been written. */
  gone(connection: Connection, unsent: Call | undefined): void;
}

/**
 * One connection, kept from answer to answer: `connecting`, then `idle`, `taken` by a call that is yet to be written, `busy` with one, and `closed` at any time.
 * Bytes or an end that come while it is `idle` or `taken` are nobody's answer: it is closed, and the call goes to another.
 */
export class Connection {
  private state: 'connecting' | 'idle' | 'taken' | 'busy' | 'closed' = 'connecting';
  private readonly parser = new AnswerParser();
  private readonly deadline = new Deadline(() => this.due());
  private socket!: Socket;
  private isReading = true;
  /** When the deadline is due, and when it is to be closed if it is idle; of `performance.now()`. */
  private dueMs = Infinity;
  private idleUntilMs = 0;
  /** What its last answer said. */
  private keptMs: number | undefined;
  private socketFault: Error | undefined;

  constructor(
    private readonly owner: ConnectionOwner,
    private call: Call | undefined,
  ) {}

  open(socket: Socket, event: 'connect' | 'secureConnect', withinMs: number): void {
    this.socket = socket;
    deadlines.set(this.deadline, withinMs);
    socket.setNoDelay(true).setKeepAlive(true, KEEP_ALIVE_PROBE_MS);
    socket
      .once(event, () => this.connected())
      .on('error', (error) => (this.socketFault = error))
      .on('end', () => this.closed())
      .on('close', () => this.closed());
  }

  /** A piece has come; its bytes are written over when this returns. */
  received(bytes: Buffer): void {
    const { call, parser } = this;
    if (this.state !== 'busy' || !call) return this.destroy();
    if (parser.fault) return;
    parser.push(bytes);
    call.came(parser);
  }

  /** An idle one, for a call: it is written once what has come on the connection meanwhile has been read. */
  take(call: Call): void {
    this.call = call;
    this.state = 'taken';
  }

  write(): void {
    const { call, socket } = this;
    if (this.state !== 'taken' || !call) return;
    if (!call.begin(this)) return this.free();
    this.state = 'busy';
    const { head, body } = call;
    if (body.length > MOST_COPIED_BYTES) {
      socket.cork();
      socket.write(head, 'latin1');
      socket.write(body);
      socket.uncork();
      return;
    }
    const bytes = Buffer.allocUnsafe(head.length + body.length);
    bytes.write(head, 'latin1');
    body.copy(bytes, head.length);
    socket.write(bytes);
  }

  pause(): void {
    if (!this.isReading) return;
    this.isReading = false;
    this.socket.pause();
  }

  resume(): void {
    if (this.isReading || this.state === 'closed') return;
    this.isReading = true;
    this.socket.resume();
  }

  answered(): void {
    const { head, behind, endsWithConnection } = this.parser;
    this.keptMs = head?.keptMs;
    // Whoever answered before he had the whole request may still take the rest of it for another.
    if (!head?.isKept || behind > 0 || endsWithConnection || this.socket.writableLength > 0) return this.destroy();
    this.parser.reset();
    this.resume();
    this.free();
  }

  destroy(): void {
    this.call = this.state === 'taken' ? this.call : undefined;
    this.socket.destroy();
    this.closed();
  }

  /** Nothing waits for it any more: its own time is over, or its client's. */
  cut(fault: Error): void {
    const { call } = this;
    this.call = undefined;
    this.destroy();
    call?.fail(fault);
  }

  private connected(): void {
    if (this.state !== 'connecting') return;
    deadlines.clear(this.deadline);
    this.state = 'taken';
    this.write();
  }

  private free(): void {
    const idleMs = this.idleMs();
    this.call = undefined;
    this.state = 'idle';
    if (idleMs <= 0) return this.destroy();
    this.idleUntilMs = performance.now() + idleMs;
    if (this.idleUntilMs < this.dueMs) this.setDeadline(this.idleUntilMs, idleMs);
    this.owner.freed(this);
  }

  private idleMs(): number {
    const { idleMs, mostIdleMs, idleMarginMs } = this.owner.options;
    const { keptMs } = this;
    return keptMs === undefined ? idleMs : Math.min(keptMs - idleMarginMs, mostIdleMs);
  }

  /** One that was used meanwhile is looked at again: nothing is moved with each call. */
  private due(): void {
    this.dueMs = Infinity;
    if (this.state === 'connecting') return this.cut(new HttpFault('CONNECT_TIMEOUT'));
    if (this.state !== 'idle') return;
    const leftMs = this.idleUntilMs - performance.now();
    if (leftMs <= 0) this.destroy();
    else this.setDeadline(this.idleUntilMs, leftMs);
  }

  private setDeadline(atMs: number, inMs: number): void {
    this.dueMs = atMs;
    deadlines.set(this.deadline, inMs);
  }

  /** Once, by whatever comes first: an end, an error, our own close. */
  private closed(): void {
    const { state, call, parser, socketFault } = this;
    if (state === 'closed') return;
    this.state = 'closed';
    this.call = undefined;
    deadlines.clear(this.deadline);
    this.socket.destroy();
    this.owner.gone(this, state === 'taken' ? call : undefined);
    if (!call || state === 'taken') return;
    if (state === 'connecting') return call.fail(socketFault ?? new HttpFault('CLOSED'));
    if (parser.endsWithConnection && !socketFault) call.closed(undefined);
    else call.closed(socketFault ?? new HttpFault(call.isAnswered ? 'CUT' : 'CLOSED'));
  }
}

const KEEP_ALIVE_PROBE_MS = 60_000;
