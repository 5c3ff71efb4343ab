import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Books } from '../support/gateway/books.js';
import { ADMIN_TOKEN, GatewayProcess, freePort, removeDirectories } from '../support/gateway/gateway.process.js';
import { call, dropConnections, type Answer } from '../support/gateway/http.js';
import { Installation, say, type Customer } from '../support/gateway/installation.js';
import { until } from '../support/gateway/until.js';
import { plain } from '../support/upstream/answers.js';
import { Latch } from '../support/upstream/latch.js';
import { Upstream } from '../support/upstream/upstream.js';

let upstream: Upstream;
let installation: Installation;
let customer: Customer;

beforeAll(async () => {
  upstream = await Upstream.start();
  installation = await Installation.start(upstream.baseUrl, { port: await freePort() });
  customer = await installation.customer('10.00');
});

afterAll(async () => {
  await installation.gateway.stop('SIGKILL');
  await upstream.stop();
  removeDirectories();
});

/** Takes the write lock of the log, or of another file, as a backup tool might; gives the lock back when called. */
function stall(name = 'events.db'): () => void {
  const other = new DatabaseSync(join(installation.gateway.dataDir, name), { timeout: 5_000 });
  other.exec('BEGIN IMMEDIATE');
  return () => {
    other.exec('ROLLBACK');
    other.close();
  };
}

async function reopened(): Promise<void> {
  const { dataDir, url } = installation.gateway;
  dropConnections();
  installation.gateway = await GatewayProcess.start({ dataDir, port: Number(new URL(url).port) });
}

const readyz = () => call({ method: 'GET', url: `${installation.url}/readyz` });
const held = async () => (await installation.me<{ held: string }>(customer, '/me/balance')).held;
const books = () => new Books().follow(installation.admin);
const post = (path: string, body: object, idempotencyKey?: string): Promise<Answer> => {
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}`, ...(idempotencyKey && { 'idempotency-key': idempotencyKey }) };
  return call({ method: 'POST', url: installation.url + path, headers, body });
};
const codeOf = ({ status, text }: Answer): unknown[] => [status, /charge_not_recorded|store_unavailable/.exec(text)?.[0]];

/** A request that stands with its provider, its hold durable. */
async function inFlight() {
  const latch = new Latch();
  upstream.expect(latch.before(plain()));
  const answer = installation.chat(customer, say('Before'));
  await until('it is with its provider', () => upstream.received.length === 1);
  return { answer, latch };
}

describe('a log that takes no writes', () => {
  it('refuses what it cannot write while it lasts, says so, and leaves nothing held when it is over', async () => {
    const { answer, latch } = await inFlight();
    const routed = (await books()).routed.size;
    const giveBack = stall();
    const [name, credit, key] = [{ name: 'O', email: 'o@example.com', currency: 'USD' }, { amount: '1.00', reason: 'x' }, randomUUID()];
    const refused = [
      ...Array.from({ length: 4 }, (_, n) => installation.chat(customer, say(`During ${n}`))),
      post('/admin/customers', name),
      post(`/admin/customers/${customer.id}/api-keys`, { name: 'n' }),
      post(`/admin/customers/${customer.id}/credits`, credit, key),
    ];
    latch.release();
    await until('it is not ready', async () => (await readyz()).status === 503);
    expect((await readyz()).json()).toMatchObject({ failures: { event_store: expect.stringContaining('lock') as string } });
    // All are told while it lasts.
    for (const each of await Promise.all(refused)) expect(codeOf(each)).toEqual([503, 'store_unavailable']);
    expect(codeOf(await answer)).toEqual([500, 'charge_not_recorded']);
    giveBack();
    await until('nothing is held', async () => (await held()) === '0.00');
    await until('it is ready', async () => (await readyz()).status === 200);
    const after = await books();
    expect(after.routed.size).toBe(routed);
    expect(after.ofType('RequestFailed').map(({ data }) => data['reason'])).toEqual(['charge_not_recorded']);
    expect(after.ofType('CustomerRegistered').length + after.ofType('KeyIssued').length).toBe(4);
    expect((await post(`/admin/customers/${customer.id}/credits`, credit, key)).status).toBe(201);
    expect((await installation.chat(customer, say('Afterwards'))).status).toBe(200);
    const done = await books();
    expect(done.ofType('CreditGranted').filter(({ data }) => data['amount'] === '1.00')).toHaveLength(1);
    expect([done.openHolds, done.violations]).toEqual([[], []]);
    expect(installation.gateway.err.match(/takes no writes/g)).toHaveLength(1);
    expect(installation.gateway.err.match(/takes writes again/g)).toHaveLength(1);
  });

  it('and a process that is killed meanwhile: nothing of what was under way lands', async () => {
    const routed = (await books()).routed.size;
    const giveBack = stall();
    const lost = Array.from({ length: 4 }, (_, n) => installation.chat(customer, say(`Lost ${n}`)).catch(() => undefined));
    await until('it is not ready', async () => (await readyz()).status === 503);
    await installation.gateway.stop('SIGKILL');
    await Promise.all(lost);
    giveBack();
    await reopened();
    const after = await books();
    expect([after.routed.size, after.openHolds, after.violations]).toEqual([routed, [], []]);
  });

  it('and a SIGTERM meanwhile: what was held is released before the process ends, as soon as writes are taken', async () => {
    const { answer, latch } = await inFlight();
    const giveBack = stall();
    const refused = installation.chat(customer, say('Never held'));
    await until('it is not ready', async () => (await readyz()).status === 503);
    latch.release();
    const stopped = installation.gateway.stop('SIGTERM');
    expect((await refused).status).toBe(503);
    expect(codeOf(await answer)).toEqual([500, 'charge_not_recorded']);
    giveBack();
    expect(await stopped).toEqual({ code: 0, signal: null });
    await reopened();
    const after = await books();
    expect([after.openHolds, after.violations, after.ofType('RequestAbandoned')]).toEqual([[], [], []]);
  });
});

describe('a vault that takes no writes', () => {
  it('keeps nobody waiting but it concerns, who is told', async () => {
    const giveBack = stall('vault.db');
    const order: string[] = [];
    const body = { name: 'V', email: 'v@example.com', currency: 'USD' };
    const refused = post('/admin/customers', body).finally(() => order.push('refused'));
    expect((await installation.chat(customer, say('Beside it'))).status).toBe(200);
    order.push('served');
    expect(codeOf(await refused)).toEqual([503, 'store_unavailable']);
    giveBack();
    expect((await post('/admin/customers', body)).status).toBe(201);
    expect(order).toEqual(['served', 'refused']);
  });
});
