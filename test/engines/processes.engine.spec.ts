import { existsSync, readdirSync } from 'node:fs';
import { faultsIn, tokenok } from '../../apps/cli/testing/tokenok.js';
import { AdminClient } from '../support/gateway/admin-client.js';
import { ADMIN_TOKEN, removeDirectories, type GatewayProcess } from '../support/gateway/gateway.process.js';
import { call } from '../support/gateway/http.js';
import { until } from '../support/gateway/until.js';
import { MONGODB_URL } from '../support/mongodb/database.js';
import { EngineInstallation, EventStoreProcess, type ProjectorProcess } from './testing/engines.js';

let eventStore: EventStoreProcess;
let installation: EngineInstallation;
let gateways: readonly [GatewayProcess, GatewayProcess];

/** All four processes at the same time, on stores that nobody has ever used. */
beforeAll(async () => {
  eventStore = await EventStoreProcess.start();
  installation = new EngineInstallation(eventStore.url, MONGODB_URL);
  await Promise.all([installation.project(), installation.project()]);
  gateways = await Promise.all([installation.serve(), installation.serve()]);
  await Promise.all(gateways.map(({ ready }) => ready));
});
afterAll(async () => {
  await installation?.stop();
  await eventStore?.stop();
  removeDirectories();
});

const admin = ({ url, err }: GatewayProcess): AdminClient => new AdminClient(url, () => err.slice(-2_000));
const get = (url: string, key: string) => call({ method: 'GET', url, headers: { authorization: `Bearer ${key}` } });
const demoKey = (): string => /Bearer (tok_\w+)/.exec(gateways.map(({ out }) => out).join(''))?.[1] ?? '';

async function chat(gateway: GatewayProcess, key: string, more: object = {}) {
  const body = { model: 'tokenok-fast', messages: [{ role: 'user', content: 'Hello' }], ...more };
  return call({ method: 'POST', url: `${gateway.url}/v1/chat/completions`, headers: { authorization: `Bearer ${key}` }, body });
}

async function newKey(gateway: GatewayProcess): Promise<{ customer: string; id: string; key: string }> {
  const customer = { name: 'Ada', email: 'ada@example.com', currency: 'USD' };
  const { id } = (await admin(gateway).send('POST', '/admin/customers', customer)).json<{ id: string }>();
  const made = (await admin(gateway).send('POST', `/admin/customers/${id}/api-keys`, { name: 'k' })).json<{ id: string; key: string }>();
  return { customer: id, ...made };
}

const leading = async (): Promise<ProjectorProcess | undefined> => {
  for (const projector of installation.projectors) if ((await projector.phase()) === 'leading') return projector;
  return undefined;
};

describe('two gateways and two projectors that start at the same time on empty stores', () => {
  it('make one installation between them: one admin, one demo customer with one key, shown by one', async () => {
    expect(gateways.filter(({ out }) => /^curl .*$/m.test(out))).toHaveLength(1);
    expect(gateways.filter(({ out }) => out.includes('Admin password'))).toHaveLength(1);
    const events = await admin(gateways[0]).eventsAfter('0');
    const once = [
      'InstallationSeeded',
      'PersonRegistered',
      'MemberAdded',
      'CustomerRegistered',
      'AccountOpened',
      'CreditGranted',
      'KeyIssued',
    ];
    for (const type of once) expect({ type, count: events.filter((event) => event.type === type).length }).toEqual({ type, count: 1 });
  });

  it('keep nothing on their machines', () => {
    for (const { dataDir } of gateways) expect(existsSync(dataDir) ? readdirSync(dataDir) : []).toEqual([]);
  });

  it('are ready; one projector leads and the other stands by', async () => {
    for (const { url } of gateways) await until('ready', async () => (await get(`${url}/readyz`, '')).status === 200);
    const phases = async () => (await Promise.all(installation.projectors.map((projector) => projector.phase()))).sort().join();
    await until('one leads, one stands by', async () => (await phases()) === 'leading,standing by');
  });
});

describe('two gateways with one balance', () => {
  it('answer and charge through either, streams too; each reads the whole', async () => {
    for (const gateway of gateways) {
      expect((await chat(gateway, demoKey())).status).toBe(200);
      const streamed = await chat(gateway, demoKey(), { stream: true });
      expect({ status: streamed.status, end: streamed.text.trimEnd().slice(-6) }).toEqual({ status: 200, end: '[DONE]' });
    }
    for (const { url } of gateways) {
      await until(
        'the log has all',
        async () => (await get(`${url}/me/request-logs`, demoKey())).json<{ data: object[] }>().data.length === 4,
      );
    }
    const [one, other] = await Promise.all(gateways.map(({ url }) => get(`${url}/me/balance`, demoKey())));
    expect(one?.json<{ available: string }>().available).toBe(other?.json<{ available: string }>().available);
  });

  it('know what the other one was told, keys and their revocation: reach.engine.spec.ts says how soon', async () => {
    for (let round = 0; round < 10; round += 1) {
      const [from, to] = round % 2 === 0 ? gateways : [gateways[1], gateways[0]];
      const { customer, id, key } = await newKey(from);
      const status = async () => (await get(`${to.url}/me`, key)).status;
      await until('the key works', async () => (await status()) === 200);
      await admin(from).send('DELETE', `/admin/customers/${customer}/api-keys/${id}`);
      await until('the key is revoked', async () => (await status()) === 401);
    }
  });
});

