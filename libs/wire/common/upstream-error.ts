import { isObject } from '../json/object.js';
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

/** The body of an error in either dialect; undefined where it is none. */
export function readErrorBody(bytes: Buffer): UpstreamError | undefined {
  try {
    const body: unknown = JSON.parse(bytes.toString('utf8'));
    return isObject(body) && body['error'] != null ? readUpstreamError(body['error']) : undefined;
  } catch {
    return undefined;
  }
}

/** What an error within a stream would have been as a status; only what says something to the client, whose key is not ours. */
const STREAM_STATUS: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  rate_limit_error: 429,
  rate_limit_exceeded: 429,
  requests: 429,
  tokens: 429,
  timeout_error: 504,
  overloaded_error: 529,
  overloaded: 529,
  server_is_overloaded: 529,
  slow_down: 529,
};

/**
 * A provider's error for a client of the other dialect. Its words help whoever made the mistake; its type and field are those of another API.
 * Without a status, within a stream, its type or code stands for one, else it is the provider's failure.
 */
export function errorForClient({ message, type, code }: UpstreamError, status?: number): WireError {
  return { status: status ?? STREAM_STATUS[type ?? ''] ?? STREAM_STATUS[code ?? ''] ?? 502, message };
}
