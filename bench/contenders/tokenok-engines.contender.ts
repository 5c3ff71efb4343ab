import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { MongoClient } from 'mongodb';
import { startEventStoreServer } from '../harness/event-store-server.js';
import { freePort, until } from '../harness/processes.js';
import type { Contender, Stage } from './contender.js';
import { inherited, serveTokenok } from './tokenok.contender.js';

const START_MS = 30_000;
const CLI = fileURLToPath(new URL('../../apps/cli/main.js', import.meta.url));

/** The gateway on EventStoreDB and MongoDB with the one projector that it takes, in a database of its own that is dropped afterwards. */
export async function startTokenokOnEngines(stage: Stage, mongodbUrl: string): Promise<Contender> {
  const { processes } = stage;
  const eventStore = await startEventStoreServer(processes);
  const url = withDatabase(mongodbUrl, `tokenok_bench_${randomBytes(6).toString('hex')}`);
  const engines = { EVENTSTORE_URL: eventStore.url, MONGODB_URL: url };
  const port = await freePort();
  const env = { ...inherited(), ...engines, PORT: String(port) };
  const projector = await processes.start('tokenok-projector', process.execPath, [CLI, 'project'], { env });
  await until(projector, 'leads', START_MS, () => isLeading(`http://127.0.0.1:${port}/readyz`));
  const variables = { ...engines, TOKENOK_MASTER_KEY: randomBytes(32).toString('base64') };
  const close = async (): Promise<void> => {
    await Promise.all([gateway.process.stop(15_000), projector.stop(15_000)]);
    await dropDatabase(url);
  };
  const gateway = await serveTokenok(stage, 'tokenok-engines', { name: 'Tokenok on engines', beside: [projector], close }, { variables });
  return gateway;
}

/** https://www.mongodb.com/docs/manual/reference/connection-string/ : hosts, then the database, then the options. */
export function withDatabase(url: string, database: string): string {
  return url.replace(/^([a-z+]+:\/\/[^/?]+)(?:\/[^?]*)?/, `$1/${database}`);
}

async function isLeading(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    return ((await response.json()) as { readonly phase: string }).phase === 'leading';
  } catch {
    return false;
  }
}

async function dropDatabase(url: string): Promise<void> {
  const client = new MongoClient(url);
  try {
    await client.db().dropDatabase();
  } finally {
    await client.close();
  }
}
