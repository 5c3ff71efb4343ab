import { GatewayProcess, removeDirectories } from '../support/gateway/gateway.process.js';
import { closeBrowser, expectFit, expectNoComplaint, looks, newPage, plainWords } from './support/browser.js';
import { firstPerson, signIn, typeIn } from './support/person.js';

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

const open = async (look: Parameters<typeof newPage>[0], path: string) => {
  const page = await newPage();
  await signIn(page, gateway.url, firstPerson(gateway));
  const { cookies } = await page.context().storageState();
  const seen = await newPage(look);
  await seen.context().addCookies(cookies);
  await seen.goto(`${gateway.url}/console${path}`);
  await seen.getByRole('heading', { level: 1 }).waitFor();
  return seen;
};

describe('the frame', () => {
  it.each(looks())('fits the desk: %o', async (look) => {
    const page = await open(look, '/admin');
    await page.getByRole('table').waitFor();
    await expectFit(page, `desk-${look.language}-${look.theme}-${look.width}`);
  });

  it('has no text that is not translated', async () => {
    const page = await open({ language: 'pseudo' }, '/admin');
    await page.getByRole('table').waitFor();
    expect(await plainWords(page, /^(USD|Demo.*|\S+@\S+|\d+ \w+ \d{4}|Ctrl K)$/)).toEqual([]);
  });

  it('opens the command menu by a key, and goes where it is told', async () => {
    const page = await open({}, '/admin');
    await page.keyboard.press('Control+k');
    await page.getByRole('searchbox').fill('acc');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/console/account');
  });

  it('signs out for good', async () => {
    const page = await open({}, '/admin');
    await page.getByRole('button', { name: /^Person/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.goto(`${gateway.url}/console/admin`);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });
});

describe('a session that ends under an open page', () => {
  it('is opened again in place: what was typed is kept, and what was asked is done', async () => {
    const page = await open({}, '/admin');
    await page.getByRole('button', { name: 'New customer' }).click();
    await page.getByLabel('Name').fill('Acme <script>alert(1)</script>');
    await page.getByLabel('E-mail', { exact: true }).fill('acme@example.com');
    await page.context().clearCookies();
    await page.getByRole('button', { name: 'Create customer' }).click();
    await page.getByRole('dialog').waitFor();
    await expectFit(page, 'session-ended');
    const { password } = firstPerson(gateway);
    await page.getByRole('dialog').getByLabel('Password', { exact: true }).fill(password);
    await page.keyboard.press('Enter');
    await page.getByRole('table').getByText('Acme <script>alert(1)</script>').first().waitFor();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  });
});

describe('a gateway that is away', () => {
  it('is told of, and asked again until it answers; the page stays', async () => {
    const page = await open({}, '/admin');
    const { dataDir, url } = gateway;
    await gateway.stop();
    await page.getByRole('button', { name: 'New customer' }).click();
    await page.getByLabel('Name').fill('Later');
    await page.getByLabel('E-mail', { exact: true }).fill('later@example.com');
    await page.getByRole('button', { name: 'Create customer' }).click();
    await page.getByRole('button', { name: 'Try now' }).waitFor();
    expect(await page.getByLabel('Name').inputValue()).toBe('Later');
    await expectFit(page, 'away');
    gateway = await GatewayProcess.start({ isAlone: true, dataDir, port: Number(new URL(url).port) });
    await page.getByRole('button', { name: 'Try now' }).waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Create customer' }).click();
    await page.getByRole('table').getByText('Later', { exact: true }).first().waitFor();
  });
});

describe('who is not signed in', () => {
  it('comes back to the page, filters and all', async () => {
    const page = await newPage();
    await page.goto(`${gateway.url}/console/admin?of=a%2Fb%25`);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await typeIn(page, firstPerson(gateway));
    await page.getByRole('table').waitFor();
    expect(new URL(page.url()).searchParams.get('of')).toBe('a/b%');
  });
});
