import { randomUUID } from 'node:crypto';

/**
 * `JSON.parse` for what is going to be written again by `JSON.stringify` with its numbers as they came: an id above 2^53 in the arguments of a
 * call would otherwise reach the tool as another id, and `1.0` as the integer that some languages tell from it. Such numbers become raw JSON, which
 * reads as an object and is never looked into here. Source: ECMAScript, JSON.parse source text access (Node 22 and later).
 */
export function parseExactly(text: string, longChars = LONG_CHARS): unknown {
  if (!MAYBE_INEXACT.test(text)) return JSON.parse(text);
  return text.length > longChars ? parseLong(text) : JSON.parse(text, exact);
}

/** Where a value may stand: 16 digits, a point among them or not, an exponent, a fraction that ends in zero or begins with six, and minus zero. */
const MAYBE_INEXACT = /(?:^|[[:,\s])(?:-?(?:[\d.]{16}|\d+(?:\.\d+)?[eE]|\d+\.(?:\d*0(?!\d)|0{6}))|-0)/;
/** Of a longer text not each value is looked at while it is parsed: that takes ten times as long, and as much memory again. */
const LONG_CHARS = 64 * 1024;

/** Whether `parseExactly` may read something else than `JSON.parse`; where it is false, it does not. */
export const hasOtherNumbers = (text: string): boolean => MAYBE_INEXACT.test(text);

const { rawJSON, isRawJSON } = JSON as unknown as {
  readonly rawJSON: (this: void, text: string) => unknown;
  readonly isRawJSON: (this: void, value: unknown) => value is { readonly rawJSON: string };
};

/** A number that `parseExactly` kept as it came, in that spelling. */
export const exactNumber = (value: unknown): string | undefined => (isRawJSON(value) ? value.rawJSON : undefined);

function exact(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || context?.source === undefined) return value;
  return isExact(context.source) ? value : rawJSON(context.source);
}

/** Written again it is the same text. */
const isExact = (text: string): boolean => String(Number(text)) === text;

const QUOTE = 34;
const BACKSLASH = 92;
const MINUS = 45;
const isDigit = (char: number): boolean => char >= 48 && char <= 57;

/** Such numbers are parsed as texts that nobody else can have, and take their place afterwards. */
function parseLong(text: string): unknown {
  const mark = randomUUID();
  const parts: string[] = [];
  let taken = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (char === QUOTE) at = endOfText(text, at);
    if (char !== MINUS && !isDigit(char)) continue;
    const end = endOfNumber(text, at);
    if (!isExact(text.slice(at, end))) {
      parts.push(text.slice(taken, at), `"${mark}${text.slice(at, end)}"`);
      taken = end;
    }
    at = end - 1;
  }
  if (parts.length === 0) return JSON.parse(text);
  return unmarked(JSON.parse(parts.join('') + text.slice(taken)), mark);
}

/** Its closing quote; the end where it has none, which is no JSON. */
function endOfText(text: string, open: number): number {
  for (let close = text.indexOf('"', open + 1); close > 0; close = text.indexOf('"', close + 1)) {
    let before = close - 1;
    while (text.charCodeAt(before) === BACKSLASH) before -= 1;
    if ((close - before) % 2 === 1) return close;
  }
  return text.length;
}

function endOfNumber(text: string, from: number): number {
  let at = from + 1;
  while (/[\d.eE+-]/.test(text.charAt(at))) at += 1;
  return at;
}

function unmarked(value: unknown, mark: string): unknown {
  if (typeof value === 'string') return value.startsWith(mark) ? rawJSON(value.slice(mark.length)) : value;
  if (typeof value !== 'object' || value === null) return value;
  const members = value as Record<string, unknown>;
  for (const name of Object.keys(members)) {
    const member = members[name];
    if (typeof member === 'string' || typeof member === 'object') members[name] = unmarked(member, mark);
  }
  return value;
}
