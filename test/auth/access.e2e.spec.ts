import { setTimeout as sleep } from 'node:timers/promises';
import { ADMIN_TOKEN, removeDirectories } from '../support/gateway/gateway.process.js';
import { call, type Answer } from '../support/gateway/http.js';
import { Installation, MODEL, say } from '../support/gateway/installation.js';
import { plain } from '../support/upstream/answers.js';
import { Upstream } from '../support/upstream/upstream.js';

const ADMIN = { email: 'operator@example.com', password: 'correct horse battery' };

const ANY_PERSON: unknown = expect.stringMatching(/^person:per_/);
const OUR_PAGE = { origin: 'https://gateway.example' };

let upstream: Upstream;
let installation: Installation;

beforeAll(async () => {
  upstream = await Upstream.start();
  installation = await Installation.start(upstream.baseUrl, {
    environment: {
      TOKENOK_ADMIN_EMAIL: ADMIN.email,
      TOKENOK_ADMIN_PASSWORD: ADMIN.password,
      TOKENOK_TRUSTED_PROXIES: '127.0.0.1, ::1',
      TOKENOK_PUBLIC_URL: 'https://gateway.example',
    },
  });
});

afterAll(async () => {
  await installation?.gateway.stop('SIGKILL');
  await upstream?.stop();
  removeDirectories();
});

type Headers = Record<string, string>;
const send = (method: string, path: string, headers: Headers = {}, body?: unknown): Promise<Answer> =>
  call({ method, url: installation.url + path, headers, body });
const bearer = (token: string): Headers => ({ authorization: `Bearer ${token}` });
const admin = (method: string, path: string, body?: unknown): Promise<Answer> => send(method, path, bearer(ADMIN_TOKEN), body);
const codeOf = (answer: Answer): unknown[] => {
  const body = answer.json<{ code?: string; error?: { code: string } }>();
  return [answer.status, body.code ?? body.error?.code];
};

async function keyOf(customer: string, facts: object = {}): Promise<{ id: string; key: string }> {
  return (await admin('POST', `/admin/customers/${customer}/api-keys`, { name: 'test', ...facts })).json();
}
async function chat(key: string, more: object = {}): Promise<Answer> {
  upstream.expect(plain());
  return send('POST', '/v1/chat/completions', bearer(key), say('Hello', { ...more }));
}
async function customer(currency = 'USD', credit = '5.00'): Promise<string> {
  const { id } = (await admin('POST', '/admin/customers', { name: 'A', email: 'a@example.com', currency })).json<{ id: string }>();
  if (credit !== '') await installation.credit(id, credit);
  return id;
}

