/** A list's JSON with every number as the text that stood there. */
export type ListValue = string | boolean | null | readonly ListValue[] | ListObject;
export type ListObject = { readonly [name: string]: ListValue };

/**
 * `JSON.parse`, but no number becomes a float: `1.5e-07` stays those seven characters. Throws SyntaxError for what is no JSON.
 * Source: ECMAScript, JSON.parse source text access (Node 22 and later).
 */
export function parseListJson(text: string): ListValue {
  return JSON.parse(text, keepText) as ListValue;
}

function keepText(_name: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number') return value;
  if (context?.source === undefined) throw new TypeError('This runtime does not tell the text of a JSON number');
  return context.source;
}

export function isListObject(value: ListValue | undefined): value is ListObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Only what the list itself says: never a member of `Object.prototype`. */
export function member(object: ListObject, name: string): ListValue | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
