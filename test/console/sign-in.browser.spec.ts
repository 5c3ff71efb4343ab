import { call } from '../support/gateway/http.js';
import { expectFit, looks, newPage, plainWords, takeComplaints } from './support/browser.js';
import { firstPerson, signIn, typeIn } from './support/person.js';
import { ConsoleScene } from './support/scene.js';

const scene = ConsoleScene.of();

describe('the address of the gateway', () => {
  it('leads to the console, and the console to the sign-in, which remembers where one wanted to go', async () => {
    const { status, headers } = await call({ method: 'GET', url: `${scene.gateway.url}/` });
    expect([status, headers.location]).toEqual([302, '/console']);
    const page = await newPage();
    await page.goto(`${scene.gateway.url}/console/account`);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(new URL(page.url()).searchParams.get('to')).toBe('/account');
  });
});

describe('the sign-in', () => {
  it.each(looks())('fits its page: %o', async (look) => {
    const page = await newPage(look);
    await page.goto(`${scene.gateway.url}/console/sign-in`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe(look.language);
    expect(await page.locator('html').getAttribute('data-theme')).toBe(look.theme);
    await expectFit(page, `sign-in-${look.language}-${look.theme}-${look.width}`);
  });

  it('has no text that is not translated', async () => {
    const page = await newPage({ language: 'pseudo', width: 390 });
    await page.goto(`${scene.gateway.url}/console/sign-in`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await plainWords(page, /^(Tokenok|USD|127\.0\.0\.1:\d+|30 Nov.*)$/)).toEqual([]);
  });

  it('refuses in the words of the gateway and keeps what was typed', async () => {
    const page = await newPage();
    await page.goto(`${scene.gateway.url}/console/sign-in`);
    await typeIn(page, { email: 'nobody@example.com', password: 'not this one, ever' });
    await page.getByRole('alert').waitFor();
    expect(await page.getByLabel('E-mail').inputValue()).toBe('nobody@example.com');
    expect(await page.getByLabel('Password', { exact: true }).inputValue()).toBe('not this one, ever');
  });

  it('opens the place that was asked for', async () => {
    const page = await newPage();
    await page.goto(`${scene.gateway.url}/console/account`);
    await typeIn(page, firstPerson(scene.gateway));
    await page.waitForURL('**/console/account');
    await page.getByRole('heading', { level: 1 }).waitFor();
  });

  it('keeps the chosen language and theme in the browser', async () => {
    const page = await newPage();
    await page.goto(`${scene.gateway.url}/console/sign-in`);
    await page.getByRole('button', { name: '日本語' }).click();
    await page.getByRole('heading', { name: 'サインイン' }).waitFor();
    await page.getByRole('button', { name: /システム/ }).click();
    await page.getByRole('button', { name: /ライト/ }).click();
    await page.reload();
    await page.getByRole('heading', { name: 'サインイン' }).waitFor();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
  });
});

describe('an address of nothing', () => {
  it('says so inside the console, and leads home', async () => {
    const page = await newPage();
    await signIn(page, scene.gateway.url, firstPerson(scene.gateway));
    await page.goto(`${scene.gateway.url}/console/nothing/here`);
    await page.getByRole('heading', { name: 'Nothing is at this address' }).waitFor();
    await expectFit(page, 'not-found');
    await page.getByRole('link', { name: 'Go to Home' }).click();
    await page.waitForURL((at) => !at.pathname.includes('nothing'));
  });
});

describe('the policy of the page', () => {
  it('lets nothing in that the page did not bring, and what the browser reports of it is heard', async () => {
    const page = await newPage();
    await page.goto(`${scene.gateway.url}/console/sign-in`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    const outcomes = await page.evaluate(async () => {
      document.body.append(Object.assign(document.createElement('style'), { textContent: 'h1 { display: none }' }));
      const left = await fetch('https://elsewhere.example/').catch((error: Error) => error.name);
      let parsed: unknown;
      try {
        document.body.innerHTML = '<p>taken</p>';
      } catch (error) {
        parsed = (error as Error).name;
      }
      return [left, parsed, getComputedStyle(document.querySelector('h1') as Element).display];
    });
    expect(outcomes).toEqual(['TypeError', 'TypeError', 'block']);
    const told = takeComplaints().join('\n');
    for (const part of ['style-src', 'connect-src', 'TrustedHTML']) expect(told).toContain(part);
  });
});
