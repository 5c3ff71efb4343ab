import { isObject } from './refusal.js';

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
