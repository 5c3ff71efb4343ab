import { parseEnvironment } from '#process';
import type { FastifyRequest } from 'fastify';
import { FrontDoor } from './front-door.js';

type Asked = Parameters<FrontDoor['addressOf']>[0];

const PUBLIC = { TOKENOK_PUBLIC_URL: 'https://gateway.example/ai' };
const door = (variables: Record<string, string> = {}): FrontDoor => new FrontDoor(parseEnvironment(variables));
const asked = (headers: Record<string, string>): Asked =>
  ({ headers, protocol: 'http', socket: { remoteAddress: '127.0.0.1' } }) as unknown as Asked;
const isTaken = (from: FrontDoor, headers: Record<string, string>): boolean => {
  try {
    from.refuseForeignPage(asked(headers));
    return true;
  } catch (fault) {
    expect(fault).toMatchObject({ code: 'PERMISSION_DENIED', field: 'origin' });
    return false;
  }
};

describe('a sign-in, and a command of a session', () => {
  it.each([
    ['of no page', {}, false],
    ['of a page that the browser calls ours, without an origin', { host: '127.0.0.1:8080', 'sec-fetch-site': 'same-origin' }, true],
    ['of nobody’s page', { host: '127.0.0.1:8080', 'sec-fetch-site': 'none' }, false],
    ['of our page on the loopback', { host: '127.0.0.1:8080', origin: 'http://127.0.0.1:8080' }, true],
    ['of our page at localhost', { host: 'localhost:8080', origin: 'http://localhost:8080' }, true],
    ['of our page at an address of the machine', { host: '10.0.0.5:8080', origin: 'http://10.0.0.5:8080' }, true],
    ['of another port', { host: '127.0.0.1:8080', origin: 'http://127.0.0.1:3000' }, false],
    ['of another host', { host: '127.0.0.1:8080', origin: 'https://evil.example' }, false],
    ['of a name that was made to lead here', { host: 'evil.example', origin: 'http://evil.example' }, false],
    ['of another scheme', { host: '127.0.0.1:8080', origin: 'https://127.0.0.1:8080' }, false],
    ['of our page over TLS', { host: '10.0.0.5', origin: 'https://10.0.0.5', 'x-forwarded-proto': 'https' }, true],
    ['of a page in the clear beside ours over TLS', { host: '10.0.0.5', origin: 'http://10.0.0.5', 'x-forwarded-proto': 'https' }, false],
    ['of a browser’s extension', { host: '127.0.0.1:8080', origin: 'chrome-extension://127.0.0.1:8080' }, false],
    ['of an origin that is none', { host: '127.0.0.1:8080', origin: 'http://127.0.0.1:8080/x' }, false],
    ['of an origin that is empty', { host: '127.0.0.1:8080', origin: '' }, false],
    ['of a sibling of ours', { host: 'localhost:8080', origin: 'http://console.localhost:8080' }, false],
    ['of an address in another spelling', { host: '127.0.0.1:8080', origin: 'http://2130706433:8080' }, false],
    ['of a page without an origin', { host: '127.0.0.1:8080', origin: 'null' }, false],
    ['that the browser calls foreign', { host: '127.0.0.1:8080', 'sec-fetch-site': 'cross-site' }, false],
    ['that the browser calls a sibling', { host: '127.0.0.1:8080', 'sec-fetch-site': 'same-site' }, false],
    ['that the browser calls foreign, in capitals', { host: '127.0.0.1:8080', 'sec-fetch-site': 'Cross-Site' }, false],
    ['that the browser calls ours', { host: '127.0.0.1:8080', origin: 'http://127.0.0.1:8080', 'sec-fetch-site': 'same-origin' }, true],
  ])('%s', (_what, headers, wanted) => expect(isTaken(door(), headers)).toBe(wanted));

  it.each([
    ['of our page', { host: 'gateway.example', origin: 'https://gateway.example' }, true],
    ['of our page, behind a proxy that changes the host', { host: 'gateway-1:8080', origin: 'https://gateway.example' }, true],
    ['of our page on another port', { host: 'gateway.example', origin: 'https://gateway.example:8443' }, false],
    ['of our page in the clear', { host: 'gateway.example', origin: 'http://gateway.example' }, false],
    ['of a sibling', { host: 'gateway.example', origin: 'https://www.gateway.example' }, false],
    ['on the machine itself', { host: '127.0.0.1:8080', origin: 'http://127.0.0.1:8080' }, true],
  ])('%s, with a public URL', (_what, headers, wanted) => expect(isTaken(door(PUBLIC), headers)).toBe(wanted));
});

describe('TLS', () => {
  it('is what the public URL says, else what a proxy says', () => {
    expect(door().isOverTls(asked({}))).toBe(false);
    for (const proto of ['https', 'HTTPS', 'https, http']) expect(door().isOverTls(asked({ 'x-forwarded-proto': proto }))).toBe(true);
    expect(door().isOverTls(asked({ 'x-forwarded-proto': 'http' }))).toBe(false);
    expect(door(PUBLIC).isOverTls(asked({}))).toBe(true);
    expect(door({ TOKENOK_PUBLIC_URL: 'http://gateway.lan' }).isOverTls(asked({ 'x-forwarded-proto': 'https' }))).toBe(false);
  });
});

describe('what a session writes', () => {
  const write = (method: string, type?: string): boolean => {
    try {
      const headers = { 'sec-fetch-site': 'same-origin', ...(type !== undefined && { 'content-type': type }) };
      door().refuseForeignWrite({ ...asked(headers), method } as FastifyRequest);
      return true;
    } catch (fault) {
      expect(fault).toMatchObject({ code: 'UNSUPPORTED_MEDIA_TYPE' });
      return false;
    }
  };

  it('is JSON, and said to be: a form sends everything else; what is deleted may have no body', () => {
    expect(['POST', 'PUT', 'PATCH', 'DELETE'].map((method) => write(method, 'application/json'))).toEqual([true, true, true, true]);
    expect(['POST', 'PUT', 'PATCH', 'DELETE'].map((method) => write(method))).toEqual([false, false, false, true]);
    expect(['text/plain', 'application/x-www-form-urlencoded', ''].map((type) => write('POST', type))).toEqual([false, false, false]);
    expect(write('DELETE', 'text/plain')).toBe(false);
  });
});
