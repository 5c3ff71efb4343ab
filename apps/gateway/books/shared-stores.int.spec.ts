import { SharedStores, type SharedGateway } from '../testing/shared-stores.js';

const ADMIN_TOKEN = 'shared-admin-token-of-forty-characters-01';
const ADMIN = { email: 'operator@example.com', password: 'correct horse battery' };
const WITHIN_MS = 1_000;
const GIVE_UP_MS = 30_000;

let stores: SharedStores;
let one: SharedGateway;
let other: SharedGateway;
beforeAll(async () => {
  stores = new SharedStores();
  const variables = { TOKENOK_ADMIN_TOKEN: ADMIN_TOKEN, TOKENOK_ADMIN_EMAIL: ADMIN.email, TOKENOK_ADMIN_PASSWORD: ADMIN.password };
  [one, other] = await Promise.all([stores.gateway(variables), stores.gateway(variables)]);
});
afterAll(() => stores.close());

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly position: string;
  readonly cookie: string;
}

/** `by`: a token, or a cookie. */
async function call({ url }: SharedGateway, method: string, path: string, body?: object, by = ADMIN_TOKEN): Promise<Answer> {
  const response = await fetch(url + path, {
    method,
    headers: {
      ...(by.startsWith('tokenok_session=') ? { cookie: by, 'sec-fetch-site': 'same-origin' } : { authorization: `Bearer ${by}` }),
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const position = response.headers.get('x-tokenok-position') ?? '';
  const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? '';
  return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>), position, cookie };
}

/** How long it took until the other gateway answered so. */
async function until(isSo: () => Promise<boolean>): Promise<number> {
  const started = performance.now();
  while (!(await isSo())) if (performance.now() - started > GIVE_UP_MS) throw new Error(`Not within ${GIVE_UP_MS} ms`);
  return performance.now() - started;
}

async function newKey(): Promise<{ customer: string; id: string; key: string }> {
  const customer = await call(one, 'POST', '/admin/customers', { name: 'Ada', email: 'ada@example.com', currency: 'USD' });
  const { body } = await call(one, 'POST', `/admin/customers/${String(customer.body['id'])}/api-keys`, { name: 'k' });
  return { customer: String(customer.body['id']), id: String(body['id']), key: String(body['key']) };
}

describe('two gateways that start first at the same time on empty stores', () => {
  it('make one demo customer with one credit and one key, and one of them shows it', async () => {
    const shown = [one, other].filter(({ gateway }) => gateway.banner.includes('curl '));
    expect(shown).toHaveLength(1);
    for (const gateway of [one, other]) {
      const { body } = await call(gateway, 'GET', '/admin/customers');
      expect(body['data']).toHaveLength(1);
    }
    const { events } = await stores.events.readAll({ after: 0n, max: 1_000 });
    const count = (type: string): number => events.filter((event) => event.type === type).length;
    for (const type of [
      'InstallationSeeded',
      'PersonRegistered',
      'MemberAdded',
      'CustomerRegistered',
      'AccountOpened',
      'CreditGranted',
      'KeyIssued',
    ])
      expect({ type, count: count(type) }).toEqual({ type, count: 1 });
  });
});

describe('a name that two gateways give at the same moment', () => {
  it('is a model or an alias, and the other is told 409', async () => {
    const price = { currency: 'USD', input_per_million: '1', output_per_million: '2' };
    const model = { targets: [{ provider: 'sandbox', upstream_model: 'x' }], price };
    const alias = { targets: [{ model: 'openai/gpt-4.1-mini' }] };
    for (const name of ['race/1', 'race/2', 'race/3']) {
      const answers = await Promise.all([
        call(one, 'PUT', `/admin/models/${name}`, model),
        call(other, 'PUT', `/admin/aliases/${name}`, alias),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    }
  });
});

describe('what one gateway writes', () => {
  it('acts on the other within a second: a key, its revocation, a model', async () => {
    const tookMs: number[] = [];
    for (const round of [1, 2, 3]) {
      const { customer, id, key } = await newKey();
      const status = async (): Promise<number> => (await call(other, 'GET', '/me', undefined, key)).status;
      const worksMs = await until(async () => (await status()) === 200);
      await call(one, 'DELETE', `/admin/customers/${customer}/api-keys/${id}`);
      const revokedMs = await until(async () => (await status()) === 401);
      await call(one, 'PUT', `/admin/aliases/shared-${round}`, { targets: [{ model: 'openai/gpt-4.1-mini' }] });
      const aliasMs = await until(async () => (await call(other, 'GET', `/admin/aliases/shared-${round}`)).status === 200);
      tookMs.push(Math.max(worksMs, revokedMs, aliasMs));
    }
    // A machine that is busy may hold up a round.
    expect(Math.min(...tookMs)).toBeLessThan(WITHIN_MS);
  });

  it('ends sessions on the other within a second: signed out, or all of them', async () => {
    const tookMs: number[] = [];
    for (const path of ['/session', '/admin/sessions', '/session']) {
      const { cookie } = await call(one, 'POST', '/session', ADMIN, 'tokenok_session=');
      const status = async (): Promise<number> => (await call(other, 'GET', '/admin/customers', undefined, cookie)).status;
      await until(async () => (await status()) === 200);
      expect((await call(one, 'DELETE', path, undefined, cookie)).status).toBe(204);
      expect((await call(one, 'GET', '/admin/customers', undefined, cookie)).status).toBe(401);
      tookMs.push(await until(async () => (await status()) === 401));
    }
    expect(Math.min(...tookMs)).toBeLessThan(WITHIN_MS);
  });

  it('is read on the other from read models that a third process keeps, by its position', async () => {
    const { customer } = await newKey();
    const written = await call(one, 'POST', `/admin/customers/${customer}/api-keys`, { name: 'second' });
    const reading = call(other, 'GET', `/admin/ledger/trial-balance?min_position=${written.position}`);
    await stores.project();
    expect((await reading).status).toBe(200);
  });
});

describe('readiness', () => {
  it('follows the stores: a store that is down is named, and forgotten when it is back', async () => {
    await stores.project();
    const readyz = () => call(one, 'GET', '/readyz');
    expect((await readyz()).status).toBe(200);
    const probe = stores.events.probe.bind(stores.events);
    stores.events.probe = () => Promise.reject(new Error('down'));
    while ((await readyz()).status === 200) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await readyz()).toMatchObject({ status: 503, body: { failures: { event_store: 'down' } } });
    stores.events.probe = probe;
    while ((await readyz()).status !== 200) await new Promise((resolve) => setTimeout(resolve, 20));
  });
});
