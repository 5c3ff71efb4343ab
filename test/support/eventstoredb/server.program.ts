// The server of these tests as a process of its own, for programs that are to meet an EventStoreDB: `server.program.js [port
// [control port]]`, 2113 and none unless told. Prints one line of JSON when it listens. What it holds dies with it; to have it go
// away and come back with its data, ask the control port for `down` and `up`, or stop and continue the process.
import { startControl } from './control.js';
import { EventStoreServer } from './event-store-server.js';

const [port = '2113', controlPort] = process.argv.slice(2);
const server = await EventStoreServer.start(Number(port));
const control = controlPort === undefined ? undefined : await startControl(server, Number(controlPort));
const address = control?.address();
console.log(
  JSON.stringify({ url: server.url, control: typeof address === 'object' && address ? `http://127.0.0.1:${address.port}` : null }),
);
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(0));
