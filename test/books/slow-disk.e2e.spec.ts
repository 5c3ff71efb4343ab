import { randomUUID } from 'node:crypto';
import { Books } from '../support/gateway/books.js';
import { ADMIN_TOKEN, GatewayProcess, freePort, makeDirectory, removeDirectories } from '../support/gateway/gateway.process.js';
import { call, dropConnections, type Answer } from '../support/gateway/http.js';
import { Installation, say, type Customer } from '../support/gateway/installation.js';
import { SLOWABLE, SlowDisk } from '../support/gateway/slow-disk.js';
import { until } from '../support/gateway/until.js';
import { plain } from '../support/upstream/answers.js';
import { Latch } from '../support/upstream/latch.js';
import { Upstream } from '../support/upstream/upstream.js';

let upstream: Upstream;
let installation: Installation;
let customer: Customer;
const dataDir = makeDirectory();
const disk = new SlowDisk(dataDir);
const environment = { ...SLOWABLE, TOKENOK_DRAIN_SECONDS: '1' };

beforeAll(async () => {
  upstream = await Upstream.start();
  installation = await Installation.start(upstream.baseUrl, { port: await freePort(), dataDir, environment });
  customer = await installation.customer('10.00');
});

afterEach(() => disk.goOn());
afterAll(async () => {
  disk.goOn();
  await installation.gateway.stop('SIGKILL');
  await upstream.stop();
  removeDirectories();
});

