import type { Page } from 'playwright-core';
import { expectFit, looks, newPage } from './support/browser.js';
import { firstPerson, signIn } from './support/person.js';
import { ConsoleScene } from './support/scene.js';

const scene = ConsoleScene.of();

async function openHome(page: Page): Promise<void> {
  await signIn(page, scene.gateway.url, firstPerson(scene.gateway));
  await page.goto(`${scene.gateway.url}/console/c/${scene.customer}`);
  await page.locator('.home-figures').waitFor();
}

describe('home', () => {
  it.each(looks())('fits at the first run, with $theme $language at $width', async (look) => {
    const page = await newPage(look);
    await openHome(page);
    await page.locator('.ui-code').waitFor();
    await expectFit(page, `home-first-${look.theme}-${look.language}-${look.width}`);
  });

  it('leads through the four steps to the first request, which turns it green, and to its receipt', async () => {
    const page = await newPage();
    await openHome(page);
    const steps = page.getByRole('list', { name: 'Connect your application' });
    await steps.getByRole('button', { name: /Base URL/ }).click();
    expect(await page.locator('.ui-code').textContent()).toBe(`${scene.gateway.url}/v1`);
    await steps.getByRole('button', { name: /Model or alias/ }).click();
    await page.getByRole('button', { name: /tokenok-fast Model or alias/ }).waitFor();

    await steps.getByRole('button', { name: /API key/ }).click();
    await page.getByRole('button', { name: 'Create key' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('first');
    await page.getByRole('textbox', { name: 'Name' }).press('Enter');
    await page.getByText('Copy the key first now').waitFor();
    const key = (await page.locator('.ui-secret-text').textContent()) ?? '';
    expect(await page.getByRole('dialog').locator('.ui-code').textContent()).toContain(`${key.slice(0, 8)}…${key.slice(-4)}`);
    await expectFit(page, 'home-shown');
    await page.getByRole('button', { name: 'I have stored it' }).click();
    await page.locator('.ui-secret-text').waitFor({ state: 'detached' });

    await steps.getByRole('button', { name: /First request/ }).click();
    await page.getByText('Listening for the first request').waitFor();
    for (const client of ['Python', 'Node', 'AI SDK', 'Claude Code', 'Codex', 'curl']) {
      await page.getByRole('tab', { name: client, exact: true }).click();
      const code = await page.getByRole('group', { name: client, exact: true }).textContent();
      expect(code).toContain(scene.gateway.url);
      expect(code).toContain('TOKENOK_KEY');
    }
    expect(await page.content()).not.toContain(key);

    await scene.say(key);
    await page.getByText('The first request has arrived').waitFor();
    await page.getByText('4 of 4').waitFor();
    await page.getByText('Succeeded').locator('visible=true').first().waitFor();
    await expectFit(page, 'home-arrived');
    await page.locator('tbody a:visible').first().click();
    await page.waitForURL(/\/logs\/[^/]+$/);
  });

  it('has the steps behind a button afterwards, and fits a phone', async () => {
    const page = await newPage({ width: 390, theme: 'dark' });
    await openHome(page);
    expect(await page.getByRole('list', { name: 'Connect your application' }).count()).toBe(0);
    await page.getByText('Succeeded').locator('visible=true').first().waitFor();
    await expectFit(page, 'home-dark-390');
    await page.getByRole('button', { name: 'Connect your application' }).click();
    await page.waitForURL(/connect=show/);
    await page.getByText('The first request has arrived').waitFor();
  });
});
