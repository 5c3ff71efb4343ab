import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { createLog } from '#process';
import { BareAnswers } from './client-error.js';
import { CONNECTIONS_IN_ALL, ConnectionLimits, connectionsWith, networkOf } from './connection-limits.js';

const lines: string[] = [];
const sockets: Socket[] = [];
let server: Server;
/** The address that the next connection comes from. */
let from = '';

beforeEach(async () => {
  lines.length = 0;
  server = createServer((_request, response) => response.end('here'));
  // Not every system has more than one address of its own.
  server.on('connection', (socket: Socket) => Object.defineProperty(socket, 'remoteAddress', { value: from }));
  const log = createLog('warn', { write: (line) => void lines.push(line) });
  new ConnectionLimits(log, new BareAnswers({}).refuseConnection, {
    perAddress: 2,
    inAll: 4,
    isProxy: (address) => address === '192.0.2.9',
  }).watch(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  server.close();
});

/** Resolves with what is heard first: an answer to a request, or a refusal without one. */
async function ask(address: string): Promise<{ socket: Socket; heard: string }> {
  from = address;
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  sockets.push(socket);
  socket.on('error', () => undefined).write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
  const heard = await new Promise<string>((resolve) => {
    socket.once('data', (bytes: Buffer) => resolve(bytes.toString())).once('close', () => resolve('closed'));
  });
  return { socket, heard };
}

const REFUSED = /^(HTTP\/1\.1 503 [^]*retry-after: 1\r\n[^]*gateway_busy|closed$)/;
const SERVED = /^HTTP\/1\.1 200 /;

describe('connections', () => {
  it('are refused beyond what one address may have, while others are served, and taken again when one has gone', async () => {
    const first = await ask('192.0.2.1');
    expect((await ask('192.0.2.1')).heard).toMatch(SERVED);
    expect((await ask('192.0.2.1')).heard).toMatch(REFUSED);
    expect((await ask('192.0.2.2')).heard).toMatch(SERVED);
    first.socket.destroy();
    await new Promise((resolve) => first.socket.once('close', resolve));
    for (let tries = 0; tries < 100; tries += 1) if (SERVED.test((await ask('192.0.2.1')).heard)) break;
    expect((await ask('192.0.2.1')).heard).toMatch(REFUSED);
  });

  it('are refused beyond what all may have, which the log says once', async () => {
    for (const address of ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.3']) expect((await ask(address)).heard).toMatch(SERVED);
    for (const address of ['192.0.2.4', '192.0.2.5']) expect((await ask(address)).heard).toMatch(REFUSED);
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([{ address: '192.0.2.4', of_address: 1, in_all: 5, refused: 1 }]);
  });

  it('of a proxy, which speaks for many, are bounded by what all may have alone', async () => {
    for (let count = 0; count < 4; count += 1) expect((await ask('192.0.2.9')).heard).toMatch(SERVED);
    expect((await ask('192.0.2.9')).heard).toMatch(REFUSED);
  });

  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
  ])('of %s count for %s', (address, network) => expect(networkOf(address)).toBe(network));
});

describe('connections in all', () => {
  it('are half of the files that may be open, so that providers and stores can be reached', () =>
    expect([256, 4_096, 1_048_576, undefined].map(connectionsWith)).toEqual([128, 2_048, CONNECTIONS_IN_ALL, CONNECTIONS_IN_ALL]));
});
