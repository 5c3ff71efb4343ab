import { TOTP } from 'otpauth';
import { expectFit, looks, newPage } from './support/browser.js';
import { firstPerson, signIn } from './support/person.js';
import { ConsoleScene } from './support/scene.js';

const scene = ConsoleScene.of();

describe('the own account', () => {
  it.each(looks())('fits, with $theme $language at $width', async (look) => {
    const page = await newPage(look);
    await signIn(page, scene.gateway.url, firstPerson(scene.gateway));
    await page.goto(`${scene.gateway.url}/console/account`);
    await page.locator('tbody tr').first().waitFor();
    await expectFit(page, `account-${look.theme}-${look.language}-${look.width}`);
  });

  it('ends other sessions, changes the password and the banner goes, and turns a second factor on and off', async () => {
    const page = await newPage();
    const { email, password } = firstPerson(scene.gateway);
    await signIn(page, scene.gateway.url, { email, password });
    await page.getByRole('link', { name: /change/i }).click();
    await page.getByRole('cell', { name: 'this one' }).waitFor();
    await page.getByRole('button', { name: 'End all others' }).click();
    await page.getByRole('button', { name: 'End all others' }).waitFor({ state: 'detached' });
    expect(await page.locator('tbody tr').count()).toBe(1);

    await page.getByLabel('Password so far').fill('not the password');
    await page.getByLabel('New password').fill('another password of mine');
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.locator('.ui-refusal:visible, .form-refusal:visible').first().waitFor();
    await page.getByLabel('Password so far').fill(password);
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('The password is changed.').waitFor();
    await page.locator('.away-bar').waitFor({ state: 'detached' });

    await page.getByRole('button', { name: 'Turn on codes' }).click();
    await page.getByRole('img', { name: 'QR code of the secret' }).waitFor();
    await expectFit(page, 'account-totp');
    const secret = /[A-Z2-7]{32}/.exec((await page.locator('.account-secret').textContent()) ?? '')?.[0] ?? '';
    await page.locator('input[autocomplete="one-time-code"]').fill(new TOTP({ secret }).generate());
    await page.getByRole('button', { name: 'Confirm the code' }).click();
    const codes = ((await page.locator('.ui-secret-text').textContent()) ?? '').split('\n');
    expect(codes).toHaveLength(10);
    await page.getByRole('button', { name: 'I have stored it' }).click();
    await page.getByText('10 recovery codes are left').waitFor();

    await page.getByRole('button', { name: 'Turn off codes' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Turn off codes' }).click();
    await page.getByRole('button', { name: 'Turn on codes' }).waitFor();
  });

  it('adds a passkey, which signs in by itself, and takes it away', async () => {
    const page = await newPage();
    const origin = scene.gateway.url.replace('127.0.0.1', 'localhost');
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('WebAuthn.enable');
    const options = {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
    } as const;
    await cdp.send('WebAuthn.addVirtualAuthenticator', { options: { ...options, automaticPresenceSimulation: true } });
    await signIn(page, origin, { email: firstPerson(scene.gateway).email, password: 'another password of mine' });
    await page.goto(`${origin}/console/account`);
    await page.getByLabel('Name of the passkey').fill('<b>laptop</b>');
    await page.getByRole('button', { name: 'Add passkey' }).click();
    await page.getByRole('button', { name: 'Remove <b>laptop</b>' }).waitFor();
    await page.evaluate(async () => fetch('/session', { method: 'DELETE' }));
    await page.goto(`${origin}/console/sign-in`);
    await page.getByRole('button', { name: 'Continue with a passkey' }).click();
    await page.waitForURL((at) => !at.pathname.endsWith('/sign-in'));
    await page.goto(`${origin}/console/account`);
    await page.getByRole('button', { name: 'Remove <b>laptop</b>' }).click();
    await page.getByRole('button', { name: 'Remove <b>laptop</b>' }).waitFor({ state: 'detached' });
  });
});
