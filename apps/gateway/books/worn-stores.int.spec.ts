import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Clock, clockAcceptance, createLog, parseEnvironment, readClockNotice, writeClockAcceptance } from '#process';
import { Gateway } from '../gateway.js';

const folder = mkdtempSync(join(tmpdir(), 'tokenok-worn-'));
const dataDir = join(folder, 'data');
const at = (file: string): string => join(dataDir, file);
const TOKEN = 'an-admin-token-of-thirty-two-characters';
const HOUR_MS = 3_600_000;
const GAP = /The last event was recorded (39|40) days ahead of now/;

/** The machine's uptime goes on; its wall clock is what a test makes of it. */
let movedMs = 0;
const machine = {
  wallMs: () => Date.now() + movedMs,
  uptimeMs: () => performance.now(),
  elapsedMs: () => performance.now(),
};

let gateway: Gateway;
let logged: string[] = [];
async function start(): Promise<void> {
  logged = [];
  const log = createLog('info', { write: (line) => void logged.push(line) });
  const environment = parseEnvironment({ PORT: '0', TOKENOK_DATA_DIR: dataDir, TOKENOK_ADMIN_TOKEN: TOKEN });
  gateway = await Gateway.start({ environment, log, clock: new Clock(machine) });
}
afterAll(async () => {
  await gateway.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}
async function call(method: string, path: string, body?: object, key?: string): Promise<Answer> {
  const headers = {
    authorization: `Bearer ${TOKEN}`,
    ...(body && { 'content-type': 'application/json' }),
    ...(key !== undefined && { 'idempotency-key': key }),
  };
  const response = await fetch(`${gateway.url}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
const register = (name: string) => call('POST', '/admin/customers', { name, email: `${name}@example.com`, currency: 'USD' });
async function ready(): Promise<Answer> {
  for (;;) {
    const answer = await call('GET', '/readyz');
    if (answer.status === 200) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
function keysInVault(): unknown[] {
  const vault = new DatabaseSync(at('vault.db'), { readOnly: true });
  const keys = vault.prepare('SELECT subject FROM keys ORDER BY subject').all();
  vault.close();
  return keys;
}

function lose(customer: string): void {
  const vault = new DatabaseSync(at('vault.db'));
  vault.prepare('DELETE FROM keys WHERE subject = ?').run(customer);
  vault.close();
}
function restored(customer: string): void {
  const vault = new DatabaseSync(at('vault.db'));
  vault.prepare('ATTACH ? AS before').run(join(folder, 'vault.db'));
  vault.prepare('INSERT INTO keys SELECT * FROM before.keys WHERE subject = ?').run(customer);
  vault.close();
}

let [ada, bob] = ['', ''];
beforeAll(async () => {
  await start();
  [ada, bob] = [String((await register('ada')).body['id']), String((await register('bob')).body['id'])];
  await gateway.stop();
  cpSync(at('vault.db'), join(folder, 'vault.db'));
  lose(bob);
  const models = readFileSync(at('read-models.db'));
  writeFileSync(at('read-models.db'), models.fill('\xde\xad', 8_192, Math.min(models.length, 49_152), 'latin1'));
  for (const file of ['responses.db', 'lock.db']) writeFileSync(at(file), 'no database '.repeat(1_000));
  await start();
});

describe('what may be thrown away and is damaged', () => {
  it('is named, set aside and made anew, and the gateway starts', async () => {
    await ready();
    const lines = logged.map((line) => JSON.parse(line) as Record<string, unknown>);
    for (const file of ['read-models.db', 'responses.db']) {
      const line = lines.find((each) => each['file'] === at(file));
      expect(line).toMatchObject({ level: 50, set_aside: expect.stringContaining(`${at(file)}.damaged-`) as string });
      expect(existsSync(String(line?.['set_aside']))).toBe(true);
    }
    expect((await call('GET', '/admin/ledger/trial-balance')).body).toMatchObject({ balanced: true });
  });
});

describe('a vault that lacks somebody whom the events name', () => {
  it('is told at the start, with what to restore, and in /readyz, which stays 200', async () => {
    expect(logged.join('')).toMatch(
      /The vault lacks the key of one person whom the events name: restore vault\.db from a backup made after 20/,
    );
    expect(logged.join('')).toContain(bob);
    expect((await ready()).body).toMatchObject({
      status: 'ready',
      warnings: { vault: expect.stringContaining('restore vault.db') as string },
    });
  });

  it('fails no page: who cannot be read is told as such, and everybody else is read', async () => {
    const { status, body } = await call('GET', '/admin/customers');
    const named = (body['data'] as Record<string, unknown>[]).map(({ id, name, personal_data }) => ({ id, name, personal_data }));
    expect(status).toBe(200);
    expect(named).toEqual(
      expect.arrayContaining([
        { id: ada, name: 'ada', personal_data: undefined },
        { id: bob, name: null, personal_data: 'unreadable' },
      ]),
    );
    expect((await call('GET', `/admin/customers/${bob}`)).body).toMatchObject({ name: null, email: null, status: 'active' });
  });

  it('is found by /admin/ledger/verify, and so is a row that does not follow from the events', async () => {
    const verified = async () => (await call('GET', '/admin/ledger/verify')).body;
    const lost = { stream: `customer-${bob}`, problem: expect.stringContaining(`names ${bob}, of whom`) as string };
    const inVault = { with: 'vault', compared: true, detail: 'the vault lacks 1 person of 4' };
    expect(await verified()).toMatchObject({
      holds: false,
      findings: [lost],
      comparisons: [inVault, { with: 'read models', compared: true }],
    });
    restored(bob);
    expect(await verified()).toMatchObject({ holds: true, comparisons: [{ compared: true }, { with: 'read models', compared: true }] });
    const models = new DatabaseSync(at('read-models.db'));
    const changed = (from: string, to: string) => models.prepare('UPDATE "trial-balance@1" SET json = replace(json, ?, ?)').run(from, to);
    changed('USD', 'EUR');
    const differs = expect.stringMatching(/^the read model trial-balance .* holds another row/) as string;
    expect(await verified()).toMatchObject({ holds: false, findings: [{ stream: null, problem: differs }] });
    changed('EUR', 'USD');
    models.close();
    lose(bob);
  });

  it('gets no new key, of nobody: a command answers as it did, a registration is refused with the cure', async () => {
    const before = keysInVault();
    const suspended = await call('POST', `/admin/customers/${bob}/suspend`, { reason: 'test' }, 'once');
    expect(suspended).toMatchObject({ status: 200, body: { status: 'suspended', personal_data: 'unreadable' } });
    expect(await call('POST', `/admin/customers/${bob}/suspend`, { reason: 'test' }, 'once')).toEqual(suspended);
    expect(await register('eve')).toMatchObject({
      status: 503,
      body: { code: 'store_unavailable', detail: expect.stringContaining('no new key') as string },
    });
    expect(keysInVault()).toEqual(before);
  });
});

describe('a wall clock that moves', () => {
  const timeOf = async (customer: string): Promise<number> => {
    const granted = await call('POST', `/admin/customers/${customer}/credits`, { amount: '1.00', reason: 'time' }, `time-${Math.random()}`);
    expect(granted.status).toBe(201);
    const { body } = await call('GET', '/admin/ledger/events?type=CreditGranted&limit=1000');
    const last = (body['data'] as { metadata: { effective: string } }[]).at(-1);
    return Date.parse(last?.metadata.effective ?? '');
  };
  const warned = async (): Promise<unknown> => ((await ready()).body['warnings'] as Record<string, string>)['clock'];

  it('leads no command with it, is told in /readyz and to the command line, and leads them once it is accepted', async () => {
    movedMs = 40 * 24 * HOUR_MS;
    const inDoubt = await timeOf(ada);
    expect(Math.abs(inDoubt - Date.now())).toBeLessThan(HOUR_MS);
    expect(await warned()).toBe("the wall clock moved by +3456000 s against the machine's uptime and is not believed yet");
    while (readClockNotice(at('clock-moved')) === undefined) await new Promise((resolve) => setTimeout(resolve, 50));
    writeClockAcceptance(at('clock-accept'), clockAcceptance('another move'));
    while (existsSync(at('clock-accept'))) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await warned()).toBeDefined();
    writeClockAcceptance(at('clock-accept'), clockAcceptance(readClockNotice(at('clock-moved'))?.since ?? ''));
    while (existsSync(at('clock-moved'))) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await warned()).toBeUndefined();
    expect((await timeOf(ada)) - Date.now()).toBeGreaterThan(39 * 24 * HOUR_MS);
  });
});

describe('a vault that was restored', () => {
  it('reads everybody again; a start far from the last event is warned of', async () => {
    movedMs = 0;
    await gateway.stop();
    for (const file of readdirSync(dataDir).filter((name) => name.startsWith('vault.db'))) rmSync(at(file));
    cpSync(join(folder, 'vault.db'), at('vault.db'));
    await start();
    expect((await call('GET', `/admin/customers/${bob}`)).body).toMatchObject({ name: 'bob', email: 'bob@example.com' });
    expect((await register('eve')).status).toBe(201);
    expect((await ready()).body).toEqual({ status: 'ready', warnings: { last_event: expect.stringMatching(GAP) as string } });
    expect(logged.join('')).toMatch(GAP);
  });
});
