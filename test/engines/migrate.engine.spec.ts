import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MasterKey } from '#vault';
import { MongoVault } from '#vault/mongodb';
import { SqliteVault } from '#vault/sqlite';
import { faultsIn, tokenok } from '../../apps/cli/testing/tokenok.js';
import { exitOf } from '../support/child.js';
import { Seeded } from '../support/load/seeded.js';
import { AdminClient } from '../support/gateway/admin-client.js';
import { makeDirectory, removeDirectories } from '../support/gateway/gateway.process.js';
import { call } from '../support/gateway/http.js';
import { Installation, MODEL, say, type Customer } from '../support/gateway/installation.js';
import { makeWebhookSecret, signWebhook } from '../support/gateway/signed-webhook.js';
import { until } from '../support/gateway/until.js';
import { MONGODB_URL } from '../support/mongodb/database.js';
import { failing, plain, silent, stream } from '../support/upstream/answers.js';
import type { ProviderAnswer } from '../support/upstream/provider-answer.js';
import { Upstream } from '../support/upstream/upstream.js';
import { EngineInstallation, EventStoreProcess } from './testing/engines.js';

const CLI = fileURLToPath(new URL('../../dist/apps/cli/main.js', import.meta.url));
/** Of the whole test, also where it runs over the end of a month: nothing is charged between the two statements that are compared. */
const PERIOD = new Date().toISOString().slice(0, 7);
const CUSTOMERS = 4;
const ROUNDS = 20;
const KILLS = 5;
const STRANGER = 'cus_erased';
/** A dead gateway's holds are back within that. */
const HOLDS_BACK_MS = 30_000;

let upstream: Upstream;
let eventStore: EventStoreProcess;
let engines: EngineInstallation;
let embedded: Installation;
let customers: readonly Customer[];
let waiting: Customer;
let environment: Record<string, string>;
const dataDir = makeDirectory();
const balances = new Map<string, object>();
const statements = new Map<string, object>();

/** An embedded installation that has been in use: every path of a request, credits, payments, keys. */
beforeAll(async () => {
  upstream = await Upstream.start(plain());
  const secret = makeWebhookSecret();
  const options = { dataDir, environment: { TOKENOK_PAYMENTS_ACME_SECRET: secret } };
  embedded = await Installation.start(upstream.baseUrl, options);
  await embedded.admin.send('PUT', '/admin/aliases/large', { targets: [{ model: 'acme/large' }] });
  customers = await Promise.all(Array.from({ length: CUSTOMERS }, () => embedded.customer('5.00')));
  waiting = customers[CUSTOMERS - 1] as Customer;
  for (let round = 0; round < ROUNDS; round += 1) {
    upstream.answer = round % 2 === 0 ? plain() : stream();
    await Promise.all(customers.map((customer) => embedded.chat(customer, say(`Round ${round}`, round % 2 === 0 ? {} : { stream: true }))));
  }
  upstream.answer = storedResponse;
  expect((await respond(embedded.url, customers[0]!, { input: 'Hello' })).status).toBe(200);
  upstream.answer = failing(500);
  for (const customer of customers) expect((await embedded.chat(customer, say('Fail'))).status).toBe(502);
  for (const { id } of customers) {
    const adjustment = { amount: '0.25', direction: 'credit', reason: 'Test' };
    await embedded.admin.send('POST', `/admin/customers/${id}/adjustments`, adjustment, { 'idempotency-key': `adjust-${id}` });
    const made = await embedded.admin.send('POST', `/admin/customers/${id}/api-keys`, { name: 'short' });
    await embedded.admin.send('DELETE', `/admin/customers/${id}/api-keys/${made.json<{ id: string }>().id}`);
  }
  for (const [index, { id }] of customers.entries()) {
    const body = JSON.stringify({
      type: 'payment.succeeded',
      timestamp: new Date().toISOString(),
      data: { payment_id: `pay_${index}`, customer_id: id, amount: '10.00', currency: 'USD' },
    });
    const headers = signWebhook(body, { secret });
    expect((await call({ method: 'POST', url: `${embedded.url}/webhooks/payments/acme`, headers, body })).status).toBe(200);
  }
  eventStore = await EventStoreProcess.start();
  engines = new EngineInstallation(eventStore.url, MONGODB_URL);
  environment = { ...engines.environment, TOKENOK_MASTER_KEY: readFileSync(join(dataDir, 'master-key'), 'utf8').trim() };
  await embedded.booksWhen((books) => books.openHolds.length === 0);
  for (const customer of customers) {
    balances.set(customer.id, await balanceOf(embedded.url, customer));
    statements.set(customer.id, await statementOf(embedded.url, customer));
  }
});
afterAll(async () => {
  await engines?.stop();
  await eventStore?.stop();
  await upstream?.stop();
  removeDirectories();
});

