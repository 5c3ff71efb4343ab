import { MasterKey } from '#vault';
import { decideInstallation, evolveInstallation, mintInstallation, openInstallation } from '#identity';
import type { FastifyRequest } from 'fastify';
import { SESSION_SECONDS, SessionCookies } from './session.cookie.js';

const master = new MasterKey(new Uint8Array(32).fill(1));

/** Another installation, with secrets of its own. */
function cookies(): SessionCookies {
  const [event] = decideInstallation(mintInstallation(master), undefined).events ?? [];
  return new SessionCookies(openInstallation(evolveInstallation(undefined, event!, { revision: 0n, at: '' }), master));
}

const request = (headers: Record<string, string>): FastifyRequest => ({ headers, protocol: 'http' }) as unknown as FastifyRequest;
const issued = (from: SessionCookies, headers = {}): string => from.issue({ admin: 'adm_1', generation: 2 }, 0, request(headers));
const sent = (setCookie: string): FastifyRequest => request({ cookie: `theme=dark; ${setCookie.split(';')[0] ?? ''}; other=1` });

describe('a session cookie', () => {
  it('says who and until when, to its own installation alone', () => {
    const own = cookies();
    const cookie = issued(own);
    expect(own.read(sent(cookie), 1)).toEqual({
      admin: 'adm_1',
      generation: 2,
      session: expect.stringMatching(/^ses_/) as unknown,
      endsAtMs: SESSION_SECONDS * 1_000,
    });
    expect(cookies().read(sent(cookie), 1)).toBeUndefined();
    expect(cookie).not.toContain('adm_1');
  });

  it('ends when it says, whatever the browser does', () => {
    const own = cookies();
    const cookie = issued(own);
    expect(own.read(sent(cookie), SESSION_SECONDS * 1_000 - 1)).toBeDefined();
    expect(own.read(sent(cookie), SESSION_SECONDS * 1_000)).toBeUndefined();
  });

  it('is Secure wherever the browser came over TLS', () => {
    expect(issued(cookies())).not.toContain('Secure');
    expect(issued(cookies(), { 'x-forwarded-proto': 'https' })).toMatch(/; HttpOnly; SameSite=Strict; Secure$/);
  });
});
