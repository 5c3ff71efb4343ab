import type { Page } from 'playwright-core';
import { SmtpServer } from '../support/smtp/smtp-server.js';
import { expectFit, looks, newPage } from './support/browser.js';
import { firstPerson, signIn } from './support/person.js';
import { ConsoleScene } from './support/scene.js';

let smtp: SmtpServer;

const scene = ConsoleScene.of(async () => {
  smtp = await SmtpServer.start();
  return { TOKENOK_SMTP_URL: smtp.url, TOKENOK_MAIL_FROM: 'Tokenok <no-reply@example.com>', TOKENOK_SIGNUP: 'open' };
});
afterAll(async () => {
  await smtp.stop();
});

const linkTo = async (email: string): Promise<string> =>
  /https?:\/\/\S+/.exec((await smtp.take(({ to }) => to.includes(email))).text)?.[0] ?? '';

async function openPeople(page: Page): Promise<void> {
  await signIn(page, scene.gateway.url, firstPerson(scene.gateway));
  await page.goto(`${scene.gateway.url}/console/c/${scene.customer}/people`);
  await page.locator('tbody tr').first().waitFor();
}

describe('people', () => {
  it.each(looks())('fit, with $theme $language at $width', async (look) => {
    const page = await newPage(look);
    await openPeople(page);
    await expectFit(page, `people-${look.theme}-${look.language}-${look.width}`);
  });

  it('are invited by mail, join with a password, and see no acts where their role has none', async () => {
    const page = await newPage();
    await openPeople(page);
    await page.getByRole('button', { name: 'Invite' }).click();
    await page.getByLabel('E-mail').fill('eve@example.com');
    await page.getByRole('dialog').getByRole('button', { name: 'Developer' }).click();
    await page.getByRole('option', { name: 'Viewer' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Invite' }).click();
    const link = await linkTo('eve@example.com');
    await page.getByText('Open invitations').waitFor();

    const guest = await newPage();
    await guest.goto(link);
    await guest.getByText('eve@example.com').waitFor();
    expect(new URL(guest.url()).hash).toBe('');
    await expectFit(guest, 'join');
    await guest.getByLabel('New password').fill('short');
    await guest.getByRole('button', { name: 'Accept the invitation' }).click();
    await guest
      .getByText(/password/i)
      .first()
      .waitFor();
    await guest.getByLabel('New password').fill('a password of eve');
    await guest.getByRole('button', { name: 'Accept the invitation' }).click();
    await guest.waitForURL((at) => at.pathname.includes(`/c/${scene.customer}`));
    await guest.goto(`${scene.gateway.url}/console/c/${scene.customer}/people`);
    await guest.locator('tbody tr', { hasText: 'eve@example.com' }).waitFor();
    expect(await guest.getByRole('button', { name: 'Invite' }).count()).toBe(0);
    expect(await guest.locator('tbody tr button').count()).toBe(0);

    await page.reload();
    const row = page.locator('tbody tr', { hasText: 'eve@example.com' });
    await row.hover();
    await row.getByRole('button').click();
    await page.getByRole('menuitem', { name: 'Make Finance' }).click();
    await page.getByText('eve@example.com is now Finance.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('eve@example.com is now Viewer.').waitFor();
    await row.hover();
    await row.getByRole('button').click();
    await page.getByRole('menuitem', { name: 'Remove from the account' }).click();
    await page.getByRole('button', { name: 'Remove from the account' }).click();
    await row.waitFor({ state: 'detached' });
  });

  it('keep an owner: the last one is told why he cannot leave', async () => {
    const page = await newPage();
    await openPeople(page);
    const row = page.locator('tbody tr').first();
    await row.hover();
    await row.getByRole('button').click();
    await page.getByRole('menuitem', { name: 'Make Viewer' }).click();
    await page.getByRole('alert').filter({ hasText: /own/ }).waitFor();
  });
});

describe('whoever has forgotten a password', () => {
  it('asks for a link, sets another one by it, once, and signs in', async () => {
    const page = await newPage();
    await page.goto(`${scene.gateway.url}/console/reset`);
    await page.getByLabel('E-mail').fill(firstPerson(scene.gateway).email);
    await page.getByRole('button', { name: 'Mail the link' }).click();
    await page.getByRole('status').filter({ hasText: 'a link is on its way' }).waitFor();
    const link = await linkTo(firstPerson(scene.gateway).email);
    await page.goto(link);
    await page.getByLabel('New password').fill('another password of mine');
    await page.getByRole('button', { name: 'Set the password' }).click();
    await page.getByText('The password is set').waitFor();
    await signIn(page, scene.gateway.url, { ...firstPerson(scene.gateway), password: 'another password of mine' });
    const again = await newPage();
    await again.goto(link);
    await again.getByLabel('New password').fill('a third password of mine');
    await again.getByRole('button', { name: 'Set the password' }).click();
    await again.getByRole('alert').filter({ hasText: /link/i }).waitFor();
  });
});

describe('whoever comes by himself', () => {
  it('proves an address and owns a customer of his own', async () => {
    const page = await newPage();
    await page.goto(`${scene.gateway.url}/console/sign-up`);
    await page.getByLabel('E-mail').fill('new@example.com');
    await page.getByRole('button', { name: 'Mail the link' }).click();
    await page.goto(await linkTo('new@example.com'));
    await page.getByLabel('Name of the company or project').fill('<b>New</b> & Co');
    await page.getByLabel('New password').fill('a password of the new');
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.waitForURL(/\/c\/cus_/);
    await page.getByText('<b>New</b> & Co').first().waitFor();
  });
});
