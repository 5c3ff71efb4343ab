import { Deadline, deadlines } from '#streams';
import type { ServerResponse } from 'node:http';
import { answerWhole, beginAnswer, ONE_PIECE_BYTES } from '../../http/server/answer-head.js';

/** How long a provider is still read after its client went away: what it has produced by then is charged. */
export const DRAIN_AFTER_CLIENT_MS = 2_000;
/** A client that takes nothing for so long, with everything full that lies on the way, has left. */
const STALLED_CLIENT_MS = 120_000;

/** Whether the client still listens. Closing the response before its end is how HTTP tells us that it went away. */
export class ClientConnection {
  private isGone = false;
  private isWaitedFor = true;
  private isFramed = false;
  /** Of a stream: something of it is on its way. */
  private isBegun = true;
  /** Whoever waits for a slow reader: one at a time, since an answer is written in order. */
  private ready: (() => void) | undefined;
  private stalled: Deadline | undefined;

  constructor(
    private readonly response: ServerResponse,
    left: () => void = () => undefined,
  ) {
    response.on('close', () => {
      if (this.isGone || response.writableFinished) return;
      this.isGone = true;
      left();
      this.goOn();
    });
    response.on('drain', () => this.goOn());
  }

  get gone(): boolean {
    return this.isGone;
  }

  /** The head of a stream; with a first piece it leaves in one write with that. Frames are ours, and those of HTTP/1.0 have none. */
  begin(standing: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>>): void {
    this.isFramed = beginAnswer(this.response, 200, standing, headers);
    this.isBegun = false;
  }

  /** False: it takes no more for now; `ready` is called when it does, or need not be waited for. Does nothing when nobody reads any more. */
  write(bytes: Buffer, ready: () => void): boolean {
    if (this.isGone || this.send(this.isFramed ? chunkOf(bytes, false) : bytes) || !this.isWaitedFor) return true;
    this.ready = ready;
    deadlines.set((this.stalled ??= new Deadline(() => this.response.destroy())), STALLED_CLIENT_MS);
    return false;
  }

  /** The first piece as a text that Node joins to the head: Latin-1 says every byte as it is. */
  private send(bytes: Buffer): boolean {
    if (this.isBegun || bytes.length > ONE_PIECE_BYTES) return this.response.write(bytes);
    this.isBegun = true;
    return this.response.write(bytes.toString('latin1'), 'latin1');
  }

  /** The answer has to end: what is still written goes behind what the client has not taken. */
  waitNoMore(): void {
    this.isWaitedFor = false;
    this.goOn();
  }

  /** A plain answer, head and body in one write. `standing`: what stands on all of them. */
  whole(standing: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>>, body: Buffer): void {
    if (this.isGone) return;
    answerWhole(this.response, 200, standing, headers, body);
    this.handedOver();
  }

  end(bytes?: Buffer): void {
    if (this.isGone) return;
    this.response.end(this.isFramed ? chunkOf(bytes ?? NOTHING, true) : bytes);
    this.handedOver();
  }

  /** Whoever does not take the rest of it has left, too: until then it takes memory. */
  private handedOver(): void {
    const { socket } = this.response;
    if (socket && socket.writableLength > 0) socket.setTimeout(STALLED_CLIENT_MS);
  }

  private goOn(): void {
    const { ready } = this;
    if (!ready) return;
    this.ready = undefined;
    if (this.stalled) deadlines.clear(this.stalled);
    ready();
  }
}

const NOTHING = Buffer.alloc(0);
const CR = 13;
const LF = 10;
const LAST_CHUNK = '0\r\n\r\n';

/** RFC 9112, 7.1: the piece as a chunk, and the last one behind it. */
export function chunkOf(bytes: Buffer, isLast: boolean): Buffer {
  const { length } = bytes;
  const size = length === 0 ? '' : length.toString(16);
  const framed = length === 0 ? 0 : size.length + length + 4;
  const chunk = Buffer.allocUnsafe(framed + (isLast ? LAST_CHUNK.length : 0));
  if (length > 0) {
    let at = chunk.write(size, 0, 'latin1');
    chunk[at++] = CR;
    chunk[at++] = LF;
    at += bytes.copy(chunk, at);
    chunk[at++] = CR;
    chunk[at] = LF;
  }
  if (isLast) chunk.write(LAST_CHUNK, framed, 'latin1');
  return chunk;
}
