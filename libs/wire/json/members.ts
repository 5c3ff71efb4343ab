/** Where one member of a JSON object stands in its text, in UTF-16 units: `"key": value` from `start` to `end`, the value from `valueStart`. */
export interface JsonMember {
  readonly name: string;
  readonly start: number;
  readonly valueStart: number;
  readonly end: number;
  /** How deep brackets nest in the value; 0 for a scalar. */
  readonly depth: number;
  /** How many members the objects in the value have, as they are written: a parser keeps one of those that have the same name. */
  readonly inner: number;
}

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const BACKSLASH = 92;

/**
 * Finds the members of the outermost object, so that single values can be replaced while every other byte stays as the client sent it
 * (a number above 2^53 would not survive parse and stringify). The text must have passed `JSON.parse` as an object.
 */
export function jsonMembers(text: string): JsonMember[] {
  const members: JsonMember[] = [];
  let at = skipSpace(text, text.indexOf('{') + 1);
  while (text.charCodeAt(at) === QUOTE) {
    const keyEnd = skipString(text, at);
    const valueStart = skipSpace(text, skipSpace(text, keyEnd) + 1);
    members.push({ name: nameOf(text, at, keyEnd), start: at, valueStart, ...skipValue(text, valueStart) });
    const { end } = members.at(-1)!;
    at = skipSpace(text, end);
    if (text.charCodeAt(at) !== COMMA) break;
    at = skipSpace(text, at + 1);
  }
  return members;
}

/** Replaces pieces of a text; they must not overlap. */
export function splice(text: string, edits: readonly { readonly start: number; readonly end: number; readonly by: string }[]): string {
  let result = '';
  let at = 0;
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    result += text.slice(at, edit.start) + edit.by;
    at = edit.end;
  }
  return result + text.slice(at);
}

function nameOf(text: string, start: number, end: number): string {
  const raw = text.slice(start + 1, end - 1);
  return raw.includes('\\') ? (JSON.parse(text.slice(start, end)) as string) : raw;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) <= 32) at += 1;
  return at;
}

function skipString(text: string, open: number): number {
  let close = text.indexOf('"', open + 1);
  while (isEscaped(text, close)) close = text.indexOf('"', close + 1);
  return close + 1;
}

function isEscaped(text: string, at: number): boolean {
  let before = at - 1;
  while (text.charCodeAt(before) === BACKSLASH) before -= 1;
  return (at - before) % 2 === 0;
}

/** Skips one value; inside nested ones only strings, brackets and the colons behind names count. */
function skipValue(text: string, from: number): Pick<JsonMember, 'end' | 'depth' | 'inner'> {
  let depth = 0;
  let inner = 0;
  let deepest = 0;
  let at = from;
  for (;;) {
    const char = text.charCodeAt(at);
    if (char === QUOTE) at = skipString(text, at);
    else if (char === 123 || char === 91) at += 1;
    else if (char === 125 || char === 93) at += 1;
    else if (depth === 0) return { end: skipScalar(text, at), depth: 0, inner: 0 };
    else {
      if (char === COLON) inner += 1;
      at += 1;
      continue;
    }
    if (char === 123 || char === 91) {
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (char === 125 || char === 93) depth -= 1;
    if (depth === 0) return { end: at, depth: deepest, inner };
  }
}

/** A number or a literal ends before a comma, a bracket or white space. */
function skipScalar(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (char <= 32 || char === COMMA || char === 125 || char === 93) break;
  }
  return at;
}
