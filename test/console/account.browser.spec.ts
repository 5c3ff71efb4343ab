import { TOTP } from 'otpauth';
import { GatewayProcess, removeDirectories } from '../support/gateway/gateway.process.js';
import { closeBrowser, expectFit, expectNoComplaint, looks, newPage } from './support/browser.js';
import { firstPerson, signIn } from './support/person.js';

let gateway: GatewayProcess;

beforeAll(async () => {
  gateway = await GatewayProcess.start({ isAlone: true });
});
afterEach(expectNoComplaint);
afterAll(async () => {
  await closeBrowser();
  await gateway.stop();
  removeDirectories();
});

describe('the own account', () => {
  it.each(looks())('fits, with $theme $language at $width', async (look) => {
    const page = await newPage(look);
    await signIn(page, gateway.url, firstPerson(gateway));
    await page.goto(`${gateway.url}/console/account`);
    await page.locator('tbody tr').first().waitFor();
    await expectFit(page, `account-${look.theme}-${look.language}-${look.width}`);
  });

  it('ends other sessions, changes the password and the banner goes, and turns a second factor on and off', async () => {
    const page = await newPage();
    const { email, password } = firstPerson(gateway);
    await signIn(page, gateway.url, { email, password });
    await page.getByRole('link', { name: /change/i }).click();
    await page.getByRole('cell', { name: 'this one' }).waitFor();
    await page.getByRole('button', { name: 'End all others' }).click();
    await page.getByRole('button', { name: 'End all others' }).waitFor({ state: 'detached' });
    expect(await page.locator('tbody tr').count()).toBe(1);

    await page.getByLabel('Current password').fill('not the password');
    await page.getByLabel('New password').fill('another password of mine');
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.locator('.field-refusal, .form-refusal:not([hidden])').first().waitFor();
    await page.getByLabel('Current password').fill(password);
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('The password is changed.').waitFor();
    await page.locator('.away-bar').waitFor({ state: 'detached' });

    await page.getByRole('button', { name: 'Set up app' }).click();
    await page.getByRole('img', { name: 'QR code of the secret' }).waitFor();
    await expectFit(page, 'account-totp');
    const secret = (await page.locator('.account-secret').textContent()) ?? '';
    await page.getByLabel('Code', { exact: true }).fill(new TOTP({ secret }).generate());
    await page.getByRole('button', { name: 'Turn on' }).click();
    const codes = ((await page.locator('.ui-secret-text').textContent()) ?? '').split('\n');
    expect(codes).toHaveLength(10);
    await page.getByRole('button', { name: 'I have stored it' }).click();
    await page.getByText('10 recovery codes are left').waitFor();

    await page.getByRole('button', { name: 'Remove app' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove app' }).click();
    await page.getByRole('button', { name: 'Set up app' }).waitFor();
  });
});
