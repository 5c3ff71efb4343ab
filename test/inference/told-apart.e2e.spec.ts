import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ADMIN_TOKEN, removeDirectories } from '../support/gateway/gateway.process.js';
import { call, type Answer } from '../support/gateway/http.js';
import { Installation, say, type Customer } from '../support/gateway/installation.js';
import { failing, plain } from '../support/upstream/answers.js';
import { Upstream } from '../support/upstream/upstream.js';

const PLANTED = {
  name: 'Planted Lovelace',
  email: 'planted.person@example.com',
  prompt: 'planted-prompt-about-my-illness',
  answer: 'planted-answer-of-the-model',
  credential: 'sk-planted-credential',
  password: 'planted-password-of-admin',
  user: 'planted-user-field',
};

let upstream: Upstream;
let installation: Installation;
let one: Customer;
let two: Customer;

beforeAll(async () => {
  upstream = await Upstream.start();
  installation = await Installation.start(upstream.baseUrl, {
    environment: { TOKENOK_ADMIN_EMAIL: 'planted.admin@example.com', TOKENOK_ADMIN_PASSWORD: PLANTED.password },
  });
  await installation.admin.send('PUT', '/admin/providers/acme', {
    protocol: 'openai',
    base_url: upstream.baseUrl,
    api_key: PLANTED.credential,
  });
  one = await installation.customer('5.00');
  two = await installation.customer('7.00');
});

afterAll(async () => {
  await installation?.gateway.stop('SIGKILL');
  await upstream?.stop();
  removeDirectories();
});

const asKey = (key: string, path: string, method = 'GET', body?: unknown): Promise<Answer> =>
  call({ method, url: installation.url + path, headers: { authorization: `Bearer ${key}` }, body });

describe('one customer and another', () => {
  it('see nothing of each other: logs, receipts, statements, balances, usage and keys', async () => {
    upstream.expect(plain());
    const answer = await installation.chat(one, say('Hello'));
    const id = String(answer.headers['x-request-id']);
    expect((await asKey(one.key, `/me/requests/${id}`)).status).toBe(200);
    expect((await asKey(two.key, `/me/requests/${id}`)).status).toBe(404);
    for (const path of ['/me/request-logs', '/me/request-logs?format=csv', '/me/usage', '/me/billing/statement?format=csv']) {
      const { text } = await asKey(two.key, path);
      expect(text).not.toContain(id);
    }
    const { data } = (await asKey(two.key, '/me/usage')).json<{ data: unknown[] }>();
    expect(data).toEqual([]);
    expect((await asKey(two.key, '/me/balance')).json()).toMatchObject({ available: '7.00', held: '0.00' });
    const keys = (await asKey(two.key, '/me/api-keys')).json<{ data: unknown[] }>();
    expect(keys.data).toHaveLength(1);
  });

  it('cannot use a cursor to look into the other’s list', async () => {
    for (let round = 0; round < 2; round += 1) {
      upstream.expect(plain());
      await installation.chat(one, say('Hello'));
    }
    const { next_cursor: cursor } = (await asKey(one.key, '/me/request-logs?limit=1')).json<{ next_cursor: string }>();
    expect((await asKey(two.key, `/me/request-logs?cursor=${cursor}`)).json()).toMatchObject({ data: [], has_more: false });
  });
});

describe('secrets and prompts', () => {
  it('stand in no event, no read model, no log line and no error', async () => {
    const made = await installation.admin.send(
      'POST',
      '/admin/customers',
      { name: PLANTED.name, email: PLANTED.email, currency: 'USD' },
      { 'idempotency-key': 'planting' },
    );
    const { id } = made.json<{ id: string }>();
    const { key } = (await installation.admin.send('POST', `/admin/customers/${id}/api-keys`, { name: 'x' })).json<{ key: string }>();
    await installation.credit(id, '1.00');
    upstream.expect(plain({ words: [PLANTED.answer] }));
    await installation.chat({ key }, say(PLANTED.prompt, { user: PLANTED.user }));
    upstream.expect(failing(500));
    const failed = await installation.chat({ key }, say(PLANTED.prompt));
    const session = { email: 'planted.admin@example.com', password: PLANTED.password };
    const headers = { 'sec-fetch-site': 'same-origin' };
    const signed = await call({ method: 'POST', url: `${installation.url}/session`, headers, body: session });
    const cookie = String(signed.headers['set-cookie']).split(';')[0] ?? '';
    const wrong = [
      await asKey(`${key}x`, '/me'),
      await call({ method: 'POST', url: `${installation.url}/session`, headers, body: { ...session, email: PLANTED.email } }),
      await installation.chat({ key }, { model: 'nothing', messages: [{ role: 'user', content: PLANTED.prompt }], user: PLANTED.user }),
      await call({
        method: 'POST',
        url: `${installation.url}/v1/chat/completions`,
        headers: { authorization: `Bearer ${key}` },
        body: `{"messages": "${PLANTED.prompt}`,
      }),
      failed,
    ];
    const secrets = [...Object.values(PLANTED), key, ADMIN_TOKEN, cookie.slice('tokenok_session='.length)];
    for (const { text, headers } of wrong) {
      for (const secret of secrets) expect(text + JSON.stringify(headers)).not.toContain(secret);
    }
    await installation.me({ key }, '/me/request-logs');
    const files = readdirSync(installation.gateway.dataDir).filter((file) => /\.db/.test(file));
    expect(files.filter((file) => file.startsWith('events.db')).length).toBeGreaterThan(0);
    for (const file of files) {
      const bytes = readFileSync(join(installation.gateway.dataDir, file));
      for (const secret of secrets) expect([file, secret, bytes.includes(secret)]).toEqual([file, secret, false]);
    }
    for (const secret of secrets) expect(installation.gateway.err).not.toContain(secret);
  });

  it('the operator’s console shows no secret that came from the environment', () => {
    for (const secret of [PLANTED.password, ADMIN_TOKEN]) expect(installation.gateway.out).not.toContain(secret);
  });
});
