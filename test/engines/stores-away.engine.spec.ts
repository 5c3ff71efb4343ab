import { openMongoLives } from '#membership/mongodb';
import { AdminClient } from '../support/gateway/admin-client.js';
import { Books } from '../support/gateway/books.js';
import { freePort, makeDirectory, GatewayProcess, removeDirectories } from '../support/gateway/gateway.process.js';
import { call } from '../support/gateway/http.js';
import { until } from '../support/gateway/until.js';
import { MongoTestServer } from '../support/mongodb/server.js';
import { EngineInstallation, EventStoreProcess, ProjectorProcess } from './testing/engines.js';

/** Servers of these tests' own, because they are taken away. */
let eventStore: EventStoreProcess;
let mongo: MongoTestServer;
let installation: EngineInstallation;
let gateway: GatewayProcess;
let projector: ProjectorProcess;

beforeAll(async () => {
  [eventStore, mongo] = await Promise.all([EventStoreProcess.start(), MongoTestServer.start()]);
  installation = new EngineInstallation(eventStore.url, mongo.url);
  gateway = await installation.serve();
  projector = await installation.project();
  await gateway.ready;
  await until('ready', async () => (await readyz()).status === 200);
});
afterAll(async () => {
  await installation?.stop();
  await Promise.all([eventStore?.stop(), mongo?.close()]);
  removeDirectories();
});

const readyz = () => call({ method: 'GET', url: `${gateway.url}/readyz` });
const admin = () => new AdminClient(gateway.url, () => gateway.err.slice(-2_000));
const demoKey = (): string => /Bearer (tok_\w+)/.exec(gateway.out)?.[1] ?? '';
const me = (path: string) => call({ method: 'GET', url: gateway.url + path, headers: { authorization: `Bearer ${demoKey()}` } });

function chat(content = 'Hello', { url } = gateway, key = demoKey()) {
  const body = { model: 'tokenok-fast', messages: [{ role: 'user', content }] };
  return call({ method: 'POST', url: `${url}/v1/chat/completions`, headers: { authorization: `Bearer ${key}` }, body });
}

describe('MongoDB goes away', () => {
  it('and the gateway says which store it is, goes on charging, and is ready again when it is back; so is the projector', async () => {
    expect((await chat()).status).toBe(200);
    await mongo.kill();
    await until('not ready', async () => (await readyz()).status === 503);
    expect((await readyz()).json()).toMatchObject({ failures: { read_models: expect.any(String) as string } });
    expect((await me('/me/request-logs')).status).toBe(503);
    expect((await chat()).status).toBe(200);
    await until('the projector stands still', async () => (await projector.phase()) === 'away');
    expect(projector.child.exitCode).toBeNull();
    await mongo.resume();
    await until('ready again', async () => (await readyz()).status === 200);
    await until('the projector leads again', async () => (await projector.phase()) === 'leading');
    await until('both are in the log', async () => (await me('/me/request-logs')).json<{ data: object[] }>().data.length === 2);
  });
});

describe('a start without stores', () => {
  const start = async (environment: Readonly<Record<string, string>>) => {
    const started = GatewayProcess.spawn({ port: await freePort(), dataDir: makeDirectory(), environment });
    const { code } = await started.exited;
    return { code, err: started.err };
  };

  it('ends a gateway with 6 and one line, which shows nothing of the URL', async () => {
    const away = `esdb://nobody:sesame@127.0.0.1:${await freePort()}?maxDiscoverAttempts=1`;
    const { code, err } = await start({ ...installation.environment, EVENTSTORE_URL: away });
    expect({ code, lines: err.match(/^tokenok: /gm) }).toEqual({ code: 6, lines: ['tokenok: '] });
    expect(err).toMatch(/^tokenok: EventStoreDB cannot be reached/m);
    expect(err).not.toContain('sesame');
  });

  it('does not end a projector: it leads once they are there', async () => {
    const port = await freePort();
    const late = ProjectorProcess.spawn(await freePort(), { ...installation.environment, MONGODB_URL: `mongodb://127.0.0.1:${port}/late` });
    await until('it stands still', () => late.err.includes('stands still'));
    expect(await late.phase()).toBe('away');
    const server = await MongoTestServer.start({ port });
    await until('it leads', async () => (await late.phase()) === 'leading');
    expect(await late.end('SIGTERM')).toEqual({ code: 0, signal: null });
    await server.close();
  });
});

describe('a gateway that stops', () => {
  it('lets requests in flight end, settles them and ends its life', async () => {
    const other = await installation.serve();
    await other.ready;
    const books = new Books();
    const slow = chat('[sandbox:delay=4000] Hello', other);
    await until('it is held', async () => (await books.follow(admin())).openHolds.length === 1);
    expect(await other.stop()).toEqual({ code: 0, signal: null });
    expect((await slow).status).toBe(200);
    expect(await admin().verify()).toMatchObject({ holds: true, open_holds: 0 });
  });

  it('stops by itself when others have presumed it dead: it cannot go on under a life that is over', async () => {
    const presumed = await installation.serve();
    await presumed.ready;
    const lives = await openMongoLives({ url: installation.environment['MONGODB_URL'] ?? '' });
    const open = (await lives.list()).filter(({ ended }) => !ended).map(({ life }) => life);
    await lives.end(open.sort().at(-1) ?? ''); // ids sort by the time of their beginning
    await lives.close();
    expect(await presumed.exited).toEqual({ code: 1, signal: null });
    expect(presumed.err).toContain('its life was ended by another gateway');
    expect((await readyz()).status).toBe(200);
  });
});
