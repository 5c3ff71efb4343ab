import { isObject } from '../json/object.js';
import { asTold } from '../meaning/endings.js';
import { statusOfError } from '../meaning/error-kinds.js';
import type { WireError } from './errors.js';

/** What a provider says went wrong, in its own words. Fields that it left out are null. */
export interface UpstreamError {
  readonly message: string;
  readonly type: string | null;
  readonly code: string | null;
  readonly param: string | null;
}

/** Reads the value of `error`: an object, or with some providers a bare string. */
export function readUpstreamError(error: unknown): UpstreamError {
  const fields = isObject(error) ? error : { message: error };
  const text = (value: unknown) => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null);
  return {
    message: text(fields['message']) ?? 'The provider reported an error without a message',
    type: text(fields['type']),
    code: text(fields['code']),
    param: text(fields['param']),
  };
}

/** An answer that ended in a word for a failure, where nothing else says what went wrong. */
export function failedBy(member: string, word: unknown): UpstreamError {
  const code = typeof word === 'number' ? String(word) : null;
  return { message: `The provider ended its answer with ${member} ${JSON.stringify(asTold(word))}`, type: null, code, param: null };
}

/** The body of an error in either dialect; undefined where it is none. */
export function readErrorBody(bytes: Buffer): UpstreamError | undefined {
  try {
    const body: unknown = JSON.parse(bytes.toString('utf8'));
    return isObject(body) && body['error'] != null ? readUpstreamError(body['error']) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A provider's error for a client of the other dialect. Its words help whoever made the mistake; its type and field are those of another API.
 * Without a status, within a stream, its type or code stands for one, else it is the provider's failure.
 */
export function errorForClient({ message, type, code }: UpstreamError, status?: number): WireError {
  return { status: status ?? statusOfError(type, code), message };
}
