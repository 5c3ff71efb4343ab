import { parseExactly } from './exact.js';
import { isObject } from './object.js';

const { isRawJSON } = JSON as unknown as { readonly isRawJSON: (this: void, value: unknown) => boolean };

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
