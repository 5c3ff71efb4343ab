import { createServer, type Server } from 'node:http';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { closeBrowser, expectFit, looks, newPage, takeComplaints, type Look } from './support/browser.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const BUILT = join(ROOT, 'dist/gallery');
const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
let server: Server;

beforeAll(async () => {
  await build({ configFile: join(ROOT, 'apps/console/gallery/vite.config.ts'), logLevel: 'error' });
  server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://gallery').pathname);
    const file = path === '/' ? '/index.html' : path;
    const type = TYPES[extname(file)];
    if (!type) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': type }).end(readFileSync(join(BUILT, file)));
  }).listen(0, '127.0.0.1');
});
afterEach(() => expect(takeComplaints()).toEqual([]));
afterAll(async () => {
  await closeBrowser();
  server.close();
});

async function gallery(look: Look = {}): Promise<Page> {
  const page = await newPage(look);
  const { port } = server.address() as AddressInfo;
  await page.goto(`http://127.0.0.1:${port}/?lang=${look.language ?? 'en'}&theme=${look.theme ?? 'light'}`);
  await page.locator('.u-over').waitFor();
  return page;
}

describe('every component in every state', () => {
  it.each(looks())('fits its page: %o', async (look) => {
    await expectFit(await gallery(look), `gallery-${look.language}-${look.theme}-${look.width}`);
  });

  it.each(['en', 'zh', 'ja', 'ko'] as const)('draws 1111 as wide as 8888 in the stack of %s', async (language) => {
    const page = await gallery({ language });
    const widths = await page.evaluate(() =>
      ['400', '500', '600'].flatMap((weight) =>
        ['var(--sans)', 'var(--mono)'].map((family) =>
          ['1111', '8888'].map((digits) => {
            const span = document.createElement('span');
            span.textContent = digits;
            span.style.fontFamily = family;
            span.style.fontWeight = weight;
            document.body.append(span);
            const { width } = span.getBoundingClientRect();
            span.remove();
            return width;
          }),
        ),
      ),
    );
    for (const [ones, eights] of widths) expect(ones).toBe(eights);
  });
});

describe('a copied amount', () => {
  it('is the text of the API, whatever is drawn', async () => {
    const page = await gallery();
    const copied = await page.evaluate(() =>
      [...document.querySelectorAll('#money .ui-money')].map((money) => {
        getSelection()?.selectAllChildren(money);
        return String(getSelection());
      }),
    );
    expect(copied.slice(0, 7)).toEqual(['412.38401725', '0.0024336', '0.000000001', '1204.18', '-1.50', '250.00', '0.00']);
    expect(copied.slice(9, 13)).toEqual(['48213.00', '48213.40726', '286.40488165', '286.40488165']);
  });
});

describe('dialogs', () => {
  it('that destroy begin on the safe side, and Escape is it', async () => {
    const page = await gallery();
    await page.getByRole('button', { name: 'Revoke the key' }).click();
    await page.getByRole('alertdialog', { name: 'Revoke the key laptop?' }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Keep it');
    await page.keyboard.press('Escape');
    await page.getByRole('alertdialog').waitFor({ state: 'detached' });
  });

  it('that show a key once close by one button only, and take it out of the document', async () => {
    const page = await gallery();
    await page.getByRole('button', { name: 'Show the key once' }).click();
    const dialog = page.getByRole('dialog', { name: 'Copy the key warehouse-8 now' });
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await page.mouse.click(5, 5);
    expect(await dialog.count()).toBe(1);
    await page.getByRole('button', { name: 'I have stored it' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await page.content()).not.toContain('tok_7fQm2Vx9');
  });
});

describe('the filter bar', () => {
  it('is written and undone by keys alone', async () => {
    const page = await gallery();
    const bar = page.getByRole('combobox', { name: 'Add a filter' });
    await bar.fill('asked');
    await bar.press('Enter');
    await bar.pressSequentially('fast');
    await bar.press('Enter');
    await page.getByRole('button', { name: 'Remove the filter model asked for is fast' }).waitFor();
    await bar.press('Backspace');
    expect(await bar.inputValue()).toBe('fast');
    expect(await page.locator('#filters .ui-token-remove').count()).toBe(2);
  });
});

describe('a long table', () => {
  it('keeps only the rows in sight in the document', async () => {
    const page = await gallery();
    expect(await page.locator('.gallery-long tr').count()).toBeLessThan(60);
    await page.locator('.gallery-long .ui-table-scrolls').evaluate((box) => box.scrollTo(0, box.scrollHeight));
    await page.getByRole('cell', { name: '9999 s', exact: true }).first().waitFor();
  });
});
