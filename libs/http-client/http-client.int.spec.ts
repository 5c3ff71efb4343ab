import { REFUSED, WHOLE } from './testing/answers.js';
import { CLIENTS, posted, type Posting } from './testing/posting.js';
import { RawServer, type Script } from './testing/raw-server.js';

describe.each(['ours', 'undici'] as const)('answers that are read by %s', (name) => {
  let client: Posting;
  let server: RawServer;
  const serve = async (script: Script): Promise<string> => {
    server = await RawServer.start(script);
    return server.url();
  };
  beforeEach(() => (client = CLIENTS[name]()));
  afterEach(async () => {
    await client.close(true);
    server.stop();
  });

  it.each(WHOLE.filter(({ undici }) => name === 'ours' || undici === undefined))(
    'takes $what, in one piece and byte by byte',
    async ({ sent, status = 200, body, isClosed, informational = [] }) => {
      const url = await serve((socket, nth) => {
        if (nth === 1) socket.write(sent, 'latin1');
        else for (const byte of sent) socket.write(byte, 'latin1');
        if (isClosed) socket.end();
      });
      for (let round = 0; round < 2; round += 1) {
        const heard = await posted(client, url);
        expect(heard.error).toBeUndefined();
        expect([heard.status, heard.body.toString(), heard.informational]).toEqual([status, body, informational]);
      }
    },
  );

  it.each(REFUSED.filter(({ undici }) => name === 'ours' || undici === undefined))('refuses $what', async ({ sent, code = 'NO_HTTP' }) => {
    const url = await serve((socket) => socket.write(sent, 'latin1'));
    const { error } = await posted(client, url);
    expect(error).toBeDefined();
    if (name === 'ours') expect(error).toMatchObject({ code });
  });

  it.each([
    ['before it', '', 'CLOSED'],
    ['within its head', 'HTTP/1.1 200 OK\r\ncontent-', 'CLOSED'],
    ['within a body with a length', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhello', 'CUT'],
    ['within a chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhe', 'CUT'],
    ['behind a chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n', 'CUT'],
    ['within trailers', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nx-a', 'CUT'],
  ])('tells an answer that is cut %s from a whole one', async (_where, sent, code) => {
    const url = await serve((socket) => socket.end(sent));
    const { error, body } = await posted(client, url);
    expect(error).toBeDefined();
    if (name === 'ours') expect(error).toMatchObject({ code });
    expect('hello'.startsWith(body.toString())).toBe(true);
    expect(server.requests).toHaveLength(1);
  });

  it('hears what headers say: names in lower case, what comes twice in a list, cookies one by one', async () => {
    const head = 'HTTP/1.1 200 OK\r\nX-A: 1\r\nx-a: \xe9\r\nSet-Cookie: a=b\r\nset-cookie: c=d\r\nContent-Length: 0\r\n\r\n';
    const url = await serve((socket) => socket.write(head, 'latin1'));
    const { headers } = await posted(client, url);
    expect(headers).toMatchObject({ 'set-cookie': ['a=b', 'c=d'], 'content-length': '0' });
    if (name === 'ours') expect(headers).toMatchObject({ 'x-a': '1, \xe9' });
  });
});

describe('answers that only our own client refuses', () => {
  it('takes a connection that breaks for no end of an answer', async () => {
    const server = await RawServer.start((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\nhello', () => setTimeout(() => socket.resetAndDestroy(), 50));
    });
    const client = CLIENTS.ours();
    expect((await posted(client, server.url())).error).toMatchObject({ code: 'ECONNRESET' });
    await client.close(true);
    server.stop();
  });
});
