import type { Json } from './event-store.port.js';

/** Nothing in plain text below needs an escape: no control characters, quotes, backslashes or surrogates. */
const PLAIN = /^[ !#-[\]-\uD7FF\uE000-\uFFFF]*$/;

/** How the engine's serialiser writes a lone surrogate; a backslash that is followed by such letters looks alike, and is only looked at again. */
const LONE_SURROGATE = '\\ud';

/**
 * JSON Canonicalization Scheme (RFC 8785): keys sorted by UTF-16 code units, no white space, ECMAScript numbers. Members that
 * are undefined are left out. Refuses what JCS cannot hold: non-finite numbers, integers beyond 2^53 and lone surrogates.
 */
export function canonicalJson(value: Json): string {
  if (isInOrder(value)) {
    const text = JSON.stringify(value);
    if (!text.includes(LONE_SURROGATE)) return text;
  }
  return inOrder(value);
}

/** A text as it stands in canonical JSON. */
export function quote(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`;
  if (!text.isWellFormed()) throw new TypeError('A lone surrogate cannot stand in canonical JSON');
  return JSON.stringify(text);
}

/**
 * True for a value that the engine's own serialiser writes canonically as it stands, but for lone surrogates, which its text shows: no text
 * that we could put together is written as fast (ADR 0036). Events of requests are made with their members in order; whatever is not is put
 * in order below, and refused there if it cannot stand.
 */
function isInOrder(value: Json | undefined): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value);
  if (typeof value !== 'object') return value !== undefined;
  if (value === null) return true;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) if (!isInOrder(value[index] as Json)) return false;
    return true;
  }
  const object = value as { readonly [key: string]: Json | undefined };
  let before = '';
  for (const key in object) {
    const member = object[key];
    if (member === undefined) continue;
    if (key <= before || !isInOrder(member)) return false;
    before = key;
  }
  return true;
}

function inOrder(value: Json): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number') return number(value);
  if (value === null || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) {
    let text = '[';
    for (let index = 0; index < value.length; index += 1) {
      if (index > 0) text += ',';
      text += inOrder(value[index] as Json);
    }
    return `${text}]`;
  }
  const object = value as { readonly [key: string]: Json | undefined };
  let text = '{';
  for (const key of sortedKeys(object)) {
    const member = object[key];
    if (member === undefined) continue;
    if (text.length > 1) text += ',';
    text += `${quote(key)}:${inOrder(member)}`;
  }
  return `${text}}`;
}

function sortedKeys(object: object): string[] {
  const keys = Object.keys(object);
  for (let index = 1; index < keys.length; index += 1) {
    if ((keys[index - 1] as string) > (keys[index] as string)) return keys.sort();
  }
  return keys;
}

function number(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError(`${value} cannot stand in canonical JSON`);
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) throw new TypeError(`${value} is beyond 2^53: write it as a string`);
  return JSON.stringify(value);
}
