/**
 * `JSON.parse` for what is going to be written again by `JSON.stringify` with its numbers as they came: an id above 2^53 in the arguments of a
 * call would otherwise reach the tool as another id. Such numbers become raw JSON, which reads as an object and is never looked into here.
 * Source: ECMAScript, JSON.parse source text access (Node 22 and later).
 */
export function parseExactly(text: string): unknown {
  return MAYBE_INEXACT.test(text) ? JSON.parse(text, exact) : JSON.parse(text);
}

/** Where a value may stand, 16 digits or an exponent. Looking at each value takes ten times as long as parsing, so it is done only where one may need it. */
const MAYBE_INEXACT = /(?:^|[[:,\s])-?(?:\d{16}|\d+(?:\.\d+)?[eE])/;

const { rawJSON } = JSON as unknown as { readonly rawJSON: (this: void, text: string) => unknown };

function exact(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || context?.source === undefined) return value;
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value)) ? value : rawJSON(context.source);
}
