import { isObject } from '../json/object.js';

/** Base64 characters of spoken input or output: an object that has `data`. */
export function audioChars(audio: unknown): number {
  const data = isObject(audio) ? audio['data'] : undefined;
  return typeof data === 'string' ? data.length : 0;
}
