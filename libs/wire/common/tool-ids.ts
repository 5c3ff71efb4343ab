const PLAIN = /^[a-zA-Z0-9_-]+$/;
const MARK = 'tk-';

/**
 * Messages takes only `[a-zA-Z0-9_-]+` for the id of a call, other providers mint `functions.get:0`. What does not fit is written byte by byte
 * behind a mark, so that the id can be read again when the client sends it back, and no two ids become one.
 */
export function encodeToolId(id: string): string {
  if (PLAIN.test(id) && !id.startsWith(MARK)) return id;
  let encoded = MARK;
  for (const byte of Buffer.from(id, 'utf8')) {
    const char = String.fromCharCode(byte);
    encoded += /[a-zA-Z0-9-]/.test(char) ? char : `_${byte.toString(16).padStart(2, '0')}`;
  }
  return encoded;
}

/** Bytes that an id gains where it has to be written in another way. */
export function toolIdGrowth(id: unknown): number {
  return typeof id === 'string' ? Buffer.byteLength(encodeToolId(id)) - Buffer.byteLength(id) : 0;
}

/** Any id that was not written by `encodeToolId` is its own. */
export function decodeToolId(id: string): string {
  if (!/^tk-(?:[a-zA-Z0-9-]|_[0-9a-f]{2})*$/.test(id)) return id;
  const bytes = id.slice(MARK.length).replace(/_([0-9a-f]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  const decoded = Buffer.from(bytes, 'latin1').toString('utf8');
  return encodeToolId(decoded) === id ? decoded : id;
}
