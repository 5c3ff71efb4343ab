import { setTimeout as delay } from 'node:timers/promises';
import { Clock, createLog, parseEnvironment } from '#process';
import { faultsIn, tokenok } from '../../apps/cli/testing/tokenok.js';
import { Gateway } from '../../apps/gateway/gateway.js';
import { ADMIN_TOKEN, makeDirectory, removeDirectories } from '../support/gateway/gateway.process.js';
import { call } from '../support/gateway/http.js';
import { MONGODB_URL } from '../support/mongodb/database.js';
import { EngineInstallation, EventStoreProcess } from './testing/engines.js';

const DAYS_MS = 40 * 24 * 3_600_000;

/** The machine's uptime goes on; its wall clock is what the test makes of it. In this process, because no other one has such a clock. */
let movedMs = 0;
const machine = { wallMs: () => Date.now() + movedMs, uptimeMs: () => performance.now(), elapsedMs: () => performance.now() };

let eventStore: EventStoreProcess;
let installation: EngineInstallation;
let gateway: Gateway;
beforeAll(async () => {
  eventStore = await EventStoreProcess.start();
  installation = new EngineInstallation(eventStore.url, MONGODB_URL);
  const environment = parseEnvironment({ ...installation.environment, PORT: '0', TOKENOK_DATA_DIR: makeDirectory() });
  gateway = await Gateway.start({ environment, log: createLog('silent'), clock: new Clock(machine) });
});
afterAll(async () => {
  await gateway?.stop();
  await eventStore?.stop();
  removeDirectories();
});

const accept = async () => {
  const { code, stdout, stderr } = await tokenok(['clock', 'accept', '--json'], installation.environment);
  return { code, said: JSON.parse(stdout) as object, stderr: faultsIn(stderr) };
};
const warned = async (): Promise<unknown> => {
  const { warnings } = (await call({ method: 'GET', url: `${gateway.url}/readyz` })).json<{ warnings?: { clock?: string } }>();
  return warnings?.clock;
};
/** When a customer is registered, as the log has it. */
async function registeredAtMs(name: string): Promise<number> {
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
  const body = { name, email: `${name}@example.com`, currency: 'USD' };
  const made = await call({ method: 'POST', url: `${gateway.url}/admin/customers`, headers, body });
  return Date.parse(made.json<{ created_at: string }>().created_at);
}

it('a clock that moved is accepted through the stores that all share, by its life and move', async () => {
  expect(await accept()).toEqual({ code: 0, said: { accepted: [], unheard: [] }, stderr: '' });
  movedMs = DAYS_MS;
  expect(Math.abs((await registeredAtMs('ada')) - Date.now())).toBeLessThan(60_000);
  expect(await warned()).toMatch(/^the wall clock moved by \+3456000 s/);
  const doubted = { accepted: [{ gateway: expect.stringMatching(/^life_/) as string, since: expect.any(String) as string }], unheard: [] };
  let told = await accept();
  while ('accepted' in told.said && (told.said.accepted as unknown[]).length === 0) {
    await delay(200); // the next beat of its life tells of the move
    told = await accept();
  }
  expect(told).toMatchObject({ code: 0, said: doubted, stderr: '' });
  expect(await warned()).toBeUndefined();
  expect((await registeredAtMs('bob')) - Date.now()).toBeGreaterThan(DAYS_MS - 60_000);
});
