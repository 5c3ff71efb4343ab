import { HttpFault } from './http-fault.js';

const CR = 0x0d;
const LF = 0x0a;
const TAB = 0x09;
const SPACE = 0x20;
const DEL = 0x7f;

/** Of a head, or of trailers, with all its lines. */
const MOST_BYTES = 64 * 1024;
const BEGINNING = 'HTTP/1.';

/** Gathers the lines up to an empty one, however they are cut into pieces, and refuses characters that stand in no line: a line ends with CR and LF, and neither stands alone. */
export class HeadScanner {
  /** What has come of it with the pieces before. */
  private readonly before: Buffer[] = [];
  private beforeBytes = 0;
  private beginning = '';
  private line = 0;
  private wasCr = false;
  /** Without the line end of the empty line; each line but the last with its own. */
  text = '';

  /** Where what follows begins; -1 where the empty line is yet to come. Throws an `HttpFault`. */
  scan(bytes: Buffer, from: number, to: number): number {
    const end = this.endOf(bytes, from, to);
    const length = (end === -1 ? to : end) - from;
    if (this.beforeBytes + length > MOST_BYTES) throw new HttpFault('HEAD_TOO_LARGE');
    if (end === -1) {
      if (this.beforeBytes < BEGINNING.length) this.beginning += latin1(bytes, from, from + BEGINNING.length);
      this.before.push(Buffer.from(bytes.subarray(from, to)));
      this.beforeBytes += length;
    } else if (this.beforeBytes === 0) this.text = latin1(bytes, from, Math.max(from, end - 4));
    else this.text = this.joined(bytes.subarray(from, end));
    return end;
  }

  /** Of what no empty line has come for yet: whether it can become the head of an answer. */
  get beginsRight(): boolean {
    return BEGINNING.startsWith(this.beginning.slice(0, BEGINNING.length));
  }

  private joined(last: Buffer): string {
    const all = Buffer.concat([...this.before, last], this.beforeBytes + last.length);
    this.before.length = 0;
    this.beforeBytes = 0;
    this.beginning = '';
    return latin1(all, 0, Math.max(0, all.length - 4));
  }

  private endOf(bytes: Buffer, from: number, to: number): number {
    let { line, wasCr } = this;
    for (let at = from; at < to; at += 1) {
      const byte = bytes[at] as number;
      if (wasCr) {
        if (byte !== LF) throw new HttpFault('NO_HTTP', 'a CR without its LF');
        wasCr = false;
        if (line === 0) {
          this.line = 0;
          this.wasCr = false;
          return at + 1;
        }
        line = 0;
      } else if (byte === CR) wasCr = true;
      else if ((byte < SPACE && byte !== TAB) || byte === DEL)
        throw new HttpFault('NO_HTTP', byte === LF ? 'an LF without its CR' : 'a control character');
      else line += 1;
    }
    this.line = line;
    this.wasCr = wasCr;
    return -1;
  }
}

const latin1 = (bytes: Buffer, from: number, to: number): string => bytes.toString('latin1', from, to);
