import type { Page } from 'playwright-core';
import { expectFit, looks, newPage } from './support/browser.js';
import { firstPerson, signIn } from './support/person.js';
import { ConsoleScene, EVIL } from './support/scene.js';

const scene = ConsoleScene.of();

async function open(page: Page, path: string): Promise<void> {
  await signIn(page, scene.gateway.url, firstPerson(scene.gateway));
  await page.goto(`${scene.gateway.url}/console/c/${scene.customer}/${path}`);
}

async function say(page: Page, text: string): Promise<void> {
  await page.locator('textarea').fill(text);
  await page.locator('.playground-send .ui-money:not(.ui-money-none)').waitFor();
  await page.locator('textarea').press('Enter');
}

describe('models', () => {
  it.each(looks())('and a conversation fit, with $theme $language at $width', async (look) => {
    const page = await newPage(look);
    await open(page, 'models');
    await page.locator('tbody tr.ui-row').first().waitFor();
    await expectFit(page, `models-${look.theme}-${look.language}-${look.width}`);
    await page.goto(`${scene.gateway.url}/console/c/${scene.customer}/playground`);
    await say(page, 'Hello');
    await page.locator('.playground-costs a').waitFor();
    await expectFit(page, `playground-${look.theme}-${look.language}-${look.width}`);
  });

  it('are those that the API tells, with their price, and lead to the playground', async () => {
    const page = await newPage();
    await open(page, 'models');
    await page.locator('tbody tr.ui-row').first().waitFor();
    const told = await page.evaluate(
      async (id) => ((await (await fetch(`/me/models?customer=${id}`)).json()) as { data: { id: string }[] }).data.map((each) => each.id),
      scene.customer,
    );
    expect(await page.locator('.models-name strong').allTextContents()).toEqual(told);
    await page.getByRole('link', { name: /^tokenok-coding/ }).click();
    await page.waitForURL((at) => at.pathname.endsWith('/playground') && at.searchParams.get('model') === 'tokenok-coding');
  });
});

describe('the playground', () => {
  it('says at most before, streams, says what was charged, and leads to the receipt; the key is in memory only', async () => {
    const page = await newPage();
    await open(page, 'playground');
    await say(page, EVIL);
    const receipt = page.locator('.playground-costs a');
    await receipt.waitFor();
    expect(await page.locator('.playground-asked .playground-text').textContent()).toBe(EVIL);
    expect(await page.locator('.playground-answer .playground-text').textContent()).not.toBe('');
    const request = (await receipt.getAttribute('href'))?.split('/').at(-1) ?? '';
    const told = await page.evaluate(
      async ([id, one]) => (await fetch(`/me/requests/${one}?customer=${id}`)).json() as Promise<{ charge: string; hold: string }>,
      [scene.customer, request] as const,
    );
    const costs = (await page.locator('.playground-costs').textContent()) ?? '';
    expect(costs).toContain(told.charge);
    expect(costs).toContain(told.hold);
    const kept = await page.evaluate(
      () => JSON.stringify({ ...localStorage }) + JSON.stringify({ ...sessionStorage }) + document.body.outerHTML,
    );
    expect(kept).not.toMatch(/tok_\w{20}/);
    await page.getByRole('button', { name: 'Same call as code' }).click();
    await page.locator('pre', { hasText: 'max_tokens' }).waitFor();
    await say(page, 'And again');
    await page.waitForFunction(() => document.querySelectorAll('.playground-costs a').length === 2);
    await receipt.last().click();
    await page.locator('.receipt-proof').waitFor();
    expect(await page.title()).toBe('Logs · Tokenok');
  });

  it('says why nothing is sent, in the words of the API', async () => {
    const page = await newPage();
    await open(page, 'playground?model=no-such-model');
    await page.locator('textarea').fill('Hello');
    await page.locator('.playground-composer .ui-notice-bad').waitFor();
    await page.locator('textarea').press('Enter');
    await page.locator('.playground-turn .ui-notice-bad').waitFor();
    expect(await page.locator('.playground-turn').textContent()).toContain('no-such-model');
  });
});
