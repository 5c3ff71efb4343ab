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
 */
export class SseFrames {
  private pending: Buffer = EMPTY;
  private pendingBytes = 0;
  private lineIsEmpty = true;
  private afterCr = false;
  private blankCr = false;
  private bomBytes = 0;

  /** Of the frame that has begun and not ended. */
  get unfinishedBytes(): number {
    return this.pendingBytes;
  }

  push(bytes: Buffer): Buffer[] {
    const chunk = this.bomBytes < 3 ? this.withoutBom(bytes) : bytes;
    const frames: Buffer[] = [];
    const length = chunk.length;
    if (length === 0) return frames;
    let start = 0;
    let at = 0;
    if (this.afterCr) {
      this.afterCr = false;
      if (chunk[0] === LF) at = 1;
      if (this.blankCr) {
        this.blankCr = false;
        frames.push(this.cut(chunk, 0, at));
        start = at;
      }
    }
    let lf = -1;
    let cr = -1;
    while (at < length) {
      if (lf < at) lf = chunk[at] === LF ? at : found(chunk.indexOf(LF, at), length);
      if (cr < at) cr = found(chunk.indexOf(CR, at), length);
      const end = lf < cr ? lf : cr;
      if (end === length) {
        this.lineIsEmpty = false;
        break;
      }
      const isBlank = this.lineIsEmpty && end === at;
      this.lineIsEmpty = true;
      at = end + 1;
      if (end === cr) {
        if (at === length) {
          this.afterCr = true;
          this.blankCr = isBlank;
          break;
        }
        if (chunk[at] === LF) at += 1;
      }
      if (!isBlank) continue;
      frames.push(this.cut(chunk, start, at));
      start = at;
    }
    if (start < length) this.keep(chunk, start);
    return frames;
  }

  /** What is left at the end of the stream: a frame without its blank line, or nothing. */
  end(): Buffer | undefined {
    const rest = this.pendingBytes > 0 ? this.cut(EMPTY, 0, 0) : undefined;
    this.lineIsEmpty = true;
    this.afterCr = false;
    this.blankCr = false;
    return rest;
  }

  private cut(chunk: Buffer, start: number, end: number): Buffer {
    if (this.pendingBytes === 0) return chunk.subarray(start, end);
    this.keep(chunk.subarray(0, end), start);
    const frame = this.pending.subarray(0, this.pendingBytes);
    this.pending = EMPTY;
    this.pendingBytes = 0;
    return frame;
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
