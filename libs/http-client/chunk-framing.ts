import { HttpFault } from './http-fault.js';

const CR = 0x0d;
const LF = 0x0a;
/** 256 TiB: exact as a number. */
const MOST_DIGITS = 12;

/** What stands around the data of one chunk (RFC 9112, 7.1), byte by byte: its size, its extensions, the line end behind it. */
export class ChunkFraming {
  private at: 'size' | 'extension' | 'line-end' | 'behind' | 'behind-cr' = 'size';
  private digits = 0;
  /** Of the chunk whose data comes next. */
  size = 0;

  /** The data of a chunk has come whole. */
  dataEnded(): void {
    this.at = 'behind';
  }

  /** Where data, or the trailers behind size 0, begin; -1 where more framing is yet to come. Throws an `HttpFault`. */
  scan(bytes: Buffer, from: number, to: number): number {
    for (let at = from; at < to; at += 1) if (this.take(bytes[at] as number)) return at + 1;
    return -1;
  }

  /** True behind the line of its size. */
  private take(byte: number): boolean {
    switch (this.at) {
      case 'behind':
        if (byte !== CR) refuse('a chunk that is longer than its size');
        this.at = 'behind-cr';
        return false;
      case 'behind-cr':
        if (byte !== LF) refuse('a chunk that is longer than its size');
        this.at = 'size';
        return false;
      case 'size':
        this.takeDigit(byte);
        return false;
      case 'extension':
        if (byte === CR) this.at = 'line-end';
        else if ((byte < 0x20 && byte !== 0x09) || byte === 0x7f) refuse('a control character in the extension of a chunk');
        return false;
      case 'line-end':
        if (byte !== LF) refuse('a CR without its LF');
        this.at = 'size';
        this.digits = 0;
        return true;
    }
  }

  private takeDigit(byte: number): void {
    const digit = digitOf(byte);
    if (digit >= 0) {
      if (this.digits >= MOST_DIGITS) refuse('the size of a chunk');
      this.size = this.digits === 0 ? digit : this.size * 16 + digit;
      this.digits += 1;
      return;
    }
    if (this.digits === 0) refuse('the size of a chunk');
    if (byte === CR) this.at = 'line-end';
    else if (byte === 0x3b) this.at = 'extension';
    else refuse('the size of a chunk');
  }
}

function digitOf(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

function refuse(what: string): never {
  throw new HttpFault('NO_HTTP', what);
}
