import { consolePage } from './console.page.js';

const TEMPLATE = '<meta name="tokenok-base" content="./" /><meta property="csp-nonce" nonce="" /><script src="./assets/a.js"></script>';
const baseOf = (path: string): string | undefined => /tokenok-base" content="([^"]*)"/.exec(consolePage(TEMPLATE, path).html)?.[1];

describe('the page of the console', () => {
  it.each([
    ['/console', '/console/'],
    ['/console/', '/console/'],
    ['/console/sign-in', '/console/'],
    ['/console/c/cus_1/keys', '/console/'],
    ['/console/c/cus_1/keys/', '/console/'],
    ['/console/c/cus_1/logs/a%2Fb%3Ac', '/console/'],
    ['/console//x', '/console/'],
  ])('at %s leads up to the console, whatever stands before it', (path, console) => {
    for (const prefix of ['', '/ai', '/a/b'])
      expect(new URL(baseOf(path) ?? '?', `https://gateway.example${prefix}${path}`).pathname).toBe(`${prefix}${console}`);
  });

  it('says nothing of the address in its text', () => {
    expect(consolePage(TEMPLATE, '/console/"><script>/x').html).not.toContain('"><script>/');
  });

  it('has a fresh nonce each time, the same in its policy', () => {
    const pages = [consolePage(TEMPLATE, '/console'), consolePage(TEMPLATE, '/console')];
    const nonces = pages.map(({ html }) => /nonce="([^"]+)"/.exec(html)?.[1] ?? '');
    expect(new Set(nonces).size).toBe(2);
    for (const [index, { headers }] of pages.entries())
      expect(headers['content-security-policy']).toContain(`'nonce-${nonces[index] ?? ''}'`);
  });

  it('allows no inline script or style, no frame around it and no text as code', () => {
    const rules = consolePage(TEMPLATE, '/console').headers['content-security-policy'] ?? '';
    expect(rules).not.toContain('unsafe');
    for (const rule of ["default-src 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'"])
      expect(rules).toContain(rule);
  });
});
