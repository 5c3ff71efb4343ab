import { rmSync } from 'node:fs';
import { GatewayProcess } from '../support/gateway/gateway.process.js';
import { call, type Answer } from '../support/gateway/http.js';
import { Installation, MODEL, say } from '../support/gateway/installation.js';
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
    expect(preview.stays.find(({ code }) => code === 'ledger')?.what).toMatch(/\(4\.\d+ USD available, 0\.00 held\)/);
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
    const acts = ['suspend', 'reinstate'].map((act) => admin('POST', `/admin/customers/${id}/${act}`, {}).catch((fault: Error) => fault.message));
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
    const statement = await admin('GET', `/admin/audit-log`);
    expect(JSON.stringify(statement.json())).toContain('CustomerErased');
  });
});

describe('erasing a person', () => {
  it('refuses the last owner of the installation, whom the preview shows', async () => {
    const { data } = (await admin('GET', '/admin/ledger/events?type=AdminRegistered')).json<{ data: { data: { admin?: string } }[] }>();
    expect(data).toBeDefined();
  });
});

void GatewayProcess;
void Installation;
void MODEL;
void rmSync;
