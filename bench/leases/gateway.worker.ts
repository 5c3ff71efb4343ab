// One gateway of the bench `leases`: accounts over an event-store connection of their own, in a thread of their own, that hear of the
// others through the log as a gateway does. It has no HTTP, no catalogue and no upstream: what is measured is the way to the balance.
import { Accounts, NOTICED_TYPES, systemOrigin, type StoredSnapshot } from '#accounts';
import { LogFollower } from '#event-store';
import { openEventStoreDb } from '#event-store/eventstoredb';
import { parentPort, workerData } from 'node:worker_threads';
import { credit } from '../harness/commands.js';
import { CountingStore } from './counting-store.js';
import { HOT_ACCOUNT, type FromGateway, type GatewayOrders, type ToGateway } from './hot-balance.js';
import { spend } from './spending.js';

const TICK_MS = 1_000;
/** What was not compiled yet would be measured with the first load only. On an account of its own. */
const WARM_UP_SECONDS = 1;
const WARM_UP_UNITS = 1_000n;

const port = parentPort;
if (port === null) throw new Error('gateway.worker.js runs as a worker thread');
const tell = (message: FromGateway): void => port.postMessage(message);
const now = (): string => new Date().toISOString();

const { url, life, registered, withLeases, clients, seconds } = workerData as GatewayOrders;
let snapshot: StoredSnapshot | undefined;
let go = Promise.withResolvers<void>();
port.on('message', (message: ToGateway) => {
  if ('snapshot' in message) ({ snapshot } = message);
  else go.resolve();
});

const store = await openEventStoreDb({ url });
const counting = new CountingStore(store);
const accounts = new Accounts({
  store: counting.store,
  snapshots: { find: async (account) => (account === HOT_ACCOUNT ? snapshot : undefined) },
  registered: () => registered,
  life,
  now,
  peers: { others: () => withLeases, isDead: () => false },
});
const follower = new LogFollower({
  store,
  after: await store.head(),
  filter: { types: NOTICED_TYPES },
  take: ({ events }) => events.forEach((event) => accounts.notice(event)),
  onLost: (fault) => console.error(fault),
});
const ticking = setInterval(() => void accounts.tick().catch((fault: unknown) => console.error(fault)), TICK_MS);

const own = HOT_ACCOUNT.slice(0, -1) + life.slice(-1) + 'w';
await accounts.execute(own, credit(own, WARM_UP_UNITS, now()), systemOrigin('bench'));
await spend({ accounts, account: own, clients, seconds: WARM_UP_SECONDS });
await accounts.close();
tell({ is: 'ready' });

await go.promise;
go = Promise.withResolvers<void>();
counting.reset();
const cpu = process.threadCpuUsage();
const spent = await spend({ accounts, account: HOT_ACCOUNT, clients, seconds });
const { user, system } = process.threadCpuUsage(cpu);
tell({ spent: { ...spent, cpuMs: (user + system) / 1_000, counts: counting.counts() } });

await go.promise;
clearInterval(ticking);
await accounts.close();
await follower.stop();
await store.close();
tell({ is: 'closed' });
port.close();
