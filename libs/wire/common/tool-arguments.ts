import { exactNumber, parseExactly } from '../json/exact.js';
import { isObject, type JsonObject } from '../json/object.js';

/**
 * The arguments of a call, as a model wrote them or, with some providers, as the object itself. One without arguments has none to parse. Undefined: no
 * JSON object, so that nobody knows what the tool should run with.
 */
export function argumentsOf(json: unknown): JsonObject | undefined {
  if (json == null) return {};
  if (typeof json !== 'string') return isArguments(json) ? json : undefined;
  if (json.trim() === '') return {};
  try {
    const value = parseExactly(json);
    return isArguments(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The same as the text that Chat Completions and Responses have; empty: there are none. Anything else than a text is given as JSON. */
export function argumentsText(json: unknown): string {
  return json == null ? '' : typeof json === 'string' ? json : JSON.stringify(json);
}

/** A number that is kept as it came reads as an object. */
const isArguments = (value: unknown): value is JsonObject => isObject(value) && exactNumber(value) === undefined;
