import { MasterKey } from '#vault';
import { decideInstallation, evolveInstallation, mintInstallation, openInstallation } from '#identity';
import type { FastifyRequest } from 'fastify';
import { parseEnvironment } from '#process';
import { FrontDoor } from './front-door.js';
import { SessionCookies } from './session.cookie.js';

const master = new MasterKey(new Uint8Array(32).fill(1));

/** Another installation, with secrets of its own. */
function cookies(variables: Record<string, string> = {}): SessionCookies {
  const [event] = decideInstallation(mintInstallation(master), undefined).events ?? [];
  const door = new FrontDoor(parseEnvironment(variables));
  return new SessionCookies(openInstallation(evolveInstallation(undefined, event!, { revision: 0n, at: '' }), master), door);
}

const NAMED = { person: 'per_1', session: 'ses_1' };
const request = (headers: Record<string, string>): FastifyRequest => ({ headers, protocol: 'http' }) as unknown as FastifyRequest;
const issued = (from: SessionCookies, headers = {}): string => from.issue(NAMED, 60_000, request(headers));
const sent = (setCookie: string): FastifyRequest => request({ cookie: `theme=dark; ${setCookie.split(';')[0] ?? ''}; other=1` });

describe('a session cookie', () => {
  it('says whose session it is and which, to its own installation alone', () => {
    const own = cookies();
    const cookie = issued(own);
    expect(own.read(sent(cookie))).toEqual(NAMED);
    expect(cookies().read(sent(cookie))).toBeUndefined();
    expect(cookie).not.toMatch(/per_1|ses_1/);
    expect(cookie).toMatch(/^tokenok_session=[^;]+; Max-Age=60; Path=\/; HttpOnly; SameSite=Strict$/);
  });

  it('is Secure wherever the browser came over TLS', () =>
    expect(issued(cookies(), { 'x-forwarded-proto': 'https' })).toMatch(/; HttpOnly; SameSite=Strict; Secure$/));

  it('is of this very host where people reach us over TLS, and the other name says nothing then', () => {
    const own = cookies({ TOKENOK_PUBLIC_URL: 'https://gateway.example/ai' });
    const cookie = issued(own);
    expect(cookie).toMatch(/^__Host-tokenok_session=[^;]+; Max-Age=60; Path=\/; HttpOnly; SameSite=Strict; Secure$/);
    expect(own.read(sent(cookie))).toEqual(NAMED);
    expect(own.read(sent(cookie.replace('__Host-', '')))).toBeUndefined();
    expect(cookies({ TOKENOK_PUBLIC_URL: 'http://localhost:8080' }).clear(request({}))).toMatch(/^tokenok_session=; Max-Age=0;/);
  });
});
