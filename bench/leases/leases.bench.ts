import { Accounts, systemOrigin, type RegisteredAccount } from '#accounts';
import { openEventStoreDb } from '#event-store/eventstoredb';
import { formatAmount } from '#money';
import { credit } from '../harness/commands.js';
import { startEventStoreServer } from '../harness/event-store-server.js';
import { Processes } from '../harness/processes.js';
import type { BenchReport } from '../harness/report.js';
import { Gateway } from './gateway.thread.js';
import { HOT_ACCOUNT } from './hot-balance.js';
import { reportLeases, type Measured, type Scene } from './leases.report.js';
import { Snapshots } from './snapshots.js';

/** Requests that all gateways together have open at a time. */
export const CLIENTS = 64;
const GATEWAYS = [1, 2, 4] as const;
/** More than any load spends; and what is spent to the end: some two thousand requests. */
const AMPLE_UNITS = 1_000_000n;
const SCARCE_UNITS = 1n;
const SCARCE_SECONDS = 30;
const NANOS_PER_UNIT = 1_000_000_000n;

const SCENES: readonly Scene[] = ([AMPLE_UNITS, SCARCE_UNITS] as const).flatMap((units) =>
  GATEWAYS.flatMap((gateways) => [true, false].map((withLeases) => ({ gateways, withLeases, units, isScarce: units === SCARCE_UNITS }))),
);

export interface LeasesBenchOptions {
  readonly runs: number;
  readonly seconds: number;
  readonly progress: (line: string) => void;
}

/** One hot balance behind 1, 2 and 4 gateways on an EventStoreDB: with leases, and with nothing but optimistic concurrency. */
export async function run({ runs, seconds, progress }: LeasesBenchOptions): Promise<BenchReport> {
  const processes = new Processes();
  const measured: Measured[] = [];
  try {
    for (let round = 0; round < runs; round += 1) {
      progress(`round ${round + 1} of ${runs}`);
      // Whichever way comes first in one round comes second in the next.
      for (const scene of round % 2 === 0 ? SCENES : SCENES.toReversed()) measured.push(await play(scene, processes, seconds));
    }
  } finally {
    await processes.close();
  }
  return reportLeases(SCENES, measured, { runs, seconds, clients: CLIENTS });
}

/** On a server of its own, which keeps everything in memory. */
async function play(scene: Scene, processes: Processes, ampleSeconds: number): Promise<Measured> {
  const server = await startEventStoreServer(processes);
  const store = await openEventStoreDb({ url: server.url });
  const registered: RegisteredAccount = { customer: 'cus_bench', currency: 'USD', timeZone: 'UTC', registeredAt: now() };
  const peers = { others: () => false, isDead: () => false };
  const gateways: Gateway[] = [];
  const snapshots = new Snapshots(store, HOT_ACCOUNT, (snapshot) => gateways.forEach((gateway) => gateway.send({ snapshot })));
  const books = new Accounts({ store, snapshots, registered: () => registered, life: 'life_books', now, peers });
  try {
    const { refusal } = await books.execute(HOT_ACCOUNT, credit(HOT_ACCOUNT, scene.units, now()), systemOrigin('bench'));
    if (refusal) throw new Error(refusal.message);
    const { withLeases } = scene;
    const orders = { url: server.url, registered, withLeases, clients: CLIENTS / scene.gateways };
    const seconds = scene.isScarce ? SCARCE_SECONDS : ampleSeconds;
    for (let n = 1; n <= scene.gateways; n += 1) gateways.push(new Gateway({ ...orders, seconds, life: `life_${n}` }));
    await Promise.all(gateways.map((gateway) => gateway.ready));
    const results = await Promise.all(gateways.map((gateway) => gateway.spend()));
    await Promise.all(gateways.map((gateway) => gateway.close()));
    return { scene, results, problems: await checkBooks(books, scene, results) };
  } finally {
    await Promise.all(gateways.map((gateway) => gateway.end()));
    await snapshots.stop();
    await store.close();
    await server.child.stop();
  }
}

/** Nothing that is measured counts unless every charge is in the balance, once, and everything else is left in it. */
async function checkBooks(books: Accounts, { units }: Scene, results: Measured['results']): Promise<readonly string[]> {
  await books.keepUp(HOT_ACCOUNT);
  const account = await books.open(HOT_ACCOUNT);
  if (!account) return ['the balance is gone'];
  const problems: string[] = [];
  const wanted = units * NANOS_PER_UNIT - results.reduce((sum, { chargedNanos }) => sum + chargedNanos, 0n);
  const stated = account.available + account.leased + account.held;
  if (stated !== wanted) problems.push(`the balance is ${formatAmount(stated)}; credit less charges is ${formatAmount(wanted)}`);
  if (account.leases.size > 0) problems.push(`${account.leases.size} leases were not given back`);
  if (account.held !== 0n && results.every(({ failed }) => Object.keys(failed).length === 0))
    problems.push(`${formatAmount(account.held)} is still held`);
  return problems;
}

function now(): string {
  return new Date().toISOString();
}
