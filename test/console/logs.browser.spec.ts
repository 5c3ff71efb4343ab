import type { Page } from 'playwright-core';
import { expectFit, looks, newPage } from './support/browser.js';
import { firstPerson, signIn } from './support/person.js';
import { ConsoleScene, EVIL } from './support/scene.js';

let key: string;

const scene = ConsoleScene.of();
const send = (model = 'tokenok-fast', isStreamed = false) => scene.say(key, { model, stream: isStreamed });

beforeAll(async () => {
  key = await scene.newKey(EVIL);
  for (let count = 0; count < 3; count += 1) await send('tokenok-fast', count === 1);
});

const rows = (page: Page) => page.locator('tbody tr.ui-row');

async function openLogs(page: Page, query = ''): Promise<void> {
  await signIn(page, scene.gateway.url, firstPerson(scene.gateway));
  await page.goto(`${scene.gateway.url}/console/c/${scene.customer}/logs${query}`);
  await rows(page).first().waitFor();
}

describe('the log', () => {
  it.each(looks())('and a receipt fit, with $theme $language at $width', async (look) => {
    const page = await newPage(look);
    await openLogs(page);
    await page.locator('.logs-matches').waitFor();
    await expectFit(page, `logs-${look.theme}-${look.language}-${look.width}`);
    await page.locator('a.ui-row-link:visible').first().click();
    await page.locator('.receipt-proof').waitFor();
    await expectFit(page, `receipt-${look.theme}-${look.language}-${look.width}`);
  });

  it('is narrowed by what stands in the address, with the totals of the server, and CSV of the same', async () => {
    const page = await newPage();
    await openLogs(page);
    expect(await rows(page).count()).toBe(3);
    await page.getByText('3 match').waitFor();
    await page.getByText(EVIL).first().waitFor();
    const field = page.getByRole('combobox', { name: 'Add a filter' });
    for (const typed of ['status', 'failed']) {
      await field.fill(typed);
      await field.press('Enter');
    }
    await page.getByText('Nothing matches').waitFor();
    await page.getByText('0 match').waitFor();
    expect(new URL(page.url()).searchParams.get('status')).toBe('failed');
    const csv = page.getByRole('link', { name: 'Download what matches as CSV' });
    expect(await csv.getAttribute('href')).toContain('status=failed');
    await page.reload();
    await page.getByText('Nothing matches').waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await rows(page).first().waitFor();
    const waiting = page.waitForEvent('download');
    await csv.click();
    expect((await waiting).suggestedFilename()).toBe('request-logs.csv');
    await page.goto(`${scene.gateway.url}/console/c/${scene.customer}/logs?status=nonsense`);
    await page.getByRole('button', { name: 'Clear filters' }).waitFor();
  });

  it('follows live by its filters, and waits while the pointer is in the list', async () => {
    const page = await newPage();
    await openLogs(page, '?status=succeeded');
    const before = await rows(page).count();
    await page.mouse.move(700, 5);
    const opened = page.waitForResponse((response) => response.url().includes('/me/request-logs/tail?status=succeeded'));
    await page.getByRole('button', { name: 'Live tail' }).click();
    await page.mouse.move(700, 5);
    await opened;
    await send();
    await page.waitForFunction((count) => document.querySelectorAll('tbody tr.ui-row').length === count, before + 1);
    await page.getByText(`${before + 1} match`).waitFor();
    await rows(page).nth(1).hover();
    await send();
    await page.getByRole('button', { name: '1 new' }).click();
    await page.waitForFunction((count) => document.querySelectorAll('tbody tr.ui-row').length === count, before + 2);
    expect(new URL(page.url()).searchParams.get('tail')).toBe('on');
    await page.goto(`${scene.gateway.url}/console/c/${scene.customer}/logs?status=failed&tail=on`);
    await page.getByText('Nothing matches').waitFor();
    await send();
    await send('no-such-model');
    await page.getByText('0 match').waitFor();
  });
});

describe('a receipt', () => {
  it('explains the charge, walks the list by keys, closes to where it was, and opens by its address', async () => {
    const page = await newPage();
    await openLogs(page, '?status=succeeded');
    await page.locator('a.ui-row-link:visible').first().click();
    await page.locator('.receipt-proof').waitFor();
    const first = new URL(page.url()).pathname;
    const told = await page.evaluate(
      async ([id, request]) => (await fetch(`/me/requests/${request}?customer=${id}`)).json() as Promise<Record<string, unknown>>,
      [scene.customer, first.split('/').at(-1) ?? ''] as const,
    );
    const panel = page.locator('aside.ui-panel');
    const said = (await panel.textContent()) ?? '';
    for (const text of ['What happened', 'What it cost', 'Held', 'Charged', 'Released', 'Promo contra', 'Sums agree', EVIL])
      expect(said).toContain(text);
    expect(said).toContain((told['rating'] as { formula: string }).formula);
    for (const cost of ['5000', '2300']) expect(await panel.locator('code', { hasText: new RegExp(`^${cost}$`) }).count()).toBe(0);
    await panel.getByRole('button', { name: 'As JSON' }).click();
    await panel.locator('pre', { hasText: '"price_version"' }).waitFor();
    await panel.focus();
    await page.keyboard.press('ArrowDown');
    await page.waitForURL((at) => at.pathname !== first);
    await panel.focus();
    await page.keyboard.press('Escape');
    await page.waitForURL((at) => at.pathname.endsWith('/logs') && at.searchParams.get('status') === 'succeeded');
    await page.goto(scene.gateway.url + first);
    await page.locator('.receipt-proof').waitFor();
    await page.goto(`${scene.gateway.url}/console/c/${scene.customer}/logs/req_none`);
    await page.locator('aside.ui-panel .ui-notice-bad').waitFor();
    expect(await page.title()).toBe('Logs · Tokenok');
  });
});
