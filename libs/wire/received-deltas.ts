import { chatText } from './chat-text.js';
import { isObject } from './refusal.js';

/**
 * What a stream brought so far, kept as the compact bytes of its deltas and only read when an estimate is needed, which is rarely:
 * a delta takes some 40 bytes here, its frame 300.
 */
export class ReceivedDeltas {
  private bytes = EMPTY;
  private length = 0;

  /** Keeps `"delta":{…},…` of a frame: members of one JSON object, each followed by a comma. */
  keep(frame: Buffer, start: number, end: number): void {
    const needed = this.length + end - start + 1;
    if (needed > this.bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.bytes.length * 2, 1024));
      this.bytes.copy(larger, 0, 0, this.length);
      this.bytes = larger;
    }
    frame.copy(this.bytes, this.length, start, end);
    this.bytes[needed - 1] = LF;
    this.length = needed;
  }

  keepParsed(delta: unknown): void {
    const bytes = Buffer.from(`"delta":${JSON.stringify(delta)},`);
    this.keep(bytes, 0, bytes.length);
  }

  /** The text of all deltas, in the order they came. */
  text(): string {
    let text = '';
    for (const line of this.bytes.toString('utf8', 0, this.length).split('\n')) text += textOf(line);
    return text;
  }
}

const EMPTY = Buffer.alloc(0);
const LF = 10;

function textOf(line: string): string {
  if (line === '') return '';
  try {
    const kept: unknown = JSON.parse(`{${line}"end":0}`);
    return isObject(kept) ? chatText(kept['delta']) : '';
  } catch {
    return line;
  }
}
