/** A frame is a whole event of a stream, as its bytes came, its blank line included. */
export class SseFrameTooLargeError extends Error {
  readonly code = 'SSE_FRAME_TOO_LARGE';
  constructor() {
    super(`An event of the stream is larger than ${MAX_FRAME_BYTES} bytes`);
  }
}

const LF = 10;
const CR = 13;
const MAX_FRAME_BYTES = 16 * 1024 * 1024;

/**
 * Cuts a byte stream into the frames of an event stream (WHATWG HTML, 9.2.5: lines end in LF, CRLF or CR; a leading BOM is dropped). The
 * frames are the same however the stream was cut into chunks. A frame within one chunk is a slice of it; only one that spans chunks is copied.
 * A blank line's CR at the end of a chunk waits for the next byte, because an LF would still belong to it.
 *
 * Each is cut when it is asked for. Whoever knows by himself where frames end takes them straight out of the chunk: `ahead`, then `skip`.
 */
export class SseFrames {
  private pending: Buffer = EMPTY;
  private pendingBytes = 0;
  private lineIsEmpty = true;
  private afterCr = false;
  private blankCr = false;
  private bomBytes = 0;
  /** What came last, as far as frames of it are yet to be cut: the next one begins at `start`, or before, and lines are looked for from `at` on. */
  private chunk: Buffer = EMPTY;
  private start = 0;
  private at = 0;
  /** The next of each in the chunk, or its end; -1 where nobody has looked. */
  private lf = -1;
  private cr = -1;
  private chunkText: string | undefined;

  /** Of the frame that has begun and not ended. */
  get unfinishedBytes(): number {
    return this.pendingBytes;
  }

  /** Of what came last, and has not been cut. */
  get uncutBytes(): number {
    return this.chunk.length - this.start;
  }

  /** The frames that end in it. */
  push(bytes: Buffer): Buffer[] {
    this.feed(bytes);
    const frames: Buffer[] = [];
    for (let frame = this.next(); frame; frame = this.next()) frames.push(frame);
    return frames;
  }

  /** To be cut into frames by `next`, behind what is not yet. */
  feed(bytes: Buffer): void {
    const chunk = this.bomBytes < 3 ? this.withoutBom(bytes) : bytes;
    const { uncutBytes } = this;
    if (uncutBytes > 0) {
      this.at -= this.start;
      this.chunk = Buffer.concat([this.chunk.subarray(this.start), chunk]);
    } else {
      this.at = 0;
      this.chunk = chunk;
    }
    this.start = 0;
    this.lf = this.cr = -1;
    this.chunkText = undefined;
  }

  /** Where the next frame begins in the chunk; -1 where that has come to its end, or has begun within a frame. */
  get ahead(): number {
    const isWithin = this.pendingBytes > 0 || !this.lineIsEmpty || this.afterCr || this.at !== this.start;
    return isWithin || this.start === this.chunk.length ? -1 : this.start;
  }

  /** What came last, for who cuts it by himself. */
  get bytes(): Buffer {
    return this.chunk;
  }

  /** The same as Latin-1: positions are the same. */
  get text(): string {
    return (this.chunkText ??= this.chunk.toString('latin1'));
  }

  /** From `ahead` to here somebody has cut whole frames by himself. */
  skip(to: number): void {
    this.start = this.at = to;
  }

  /** Undefined: no more of them end in what came. */
  next(): Buffer | undefined {
    const { chunk } = this;
    const { length } = chunk;
    if (this.start === length) return this.release();
    if (this.afterCr) {
      this.afterCr = false;
      if (chunk[this.at] === LF) this.at += 1;
      if (this.blankCr) {
        this.blankCr = false;
        return this.cut(this.at);
      }
    }
    while (this.at < length) {
      const end = this.lineEnd(chunk, length);
      if (end === length) {
        this.lineIsEmpty = false;
        break;
      }
      const isBlank = this.lineIsEmpty && end === this.at;
      this.lineIsEmpty = true;
      this.at = end + 1;
      if (end === this.cr) {
        if (this.at === length) {
          this.afterCr = true;
          this.blankCr = isBlank;
          break;
        }
        if (chunk[this.at] === LF) this.at += 1;
      }
      if (isBlank) return this.cut(this.at);
    }
    this.keep(chunk, this.start);
    return this.release();
  }

