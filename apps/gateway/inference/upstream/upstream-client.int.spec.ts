import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server as TcpServer } from 'node:net';
import * as zlib from 'node:zlib';
import { Destinations } from '../../ground/destinations.js';
import { MemoryBudget, RequestMemory } from '../../ground/memory-budget.js';
import { UpstreamClient, type AnswerRoom, type StreamResponse } from './index.js';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const WHOLE_BYTES = 64 * 1024 * 1024;
const budget = new MemoryBudget(256 * 1024 * 1024);
let server: Server;
let client: UpstreamClient;
let handler: Handler;
let url: string;
let connections = 0;

beforeEach(async () => {
  connections = 0;
  client = new UpstreamClient();
  server = createServer((request, response) => handler(request, response)).on('connection', () => (connections += 1));
  url = await listen(server);
});
afterEach(async () => {
  await client.close({ cut: true });
  server.closeAllConnections();
  server.close();
});

async function listen(listening: TcpServer): Promise<string> {
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(listening.address() as AddressInfo).port}/v1/chat/completions?a=b`;
}

const call = (more: { deadline?: number; signal?: AbortSignal; url?: string; room?: AnswerRoom } = {}) =>
  client.call({
    url,
    headers: ['authorization', 'Bearer sk-provider'],
    credential: 'sk-provider',
    body: Buffer.from('{"a":1}'),
    deadline: Date.now() + 60_000,
    room: { wholeBytes: WHOLE_BYTES, memory: new RequestMemory(budget, 'a') },
    ...more,
  });

async function readAll(response: unknown): Promise<string> {
  const parts: Buffer[] = [];
  for await (const chunk of (response as StreamResponse).chunks) parts.push(chunk);
  return Buffer.concat(parts).toString();
}

const SSE = { 'content-type': 'text/event-stream' };

describe('calling a provider', () => {
  it('posts the body with the credential and gives the answer whole', async () => {
    let seen: unknown;
    handler = (request, response) => {
      request.setEncoding('utf8').once('data', (body: string) => {
        seen = [
          request.method,
          request.url,
          request.headers.authorization,
          request.headers['content-type'],
          request.headers['content-length'],
          body,
        ];
        response.writeHead(201, { 'content-type': 'application/json' });
        response.write('{"b":');
        setTimeout(() => response.end('2}'), 5);
      });
    };
    expect(await call().response).toMatchObject({
      kind: 'plain',
      status: 201,
      contentType: 'application/json',
      body: Buffer.from('{"b":2}'),
    });
    expect(seen).toEqual(['POST', '/v1/chat/completions?a=b', 'Bearer sk-provider', 'application/json', '7', '{"a":1}']);
  });

  it('knows an event stream by its media type in any case (RFC 9110, 8.3.1)', async () => {
    handler = (_request, response) => response.writeHead(200, { 'content-type': 'Text/Event-Stream;Charset=UTF-8' }).end('data: 1\n\n');
    expect(await call().response).toMatchObject({ kind: 'stream' });
  });

  it('lets through rate limits and waits, never what names our account', async () => {
    handler = (_request, response) =>
      response
        .writeHead(429, {
          'x-ratelimit-remaining-requests': '5',
          'anthropic-ratelimit-tokens-limit': '7',
          'openai-processing-ms': '12',
          'retry-after': '3600',
          'retry-after-ms': '1500',
          'x-should-retry': 'false',
          'openai-organization': 'acme',
          'openai-project': 'proj_1',
          'anthropic-organization-id': 'acme',
          'set-cookie': ['a=b'],
          'x-request-id': 'up_1',
        })
        .end('{}');
    const response = await call().response;
    expect(response.headers).toEqual({
      'x-ratelimit-remaining-requests': '5',
      'anthropic-ratelimit-tokens-limit': '7',
      'openai-processing-ms': '12',
      'retry-after': '60',
      'retry-after-ms': '1500',
      'x-should-retry': 'false',
    });
    expect(response).toMatchObject({ status: 429, providerRequestId: 'up_1' });
  });

  it.each([
    ['3600', '60'],
    ['1.2', '2'],
    ['0', '0'],
    ['Thu, 01 Jan 1970 00:00:00 GMT', '0'],
    ['Fri, 01 Jan 2100 00:00:00 GMT', '60'],
    ['soon', '60'],
  ])('says a wait of %s as %s seconds', async (given, told) => {
    handler = (_request, response) => response.writeHead(503, { 'retry-after': given, 'x-should-retry': 'perhaps' }).end();
    expect((await call().response).headers).toEqual({ 'retry-after': told });
  });

  it.each([
    ['gzip', zlib.gzipSync],
    ['deflate', zlib.deflateSync],
    ['br', zlib.brotliCompressSync],
  ] as const)('decodes %s, plain and streamed', async (encoding, compress) => {
    handler = (_request, response) => response.writeHead(200, { 'content-encoding': encoding }).end(compress('{"b":2}'));
    expect(await call().response).toMatchObject({ body: Buffer.from('{"b":2}') });
    handler = (_request, response) =>
      response.writeHead(200, { ...SSE, 'content-encoding': encoding }).end(compress('data: 1\n\ndata: 2\n\n'));
    expect(await readAll(await call().response)).toBe('data: 1\n\ndata: 2\n\n');
  });

  it('gives chunks as they come', async () => {
    let release = () => {};
    handler = (_request, response) => {
      response.writeHead(200, SSE).write('data: 1\n\n');
      release = () => response.end('data: 2\n\n');
    };
    const response = (await call().response) as StreamResponse;
    const chunks = response.chunks[Symbol.asyncIterator]();
    expect(String((await chunks.next()).value)).toBe('data: 1\n\n');
    release();
    expect(String((await chunks.next()).value)).toBe('data: 2\n\n');
    expect((await chunks.next()).done).toBe(true);
  });

  it('holds back a provider that sends faster than the reader reads', async () => {
    let written = 0;
    handler = (_request, response) => {
      response.writeHead(200, SSE);
      const more = () => {
        while (written < 64e6) {
          written += 65536;
          if (!response.write(Buffer.alloc(65536, 120))) return;
        }
        response.end();
      };
      response.on('drain', more);
      more();
    };
    const response = await call().response;
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(written).toBeLessThan(32e6);
    expect((await readAll(response)).length).toBe(written);
  });

  it('uses a connection again, also when the reader left before the end', async () => {
    let ended = Promise.withResolvers<void>();
    handler = (_request, response) => {
      response.writeHead(200, SSE).write('data: [DONE]\n\n');
      response.once('finish', ended.resolve);
      setTimeout(() => response.end(), 20);
    };
    for (let round = 0; round < 3; round += 1) {
      ended = Promise.withResolvers<void>();
      const response = (await call().response) as StreamResponse;
      for await (const chunk of response.chunks) if (chunk.includes('[DONE]')) break;
      await ended.promise;
      await new Promise((resolve) => setTimeout(resolve, 200)); // until the end has come through
    }
    expect(connections).toBe(1);
  });

  it('closes the connection of a reader that left when the provider goes on', async () => {
    const closed = Promise.withResolvers<void>();
    handler = (_request, response) => {
      const timer = setInterval(() => response.write('data: 1\n\n'), 10);
      response.writeHead(200, SSE).on('close', () => {
        closed.resolve();
        clearInterval(timer);
      });
    };
    for await (const _chunk of ((await call().response) as StreamResponse).chunks) break;
    await closed.promise;
  });
});

describe('an attempt that fails', () => {
  it('names a refused connection and an unknown host', async () => {
    await expect(call({ url: 'http://127.0.0.1:1/v1' }).response).rejects.toMatchObject({
      code: 'CONNECT_FAILED',
      cause: { code: 'ECONNREFUSED' },
    });
    await expect(call({ url: 'http://host.invalid/v1' }).response).rejects.toMatchObject({ code: 'CONNECT_FAILED' });
  });

  it('connects to no address that is refused, in the URL or behind a name', async () => {
    const refused = { code: 'CONNECT_FAILED', cause: { code: 'ADDRESS_REFUSED' } };
    for (const url of ['http://169.254.169.254/v1', 'http://[fe80::1]/v1', 'http://0.0.0.0:1/v1', 'http://metadata.google.internal/v1'])
      await expect(call({ url }).response).rejects.toMatchObject(refused);
    const rebound = new Destinations(new Set(), (_host, _options, done) => done(null, [{ address: '169.254.169.254', family: 4 }]));
    await client.close({ cut: true });
    client = new UpstreamClient({}, rebound);
    await expect(call({ url: 'http://name.example/v1' }).response).rejects.toMatchObject(refused);
    await expect(call({ url: 'no address' }).response).rejects.toMatchObject({ code: 'CONNECT_FAILED' });
  });

  it('ends with its deadline, while waiting, while reading and when it is already over', async () => {
    handler = () => {};
    await expect(call({ deadline: Date.now() + 50 }).response).rejects.toMatchObject({ code: 'DEADLINE' });
    await expect(call({ deadline: Date.now() - 1 }).response).rejects.toMatchObject({ code: 'DEADLINE' });
    handler = (_request, response) => response.writeHead(200, SSE).write('data: 1\n\n');
    await expect(readAll(await call({ deadline: Date.now() + 1_500 }).response)).rejects.toMatchObject({ code: 'DEADLINE' });
  });

  it('ends when it is given up, by signal or by hand, at any point', async () => {
    handler = () => {};
    const aborted = AbortSignal.abort();
    await expect(call({ signal: aborted }).response).rejects.toMatchObject({ code: 'ABORTED' });
    const gone = new AbortController();
    const signalled = call({ signal: gone.signal });
    setTimeout(() => gone.abort(), 20);
    await expect(signalled.response).rejects.toMatchObject({ code: 'ABORTED' });
    const early = call();
    early.abort();
    await expect(early.response).rejects.toMatchObject({ code: 'ABORTED' });
    handler = (_request, response) => response.writeHead(200, SSE).write('data: 1\n\n');
    const streaming = call();
    const response = await streaming.response;
    streaming.abort();
    await expect(readAll(response)).rejects.toMatchObject({ code: 'ABORTED' });
  });

  it('tells a close before the answer from a cut within it, plain or streamed', async () => {
    handler = (request) => request.socket.destroy();
    await expect(call().response).rejects.toMatchObject({ code: 'UPSTREAM_CLOSED' });
    handler = (_request, response) => response.writeHead(200, { 'content-length': '10' }).write('{"b', () => response.destroy());
    await expect(call().response).rejects.toMatchObject({ code: 'UPSTREAM_CUT' });
    handler = (_request, response) => response.writeHead(200).write('{"b', () => response.socket?.end());
    await expect(call().response).rejects.toMatchObject({ code: 'UPSTREAM_CUT' });
    handler = (_request, response) => response.writeHead(200, SSE).write('data: 1\n\n', () => response.socket?.end());
    await expect(readAll(await call().response)).rejects.toMatchObject({ code: 'UPSTREAM_CUT' });
    handler = (_request, response) =>
      response
        .writeHead(200, { ...SSE, 'content-encoding': 'gzip' })
        .write(zlib.gzipSync('data: 1\n\n').subarray(0, 20), () => response.socket?.end());
    await expect(readAll(await call().response)).rejects.toMatchObject({ code: 'UPSTREAM_CUT' });
  });

  it('gives what was read before the cut', async () => {
    handler = (_request, response) => response.writeHead(200, SSE).write('data: 1\n\n', () => response.socket?.end());
    const response = (await call().response) as StreamResponse;
    await new Promise((resolve) => setTimeout(resolve, 30));
    const chunks = response.chunks[Symbol.asyncIterator]();
    expect(String((await chunks.next()).value)).toBe('data: 1\n\n');
    await expect(chunks.next()).rejects.toMatchObject({ code: 'UPSTREAM_CUT' });
  });

  it('names silence before and within the answer', async () => {
    await client.close({ cut: true });
    client = new UpstreamClient({ headersMs: 1_000, bodyMs: 1_000 });
    handler = () => {};
    await expect(call().response).rejects.toMatchObject({ code: 'HEADERS_TIMEOUT' });
    handler = (_request, response) => response.writeHead(200, SSE).write('data: 1\n\n');
    await expect(readAll(await call().response)).rejects.toMatchObject({ code: 'BODY_TIMEOUT' });
  });

  it('refuses what is not HTTP, encodings that it does not know, and data that is not what its encoding says', async () => {
    const raw = createTcpServer((socket) => socket.on('error', () => {}).write('SSH-2.0-OpenSSH\r\n'));
    const rawUrl = await listen(raw);
    raw.unref();
    await expect(call({ url: rawUrl }).response).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
    raw.close();
    for (const type of ['application/json', 'text/event-stream']) {
      handler = (_request, response) => response.writeHead(200, { 'content-type': type, 'content-encoding': 'gzip, br' }).end('xxx');
      await expect(call().response).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
    }
    handler = (_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('{"b":2}');
    await expect(call().response).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
  });

  it('bounds a plain answer, also one that only grows when it is decoded', async () => {
    handler = (_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(zlib.gzipSync(Buffer.alloc(65 * 1024 * 1024)));
    await expect(call().response).rejects.toMatchObject({ code: 'BODY_TOO_LARGE' });
    handler = (_request, response) => response.writeHead(200).end(Buffer.alloc(65 * 1024 * 1024));
    await expect(call().response).rejects.toMatchObject({ code: 'BODY_TOO_LARGE' });
  });

  it('decodes a plain answer only as far as there is memory for it, or until its time is up', async () => {
    const small = new MemoryBudget(1024 * 1024);
    const other = new RequestMemory(small, 'b');
    other.keep(small.limitBytes + 1); // its turn to go beyond
    handler = (_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(zlib.gzipSync(Buffer.alloc(8 * 1024 * 1024)));
    const memories = [new RequestMemory(small, 'c'), new RequestMemory(small, 'd')];
    const [waiting, late] = memories.map((memory, index) =>
      call({ room: { wholeBytes: WHOLE_BYTES, memory }, ...(index === 1 && { deadline: Date.now() + 500 }) }),
    );
    await expect(late!.response).rejects.toMatchObject({ code: 'DEADLINE' });
    expect(small.usedBytes).toBeLessThan(2 * small.limitBytes);
    other.release();
    expect(await waiting!.response).toMatchObject({ kind: 'plain', body: Buffer.alloc(8 * 1024 * 1024) });
    for (const memory of memories) memory.release();
  });

  it('takes no more than some informational answers', async () => {
    const informational = 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n';
    const raw = createTcpServer(
      (socket) => void socket.once('data', () => socket.write(informational.repeat(17))).on('error', () => undefined),
    );
    await expect(call({ url: await listen(raw) }).response).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
    raw.close();
  });

  it.each([
    ['a plain answer', 'application/json'],
    ['a stream', 'text/event-stream'],
  ])('takes no framing without end, of %s', async (_what, type) => {
    const extension = `2;${'x'.repeat(16_000)}\r\n{}\r\n`;
    let sent = 0;
    const raw = createTcpServer((socket) => {
      const more = () => {
        while (!socket.destroyed && sent < 64 * 1024 * 1024) {
          sent += extension.length;
          if (!socket.write(extension)) return void socket.once('drain', more);
        }
      };
      socket.once('data', () => {
        socket.write(`HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\ntransfer-encoding: chunked\r\n\r\n`);
        more();
      });
      socket.on('error', () => undefined);
    });
    const reading = call({ url: await listen(raw) }).response.then(async (response) => response.kind === 'stream' && readAll(response));
    await expect(reading).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
    expect(sent).toBeLessThan(32 * 1024 * 1024);
    raw.close();
  });

  it('takes answers byte by byte, one after another on a connection', async () => {
    handler = (_request, response) => {
      for (let n = 0; n < 5_000; n += 1) response.write('x');
      response.end();
    };
    for (let n = 0; n < 8; n += 1) expect(await call().response).toMatchObject({ status: 200, body: Buffer.from('x'.repeat(5_000)) });
    expect(connections).toBeLessThan(8);
  });

  it('fails after the client was closed', async () => {
    handler = (_request, response) => response.end('{}');
    await call().response;
    await client.close();
    await expect(call().response).rejects.toMatchObject({ code: 'CONNECT_FAILED' });
  });
});
