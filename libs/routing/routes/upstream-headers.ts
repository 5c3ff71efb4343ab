import type { Protocol } from '#catalog';
import type { WireApi } from '#wire';
import { isAnthropic } from './wire-routes.js';

/** Of a translated request: the version that takes `temperature` and `top_p` (2026-10-21 refuses them). */
const TRANSLATED_VERSION = '2023-06-01';
/** What a client says of its own protocol. Its key, its organisation and its project are never passed on. */
const PASSED: Readonly<Record<Protocol, readonly string[]>> = {
  openai: ['openai-beta'],
  anthropic: ['anthropic-version', 'anthropic-beta'],
};

/** Of a client's request, names in lower case. */
type ClientHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The headers of a call besides those that every call has: our credential, and what the client may say in its own protocol. */
export function upstreamHeaders(api: WireApi, protocol: Protocol, credential: string, client: ClientHeaders): readonly string[] {
  const headers = protocol === 'anthropic' ? ['x-api-key', credential] : ['authorization', `Bearer ${credential}`];
  const given: ClientHeaders = isAnthropic(api) === (protocol === 'anthropic') ? client : {};
  for (const name of PASSED[protocol]) {
    const value = given[name] ?? (name === 'anthropic-version' ? TRANSLATED_VERSION : undefined);
    if (typeof value === 'string') headers.push(name, value);
  }
  return headers;
}
