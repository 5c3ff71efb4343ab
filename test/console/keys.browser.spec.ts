import type { Page } from 'playwright-core';
import { call } from '../support/gateway/http.js';
import { expectFit, looks, newPage, shoot } from './support/browser.js';
import { firstPerson, signIn } from './support/person.js';
import { ConsoleScene, EVIL } from './support/scene.js';

const scene = ConsoleScene.of();
beforeAll(async () => void (await scene.newKey(EVIL)));

async function openKeys(page: Page, query = ''): Promise<void> {
  await signIn(page, scene.gateway.url, firstPerson(scene.gateway));
  await page.goto(`${scene.gateway.url}/console/c/${scene.customer}/keys${query}`);
  await page.getByText(EVIL).locator('visible=true').first().waitFor();
}

const statusOf = async (key: string): Promise<number> =>
  (await call({ method: 'GET', url: `${scene.gateway.url}/v1/models`, headers: { authorization: `Bearer ${key}` } })).status;

async function readOnce(page: Page): Promise<string> {
  const key = (await page.locator('.ui-secret-text').textContent()) ?? '';
  expect(key).toMatch(/^tok_/);
  return key;
}

async function act(page: Page, name: string, title: string): Promise<void> {
  await page.getByRole('button', { name: `Acts on ${name}` }).click();
  await page.getByRole('menuitem', { name: title }).click();
}

describe('keys', () => {
  it.each(looks())('fit, with $theme $language at $width', async (look) => {
    const page = await newPage(look);
    await openKeys(page);
    await expectFit(page, `keys-${look.theme}-${look.language}-${look.width}`);
  });

  it('is created, shown once and then nowhere; rotated with overlap; revoked, and still named', async () => {
    const page = await newPage();
    await openKeys(page);
    await page.getByRole('button', { name: 'Create key' }).click();
    await shoot(page, 'keys-create');
    await page.getByRole('textbox', { name: 'Name' }).press('Enter');
    await page.getByRole('dialog').locator('.ui-refusal').waitFor();
    await page.getByRole('textbox', { name: 'Name' }).fill('laptop');
    await page.getByRole('textbox', { name: 'Name' }).press('Enter');
    await page.getByText('Copy the key laptop now').waitFor();
    await expectFit(page, 'keys-shown');
    const first = await readOnce(page);
    expect(await statusOf(first)).toBe(200);
    await page.keyboard.press('Escape');
    await page.getByText('Copy the key laptop now').waitFor();
    await page.getByRole('button', { name: 'I have stored it' }).click();
    await page.getByText('Copy the key laptop now').waitFor({ state: 'detached' });
    expect(await page.content()).not.toContain(first);
    expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain(first);

    await act(page, 'laptop', 'Rotate key');
    await page.getByRole('button', { name: 'Rotate key' }).click();
    const second = await readOnce(page);
    expect([await statusOf(first), await statusOf(second)]).toEqual([200, 200]);
    await page.getByRole('button', { name: 'I have stored it' }).click();
    await page.getByText('old secret until').locator('visible=true').first().waitFor();

    await act(page, 'laptop', 'Revoke key');
    const asked = page.getByRole('alertdialog', { name: 'Revoke the key laptop?' });
    await asked.waitFor();
    await shoot(page, 'keys-revoke');
    await asked.getByRole('button', { name: 'Revoke key' }).click();
    await page.getByText('laptop is revoked.').waitFor();
    await page.locator('tbody').getByText('laptop').first().waitFor({ state: 'detached' });
    expect([await statusOf(first), await statusOf(second)]).toEqual([401, 401]);
    await page.getByRole('radio', { name: 'All' }).click();
    await page.waitForURL(/show=all/);
    await page.locator('tbody').getByText('laptop').locator('visible=true').first().waitFor();
    await page.getByText('Revoked').locator('visible=true').first().waitFor();
    expect(await page.title()).toBe('Keys · Tokenok');
  });

  it('has no acts for who may not', async () => {
    const page = await newPage();
    await page.route('**/session', async (route) => {
      const answer = await route.fetch();
      const body = (await answer.json()) as { memberships?: { permissions: string[] }[] };
      for (const membership of body.memberships ?? []) membership.permissions = ['account.read', 'keys.read'];
      await route.fulfill({ response: answer, json: body });
    });
    await openKeys(page);
    expect(await page.getByRole('button', { name: 'Create key' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: /^Acts on/ }).count()).toBe(0);
  });
});
