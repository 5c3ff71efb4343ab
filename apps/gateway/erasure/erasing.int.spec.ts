import { Directory, EntityWriter, PersonKeeper } from '#directory';
import { mintCommandId } from '#event-store';
import { InstallationSecrets, decideCustomer, hashEmail, sealNewPerson, type InstallationRole } from '#identity';
import { createLog, parseEnvironment } from '#process';
import { MasterKey, PersonalData } from '#vault';
import { CommandBus } from '@nestjs/cqrs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Gateway } from '../gateway.js';
import { Secrets } from '../ground/secrets.js';
import { newId } from '../ground/request-id.js';
import { Erasing } from './erasing.js';
import { AddMember } from '../people/members.commands.js';

const dataDir = mkdtempSync(join(tmpdir(), 'tokenok-erasing-'));
const environment = parseEnvironment({ PORT: '0', TOKENOK_DATA_DIR: dataDir });
let gateway: Gateway;
beforeAll(async () => {
  gateway = await Gateway.start({ environment, log: createLog('error') });
});
afterAll(async () => {
  await gateway.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

type Body = Record<string, unknown>;
async function admin(method: string, path: string, body?: object): Promise<{ readonly status: number; readonly body: Body }> {
  const token = gateway.app.get(Secrets).adminToken ?? '';
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const response = await fetch(gateway.url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  return { status: response.status, body: (await response.json()) as Body };
}
const origin = () => ({ actor: 'test', cause: 'test', commandId: mintCommandId() });
const PASSWORD = 'correct horse battery';

async function register(email: string, role?: InstallationRole): Promise<string> {
  const { app } = gateway;
  const tools = { master: app.get(MasterKey), personalData: app.get(PersonalData) };
  const addressHash = hashEmail(app.get(InstallationSecrets).pepper, email);
  const registration = { how: 'command_line', addressHash, isProven: true, ...(role && { role }) } as const;
  const seal = (id: string) => sealNewPerson(id, { email, password: PASSWORD }, tools);
  const written = await app.get(PersonKeeper).register(registration, newId('per'), seal, origin());
  if (written.refusal) throw new Error(written.refusal.message);
  return written.state.person;
}

const signIn = (email: string): Promise<Response> =>
  fetch(`${gateway.url}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
    body: JSON.stringify({ email, password: PASSWORD }),
  });

const codes = (rows: unknown): unknown[] => (rows as { code: string; count?: number }[]).map(({ code, count }) => [code, count]);

describe('erasing a person', () => {
  it('ends sign-in, sessions and memberships, frees the address, and leaves what a preview has told', async () => {
    const customer = String((await admin('POST', '/admin/customers', { name: 'C', email: 'c@b.co', currency: 'USD' })).body['id']);
    const person = await register('ada@example.com');
    await gateway.app.get(CommandBus).execute(new AddMember(customer, person, 'owner', origin()));
    const opened = await signIn('ada@example.com');
    const cookie = String(opened.headers.getSetCookie()[0]).split(';')[0] ?? '';
    const session = (): Promise<Response> => fetch(`${gateway.url}/session`, { headers: { cookie } });
    expect([opened.status, (await session()).status]).toEqual([200, 200]);

    const { body: preview } = await admin('GET', `/admin/people/${person}/erase`);
    expect(codes(preview['erased'])).toEqual(
      expect.arrayContaining([
        ['sessions', 1],
        ['memberships', 1],
      ]),
    );
    expect(codes(preview['stays'])).toEqual(
      expect.arrayContaining([
        ['owned_customers', 1],
        ['password_hash', undefined],
      ]),
    );

    const erased = await admin('POST', `/admin/people/${person}/erase`, { reason: 'has left' });
    expect(erased).toMatchObject({ status: 200, body: { id: person, status: 'erased' } });
    expect([(await session()).status, (await signIn('ada@example.com')).status]).toEqual([401, 401]);
    expect(await gateway.app.get(PersonalData).isErased(person)).toBe(true);
    expect(await register('ada@example.com')).not.toBe(person);
    const again = await admin('POST', `/admin/people/${person}/erase`, {});
    expect(again).toMatchObject({ status: 200, body: erased.body });
    expect((await admin('GET', `/admin/people/${person}/erase`)).body).toMatchObject({ is_erased: true });
    expect((await admin('GET', '/admin/ledger/verify')).body).toMatchObject({ balanced: true, findings: [] });
  });

  it('leaves an owner to the installation', async () => {
    const events = (await admin('GET', '/admin/ledger/events?limit=1000')).body['data'] as { type: string; data: Body }[];
    const first = String(events.find(({ type }) => type === 'InstallationRoleSet')?.data['person']);
    expect(await admin('POST', `/admin/people/${first}/erase`, {})).toMatchObject({ status: 409, body: { code: 'last_owner' } });
    const second = await register('second@example.com', 'owner');
    expect(await admin('PUT', `/admin/people/${second}`, { role: 'support' })).toMatchObject({ status: 200 });
    expect(await admin('POST', `/admin/people/${first}/erase`, {})).toMatchObject({ status: 409, body: { code: 'last_owner' } });
    expect(await admin('PUT', `/admin/people/${second}`, { role: 'owner' })).toMatchObject({ status: 200 });
    const both = await Promise.all([first, second].map((person) => admin('POST', `/admin/people/${person}/erase`, {})));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('of whom there is none is refused', async () => {
    for (const method of ['GET', 'POST'])
      expect(await admin(method, '/admin/people/per_nobody/erase', method === 'GET' ? undefined : {})).toMatchObject({ status: 404 });
  });
});

describe('an erasure that a crash has left undone', () => {
  it('is finished by the next start: the keys are dead from the event on, and revoked and gone then', async () => {
    const customer = String((await admin('POST', '/admin/customers', { name: 'C', email: 'c@b.co', currency: 'USD' })).body['id']);
    const { body: made } = await admin('POST', `/admin/customers/${customer}/api-keys`, { name: 'k' });
    const { app } = gateway;
    await app
      .get(EntityWriter)
      .write({ kind: 'customer', id: customer }, origin(), (state) => decideCustomer({ type: 'EraseCustomer' }, state));
    const me = await fetch(`${gateway.url}/me`, { headers: { authorization: `Bearer ${String(made['key'])}` } });
    expect([me.status, await app.get(PersonalData).isErased(customer)]).toEqual([401, false]);
    await app.get(Erasing).finishAll();
    expect(await app.get(PersonalData).isErased(customer)).toBe(true);
    expect(
      app
        .get(Directory)
        .keysOf(customer)
        .every(({ revoked_at: revokedAt }) => revokedAt !== undefined),
    ).toBe(true);
  });
});
