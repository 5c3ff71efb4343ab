import { randomInt } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { AdminClient } from '../support/gateway/admin-client.js';
import { Books } from '../support/gateway/books.js';
import { GatewayProcess, freePort, makeDirectory, removeDirectories } from '../support/gateway/gateway.process.js';
import { call } from '../support/gateway/http.js';
import { say } from '../support/gateway/installation.js';
import { Seeded } from '../support/load/seeded.js';

const ROUNDS = 5;
const SEED = Number(process.env['TOKENOK_SEED'] ?? randomInt(2 ** 31));
const chance = new Seeded(SEED);

const started: GatewayProcess[] = [];

afterEach(async () => {
  for (const gateway of started.splice(0)) await gateway.stop('SIGKILL');
  removeDirectories();
});

async function startOn(dataDir: string): Promise<GatewayProcess> {
  const gateway = await GatewayProcess.start({ dataDir });
  started.push(gateway);
  return gateway;
}

const shownKey = (banner: string): string | undefined => /^curl .*Bearer (tok_\w+)/m.exec(banner)?.[1];

/** The command that the banner shows, as a person would send it. */
async function expectWorks(url: string, key: string): Promise<void> {
  const headers = { authorization: `Bearer ${key}` };
  const { status } = await call({
    method: 'POST',
    url: `${url}/v1/chat/completions`,
    body: say('Hello', { model: 'tokenok-fast' }),
    headers,
  });
  expect(status).toBe(200);
}

/** What a first start makes, once each, and books that hold. */
async function expectWhole(url: string): Promise<void> {
  const admin = new AdminClient(url, () => '');
  const books = await new Books().follow(admin);
  expect(books.violations).toEqual([]);
  for (const type of ['InstallationSeeded', 'PersonRegistered', 'MemberAdded', 'CustomerRegistered', 'CreditGranted'])
    expect([type, books.ofType(type).length]).toEqual([type, 1]);
  expect(books.ofType('ProviderConfigured')).toHaveLength(2); // the sandbox in both protocols
  expect(books.ofType('AliasPointed')).toHaveLength(5); // our own three, and the models' names at their providers
  expect(await admin.verify()).toMatchObject({ holds: true, balanced: true, open_holds: 0 });
}

describe('a first start', () => {
  it('shows a command that works', async () => {
    const gateway = await startOn(makeDirectory());
    await expectWorks(gateway.url, shownKey(gateway.out)!);
    await expectWhole(gateway.url);
  });

  it(`goes on where it was killed, whenever that was (seed ${SEED})`, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const dataDir = makeDirectory();
      const doomed = GatewayProcess.spawn({ dataDir, port: await freePort() });
      await sleep(chance.between(300, 1_500));
      await doomed.stop('SIGKILL');
      const gateway = await startOn(dataDir);
      await expectWhole(gateway.url);
      const key = shownKey(doomed.out) ?? shownKey(gateway.out);
      if (key !== undefined) await expectWorks(gateway.url, key);
    }
  });

  it('shows its key at the next start where the port was in use', async () => {
    const dataDir = makeDirectory();
    const holder = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => holder.on('listening', resolve));
    const refused = GatewayProcess.spawn({ dataDir, port: (holder.address() as AddressInfo).port });
    const { code } = await refused.exited;
    holder.close();
    const gateway = await startOn(dataDir);
    expect([code, shownKey(gateway.out)]).toEqual([5, expect.stringMatching(/^tok_/)]);
  });
});
