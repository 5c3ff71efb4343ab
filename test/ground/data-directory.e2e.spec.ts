import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, closeSync, mkdirSync, openSync, readdirSync, rmSync, statSync, writeSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GatewayProcess, freePort, makeDirectory, removeDirectories } from '../support/gateway/gateway.process.js';
import { call } from '../support/gateway/http.js';
import { Installation, say } from '../support/gateway/installation.js';
import { until } from '../support/gateway/until.js';
import { plain } from '../support/upstream/answers.js';
import { ORDINARY_USER, noOrdinaryUser } from '../support/ordinary-user.js';
import { Latch } from '../support/upstream/latch.js';
import { Upstream } from '../support/upstream/upstream.js';

const isRoot = process.getuid?.() === 0;
const mounts: string[] = [];

let upstream: Upstream;
let installation: Installation | undefined;

beforeAll(async () => {
  upstream = await Upstream.start();
});

afterEach(async () => {
  await installation?.gateway.stop('SIGKILL');
  installation = undefined;
  for (const path of mounts.splice(0)) spawnSync('umount', [path]);
  upstream.expect(plain());
});

afterAll(async () => {
  await upstream?.stop();
  removeDirectories();
});

/** A file system of its own; undefined where this process may not mount one. */
function mountSmall(megabytes: number): string | undefined {
  if (!isRoot || process.platform !== 'linux') return undefined;
  const path = makeDirectory();
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0700`, 'tmpfs', path]);
  if (status !== 0) return undefined;
  mounts.push(path);
  return path;
}

const probe = mountSmall(1);
for (const path of mounts.splice(0)) spawnSync('umount', [path]);
/** Shown as skipped, with its reason, where it cannot run. */
const itOnItsOwnDisk = probe === undefined ? it.skip : it;
const reason = probe === undefined ? ' [skipped: needs root and mount]' : '';

describe('a data directory', () => {
  it('is its user’s alone, every file of it, also those of an earlier version', async () => {
    installation = await Installation.start(upstream.baseUrl);
    const { dataDir } = installation.gateway;
    const modes = () => readdirSync(dataDir).map((name) => [name, (statSync(join(dataDir, name)).mode & 0o777).toString(8)]);
    const open = () => modes().filter(([, mode]) => mode !== '600');
    expect(modes().length).toBeGreaterThan(8);
    expect(open()).toEqual([]);
    await installation.gateway.stop();
    for (const name of readdirSync(dataDir)) chmodSync(join(dataDir, name), 0o644);
    installation.gateway = await GatewayProcess.start({ dataDir });
    expect(open()).toEqual([]);
  });
});

describe('a data directory in use', () => {
  it('is refused to a second gateway, and the first one serves on', async () => {
    installation = await Installation.start(upstream.baseUrl);
    const customer = await installation.customer('1.00');
    const { dataDir } = installation.gateway;
    const second = GatewayProcess.spawn({ port: await freePort(), dataDir });
    expect(await second.exited).toEqual({ code: 3, signal: null });
    expect(second.err).toMatch(/^tokenok: The data directory .* is in use by another gateway \(process \d+\)[^\n]*\n$/);
    expect((await installation.chat(customer, say('Still there?'))).status).toBe(200);
    expect((await installation.books()).violations).toEqual([]);
  });
});

describe('a port in use', () => {
  it('is named, and the books stay as they were', async () => {
    installation = await Installation.start(upstream.baseUrl);
    const { dataDir } = installation.gateway;
    const { events } = await installation.books();
    expect((await installation.gateway.stop()).code).toBe(0);
    const holder = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => holder.on('listening', resolve));
    const { port } = holder.address() as AddressInfo;
    const refused = GatewayProcess.spawn({ port, dataDir });
    expect(await refused.exited).toEqual({ code: 5, signal: null });
    expect(refused.err).toBe(`tokenok: Cannot listen on 127.0.0.1:${port}: the port is in use: stop what listens there, or set PORT\n`);
    holder.close();
    installation.gateway = await GatewayProcess.start({ dataDir, port: Number(new URL(installation.url).port) });
    expect((await installation.books()).events).toHaveLength(events.length);
  });
});

describe('a data directory with books that cannot be written', () => {
  const itAsOrdinaryUser = noOrdinaryUser === undefined ? it : it.skip;
  const because = noOrdinaryUser === undefined ? '' : ` [skipped: ${noOrdinaryUser}]`;

  /** Whose the books are as whom the gateway runs. */
  function ownDirectory(): string {
    const path = join(tmpdir(), `tokenok-e2e-ordinary-${process.pid}`);
    rmSync(path, { recursive: true, force: true });
    mkdirSync(path, { mode: 0o700 });
    if (ORDINARY_USER.uid !== undefined) chownSync(path, ORDINARY_USER.uid, ORDINARY_USER.uid);
    return path;
  }

  async function refusedAfter(lock: (path: string) => void): Promise<void> {
    const dataDir = ownDirectory();
    try {
      const first = await GatewayProcess.start({ dataDir, ...ORDINARY_USER });
      expect((await first.stop()).code).toBe(0);
      lock(dataDir);
      const refused = GatewayProcess.spawn({ dataDir, port: await freePort(), ...ORDINARY_USER });
      expect((await refused.exited).code).toBe(4);
      expect(refused.err).toMatch(/^tokenok: [^\n]*\n$/);
      expect(refused.err).toContain(dataDir);
      expect(refused.out).toBe('');
    } finally {
      rmSync(dataDir, { recursive: true, force: true });
    }
  }

  itAsOrdinaryUser(`is refused in one line when the directory is read-only${because}`, () =>
    refusedAfter((path) => chmodSync(path, 0o500)),
  );

  itAsOrdinaryUser(`is refused in one line when the event log is read-only${because}`, () =>
    refusedAfter((path) => chmodSync(join(path, 'events.db'), 0o400)),
  );
});

describe('a full disk', () => {
  const fill = (path: string): string => {
    const filler = join(path, 'filler');
    const file = openSync(filler, 'w');
    try {
      for (const block = Buffer.alloc(4_096); ;) writeSync(file, block);
    } catch (fault) {
      if ((fault as { code?: string }).code !== 'ENOSPC') throw fault;
    } finally {
      closeSync(file);
    }
    return filler;
  };

  itOnItsOwnDisk(`refuses requests before a provider is asked, and serves again once there is room${reason}`, async () => {
    const dataDir = mountSmall(24)!;
    installation = await Installation.start(upstream.baseUrl, { dataDir });
    const customer = await installation.customer('1.00');
    expect((await installation.chat(customer, say('Room'))).status).toBe(200);
    const filler = fill(dataDir);
    upstream.expect(plain());
    const refused = await untilRefused(() => installation!.chat(customer, say('No room')));
    expect(refused.status).toBe(503);
    expect(refused.json()).toMatchObject({ error: { code: 'store_unavailable' } });
    expect(refused.headers['retry-after']).toMatch(/^\d+$/);
    const asked = upstream.received.length;
    expect((await installation.chat(customer, say('Still none'))).status).toBe(503);
    expect(upstream.received).toHaveLength(asked);
    const ready = () => call({ method: 'GET', url: `${installation!.url}/readyz` });
    await until('it is not ready', async () => (await ready()).status === 503);
    expect((await ready()).json()).toMatchObject({ failures: { event_store: expect.stringContaining('disk is full') as string } });
    rmSync(filler);
    expect((await installation.chat(customer, say('Room again'))).status).toBe(200);
    await until('it is ready', async () => (await ready()).status === 200);
    expect(installation.gateway.err.match(/takes no writes|takes writes again/g)).toEqual(['takes no writes', 'takes writes again']);
    const books = await installation.books();
    expect(books.violations).toEqual([]);
    expect(books.openHolds).toEqual([]);
    expect(await installation.admin.verify()).toMatchObject({ holds: true });
  });

  itOnItsOwnDisk(
    `ends an answer whose charge cannot be written with a typed error after 10 s, and releases its hold later${reason}`,
    async () => {
      const dataDir = mountSmall(24)!;
      installation = await Installation.start(upstream.baseUrl, { dataDir });
      const customer = await installation.customer('1.00');
      const latch = new Latch();
      upstream.expect(latch.before(plain()));
      const pending = [installation.chat(customer, say('Plain')), installation.chat(customer, say('Stream', { stream: true }))];
      await installation.booksWhen((books) => books.routed.size === 2);
      const filler = fill(dataDir);
      const startedAt = performance.now();
      latch.release();
      // Less than a page may have been left: what is small enough still goes into the log.
      await untilRefused(() => installation!.chat(customer, say('Takes what room is left', { max_tokens: 16 })), 'any');
      const [answered, streamed] = await Promise.all(pending);
      expect(performance.now() - startedAt).toBeGreaterThan(9_500);
      expect([answered?.status, answered?.json()]).toMatchObject([500, { error: { code: 'charge_not_recorded' } }]);
      expect(streamed?.text).not.toContain('[DONE]');
      expect(streamed?.text).toContain('charge_not_recorded');
      rmSync(filler);
      const books = await installation.booksWhen((read) => read.openHolds.length === 0);
      expect(books.openHolds).toEqual([]);
      expect(books.violations).toEqual([]);
      expect(books.charge(String(answered?.headers['x-request-id']))).toBeUndefined();
    },
  );

  itOnItsOwnDisk(`at the start is named in one line${reason}`, async () => {
    const dataDir = mountSmall(24)!;
    const filler = fill(dataDir);
    const refused = GatewayProcess.spawn({ dataDir, port: await freePort() });
    expect((await refused.exited).code).toBe(4);
    expect(refused.err).toMatch(/^tokenok: [^\n]*full[^\n]*\n$/);
    rmSync(filler);
    const started = await GatewayProcess.start({ dataDir });
    expect((await started.stop()).code).toBe(0);
    expect(readdirSync(dataDir)).toContain('events.db');
  });
});

/** The file systems keep some room within their blocks, which is used up first. */
async function untilRefused<T extends { status: number }>(send: () => Promise<T>, what: 'refused' | 'any' = 'refused'): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    const answer = await send();
    if (answer.status !== 200 || what === 'any') return answer;
    if (tries > 200) throw new Error('The disk does not get full');
  }
}
