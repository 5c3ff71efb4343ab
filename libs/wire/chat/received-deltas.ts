import { isObject } from '../json/object.js';
import { audioChars } from './audio.js';
import { chatText } from './text.js';

/**
 * What a stream brought so far, kept as the compact bytes of its deltas and only read when an estimate is needed, which is rarely. A line is the members of one delta; of
 * deltas that say text alone it is one for all of them, so that most take what they say.
 */
export class ReceivedDeltas {
  private bytes = EMPTY;
  private length = 0;
  /** The last line is a text that more can be put to. */
  private isOpen = false;
  /** Of what was kept up to here the bytes of text are counted. */
  private countedTo = 0;
  private counted = 0;

  get keptBytes(): number {
    return this.bytes.length;
  }

  /** Keeps `"delta":{…},…` of a frame: members of one JSON object, each followed by a comma. */
  keep(frame: Buffer, start: number, end: number): void {
    this.close();
    this.room(end - start + 1);
    frame.copy(this.bytes, this.length, start, end);
    this.length += end - start;
    this.bytes[this.length++] = LF;
  }

  keepParsed(delta: unknown): void {
    if (chatText(delta) === '' && (!isObject(delta) || audioChars(delta['audio']) === 0)) return;
    const bytes = Buffer.from(`"delta":${JSON.stringify(delta)},`);
    this.keep(bytes, 0, bytes.length);
  }

  /** A piece of text as it stands between the quotes of JSON. */
  keepSaid(frame: Buffer, start: number, end: number): void {
    this.room(OPENING.length + end - start + CLOSING.length);
    if (!this.isOpen) this.length += this.bytes.write(OPENING, this.length, 'latin1');
    this.isOpen = true;
    const { bytes } = this;
    let at = this.length;
    // Most are a word: shorter than what a call of `copy` takes.
    if (end - start > SHORT) at += frame.copy(bytes, at, start, end);
    else for (let from = start; from < end; from += 1) bytes[at++] = frame[from]!;
    this.length = at;
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

  private close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.length += this.bytes.write(CLOSING, this.length, 'latin1');
  }

  /** For so many more, and what closes an open line. */
  private room(bytes: number): void {
    const needed = this.length + bytes + CLOSING.length;
    if (needed <= this.bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.bytes.length * 2, 512));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }

  private linesFrom(start: number): readonly string[] {
    this.close();
    return this.bytes
      .toString('utf8', start, this.length)
      .split('\n')
      .filter((line) => line !== '');
  }
}

const EMPTY = Buffer.alloc(0);
const LF = 10;
const SHORT = 48;
const OPENING = '"delta":{"content":"';
const CLOSING = '"},\n';

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