describe('two gateways with one catalog and one admin', () => {
  it('give a name that both are told at the same moment to a model or an alias, and refuse the other', async () => {
    const price = { currency: 'USD', input_per_million: '1', output_per_million: '2' };
    const model = { targets: [{ provider: 'sandbox', upstream_model: 'x' }], price };
    const alias = { targets: [{ model: 'openai/gpt-4.1-mini' }] };
    const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
    const put = (gateway: GatewayProcess, path: string, body: object) =>
      call({ method: 'PUT', url: `${gateway.url}/admin/${path}`, headers, body });
    for (let round = 0; round < 5; round += 1) {
      const name = `race/${round}`;
      const both = await Promise.all([put(gateways[0], `models/${name}`, model), put(gateways[1], `aliases/${name}`, alias)]);
      expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    }
  });

  it('know a session that one of them has signed out for dead', async () => {
    const shown = (what: string): string =>
      new RegExp(`^Admin ${what} .*: (\\S+)$`, 'm').exec(gateways.map(({ out }) => out).join(''))?.[1] ?? '';
    const credentials = { email: shown('e-mail'), password: shown('password') };
    const signed = await call({
      method: 'POST',
      url: `${gateways[0].url}/session`,
      headers: { 'sec-fetch-site': 'same-origin' },
      body: credentials,
    });
    const cookie = String(signed.headers['set-cookie']).split(';')[0] ?? '';
    const reads = async (): Promise<number> =>
      (await call({ method: 'GET', url: `${gateways[1].url}/admin/customers`, headers: { cookie } })).status;
    expect(await reads()).toBe(200);
    expect((await call({ method: 'DELETE', url: `${gateways[0].url}/session`, headers: { cookie } })).status).toBe(204);
    await until('the session is dead', async () => (await reads()) === 401);
  });
});

describe('a projector that leads and is killed', () => {
  it('is followed within seconds, and nothing is lost or applied twice: the read models equal a rebuild', async () => {
    const killed = await leading();
    const load = Array.from({ length: 20 }, (_, index) => chat(gateways[index % 2 === 0 ? 0 : 1], demoKey()));
    await Promise.race(load);
    await killed?.end('SIGKILL');
    const [next] = installation.projectors.filter((projector) => projector !== killed);
    const tookMs = await until('another leads', async () => (await next?.phase()) === 'leading');
    console.log(`Another projector led ${(tookMs / 1_000).toFixed(1)} s after the kill`);
    const answers = await Promise.all(load);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const url = gateways[0].url;
    await until('all is folded', async () => /^tokenok_projector_behind_events 0$/m.test((await get(`${url}/metrics`, '')).text));
    const rebuilt = await tokenok(['rebuild'], installation.environment);
    expect({ code: rebuilt.code, stderr: faultsIn(rebuilt.stderr) }).toEqual({ code: 0, stderr: '' });
    expect(rebuilt.stdout).toMatch(/^balances \(version \d+\) as of position \S+: \d+ rows?, all the same$/m);
    await installation.project();
  });
});

describe('the command line on engines', () => {
  it.each([
    ['verify', /^All holds: \d+ events up to position \S+, 2\d charges rated again/],
    ['replay', /The trial balance is zero/],
    ['doctor', /gateways +2 gateways alive/],
    ['export', /"type":"InstallationSeeded"/],
  ])('%s answers beside everything that runs', async (command, answer) => {
    const { code, stdout, stderr } = await tokenok([command], installation.environment);
    expect({ command, code, stderr: command === 'export' ? '' : faultsIn(stderr) }).toEqual({ command, code: 0, stderr: '' });
    expect(stdout).toMatch(answer);
  });

  it('says what to use instead of a backup', async () => {
    const { code, stderr } = await tokenok(['backup', '/nowhere'], installation.environment);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/^tokenok: EventStoreDB and MongoDB are backed up with/) as string,
    });
  });
});

describe('readiness', () => {
  it('follows the stores: EventStoreDB goes away and comes back, and nothing has to be started again', async () => {
    const [{ url }] = gateways;
    const readyz = async () => get(`${url}/readyz`, '');
    await eventStore.tell('down');
    await until('not ready', async () => (await readyz()).status === 503);
    expect((await readyz()).json()).toMatchObject({ failures: { event_store: expect.any(String) as string } });
    expect((await chat(gateways[0], demoKey())).status).toBe(503);
    await eventStore.tell('up');
    await until('ready again', async () => (await readyz()).status === 200);
    await until('an answer again', async () => (await chat(gateways[0], demoKey())).status === 200);
    const { customer, id, key } = await newKey(gateways[0]);
    await until('the directory follows again', async () => (await get(`${gateways[1].url}/me`, key)).status === 200);
    await admin(gateways[0]).send('DELETE', `/admin/customers/${customer}/api-keys/${id}`);
    await until('a projector leads again', async () => (await leading()) !== undefined);
  });
});

describe('stopping', () => {
  it('ends every process with 0 at a SIGTERM, and their lives with them', async () => {
    const exits = await installation.stop();
    expect(exits.filter(({ signal }) => signal !== 'SIGKILL').map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    const { stdout } = await tokenok(['doctor', '--json'], installation.environment);
    const { checks } = JSON.parse(stdout) as { checks: { check: string; detail: string }[] };
    expect(checks.find(({ check }) => check === 'gateways')?.detail).toBe('0 gateways alive');
    expect(checks.find(({ check }) => check === 'projector')?.detail).toMatch(/^none leads/);
  });
});