const books = () => new Books().follow(installation.admin);
const isReady = async () => (await call({ method: 'GET', url: `${installation.url}/readyz` })).status === 200;
const held = async () => (await installation.me<{ held: string }>(customer, '/me/balance')).held;
const post = (path: string, body: object, idempotencyKey?: string): Promise<Answer> => {
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}`, ...(idempotencyKey && { 'idempotency-key': idempotencyKey }) };
  return call({ method: 'POST', url: installation.url + path, headers, body });
};
const register = (name: string) => post('/admin/customers', { name, email: `${name}@example.com`, currency: 'USD' });
const codeOf = ({ status, text }: Answer): unknown[] => [status, /charge_not_recorded|store_unavailable/.exec(text)?.[0]];

/** Whether somebody has been answered by now. */
function watched(answer: Promise<Answer>) {
  const seen = { isTold: false, answer };
  void answer.finally(() => (seen.isTold = true));
  return seen;
}

/** A request that stands with its provider, its hold durable. */
async function inFlight() {
  const before = upstream.received.length;
  const latch = new Latch();
  upstream.expect(latch.before(plain()));
  const answer = installation.chat(customer, say('Before'));
  await until('it is with its provider', () => upstream.received.length === before + 1);
  return { answer, latch };
}

async function expectSound(): Promise<void> {
  await until('nothing is held', async () => (await held()) === '0.00');
  await until('it is ready', isReady);
  const { openHolds, violations } = await books();
  expect([openHolds, violations]).toEqual([[], []]);
}

describe('a disk that hangs', () => {
  it('before anything is begun: all are refused in time, and nothing of it ever lands', async () => {
    const before = (await books()).events.length;
    disk.hang('begin');
    const refused = [register('never'), installation.chat(customer, say('Never')), register('never-either')];
    await disk.hangs();
    for (const each of await Promise.all(refused)) expect(codeOf(each)).toEqual([503, 'store_unavailable']);
    expect(await isReady()).toBe(false);
    disk.goOn();
    await expectSound();
    expect((await books()).events.length).toBe(before);
  });

  it.each(['transaction', 'sync'] as const)(
    'in the %s: a command that was begun is told its own end, and what is behind it refused in time',
    async (point) => {
      disk.hang(point);
      const begun = watched(register(`begun-in-${point}`));
      await disk.hangs();
      const refused = [register('behind'), installation.chat(customer, say('Behind'))];
      // The time of all of them is up, and of the one that cannot be taken back nothing is told.
      for (const each of await Promise.all(refused)) expect(codeOf(each)).toEqual([503, 'store_unavailable']);
      expect(begun.isTold).toBe(false);
      disk.goOn();
      const made = await begun.answer;
      expect(made.status).toBe(201);
      await expectSound();
      const registered = (await books()).ofType('CustomerRegistered').map(({ data }) => data['customer']);
      expect(registered.at(-1)).toBe(made.json<{ id: string }>().id);
    },
  );

  it('under an Idempotency-Key, with steps behind the one that hung: it is brought to its end, and told', async () => {
    const [path, key] = [`/admin/customers/${customer.id}/credits`, randomUUID()];
    const credit = () => post(path, { amount: '1.00', reason: 'x' }, key);
    disk.hang('transaction');
    const begun = watched(credit());
    await disk.hangs();
    const again = await credit();
    expect(codeOf(again)).toEqual([503, 'store_unavailable']);
    expect(codeOf(await installation.chat(customer, say('Behind')))).toEqual([503, 'store_unavailable']);
    expect(begun.isTold).toBe(false);
    disk.goOn();
    expect((await begun.answer).status).toBe(201);
    expect((await credit()).text).toBe((await begun.answer).text);
    await expectSound();
    expect((await books()).ofType('CreditGranted').filter(({ data }) => data['amount'] === '1.00')).toHaveLength(1);
  });

  it.each(['transaction', 'sync'] as const)(
    'in the %s of a hold: its request is refused in time, and the hold is released once it stands',
    async (point) => {
      const asked = upstream.received.length;
      const before = (await books()).ofType('RequestFailed').length;
      disk.hang(point);
      const refused = installation.chat(customer, say('Held'));
      await disk.hangs();
      expect(codeOf(await refused)).toEqual([503, 'store_unavailable']);
      disk.goOn();
      await until('it is released', async () => (await books()).ofType('RequestFailed').length > before);
      await expectSound();
      expect((await books()).ofType('RequestFailed').at(-1)?.data['reason']).toBe('hold_in_doubt');
      expect(upstream.received).toHaveLength(asked);
    },
  );

  it('in a charge: its client waits for it, and has its answer and its charge', async () => {
    const { answer, latch } = await inFlight();
    const charged = (await books()).ofType('TokensMetered').length;
    disk.hang('sync');
    const served = watched(answer);
    latch.release();
    await disk.hangs();
    for (const word of ['Five seconds', 'Ten seconds', 'Fifteen']) {
      expect(codeOf(await installation.chat(customer, say(word)))).toEqual([503, 'store_unavailable']);
    }
    expect(served.isTold).toBe(false);
    disk.goOn();
    expect((await answer).status).toBe(200);
    await expectSound();
    expect((await books()).ofType('TokensMetered')).toHaveLength(charged + 1);
  });

  it('at a clean stop: what lands is released before the process ends', async () => {
    const [before, asked] = [(await books()).routed.size, upstream.received.length];
    disk.hang('transaction');
    const cut = installation.chat(customer, say('Stopped')).catch(() => undefined);
    await disk.hangs();
    const stopped = installation.gateway.stop('SIGTERM');
    expect([503, undefined]).toContain((await cut)?.status); // its time to drain is up before the hold's is
    expect(installation.gateway.child.exitCode).toBeNull();
    disk.goOn();
    expect(await stopped).toEqual({ code: 0, signal: null });
    dropConnections();
    const port = Number(new URL(installation.url).port);
    installation.gateway = await GatewayProcess.start({ dataDir, port, environment });
    const after = await books();
    expect([after.openHolds, after.violations, after.ofType('RequestAbandoned')]).toEqual([[], [], []]);
    expect(after.routed.size).toBe(before + 1);
    const end = after.ends.get(String(after.ofType('RequestRouted').at(-1)?.data['request']));
    expect([end?.type, end?.data['reason']]).toEqual(['RequestFailed', expect.any(String)]);
    expect(upstream.received).toHaveLength(asked);
  });
});
