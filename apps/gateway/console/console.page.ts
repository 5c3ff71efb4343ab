import { randomBytes } from 'node:crypto';

/** What no page of the console needs is not allowed: nothing inline, nothing from elsewhere, no text that becomes code. */
const policy = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');

export interface ConsolePage {
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The page behind every address of the console. Its URLs go up from the address that was asked for, so they hold under any path a
 * proxy may put before it. The nonce is for the two style elements that React Aria makes.
 */
export function consolePage(template: string, path: string): ConsolePage {
  const nonce = randomBytes(16).toString('base64');
  const base = baseFrom(path);
  return {
    html: template.replaceAll('="./', `="${base}`).replace('nonce=""', `nonce="${nonce}"`),
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy(nonce),
      'cross-origin-opener-policy': 'same-origin',
      'cache-control': 'no-cache',
    },
  };
}

/** From `/console/c/cus_1/keys` to `/console/`: `../../`. Only its slashes are looked at: nothing of the path stands in the page. */
function baseFrom(path: string): string {
  const below = path.slice('/console'.length);
  if (below === '') return './console/';
  return '../'.repeat(below.split('/').length - 2) || './';
}
