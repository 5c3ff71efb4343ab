import { tokenok } from '../../apps/cli/testing/tokenok.js';
import { ADMIN_TOKEN } from '../support/gateway/gateway.process.js';
import { call, type Answer } from '../support/gateway/http.js';
import { say } from '../support/gateway/installation.js';
import { Scene } from '../support/gateway/scene.js';
import { plain } from '../support/upstream/answers.js';

const scene = Scene.of('5.00');
const admin = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
  scene.installation.admin.send(method, path, body, headers);
const withKey = (key: string, path: string): Promise<Answer> =>
  call({ method: 'GET', url: scene.installation.url + path, headers: { authorization: `Bearer ${key}` } });

describe('erasing a customer', () => {
  it('says before what it takes away, and what stays and why', async () => {
    scene.upstream.expect(plain());
    await scene.installation.chat(scene.customer, say('Hello'));
    const preview = (await admin('GET', `/admin/customers/${scene.customer.id}/erase`)).json<{
      is_erased: boolean;
      erased: { code: string; count?: number }[];
      stays: { code: string; why: string; what: string }[];
    }>();
    expect(preview.is_erased).toBe(false);
    expect(preview.erased).toContainEqual(expect.objectContaining({ code: 'api_keys', count: 1 }));
    expect(preview.stays.map(({ code }) => code)).toEqual(expect.arrayContaining(['events', 'ledger', 'requests', 'backups']));
    expect(preview.stays.find(({ code }) => code === 'ledger')?.what).toMatch(/\(\d\.\d+ USD available, \d\.\d+ held\)/);
    expect(preview.stays.every(({ why }) => why.length > 20)).toBe(true);
  });

  it('takes the name, the keys and everything kept, for good, and is answered alike when it is asked again', async () => {
    const { id, key } = scene.customer;
    const once = { 'idempotency-key': 'erase-once' };
    const erased = await admin('POST', `/admin/customers/${id}/erase`, { reason: 'Asked for by letter' }, once);
    expect(erased.json()).toEqual({ id, status: 'erased', erased_at: expect.any(String) as string });
    expect((await admin('POST', `/admin/customers/${id}/erase`, { reason: 'Asked for by letter' }, once)).json()).toEqual(erased.json());
    const document = (await admin('GET', `/admin/customers/${id}`)).json();
    expect(document).toMatchObject({ id, name: 'erased', email: null, status: 'erased' });
    expect((await admin('GET', '/admin/customers')).json<{ data: object[] }>().data).toContainEqual(document);
    expect((await withKey(key, '/me')).status).toBe(401);
    const keys = (await admin('GET', `/admin/customers/${id}/api-keys`)).json<{ data: { status: string }[] }>().data;
    expect(keys.map(({ status }) => status)).toEqual(['revoked']);
  });

  it('leaves nothing to be done with them', async () => {
    const { id } = scene.customer;
    const acts = ['suspend', 'reinstate'].map((act) =>
      admin('POST', `/admin/customers/${id}/${act}`, {}).catch((fault: Error) => fault.message),
    );
    for (const answer of await Promise.all(acts)) expect(answer).toMatch(/409/);
    await expect(admin('POST', `/admin/customers/${id}/api-keys`, { name: 'again' })).rejects.toThrow(/409.*erased/s);
    await expect(admin('GET', '/admin/customers/cus_nobody/erase')).rejects.toThrow(/404/);
  });

  it('leaves books that hold: every hash, the balance, and rows that are built anew', async () => {
    const report = await scene.installation.admin.verify();
    expect(report).toMatchObject({ balanced: true, findings: [] });
    const books = await scene.installation.books();
    const types = books.events.map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(['CustomerErased', 'KeyRevoked']));
    expect((await admin('GET', '/admin/audit-log')).text).toContain('CustomerErased');
    const ciphertexts = books.events.find(({ type, data }) => type === 'CustomerRegistered' && data['customer'] === scene.customer.id);
    expect(ciphertexts?.data['name']).toMatch(/^v1\.cus_/);
    const directory = ['--data-dir', scene.installation.gateway.dataDir];
    for (const command of ['verify', 'rebuild']) {
      const { code, stdout, stderr } = await tokenok([command, ...directory]);
      expect([command, code, stdout + stderr]).toEqual([command, 0, expect.any(String)]);
    }
  });
});

describe('tokenok erase', () => {
  const erase = (...args: string[]) => tokenok(['erase', ...args, '--url', scene.installation.url], { TOKENOK_ADMIN_TOKEN: ADMIN_TOKEN });

  it('shows what would be erased and what stays, and does nothing without --yes', async () => {
    const { id } = await scene.installation.customer();
    const shown = await erase('customer', id);
    expect(shown).toMatchObject({ code: 1, stderr: expect.stringContaining('--yes') as string });
    expect(shown.stdout).toMatch(/API keys: revoked at once.*\(1\)[^]*Stays:[^]*The request log/);
    expect((await admin('GET', `/admin/customers/${id}`)).json()).toMatchObject({ status: 'active' });
    const done = await erase('customer', id, '--yes', '--reason', 'by letter');
    expect(done).toMatchObject({ code: 0, stdout: expect.stringMatching(/is erased, for good/) as string });
    expect((await admin('GET', `/admin/customers/${id}`)).json()).toMatchObject({ status: 'erased', name: 'erased' });
    const json = await erase('customer', id, '--json');
    expect(JSON.parse(json.stdout)).toMatchObject({ id, is_erased: true });
  });

  it('says what it cannot do: nobody of that id, no gateway, no token', async () => {
    expect(await erase('person', 'per_nobody')).toMatchObject({ code: 2, stderr: 'tokenok: There is no such person\n' });
    const nowhere = await tokenok(['erase', 'customer', 'cus_1', '--url', 'http://127.0.0.1:9'], { TOKENOK_ADMIN_TOKEN: ADMIN_TOKEN });
    expect(nowhere).toMatchObject({ code: 2, stderr: expect.stringContaining('no gateway answers at http://127.0.0.1:9') as string });
    const stranger = await tokenok(['erase', 'customer', 'cus_1', '--url', scene.installation.url], {
      TOKENOK_ADMIN_TOKEN: 'x'.repeat(40),
    });
    expect(stranger).toMatchObject({ code: 2, stderr: expect.stringContaining('not the admin token') as string });
  });
});
