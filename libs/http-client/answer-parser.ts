import { readHead, readTrailers, type AnswerHead } from './answer-head.js';
import { ChunkFraming } from './chunk-framing.js';
import { HeadScanner } from './head-scanner.js';
import { HttpFault } from './http-fault.js';

/** What may stand around each byte of data: a chunk of one byte has five, and no server sends many of those. */
const AROUND_A_BYTE = 16;
/** And around all data of an answer: sizes and extensions of chunks, trailers. */
const AROUND_AN_ANSWER = 2 * 1024 * 1024;

type Part = 'head' | 'data' | 'until-close' | 'chunk' | 'chunk-data' | 'trailers' | 'ended';

/** Reads one answer after another, however their bytes are cut into pieces. It knows no socket: bytes in, what they say out. */
export class AnswerParser {
  private part: Part = 'head';
  private readonly lines = new HeadScanner();
  private readonly chunk = new ChunkFraming();
  /** Of the body, or of the chunk. */
  private left = 0;
  private around = 0;
  private data: Buffer | undefined;
  private dataBytes = 0;

  /** Those that came before the head, and have not been taken. */
  informational: number[] | undefined;
  head: AnswerHead | undefined;
  /** How many bytes of the last piece stand behind the end of the answer. */
  behind = 0;
  fault: HttpFault | undefined;

  get isEnded(): boolean {
    return this.part === 'ended';
  }

  /** Whether its end is that of the connection. */
  get endsWithConnection(): boolean {
    return this.part === 'until-close';
  }

  /** For the next answer of the connection. */
  reset(): void {
    this.part = 'head';
    this.head = undefined;
    this.informational = undefined;
    this.around = 0;
  }

  /** Reads on; behind a fault, or the end of the answer, nothing more. */
  push(bytes: Buffer): void {
    try {
      let at = 0;
      do at = this.read(bytes, at);
      while (at < bytes.length && this.part !== 'ended');
      this.behind = bytes.length - at;
    } catch (error) {
      this.fault = error as HttpFault;
    }
  }

  /** The data of the last piece, in one; undefined where it had none. */
  takeData(): Buffer | undefined {
    const { data, dataBytes } = this;
    if (!data) return undefined;
    this.data = undefined;
    this.dataBytes = 0;
    return dataBytes === data.length ? data : data.subarray(0, dataBytes);
  }

  private read(bytes: Buffer, at: number): number {
    switch (this.part) {
      case 'head':
        return this.readHead(bytes, at);
      case 'data':
        return this.readData(bytes, at, 'ended');
      case 'until-close':
        this.keep(bytes, at, bytes.length);
        return bytes.length;
      case 'chunk':
        return this.readChunk(bytes, at);
      case 'chunk-data':
        return this.readData(bytes, at, 'chunk');
      case 'trailers':
        return this.readTrailers(bytes, at);
      case 'ended':
        return at;
    }
  }

  private readHead(bytes: Buffer, at: number): number {
    const end = this.lines.scan(bytes, at, bytes.length);
    if (end === -1) {
      if (!this.lines.beginsRight) throw new HttpFault('NO_HTTP', 'status line');
      return bytes.length;
    }
    const head = readHead(this.lines.text);
    if (head.status < 200) {
      if (head.status === 101) throw new HttpFault('NO_HTTP', 'an upgrade that nobody asked for');
      (this.informational ??= []).push(head.status);
      return end;
    }
    this.head = head;
    const { framing } = head;
    if (typeof framing === 'string') this.part = framing === 'chunked' ? 'chunk' : framing;
    else {
      this.left = framing;
      this.part = framing === 0 ? 'ended' : 'data';
    }
    return end;
  }

  private readData(bytes: Buffer, at: number, behind: Part): number {
    const end = Math.min(at + this.left, bytes.length);
    this.keep(bytes, at, end);
    this.left -= end - at;
    if (this.left > 0) return end;
    if (behind === 'chunk') this.chunk.dataEnded();
    this.part = behind;
    return end;
  }

  private readChunk(bytes: Buffer, at: number): number {
    const end = this.chunk.scan(bytes, at, bytes.length);
    this.frames((end === -1 ? bytes.length : end) - at);
    if (end === -1) return bytes.length;
    this.left = this.chunk.size;
    this.part = this.left === 0 ? 'trailers' : 'chunk-data';
    return end;
  }

  private readTrailers(bytes: Buffer, at: number): number {
    const end = this.lines.scan(bytes, at, bytes.length);
    this.frames((end === -1 ? bytes.length : end) - at);
    if (end === -1) return bytes.length;
    readTrailers(this.lines.text);
    this.part = 'ended';
    return end;
  }

  private frames(bytes: number): void {
    this.around += bytes;
    if (this.around > AROUND_AN_ANSWER) throw new HttpFault('FRAMING_WITHOUT_END');
  }

  /** The piece belongs to the socket, which writes the next one over it. */
  private keep(bytes: Buffer, from: number, to: number): void {
    this.around -= (to - from) * AROUND_A_BYTE;
    // At most what is left of the piece: chunks of it are one.
    this.data ??= Buffer.allocUnsafe(bytes.length - from);
    bytes.copy(this.data, this.dataBytes, from, to);
    this.dataBytes += to - from;
  }
}