const storedResponse: ProviderAnswer = (response) => {
  const usage = { input_tokens: 3, output_tokens: 2, total_tokens: 5 };
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ id: 'resp_kept', status: 'completed', output: [], usage }));
};

const respond = (gateway: string, { key }: Pick<Customer, 'key'>, body: object) =>
  call({ method: 'POST', url: `${gateway}/v1/responses`, headers: { 'x-api-key': key }, body: { model: MODEL, ...body } });

const get = async <T>(url: string, { key }: Pick<Customer, 'key'>): Promise<T> =>
  (await call({ method: 'GET', url, headers: { authorization: `Bearer ${key}` } })).json<T>();

/** But for the position, which belongs to the engine. */
async function balanceOf(url: string, customer: Customer): Promise<Record<string, string>> {
  const { as_of_position: _, ...balance } = await get<Record<string, string>>(`${url}/me/balance`, customer);
  return balance;
}

async function statementOf(url: string, customer: Customer): Promise<object> {
  const { currency, lines } = await get<{ currency: string; lines: object[] }>(`${url}/me/billing/statement?period=${PERIOD}`, customer);
  return { currency, lines };
}

const migrate = (...more: string[]) => tokenok(['migrate', '--data-dir', dataDir, ...more], environment);

/** Lines of an export without the positions. */
async function exported(args: readonly string[], variables: Record<string, string> = {}): Promise<string[]> {
  const { stdout, code } = await tokenok(['export', ...args], variables);
  expect(code).toBe(0);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/"position":"\d+"/, '"position":""'));
}

const digest = (file: string): string =>
  createHash('sha256')
    .update(readFileSync(join(dataDir, file)))
    .digest('hex');

/** Ended as the system ends it, so many milliseconds after it began; true when it had not ended by itself. */
async function killedAfter(ms: number): Promise<boolean> {
  const child = spawn(process.execPath, [CLI, 'migrate', '--data-dir', dataDir], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: 'ignore',
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), ms);
  const { signal } = await exitOf(child);
  clearTimeout(timer);
  return signal === 'SIGKILL';
}

/** The embedded gateway's last moment: one customer waits for an answer, whose price is held. */
async function killWithAnOpenHold(): Promise<void> {
  upstream.answer = silent;
  embedded.chat(waiting, say('Are you there?')).catch(() => undefined);
  const books = await embedded.booksWhen(({ openHolds }) => openHolds.length > 0);
  expect(books.openHolds).toHaveLength(1);
  expect((await embedded.gateway.stop('SIGKILL')).signal).toBe('SIGKILL');
}

/** Leaves the mark of an erasure in the vault. */
async function eraseStranger(): Promise<void> {
  const vault = new SqliteVault(join(dataDir, 'vault.db'), masterKey());
  await vault.erase(STRANGER);
  await vault.close();
}

const masterKey = (): MasterKey => new MasterKey(Buffer.from(environment['TOKENOK_MASTER_KEY'] ?? '', 'base64'));

