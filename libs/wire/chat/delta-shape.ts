import { isObject } from '../json/object.js';
import { chatText } from './text.js';

const QUOTE = 34;
const BACKSLASH = 92;
const FIRST_PRINTABLE = 32;
/** A text that is longer is no delta as they come, and goes the long way. */
const MOST_TEXT = 4_096;
const LINE_END = '\n\n';
const FINISH_NULL = '"finish_reason":null';
export const USAGE_NULL = ',"usage":null';
/** Texts that differ from one delta to the next: what is said, and noise against guessing it by its length (OpenAI, `include_obfuscation`). */
const VARYING = /"(content|reasoning_content|reasoning|obfuscation)":"/g;

/**
 * How a provider writes its deltas. One after the other they are the same bytes but for what is said: whatever is known of one by its other bytes is known of all, for a
 * text ends at its first quote that is not escaped, and so nothing that stands in it can be taken for anything else. Positions are those of the last frame that was of
 * this shape.
 */
export class DeltaShape {
  /** Behind its blank line. */
  end = 0;
  /** What is said, as JSON has it between its quotes. */
  said = 0;
  saidEnd = 0;
  /** `,"usage":null`; -1 where it has none. */
  usage = -1;

  private constructor(
    /** What stands around the texts. */
    private readonly pieces: readonly string[],
    /** Behind which of them stands what is said. */
    private readonly saidBehind: number,
    /** In which of them `,"usage":null` stands, and where; -1: in none. */
    private readonly usageIn: number,
    private readonly usageAt: number,
  ) {}

  /** Of a frame that is certainly a delta of the only choice. Undefined where it says more than one text, in a way of its own, or what only a parser finds. */
  static of(frame: string): DeltaShape | undefined {
    if (frame.indexOf('\n') !== frame.length - LINE_END.length || !frame.endsWith(LINE_END) || frame.includes('\r')) return undefined;
    const delta = frame.indexOf('"delta":');
    const finish = frame.indexOf(FINISH_NULL, delta);
    const pieces: string[] = [];
    let at = 0;
    let saidBehind = -1;
    for (const match of frame.matchAll(VARYING)) {
      const start = match.index + match[0].length;
      const end = endOfText(frame, start);
      if (end < 0) return undefined;
      if (match.index > delta && start < finish) {
        if (saidBehind >= 0 || !saysOnly(frame.slice(delta, start), frame.slice(end, finish))) return undefined;
        saidBehind = pieces.length;
      }
      pieces.push(frame.slice(at, start));
      at = end;
    }
    if (saidBehind < 0) return undefined;
    pieces.push(frame.slice(at));
    const usageIn = pieces.findIndex((piece) => piece.includes(USAGE_NULL));
    return new DeltaShape(pieces, saidBehind, usageIn, usageIn < 0 ? -1 : pieces[usageIn]!.indexOf(USAGE_NULL));
  }

  /** Whether a whole frame of this shape stands there. */
  isAt(text: string, start: number): boolean {
    const { pieces, saidBehind, usageIn, usageAt } = this;
    const last = pieces.length - 1;
    let at = start;
    for (let index = 0; ; index += 1) {
      const piece = pieces[index]!;
      // Many times as fast as `startsWith`.
      if (text.slice(at, at + piece.length) !== piece) return false;
      if (index === usageIn) this.usage = at + usageAt;
      at += piece.length;
      if (index === last) break;
      const end = endOfText(text, at);
      if (end < 0) return false;
      if (index === saidBehind) {
        this.said = at;
        this.saidEnd = end;
      }
      at = end;
    }
    this.end = at;
    return true;
  }
}

/** Where its closing quote stands; -1: not on this line, or far away. */
function endOfText(text: string, start: number): number {
  const most = Math.min(text.length, start + MOST_TEXT);
  for (let at = start; at < most; at += 1) {
    const char = text.charCodeAt(at);
    if (char === QUOTE) return at;
    if (char === BACKSLASH) at += 1;
    else if (char < FIRST_PRINTABLE) return -1;
  }
  return -1;
}

/** Whether a tokenizer would see the text between the two, and nothing else of the delta. */
function saysOnly(before: string, after: string): boolean {
  return ['', 'x'].every((said) => {
    try {
      const { delta } = JSON.parse(`{${before}${said}${after}"end":0}`) as { readonly delta?: unknown };
      return isObject(delta) && delta['audio'] == null && chatText(delta) === said;
    } catch {
      return false;
    }
  });
}
