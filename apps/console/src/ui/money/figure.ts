import { minorDecimals } from './currency.js';

/** How a run of digits is drawn: `strong` counts most, `rest` is exact and quiet, `faint` says nothing (leading zeros, padding, zero). */
export type Tone = 'strong' | 'rest' | 'faint';

/**
 * `own` is a character of the API's text; `pad` is drawn after it and not copied; `space` keeps the room of digits and shows none;
 * of the text and copied, but not shown, are `blank`, which keeps its room, and `silent`, which has none.
 */
export type Kind = 'own' | 'pad' | 'space' | 'blank' | 'silent';

/** What stands before a run: a thousands mark or a thin gap, both drawn by CSS. */
export type Gap = 'none' | 'mark' | 'thin';

export interface Run {
  readonly text: string;
  readonly tone: Tone;
  readonly kind: Kind;
  readonly gap: Gap;
  /** Digits beyond the minor unit: a page's figure draws them smaller. */
  readonly isBeyond: boolean;
}

export interface Figure {
  /** `minus` is a character of the text, `plus` is only drawn. */
  readonly sign: 'minus' | 'plus' | 'none';
  readonly runs: readonly Run[];
  readonly isZero: boolean;
}

export interface FigureOptions {
  /** The decimals of the column; more are drawn where the amount has them. Default: the currency's minor unit. */
  readonly decimals?: number | undefined;
  /** "+" before what is above zero: lists of movements only. */
  readonly isSigned?: boolean | undefined;
  /** Zero is the message: all decimals strong. */
  readonly isProof?: boolean | undefined;
  /** A summary that says so: nothing beyond the minor unit is drawn, unless the amount is smaller than it. */
  readonly isSummary?: boolean | undefined;
}

const AMOUNT = /^(-?)(\d+)(?:\.(\d{1,9}))?$/;

/** The one reading of an amount for people. Undefined: the text is none (it is then shown as it came). No number is made of it. */
export function figure(text: string, currency: string, options: FigureOptions = {}): Figure | undefined {
  const match = AMOUNT.exec(text);
  if (!match) return undefined;
  const whole = match[2] ?? '';
  const shape = shapeOf(whole, match[3] ?? '', minorDecimals(currency), options);
  const sign = match[1] === '-' ? 'minus' : options.isSigned && !shape.isZero ? 'plus' : 'none';
  return { sign, runs: joined([...wholeRuns(whole, shape), ...fractionRuns(shape)]), isZero: shape.isZero };
}

interface Shape {
  readonly isZero: boolean;
  readonly isProof: boolean;
  readonly isBelow: boolean;
  /** Digits after the point in the text, and how many of them are drawn, padding included. */
  readonly own: string;
  readonly drawn: number;
  readonly minor: number;
  /** Index into all digits (whole, then fraction) of the first and behind the last that is not zero. */
  readonly first: number;
  readonly end: number;
  readonly wholeLength: number;
}

function shapeOf(whole: string, own: string, minor: number, options: FigureOptions): Shape {
  const digits = whole + own;
  const first = digits.search(/[1-9]/);
  const isZero = first < 0;
  const end = digits.replace(/0+$/, '').length;
  const isBelow = !isZero && first >= whole.length + minor;
  const needed = Math.max(0, end - whole.length);
  const wanted = Math.max(minor, options.decimals ?? 0);
  const drawn = options.isSummary && !isBelow ? minor : Math.max(wanted, needed);
  return { isZero, isProof: options.isProof === true, isBelow, own, drawn, minor, first, end, wholeLength: whole.length };
}

function wholeRuns(whole: string, shape: Shape): Run[] {
  return [...whole].map((text, at) => ({
    text,
    tone: toneOf(at, shape),
    kind: 'own',
    gap: at > 0 && (whole.length - at) % 3 === 0 ? 'mark' : 'none',
    isBeyond: false,
  }));
}

function fractionRuns(shape: Shape): Run[] {
  const runs: Run[] = [];
  const count = Math.max(shape.drawn, shape.own.length);
  if (count > 0) runs.push(point(shape));
  for (let at = 0; at < count; at += 1) {
    const kind = kindOf(at, shape);
    runs.push({
      text: shape.own[at] ?? '0',
      tone: toneOf(shape.wholeLength + at, shape),
      kind,
      gap: at > 0 && at % 3 === 0 && kind !== 'silent' ? 'thin' : 'none',
      isBeyond: at >= shape.minor,
    });
  }
  return runs;
}

/** The point has the tone of what it ends: of the minor unit, where there is one, else of the digits behind it. */
function point(shape: Shape): Run {
  const kind = kindOf(0, shape);
  const tone = shape.isBelow ? 'faint' : toneOf(shape.wholeLength, shape);
  return { text: '.', tone, kind, gap: 'none', isBeyond: shape.minor === 0 };
}

function kindOf(at: number, shape: Shape): Kind {
  if (at < shape.own.length) {
    if (at >= shape.drawn) return 'silent';
    return shape.isZero && !shape.isProof && at >= shape.minor ? 'blank' : 'own';
  }
  return shape.isZero && !shape.isProof && at >= shape.minor ? 'space' : 'pad';
}

function toneOf(at: number, shape: Shape): Tone {
  if (shape.isZero) return shape.isProof ? 'strong' : 'faint';
  if (shape.isBelow) return at >= shape.first && at < shape.end ? 'strong' : 'faint';
  if (at < shape.wholeLength + shape.minor) return 'strong';
  return at < shape.end ? 'rest' : 'faint';
}

function joined(runs: readonly Run[]): Run[] {
  const out: Run[] = [];
  for (const run of runs) {
    const last = out.at(-1);
    const isSame = last && run.gap === 'none' && last.tone === run.tone && last.kind === run.kind && last.isBeyond === run.isBeyond;
    if (isSame) out[out.length - 1] = { ...last, text: last.text + run.text };
    else out.push(run);
  }
  return out;
}