describe('an embedded installation that grows up', () => {
  let before: { lines: string[]; events: string; vault: string };

  it('is not moved while its gateway runs', async () => {
    const { code, stderr } = await migrate();
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/is held by process \d+, a gateway or another migration/) as string,
    });
  });

  it('is moved, through kills at any moment and lost answers, into the same log', async () => {
    await killWithAnOpenHold();
    await eraseStranger();
    before = { lines: await exported(['--data-dir', dataDir]), events: digest('events.db'), vault: digest('vault.db') };
    expect(before.lines.length).toBeGreaterThan(200);
    const random = new Seeded(Number(process.env['TOKENOK_SEED'] ?? 1));
    await eventStore.fault({ ackDelayMs: 10 });
    let kills = 0;
    for (let round = 0; round < KILLS; round += 1) {
      await eventStore.fault({ lostAcks: random.between(0, 1) });
      if (await killedAfter(random.between(700, 1_800))) kills += 1;
      expect((await eventStore.events()) <= before.lines.length).toBe(true);
    }
    expect(kills).toBeGreaterThan(2);
    const midway = await eventStore.events();
    await eventStore.fault({ lostAcks: 1, ackDelayMs: 0 });
    const { code, stdout, stderr } = await migrate('--json');
    expect({ code, stderr: stderr.replace(/^Moving.*\n/gm, '') }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      migrated: true,
      source_events: String(before.lines.length),
      events_copied: String(before.lines.length - midway),
      target_events_beyond: '0',
      holds: true,
      findings_total: 0,
      balanced: true,
    });
    console.log(`${kills} kills; ${midway} of ${before.lines.length} events were there when it ran for the last time`);
  });

  it('leaves the lines of an export equal but for positions, and the directory as it was', async () => {
    expect(await exported([], environment)).toEqual(before.lines);
    expect({ events: digest('events.db'), vault: digest('vault.db') }).toEqual({ events: before.events, vault: before.vault });
    expect((await tokenok(['verify'], environment)).stdout).toMatch(/^All holds: /);
  });

  it('starts no gateway on the old directory', async () => {
    const { code, stderr } = await tokenok(['serve', '--data-dir', dataDir], { PORT: '0' });
    expect({ code, stderr }).toEqual({
      code: 4,
      stderr: expect.stringMatching(/has been migrated to EventStoreDB at esdb:\/\/127\.0\.0\.1/) as string,
    });
  });

  it('moves nothing when it is asked again', async () => {
    const { code, stdout } = await migrate();
    expect(code).toBe(0);
    expect(stdout).toMatch(/^0 events moved to EventStoreDB at .*; all \d+ events equal the source byte for byte, in its order$/m);
  });

  it('has its read models filled by a rebuild, which then finds them all the same', async () => {
    const filled = await tokenok(['rebuild', '--json'], environment);
    expect(filled).toMatchObject({ code: 0, stderr: expect.stringMatching(/^Built, for the first time: .*balances/m) as string });
    const { equal, projections } = JSON.parse(filled.stdout) as {
      equal: boolean;
      projections: { name: string; rows: number; built: boolean }[];
    };
    expect({ equal, built: projections.every(({ built }) => built) }).toEqual({ equal: true, built: true });
    expect(projections.find(({ name }) => name === 'balances')?.rows).toBeGreaterThanOrEqual(CUSTOMERS);
    const again = await tokenok(['rebuild'], environment);
    expect({ code: again.code, stderr: faultsIn(again.stderr) }).toEqual({ code: 0, stderr: '' });
  });

  it('goes on with the old keys and the old balances, on a gateway that has nothing but the stores', async () => {
    Object.assign(engines, { environment });
    const gateway = await engines.serve();
    await gateway.ready;
    await engines.project();
    const heldOf = async () => (await balanceOf(gateway.url, waiting))['held'];
    expect(await heldOf()).not.toBe('0.00');
    const tookMs = await until('the hold of the dead gateway is back', async () => (await heldOf()) === '0.00', HOLDS_BACK_MS);
    console.log(
      `The hold of the killed embedded gateway was back ${(tookMs / 1_000).toFixed(1)} s after the first one on engines was ready`,
    );
    for (const customer of customers) {
      expect(await balanceOf(gateway.url, customer)).toEqual(balances.get(customer.id));
      expect(await statementOf(gateway.url, customer)).toEqual(statements.get(customer.id));
    }
    const [customer] = customers as [Customer];
    upstream.answer = plain();
    const url = `${gateway.url}/v1/chat/completions`;
    const answer = await call({ method: 'POST', url, headers: { authorization: `Bearer ${customer.key}` }, body: say('Hello') });
    expect({ status: answer.status, charged: Number(answer.headers['x-tokenok-charge']) > 0 }).toEqual({ status: 200, charged: true });
    await until(
      'it is charged',
      async () => JSON.stringify(await balanceOf(gateway.url, customer)) !== JSON.stringify(balances.get(customer.id)),
    );
    const vault = await MongoVault.open({ url: environment['MONGODB_URL'] ?? '' }, masterKey());
    await expect(vault.create(STRANGER)).rejects.toMatchObject({ code: 'SUBJECT_ERASED' });
    await vault.close();
    const admin = new AdminClient(gateway.url, () => gateway.err.slice(-2_000));
    expect(await admin.get(`/admin/customers/${customer.id}`)).toMatchObject({ name: 'E2E' });
  });

  it('knows whose the ids at providers are that were left before it moved', async () => {
    const gateway = await engines.serve();
    await gateway.ready;
    upstream.answer = storedResponse;
    const goOn = async (customer: Customer) =>
      (await respond(gateway.url, customer, { input: 'Go on', previous_response_id: 'resp_kept' })).status;
    expect(await goOn(customers[0]!)).toBe(200);
    expect(await goOn(customers[1]!)).toBe(400);
  });

  it('takes the events that have come since for what they are', async () => {
    const { code, stdout } = await migrate('--json');
    expect({ code, ...(JSON.parse(stdout) as object) }).toMatchObject({ code: 0, migrated: true, events_copied: '0', holds: true });
    expect(Number((JSON.parse(stdout) as { target_events_beyond: string }).target_events_beyond)).toBeGreaterThan(1);
  });
});
