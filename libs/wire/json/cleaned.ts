import { parseExactly } from './exact.js';
import { isObject } from './object.js';

const { isRawJSON } = JSON as unknown as { readonly isRawJSON: (this: void, value: unknown) => boolean };

/** OpenAI's ids of organisations and projects, as its messages about limits name them. */
const ACCOUNT_IDS = /\b(?:org-|proj_)(?=[a-z]*[A-Z0-9])[A-Za-z0-9]{8,}/g;
const REMOVED = '[removed]';

/** A provider's word of an error without these, and without what names our account there. */
export function withoutWords(text: string, words: Iterable<string>): string {
  let cleaned = text;
  for (const word of words) if (cleaned.includes(word)) cleaned = cleaned.replaceAll(word, REMOVED);
  return cleaned.replace(ACCOUNT_IDS, REMOVED);
}

/** Frames of an event stream, their JSON cleaned; the very same bytes where that changes nothing. */
export function cleanFrames(bytes: Buffer, clean: (text: string) => string): Buffer {
  const lines = bytes.toString('utf8').split('\n');
  const cleaned = lines.map((line) => {
    const data = /^(data: ?)(\{.*)$/s.exec(line);
    return data ? data[1]! + cleanJson(Buffer.from(data[2]!), clean).toString('utf8') : line;
  });
  return cleaned.every((line, index) => line === lines[index]) ? bytes : Buffer.from(cleaned.join('\n'));
}

/** JSON with every text in it, names included, as `clean` has it. The very same bytes where that changes nothing, or where they are no JSON. */
export function cleanJson(bytes: Buffer, clean: (text: string) => string): Buffer {
  let isChanged = false;
  const cleaned = (text: string): string => {
    const result = clean(text);
    isChanged ||= result !== text;
    return result;
  };
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return cleaned(value);
    if (Array.isArray(value)) return value.map(walk);
    // A number that only raw JSON can hold is an object without members.
    if (!isObject(value) || isRawJSON(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [cleaned(name), walk(each)]));
  };
  let value: unknown;
  try {
    value = walk(parseExactly(bytes.toString('utf8')));
  } catch {
    return bytes;
  }
  return isChanged ? Buffer.from(JSON.stringify(value)) : bytes;
}
