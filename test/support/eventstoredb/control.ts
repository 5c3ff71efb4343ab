import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { EventStoreServer } from './event-store-server.js';
import { Faults } from './faults.js';

/** What can be asked of the server by `POST /<name>`. */
const COMMANDS: Readonly<Record<string, (server: EventStoreServer) => unknown>> = {
  up: (server) => server.up(),
  down: (server) => server.down(),
  'drop-connections': (server) => server.dropConnections(),
  'end-subscriptions': (server) => server.endSubscriptions(),
  'fail-subscriptions': (server) => server.failSubscriptions(),
  'break-batches': (server) => server.breakBatches(),
  'freeze-all': (server) => server.log.freezeAll(),
  'thaw-all': (server) => server.log.thawAll(),
  'no-faults': (server) => Object.assign(server.faults, new Faults()),
};

/**
 * Faults on order for a server that runs as a process of its own: `POST /faults` with members of `Faults` as JSON, `POST /<command>`,
 * and `GET /` for how it stands.
 */
export function startControl(server: EventStoreServer, port: number): Promise<Server> {
  const control = createServer((request, response) => void answer(server, request, response));
  return new Promise((resolve, reject) => {
    control.once('error', reject);
    control.listen(port, '127.0.0.1', () => resolve(control));
  });
}

async function answer(server: EventStoreServer, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const name = (request.url ?? '/').slice(1);
    if (request.method === 'POST') await order(server, name, await textOf(request));
    const { log, faults, subscriptions, isUp } = server;
    response.end(`${JSON.stringify({ isUp, events: log.all.length, subscriptions, faults })}\n`);
  } catch (error) {
    response.writeHead(400).end(`${error instanceof Error ? error.message : String(error)}\n`);
  }
}

async function order(server: EventStoreServer, name: string, body: string): Promise<void> {
  if (name !== 'faults') {
    const command = COMMANDS[name];
    if (!command) throw new RangeError(`There is no ${name}: ${['faults', ...Object.keys(COMMANDS)].join(', ')}`);
    await command(server);
    return;
  }
  const wanted = JSON.parse(body) as Partial<Faults>;
  const unknown = Object.keys(wanted).find((fault) => !Object.hasOwn(server.faults, fault));
  if (unknown !== undefined) throw new RangeError(`There is no fault ${unknown}`);
  Object.assign(server.faults, wanted);
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request as AsyncIterable<Buffer>) text += chunk.toString('utf8');
  return text;
}
