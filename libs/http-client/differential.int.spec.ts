import fc from 'fast-check';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { answers } from './testing/arbitrary-answers.js';
import { CLIENTS, Listening, type Heard, type Posting } from './testing/posting.js';

/** Answers every request with the bytes and in the pieces that stand here. */
let pieces: readonly Buffer[] = [];
let isClosing = false;
let server: Server;
let url: string;
const clients: Posting[] = [CLIENTS.ours(), CLIENTS.undici()];
const sockets = new Set<Socket>();

beforeAll(async () => {
  server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket.on('error', () => undefined));
    socket.on('data', () => void answer(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(async () => {
  for (const client of clients) await client.close(true);
  for (const socket of sockets) socket.destroy();
  server.close();
});

async function answer(socket: Socket): Promise<void> {
  const [now, closing] = [pieces, isClosing];
  for (const piece of now) {
    socket.write(piece);
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (closing) socket.end();
}

async function heardBy(client: Posting): Promise<Omit<Heard, 'body'> & { body: string }> {
  const listening = new Listening();
  client.post(url, Buffer.from('{}'), listening);
  const { body, ...heard } = await listening.over.promise;
  return { ...heard, headers: listable(heard.headers), body: body.toString('latin1') };
}

/** undici gives what came twice as a list; ours joins it as RFC 9110, 5.3, does. */
const listable = (headers: Heard['headers'] = {}) =>
  Object.fromEntries(Object.entries(headers).map(([name, each]) => [name, Array.isArray(each) ? each.join(', ') : each]));

describe('valid answers', () => {
  it('are heard alike by our client and by undici, in any pieces, one after another on their connections', async () => {
    await fc.assert(
      fc.asyncProperty(answers, fc.array(fc.nat(), { maxLength: 4 }), async ({ sent, endsWithConnection }, cuts) => {
        const bytes = Buffer.from(sent, 'latin1');
        const places = [...new Set(cuts.map((cut) => cut % bytes.length))].sort((a, b) => a - b);
        pieces = [0, ...places].map((from, index) => bytes.subarray(from, places[index])).filter(({ length }) => length > 0);
        isClosing = endsWithConnection;
        const [ours, undicis] = [await heardBy(clients[0]!), await heardBy(clients[1]!)];
        expect(ours).toEqual(undicis);
        expect(ours.error).toBeUndefined();
      }),
      { numRuns: 150 },
    );
  });
});