describe('an API key', () => {
  it('that was rotated works beside its successor for the overlap and no longer, and not at all with an overlap of 0', async () => {
    const first = await keyOf(await customer(), { scopes: ['inference', 'keys:write'] });
    const rotate = async (key: string, seconds: number) =>
      (await send('POST', `/me/api-keys/${first.id}/rotate`, bearer(key), { overlap_seconds: seconds })).json<{
        key: string;
        id: string;
      }>();
    const second = await rotate(first.key, 3_600);
    expect(second.id).toBe(first.id);
    for (const { key } of [first, second]) expect((await chat(key)).status).toBe(200);
    const third = await rotate(second.key, 1);
    await sleep(1_050);
    // The second overlap cuts the first one short.
    for (const { key } of [first, second]) expect(codeOf(await chat(key))).toEqual([401, 'invalid_api_key']);
    const fourth = await rotate(third.key, 0);
    expect(codeOf(await chat(third.key))).toEqual([401, 'invalid_api_key']);
    expect((await chat(fourth.key)).status).toBe(200);
  });

  it('stops at once when it is revoked or expires, also for /v1', async () => {
    const id = await customer();
    const revoked = await keyOf(id);
    const expiresMs = Date.now() + 5_000;
    const expiring = await keyOf(id, { expires_at: new Date(expiresMs).toISOString() });
    for (const { key } of [expiring, revoked]) expect((await chat(key)).status).toBe(200);
    expect((await admin('DELETE', `/admin/customers/${id}/api-keys/${revoked.id}`)).status).toBe(204);
    expect(codeOf(await chat(revoked.key))).toEqual([401, 'invalid_api_key']);
    await sleep(expiresMs + 50 - Date.now());
    expect(codeOf(await chat(expiring.key))).toEqual([401, 'invalid_api_key']);
  });

  it('does what its scopes say and nothing else', async () => {
    const id = await customer();
    const [inference, billing, writing] = await Promise.all(
      ['inference', 'billing:read', 'keys:write'].map(async (scope) => (await keyOf(id, { scopes: [scope] })).key),
    );
    const table: [string, string, number, number, number][] = [
      ['GET', '/me', 200, 200, 200],
      ['GET', '/me/balance', 403, 200, 403],
      ['GET', '/me/usage', 403, 200, 403],
      ['GET', '/me/request-logs', 403, 200, 403],
      ['GET', '/me/billing/statement', 403, 200, 403],
      ['GET', '/me/api-keys', 403, 200, 200],
      ['POST', '/me/api-keys', 403, 403, 201],
      ['GET', '/v1/models', 200, 403, 403],
      ['POST', '/v1/chat/completions', 200, 403, 403],
    ];
    for (const [method, path, ...wanted] of table) {
      const statuses = [];
      for (const key of [inference, billing, writing]) {
        upstream.expect(plain());
        const body = method === 'GET' ? undefined : path.startsWith('/v1') ? say('Hello') : { name: 'x' };
        statuses.push((await send(method, path, bearer(key ?? ''), body)).status);
      }
      expect([method, path, ...statuses]).toEqual([method, path, ...wanted]);
    }
  });

  it('is narrowed by its policy: other models are as good as none', async () => {
    const id = await customer();
    const { key } = await keyOf(id, { policy: { models: ['another/model'] } });
    expect((await chat(key)).status).toBe(404);
    expect((await send('GET', '/v1/models', bearer(key))).json<{ data: unknown[] }>().data).toEqual([]);
  });

  it('of a suspended customer reads, and does not spend, until the customer is reinstated', async () => {
    const id = await customer();
    const { key } = await keyOf(id);
    await admin('POST', `/admin/customers/${id}/suspend`, { reason: 'unpaid' });
    expect(codeOf(await chat(key))).toEqual([403, 'account_suspended']);
    expect((await send('GET', '/me/billing/statement', bearer(key))).status).toBe(200);
    await admin('POST', `/admin/customers/${id}/reinstate`);
    expect((await chat(key)).status).toBe(200);
  });

  it('of an account in another currency than the model’s is refused with 400, and nothing is sent or held', async () => {
    const id = await customer('EUR');
    const { key } = await keyOf(id);
    const refused = await send('POST', '/v1/chat/completions', bearer(key), say('Hello'));
    expect(codeOf(refused)).toEqual([400, 'currency_mismatch']);
    expect((await send('GET', '/me/balance', bearer(key))).json()).toMatchObject({ available: '5.00', held: '0.00' });
    expect((await send('GET', '/me/request-logs', bearer(key))).json()).toMatchObject({ data: [] });
  });
});

describe('a model whose id has slashes', () => {
  it('is found plain and URL-encoded, under /admin and /v1', async () => {
    const { key } = await keyOf(await customer());
    for (const path of [MODEL, encodeURIComponent(MODEL)]) {
      expect((await admin('GET', `/admin/models/${path}`)).json()).toMatchObject({ id: MODEL });
      expect((await send('GET', `/v1/models/${path}`, bearer(key))).json()).toMatchObject({ id: MODEL, object: 'model' });
    }
    expect((await chat(key, { model: MODEL })).status).toBe(200);
  });
});

describe('the session of an admin', () => {
  async function cookie(): Promise<string> {
    const signed = await send('POST', '/session', OUR_PAGE, ADMIN);
    expect(signed.status).toBe(200);
    return String(signed.headers['set-cookie']).split(';')[0] ?? '';
  }

  it('opens /admin, and /me of the demo customer, whose owner its person is', async () => {
    const headers = { cookie: await cookie() };
    expect((await send('GET', '/admin/customers', headers)).status).toBe(200);
    for (const path of ['/me', '/me/balance', '/me/api-keys', '/me/request-logs']) {
      expect([path, (await send('GET', path, headers)).status]).toEqual([path, 200]);
    }
    expect((await send('GET', '/me', headers)).json()).toMatchObject({ customer: { name: 'Demo' }, role: 'owner' });
  });

  it('is held by a cookie of this host alone, over TLS; by the other name it opens nothing', async () => {
    const own = await cookie();
    expect(own).toMatch(/^__Host-tokenok_session=/);
    expect((await send('GET', '/session', { cookie: own.replace('__Host-', '') })).status).toBe(401);
  });

  it('does not stand in the way of an API key that is sent beside it', async () => {
    const { key } = await keyOf(await customer());
    expect((await send('GET', '/me', { cookie: await cookie(), ...bearer(key) })).status).toBe(200);
  });

  it('opens nothing under /v1', async () => {
    expect((await send('GET', '/v1/models', { cookie: await cookie() })).status).toBe(401);
  });

  it('stands in the audit log with what its admin did', async () => {
    const headers = { cookie: await cookie(), ...OUR_PAGE };
    const made = await send('POST', '/admin/customers', headers, { name: 'Ann', email: 'ann@example.com', currency: 'USD' });
    const position = String(made.headers['x-tokenok-position']);
    const log = await send('GET', `/admin/audit-log?limit=1&min_position=${position}`, headers);
    const [entry] = log.json<{ data: Record<string, unknown>[] }>().data;
    expect(entry).toMatchObject({
      action: 'CustomerRegistered',
      stream: `customer-${String(made.json()['id'])}`,
      actor: ANY_PERSON,
    });
    expect(log.text).not.toMatch(/ann@example|"Ann"/);
  });
});

