/** On every answer: what is not HTML is never taken for it, and no page of anybody else's shows, embeds or learns of what is ours. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};

/** The pages of the interactive documentation, whose style sheets write styles of their own. */
const PAGES = '/api/docs';
const POLICY_OF_PAGES =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** By path; `no-store` where the answer is for one person. `isSecure`: people reach us over TLS, and no other way is wanted. */
export function securityHeaders(isSecure: boolean): (path: string) => Readonly<Record<string, string>> {
  const ours = { ...SECURITY_HEADERS, ...(isSecure ? { 'strict-transport-security': 'max-age=31536000' } : {}) };
  const own = { ...ours, 'cache-control': 'no-store' };
  const pages = { ...ours, 'content-security-policy': POLICY_OF_PAGES, 'cache-control': 'no-cache' };
  return (path) => (path.startsWith(PAGES) ? pages : own);
}
