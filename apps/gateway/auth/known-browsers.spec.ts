import { InstallationSecrets } from '#identity';
import type { Clock } from '#process';
import type { FastifyRequest } from 'fastify';
import type { FrontDoor } from './front-door.js';
import { KnownBrowsers } from './known-browsers.js';

const at = { ms: 1_000 };
const clock = { nowMs: () => at.ms } as Clock;
const browsers = (isPublicOverTls = false, cookieKey = new Uint8Array(32)): KnownBrowsers =>
  new KnownBrowsers(
    { cookieKey } as unknown as InstallationSecrets,
    { isPublicOverTls, isOverTls: () => isPublicOverTls } as unknown as FrontDoor,
    clock,
  );
const withCookie = (cookie: string): FastifyRequest => ({ headers: { cookie } }) as unknown as FastifyRequest;
const NONE = withCookie('');
const pairOf = (setCookie: string): string => setCookie.split(';')[0] ?? '';

describe('the cookie of a browser that somebody has signed in with', () => {
  it('names person and browser for half a year, to us alone', () => {
    const issued = browsers().issue('per_1', NONE);
    expect(issued).toMatch(/^tokenok_browser=[\w.-]+; Max-Age=15552000; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(issued).not.toContain('per_1');
    expect(browsers().read(withCookie(`other=1; ${pairOf(issued)}`))).toMatchObject({ person: 'per_1' });
    expect(browsers(false, new Uint8Array(32).fill(1)).read(withCookie(pairOf(issued)))).toBeUndefined();
    at.ms += 15_552_000_000;
    expect(browsers().read(withCookie(pairOf(issued)))).toBeUndefined();
  });

  it('keeps the browser’s name for the same person, and for nobody else', () => {
    const first = withCookie(pairOf(browsers().issue('per_1', NONE)));
    const again = withCookie(pairOf(browsers().issue('per_1', first)));
    expect(browsers().read(again)).toEqual(browsers().read(first));
    const others = browsers().read(withCookie(pairOf(browsers().issue('per_2', first))));
    expect(others?.browser).not.toBe(browsers().read(first)?.browser);
  });

  it('is of this host alone where people come over TLS, and the other name says nothing then', () => {
    const issued = browsers(true).issue('per_1', NONE);
    expect(issued).toMatch(/^__Host-tokenok_browser=.*; Secure$/);
    expect(browsers(true).read(withCookie(pairOf(issued).replace('__Host-', '')))).toBeUndefined();
  });

  it.each(['tokenok_browser=', 'tokenok_browser=v1.cookie.x.y', 'tokenok_browser=%00'])(
    'that is none of ours says nothing: %s',
    (cookie) => {
      expect(browsers().read(withCookie(cookie))).toBeUndefined();
    },
  );
});