describe('a sign-in', () => {
  const from = (address: string, password: string, email = ADMIN.email): Promise<Answer> =>
    send('POST', '/session', { ...OUR_PAGE, 'x-forwarded-for': `198.51.100.200, ${address}` }, { email, password });

  it('is throttled by the address that a trusted proxy tells of, and keeps nobody else out', async () => {
    const statuses = [];
    for (let attempt = 0; attempt < 11; attempt += 1) statuses.push((await from('203.0.113.7', 'wrong')).status);
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429]);
    expect((await from('203.0.113.7', ADMIN.password)).headers['retry-after']).toMatch(/^\d+$/);
    expect((await from('203.0.113.8', ADMIN.password)).status).toBe(200);
    const lines = installation.gateway.err.split('\n').filter((line) => line.includes('Sign-ins failed'));
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 40, wrong: 1, most_from: ['203.0.113.7'] });
    expect(installation.gateway.err).not.toMatch(/operator@|correct horse/);
  });

  it.each([
    ['of another page', { origin: 'https://evil.example' }, 403],
    ['of a page of no origin', { origin: 'null' }, 403],
    ['that the browser calls foreign', { 'sec-fetch-site': 'cross-site' }, 403],
    ['of our page', { origin: 'https://gateway.example', 'sec-fetch-site': 'same-origin' }, 200],
    ['of no page', {}, 403],
    ['of a page of ours that names no origin', { 'sec-fetch-site': 'same-origin' }, 200],
  ])('%s', async (_whose, headers: Headers, status) => {
    const answer = await send('POST', '/session', headers, ADMIN);
    expect(answer.status).toBe(status);
    const cookie = String(answer.headers['set-cookie'] ?? '');
    if (status === 200) expect(cookie).toMatch(/; HttpOnly; SameSite=Strict; Secure$/);
    else expect([codeOf(answer)[1], cookie]).toEqual(['permission_denied', '']);
  });

  it('that is not over plain http is said to browsers to stay so', async () =>
    expect((await send('GET', '/healthz')).headers['strict-transport-security']).toMatch(/^max-age=\d+$/));
});

describe('what only an admin may', () => {
  it('stands in the audit log, whichever command it was', async () => {
    const id = await customer();
    const { id: key } = await keyOf(id);
    await admin('POST', `/admin/customers/${id}/api-keys/${key}/rotate`, { overlap_seconds: 0 });
    await admin('POST', `/admin/customers/${id}/suspend`);
    await admin('POST', `/admin/customers/${id}/reinstate`);
    const adjust = { amount: '1.00', direction: 'debit', reason: 'mistake' };
    const path = `/admin/customers/${id}/adjustments`;
    const adjusted = await send('POST', path, { ...bearer(ADMIN_TOKEN), 'idempotency-key': `adjust ${id}`.replace(' ', '-') }, adjust);
    expect([adjusted.status, adjusted.json()['code']]).toEqual([409, 'conflict']);
    const last = await admin('DELETE', `/admin/customers/${id}/api-keys/${key}`);
    const log = await admin('GET', `/admin/audit-log?limit=9&min_position=${String(last.headers['x-tokenok-position'])}`);
    const actions = log.json<{ data: { action: string }[] }>().data.map(({ action }) => action);
    const wanted = [
      'KeyRevoked',
      'CustomerReinstated',
      'CustomerSuspended',
      'KeyRotated',
      'KeyIssued',
      'CreditGranted',
      'CustomerRegistered',
    ];
    expect(actions.filter((action) => wanted.includes(action)).slice(0, wanted.length)).toEqual(wanted);
  });
});
