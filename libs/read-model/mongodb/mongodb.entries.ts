import type { Plan } from '../row-query.js';
import type { IndexValue } from '../read-model.port.js';

/**
 * What stands in an index: all its fields and the key of the row as one text, whose bytes order as the values do (numbers before
 * texts). So every query is one range of one index, cursor included, on whatever server; and a row that lacks a field has no entry.
 */
export function entryOf(values: readonly IndexValue[]): string {
  return values.map(encoded).join('');
}

const END = '\u0001';
/** Behind every number and text. */
const BEHIND_ALL = 'u';
const BIAS = 2n ** 53n;
const DIGITS = String(2n * BIAS).length;

/** Each value ends with a sign that no text holds and that comes before all others; `n` and `t` put numbers before texts. */
function encoded(value: IndexValue): string {
  if (typeof value === 'number') return `n${String(BigInt(value) + BIAS).padStart(DIGITS, '0')}${END}`;
  return `t${value.replace(/[\u0000-\u0002]/g, (sign) => `\u0002${String.fromCharCode(sign.charCodeAt(0) + 1)}`)}${END}`;
}

/** Field of the document that holds the entry of an index; `key` is one like the others. */
export const entryField = (index: string): string => `entries.${index}`;

type Range = { readonly [bound in '$gte' | '$gt' | '$lt']?: string };

export interface PageRead {
  readonly filter: { readonly [field: string]: Range };
  readonly sort: { readonly [field: string]: 1 | -1 };
}

/** One range of one index, read forwards or backwards. */
export function pageRead(index: string, { equals, from, before, behind, descending }: Plan): PageRead {
  const start = entryOf(equals);
  const least = from === undefined ? start : start + entryOf([from]);
  const end = before === undefined ? start + BEHIND_ALL : start + entryOf([before]);
  const seen = behind && start + entryOf(behind);
  const field = entryField(index);
  return { filter: { [field]: rangeOf(least, end, seen, descending) }, sort: { [field]: descending ? -1 : 1 } };
}

/** A cursor narrows the range and never widens it. */
function rangeOf(least: string, end: string, seen: string | undefined, descending: boolean): Range {
  if (seen === undefined) return { $gte: least, $lt: end };
  if (descending) return { $gte: least, $lt: isBefore(seen, end) ? seen : end };
  return isBefore(seen, least) ? { $gte: least, $lt: end } : { $gt: seen, $lt: end };
}

/** By bytes, as the server orders texts; not by UTF-16 units, as JavaScript does. */
const isBefore = (a: string, b: string): boolean => Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0;
