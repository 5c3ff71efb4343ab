import { fileURLToPath } from 'node:url';
import { freePort, until, type Child, type Processes } from './processes.js';

const START_MS = 15_000;
/** The built file, also when this runs from source under jest. */
const PROGRAM = fileURLToPath(
  new URL(`${import.meta.url.endsWith('.ts') ? '../../dist' : '../..'}/test/support/eventstoredb/server.program.js`, import.meta.url),
);

export interface EventStoreServerProcess {
  readonly url: string;
  readonly child: Child;
}

/**
 * The EventStoreDB server of the tests, in a process of its own. It keeps its log in memory and syncs nothing: what is measured
 * against it is what the adapter and the protocol cost, never how fast a server on disks would be.
 */
export async function startEventStoreServer(processes: Processes): Promise<EventStoreServerProcess> {
  const port = await freePort();
  const child = await processes.start(`event-store-${port}`, process.execPath, [PROGRAM, String(port)]);
  const line = await until(child, 'listens', START_MS, async () => /^\{.*\}$/m.exec(child.output())?.[0]);
  const { url } = JSON.parse(line) as { readonly url: string };
  return { url, child };
}
