import type { Page } from 'playwright-core';
import { expectFit, looks, newPage } from './support/browser.js';
import { firstPerson, signIn } from './support/person.js';
import { ConsoleScene, EVIL } from './support/scene.js';

const scene = ConsoleScene.of();
beforeAll(async () => {
  const credit = { amount: '7.25', reason: EVIL, kind: 'goodwill', expires_at: '2099-01-31T00:00:00Z' };
  await scene.admin('POST', `/admin/customers/${scene.customer}/credits`, credit);
  const key = await scene.newKey('billing');
  for (let count = 0; count < 3; count += 1) await scene.say(key);
});

async function openBilling(page: Page, query = ''): Promise<void> {
  await signIn(page, scene.gateway.url, firstPerson(scene.gateway));
  await page.goto(`${scene.gateway.url}/console/c/${scene.customer}/billing${query}`);
  await page
    .locator('a:visible', { hasText: /3 requests|3 次请求|利用 3 件|3건/ })
    .first()
    .waitFor();
}

describe('billing', () => {
  it.each(looks())('fits, with $theme $language at $width', async (look) => {
    const page = await newPage(look);
    await openBilling(page);
    await expectFit(page, `billing-${look.theme}-${look.language}-${look.width}`);
  });

  it('says what the balance is, where it comes from and what led to it; a reason stays text', async () => {
    const page = await newPage();
    await openBilling(page);
    const api = await page.evaluate(async (id) => {
      const [balance, lots] = await Promise.all(
        ['balance', 'billing/lots'].map(
          async (path) => (await fetch(`/me/${path}?customer=${id}`)).json() as Promise<Record<string, unknown>>,
        ),
      );
      return { balance, lots };
    }, scene.customer);
    const said = page.getByRole('region', { name: 'Statement' }).or(page.locator('section', { hasText: 'Balance now' }));
    expect(await said.first().textContent()).toContain(`${String(api.balance?.['available']).replace(/(\.\d*?)0+$/, '$1')}`.slice(0, 5));
    await page.getByText('Goodwill credit').waitFor();
    await page.getByText('Expires: 31 Jan 2099').waitFor();
    await page.getByText(EVIL).first().waitFor();
    expect(await page.title()).toBe('Billing · Tokenok');
  });

  it('shows the books as of a moment that stands in the address, and nothing later; back to now', async () => {
    const page = await newPage();
    await openBilling(page);
    await page.getByRole('slider').focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await page.waitForURL(/as_of=/);
    await page.getByText('Balance then').waitFor();
    const asOf = new URL(page.url()).searchParams.get('as_of') ?? '';
    const told = await page.evaluate(
      async ([id, at]) =>
        ((await (await fetch(`/me/billing/movements?customer=${String(id)}&as_of=${String(at)}`)).json()) as { movements: unknown[] })
          .movements.length,
      [scene.customer, encodeURIComponent(asOf)],
    );
    await page.waitForFunction((rows) => document.querySelectorAll('tbody tr.ui-row').length === rows, told);
    await page.reload();
    await page.getByText('Balance then').waitFor();
    await page.getByRole('button', { name: 'Back to now' }).click();
    await page.getByText('Balance now').waitFor();
    expect(new URL(page.url()).searchParams.get('as_of')).toBeNull();
  });

  it('gives the same statement as CSV, and leads from a day to its log', async () => {
    const page = await newPage();
    await openBilling(page);
    const waiting = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download the statement as CSV' }).click();
    const download = await waiting;
    expect(download.suggestedFilename()).toMatch(/^statement-\d{4}-\d{2}\.csv$/);
    await page.getByRole('link', { name: 'Usage, 3 requests' }).first().click();
    await page.waitForURL(/\/logs\?from=.*to=/);
  });

  it('goes from month to month, and says that nothing moved', async () => {
    const page = await newPage();
    await openBilling(page);
    await page.getByRole('button', { name: 'The month before' }).click();
    await page.getByText('Nothing moved the balance in this month.').waitFor();
    await page.goBack();
  });
});