  /** What is left at the end of the stream: a frame without its blank line, or nothing. */
  end(): Buffer | undefined {
    const rest = this.pendingBytes > 0 ? this.takePending() : undefined;
    this.lineIsEmpty = true;
    this.afterCr = false;
    this.blankCr = false;
    return rest;
  }

  private lineEnd(chunk: Buffer, length: number): number {
    const { at } = this;
    if (this.lf < at) this.lf = chunk[at] === LF ? at : found(chunk.indexOf(LF, at), length);
    if (this.cr < at) this.cr = found(chunk.indexOf(CR, at), length);
    return this.lf < this.cr ? this.lf : this.cr;
  }

  private cut(end: number): Buffer {
    const { chunk, start } = this;
    this.start = end;
    if (this.pendingBytes === 0) return chunk.subarray(start, end);
    this.keep(chunk.subarray(0, end), start);
    return this.takePending();
  }

  private takePending(): Buffer {
    const frame = this.pending.subarray(0, this.pendingBytes);
    this.pending = EMPTY;
    this.pendingBytes = 0;
    return frame;
  }

  private release(): undefined {
    this.chunk = EMPTY;
    this.start = this.at = 0;
    this.chunkText = undefined;
  }

  /** Grows by doubling, so that a long line in many chunks is copied a bounded number of times. */
  private keep(chunk: Buffer, start: number): void {
    const needed = this.pendingBytes + chunk.length - start;
    if (needed > MAX_FRAME_BYTES) throw new SseFrameTooLargeError();
    if (needed > this.pending.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.pending.length * 2, 512));
      this.pending.copy(larger, 0, 0, this.pendingBytes);
      this.pending = larger;
    }
    chunk.copy(this.pending, this.pendingBytes, start);
    this.pendingBytes = needed;
  }

  /** `bomBytes`: how many bytes of a BOM were seen; 3 when that question is settled. Bytes that turned out to be none are put back. */
  private withoutBom(bytes: Buffer): Buffer {
    const seen = this.bomBytes;
    let at = 0;
    while (at < bytes.length && this.bomBytes < 3 && bytes[at] === BOM[this.bomBytes]) {
      at += 1;
      this.bomBytes += 1;
    }
    if (this.bomBytes === 3) return bytes.subarray(at);
    if (at === bytes.length) return EMPTY;
    this.bomBytes = 3;
    return seen === 0 ? bytes : Buffer.concat([BOM.subarray(0, seen), bytes]);
  }
}

const EMPTY = Buffer.alloc(0);
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

function found(index: number, otherwise: number): number {
  return index < 0 ? otherwise : index;
}

const LINE_END = /\r\n|\n|\r/;

/** The fields of a frame that matter here. `data` joins its lines by LF and is undefined where there is none (a comment, a blank line). */
export interface SseFields {
  readonly event: string | undefined;
  readonly data: string | undefined;
}

export function readSseFields(frame: Buffer): SseFields {
  let event: string | undefined;
  let data: string | undefined;
  const text = frame.toString('utf8');
  // Most say their event, if any, and data in one line.
  const from = text.startsWith('event: ') ? text.indexOf('\n') + 1 : 0;
  if (text.startsWith('data: ', from) && text.endsWith('\n\n') && text.indexOf('\n', from) === text.length - 2 && !text.includes('\r'))
    return { event: from === 0 ? undefined : text.slice(7, from - 1), data: text.slice(from + 6, -2) };
  // Nearly all end their lines in LF alone.
  for (const line of text.split(text.includes('\r') ? LINE_END : '\n')) {
    if (line.startsWith('data')) {
      const value = fieldValue(line, 4);
      if (value !== undefined) data = data === undefined ? value : `${data}\n${value}`;
    } else if (line.startsWith('event')) event = fieldValue(line, 5) ?? event;
  }
  return { event, data };
}

/** The value after `name:` and one optional space; undefined where the line's name is longer than that. */
function fieldValue(line: string, nameLength: number): string | undefined {
  if (line.length === nameLength) return '';
  if (line[nameLength] !== ':') return undefined;
  return line.slice(line[nameLength + 1] === ' ' ? nameLength + 2 : nameLength + 1);
}
