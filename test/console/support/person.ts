import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { GatewayProcess } from '../../support/gateway/gateway.process.js';

/** Who the first start made: admin of the installation, owner of the demo customer. */
export function firstPerson({ dataDir }: GatewayProcess): { readonly email: string; readonly password: string } {
  const read = (file: string): string => readFileSync(join(dataDir, file), 'utf8').trim();
  return { email: read('admin-email'), password: read('admin-password') };
}

export interface Signing {
  readonly email: string;
  readonly password: string;
}

/** Types both and sends them, on whatever page asks for them. */
export async function typeIn(page: Page, { email, password }: Signing): Promise<void> {
  // By what browsers fill in themselves: the words are of any language.
  await page.locator('input[autocomplete^="username"]').fill(email);
  await page.locator('input[autocomplete="current-password"]').fill(password);
  await page.locator('input[autocomplete="current-password"]').press('Enter');
}

/** From nothing to the page after the sign-in. */
export async function signIn(page: Page, url: string, signing: Signing): Promise<void> {
  await page.goto(`${url}/console/sign-in`);
  await typeIn(page, signing);
  await page.waitForURL((at) => !at.pathname.endsWith('/sign-in'));
}
