const QUOTE = 34;
const BACKSLASH = 92;
const FIRST_PRINTABLE = 32;
/** A text that is longer is no delta as they come, and goes the long way. */
const MOST_TEXT = 4_096;
const FRAME_END = '\n\n';

/** What a dialect knows of the texts in its frames. */
export interface ShapedTexts {
  /** Finds `"name":"` of each text that differs from one frame to the next, one after the other. */
  readonly varying: RegExp;
  /** What a text is between these two. Undefined: nobody knows, and the frame has no shape. */
  between(before: string, after: string): 'said' | 'noise' | undefined;
  /** What is cut out of a frame, where it stands in it. */
  readonly cut?: string;
}

/**
 * How a provider writes its deltas. One after the other they are the same bytes but for what is said: whatever is known of one by its other bytes is known of all, for a
 * text ends at its first quote that is not escaped, and so nothing that stands in it can be taken for anything else. Positions are those of the frame that was found to be
 * of this shape last.
 */
export class FrameShape {
  /** Behind its blank line. */
  end = 0;
  /** What is said, as JSON has it between its quotes. */
  said = 0;
  saidEnd = 0;
  /** Where what is cut out begins; -1 where nothing is. */
  cut = -1;

  private constructor(
    /** What stands around the texts. */
    private readonly pieces: readonly string[],
    /** Behind which of them stands what is said. */
    private readonly saidBehind: number,
    /** In which of them stands what is cut out, and where; -1: in none. */
    private readonly cutIn: number,
    private readonly cutAt: number,
  ) {}

  /** Of a frame as Latin-1. Undefined where it does not say exactly one text, or is not known well enough. */
  static of(frame: string, texts: ShapedTexts): FrameShape | undefined {
    if (!endsOnce(frame)) return undefined;
    const pieces: string[] = [];
    let at = 0;
    let saidBehind = -1;
    for (const match of frame.matchAll(texts.varying)) {
      const start = match.index + match[0].length;
      const end = endOfText(frame, start);
      const text = end < 0 ? undefined : texts.between(frame.slice(0, start), frame.slice(end));
      if (text === undefined || (text === 'said' && saidBehind >= 0)) return undefined;
      if (text === 'said') saidBehind = pieces.length;
      pieces.push(frame.slice(at, start));
      at = end;
    }
    if (saidBehind < 0) return undefined;
    pieces.push(frame.slice(at));
    const { cut } = texts;
    const cutIn = cut === undefined ? -1 : pieces.findIndex((piece) => piece.includes(cut));
    return new FrameShape(pieces, saidBehind, cutIn, cutIn < 0 ? -1 : pieces[cutIn]!.indexOf(cut!));
  }

  /** Whether a whole frame of this shape stands there. */
  isAt(text: string, start: number): boolean {
    const { pieces, saidBehind, cutIn, cutAt } = this;
    const last = pieces.length - 1;
    let at = start;
    for (let index = 0; ; index += 1) {
      const piece = pieces[index]!;
      // Many times as fast as `startsWith`.
      if (text.slice(at, at + piece.length) !== piece) return false;
      if (index === cutIn) this.cut = at + cutAt;
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

/** By the blank line that it has at its end: its lines end in LF alone. */
function endsOnce(frame: string): boolean {
  return frame.endsWith(FRAME_END) && frame.indexOf(FRAME_END) === frame.length - FRAME_END.length && !frame.includes('\r');
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
