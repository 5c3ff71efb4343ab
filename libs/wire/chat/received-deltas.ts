import { isObject } from '../json/object.js';
import { audioChars } from './audio.js';
import { chatText } from './text.js';

/**
 * What a stream brought so far, kept as the compact bytes of its deltas and only read when an estimate is needed, which is rarely:
 * a delta takes some 40 bytes here, its frame 300.
 */
export class ReceivedDeltas {
  private bytes = EMPTY;
  private length = 0;
  /** Of what was kept up to here the bytes of text are counted. */
  private countedTo = 0;
  private counted = 0;

  get keptBytes(): number {
    return this.bytes.length;
  }

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
    return this.linesFrom(0).map(textOf).join('');
  }

  /** Text is never longer than the JSON that says it: so it is read only where that might be more. */
  hasMoreTextThan(bytes: number): boolean {
    if (this.counted + this.length - this.countedTo <= bytes) return false;
    for (const line of this.linesFrom(this.countedTo)) this.counted += Buffer.byteLength(textOf(line));
    this.countedTo = this.length;
    return this.counted > bytes;
  }

  /** Base64 characters of the audio of all deltas. */
  audioChars(): number {
    return this.linesFrom(0)
      .map(audioCharsOf)
      .reduce((sum, chars) => sum + chars, 0);
  }

  private linesFrom(start: number): readonly string[] {
    return this.bytes
      .toString('utf8', start, this.length)
      .split('\n')
      .filter((line) => line !== '');
  }
}

const EMPTY = Buffer.alloc(0);
const LF = 10;

function textOf(line: string): string {
  const delta = deltaIn(line);
  return delta === undefined ? line : chatText(delta);
}

function audioCharsOf(line: string): number {
  const delta = deltaIn(line);
  return isObject(delta) ? audioChars(delta['audio']) : 0;
}

/** Undefined where the bytes are none. */
function deltaIn(line: string): unknown {
  try {
    return (JSON.parse(`{${line}"end":0}`) as { delta?: unknown }).delta ?? null;
  } catch {
    return undefined;
  }
}
