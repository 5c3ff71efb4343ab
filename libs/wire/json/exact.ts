/**
 * `JSON.parse` for what is going to be written again by `JSON.stringify` with its numbers as they came: an id above 2^53 in the arguments of a
 * call would otherwise reach the tool as another id. Such numbers become raw JSON, which reads as an object and is never looked into here.
 * Source: ECMAScript, JSON.parse source text access (Node 22 and later).
 */
export function parseExactly(text: string): unknown {
  return JSON.parse(text, exact);
}

const { rawJSON } = JSON as unknown as { readonly rawJSON: (this: void, text: string) => unknown };

function exact(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || context?.source === undefined) return value;
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value)) ? value : rawJSON(context.source);
}
