const BOM = '\uFEFF';
/** The longest name of a field with its colon; behind so many bytes it is certain. */
const FIELD_CHARS = 6;
const LOOKED_AT_BYTES = 64;
const WHITE_BYTES: ReadonlySet<number> = new Set([9, 10, 13, 32]);
/** A field of an event stream, or a comment (WHATWG HTML, 9.2.5). */
const FIELD = /^(?:data|event|id|retry)?:/;

/**
 * Whether a body begins as an event stream does: some providers send one without saying so in `content-type`, or under another type. Undefined: that cannot be told from so
 * few bytes. JSON begins otherwise.
 */
export function beginsAsEvents(bytes: Buffer): boolean | undefined {
  let at = 0;
  while (at < bytes.length && WHITE_BYTES.has(bytes[at]!)) at += 1;
  const text = bytes.toString('utf8', at, at + LOOKED_AT_BYTES);
  const begun = text.startsWith(BOM) ? text.slice(1) : text;
  if (FIELD.test(begun)) return true;
  return begun.length >= FIELD_CHARS || /^[^deir]/.test(begun) ? false : undefined;
}
