import type { IncomingHttpHeaders } from 'node:http';

/**
 * The credential of a request: `Authorization: Bearer …` (RFC 6750; the scheme in any case), else `x-api-key`. A header that is
 * there and says nothing counts as absent. Undefined where there is none.
 */
export function presentedCredential(headers: IncomingHttpHeaders): string | undefined {
  return bearerOf(headers) ?? apiKeyHeaderOf(headers);
}

export function bearerOf({ authorization }: IncomingHttpHeaders): string | undefined {
  return authorization === undefined ? undefined : /^bearer +(\S+) *$/i.exec(authorization)?.[1];
}

export function apiKeyHeaderOf(headers: IncomingHttpHeaders): string | undefined {
  const value = headers['x-api-key'];
  const text = Array.isArray(value) ? value[0] : value;
  return text?.trim() || undefined;
}
