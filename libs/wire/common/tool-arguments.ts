import { parseExactly } from '../json/exact.js';
import { isObject, type JsonObject } from '../json/object.js';

/** The arguments of a call, as a model wrote them. One without arguments has none to parse. Undefined: no JSON object. */
export function argumentsOf(json: unknown): JsonObject | undefined {
  if (json == null) return {};
  if (typeof json !== 'string') return undefined;
  if (json.trim() === '') return {};
  try {
    const value = parseExactly(json);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
