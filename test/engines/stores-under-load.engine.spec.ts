import { setTimeout as sleep } from 'node:timers/promises';
import { Seeded } from '../support/load/seeded.js';
import type { SeenWhole } from '../support/load/load.js';
import type { Customer } from '../support/gateway/installation.js';
import { until } from '../support/gateway/until.js';
import { MongoTestServer } from '../support/mongodb/server.js';
import { FleetLoad } from './testing/fleet-load.js';
import { Fleet, SEED, lively, readiness, tell } from './testing/fleet.js';

const AWAY_MS = 4_000;
/** Longer than a life that does not beat is waited for. */
const LONG_AWAY_MS = 13_000;
const BACK_WITHIN_MS = 30_000;
/** Statuses and codes of a request that fails because a store is away: typed, and never a half answer without a word. */
const CLEAN = new Set(['store_unavailable', 'charge_not_recorded', 'insufficient_quota']);

let mongo: MongoTestServer;
let fleet: Fleet;
let customers: readonly Customer[];
const seen: SeenWhole[] = [];

beforeAll(async () => {
  tell(`stores away under load: TOKENOK_SEED=${SEED}`);
  mongo = await MongoTestServer.start();
  fleet = await Fleet.start(2, mongo.url);
  fleet.upstream.expect(lively(new Seeded(SEED), 60));
  customers = [await fleet.customer('1000.00'), await fleet.customer('0.02')];
});
afterAll(async () => {
  await fleet?.stop();
  await mongo?.close();
});

/** Load before, while and behind what is done to the stores; then everything has to be as if nothing had been. */
async function under(what: string, trouble: () => Promise<void>): Promise<FleetLoad> {
  const load = new FleetLoad(fleet.offices, customers, 5);
  await until('it serves', () => load.seen.length > 20, BACK_WITHIN_MS);
  await trouble();
  await fleet.ready();
  const before = load.seen.length;
  const againMs = await until('it serves again', () => load.seen.length > before + 20, BACK_WITHIN_MS);
  await load.stop();
  tell(
    `${what}: ${load.seen.length} answered, told ${JSON.stringify(load.codes)}; served again ${againMs.toFixed(0)} ms after it was ready`,
  );
  expect(load.faults).toEqual([]);
  expect(load.cut).toEqual([]);
  expect(Object.keys(load.codes).filter((code) => !CLEAN.has(code))).toEqual([]);
  seen.push(...load.seen);
  await fleet.settled(BACK_WITHIN_MS);
  return load;
}

const notReady = () => until('not ready', async () => (await readiness(fleet.first.url)) === 503);

describe('while a store is away under load', () => {
  it('EventStoreDB, for seconds: requests fail with a type or finish, and it goes on by itself', async () => {
    const load = await under('EventStoreDB away', async () => {
      await fleet.eventStore.tell('down');
      await notReady();
      await sleep(AWAY_MS);
      await fleet.eventStore.tell('up');
    });
    expect(load.told.filter(({ status, code }) => code === 'store_unavailable' && status !== 503)).toEqual([]);
  });

  it('EventStoreDB drops its connections, breaks its appends, ends its subscriptions', async () => {
    await under('Connections dropped', async () => {
      for (const what of ['drop-connections', 'break-batches', 'end-subscriptions', 'drop-connections'] as const) {
        await fleet.eventStore.tell(what);
        await sleep(500);
      }
    });
  });

  it('EventStoreDB loses and delays its acknowledgements', async () => {
    await under('Acknowledgements lost', async () => {
      await fleet.eventStore.suffer({ ackDelayMs: 200 });
      await sleep(1_000);
      await fleet.eventStore.suffer({ lostAcks: 6 });
      await sleep(AWAY_MS);
      await fleet.eventStore.suffer({ lostAppends: 4 });
      await sleep(AWAY_MS);
      await fleet.eventStore.tell('no-faults');
    });
  });

  it('MongoDB, for longer than a life is waited for: nobody is presumed dead, and balances are spent on', async () => {
    await under('MongoDB away', async () => {
      await mongo.stop();
      await notReady();
      await sleep(LONG_AWAY_MS);
      await mongo.resume();
    });
    await sleep(4_000);
    expect(fleet.offices.map(({ gateway }) => gateway.child.exitCode)).toEqual([null, null]);
    const { books } = fleet;
    expect(books.ofType('LeaseSealed').filter(({ data }) => data['reason'] === 'gateway_died')).toEqual([]);
    expect(books.ofType('RequestAbandoned')).toEqual([]);
  });

  it('loses and doubles nothing: what was answered whole is charged once, and the projector stands where a rebuild does', () =>
    fleet.expectSound(seen, customers));
});
