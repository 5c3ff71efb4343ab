import { connect, type Socket } from 'node:net';
import { call } from '../support/gateway/http.js';
import { say } from '../support/gateway/installation.js';
import { exchangeRaw } from '../support/gateway/raw-exchange.js';
import { Scene } from '../support/gateway/scene.js';
import { Latch } from '../support/upstream/latch.js';
import { plain } from '../support/upstream/answers.js';

const scene = Scene.of('5.00');

type Shape = 'openai' | 'anthropic';

interface Raw {
  readonly status: number;
  readonly head: string;
  readonly body: unknown;
}

/** The first answer on a connection of its own, from the bytes: no client library has a say in what is sent. */
function first(head: string, body: string | Buffer = '', socket: Socket = open()): Promise<Raw> {
  return new Promise((resolve, reject) => {
    let text = '';
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      const [, answer = '', content = ''] = /^((?:.+\r\n)+)\r\n([^]*)$/.exec(text) ?? [];
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(answer)?.[1] ?? NaN);
      if (content.length < length || answer === '') return;
      socket.destroy();
      resolve({ status: Number(answer.slice(9, 12)), head: answer.toLowerCase(), body: JSON.parse(content) as unknown });
    });
    socket.on('close', () => reject(new Error(`No whole answer: ${text}`)));
    socket.write(head);
    socket.write(body);
  });
}

function open(): Socket {
  const { hostname, port } = new URL(scene.installation.url);
  return connect(Number(port), hostname);
}

interface Ask {
  readonly method?: string;
  readonly key?: string | undefined;
  readonly anthropic: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

function headOf(path: string, { method = 'POST', key = scene.customer.key, anthropic, headers = {}, body = '' }: Ask): string {
  const all = {
    host: 'x',
    ...(key === '' ? {} : { authorization: `Bearer ${key}` }),
    ...(anthropic ? { 'anthropic-version': '2023-06-01' } : {}),
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`;
}

const ask = (path: string, how: Ask): Promise<Raw> => first(headOf(path, how), how.body);
const text: unknown = expect.any(String);

/** Null, or the path of a field. */
function paramOf(body: unknown): unknown {
  const { param } = (body as { error: { param: unknown } }).error;
  return param === null ? null : text;
}

/** Exactly the members of that API's errors, and the request id where its SDK looks for it. */
function expectShape({ status, head, body }: Raw, shape: Shape, wanted: number): void {
  const id = /\r\nx-request-id: (\S+)/.exec(head)?.[1];
  expect(status).toBe(wanted);
  expect(head).toMatch(/\r\ncontent-type: application\/json/);
  expect(id).toMatch(/^req_/);
  if (shape === 'openai') {
    expect(body).toEqual({ error: { message: text, type: text, param: paramOf(body), code: text } });
    expect(head).not.toContain('\r\nrequest-id:');
  } else {
    const { error } = body as { error?: object };
    const details = error && 'details' in error ? { details: { error_code: text } } : {};
    expect(body).toEqual({ type: 'error', error: { type: text, message: text, ...details }, request_id: id });
    expect(head).toContain(`\r\nrequest-id: ${String(id)}`);
  }
}

const OPENAI = ['/v1/chat/completions', '/v1/completions', '/v1/responses', '/v1/embeddings'];
const ANTHROPIC = ['/v1/messages', '/v1/messages/count_tokens'];
const BODIES: [path: string, shape: Shape][] = [
  ...OPENAI.map((path): [string, Shape] => [path, 'openai']),
  ...ANTHROPIC.map((path): [string, Shape] => [path, 'anthropic']),
];
const HEADERS = [false, true];
const EVERY = HEADERS.flatMap((anthropic) => BODIES.map(([path, shape]) => ({ path, shape, anthropic })));

describe.each(EVERY)('an error of $path is $shape’s, whoever asks (anthropic-version: $anthropic)', ({ path, shape, anthropic }) => {
  it('401 before the body is read', async () => {
    expectShape(await ask(path, { anthropic, key: '', body: '{' }), shape, 401);
    expectShape(await ask(path, { anthropic, key: 'tok_wrong', body: '{' }), shape, 401);
  });

  it('400 for broken JSON, for none, and for a body without a model', async () => {
    for (const body of ['{"model":', '', '[]', '{}']) expectShape(await ask(path, { anthropic, body }), shape, 400);
  });

  it('404 for a model that is not there', async () => {
    const body = JSON.stringify({ model: 'acme/nothing', messages: say('x')['messages'], max_tokens: 5, prompt: 'x', input: 'x' });
    expectShape(await ask(path, { anthropic, body }), shape, 404);
  });

  it('405 with the methods it takes', async () => {
    const refused = await ask(path, { anthropic, method: 'DELETE' });
    expectShape(refused, shape, 405);
    expect(refused.head).toContain('\r\nallow: post');
  });

  it('413 from the length alone', async () => {
    const head = headOf(path, { anthropic, headers: { 'content-length': String(33 * 1024 * 1024) } });
    expectShape(await first(head), shape, 413);
  });

  it('415 for another media type or encoding', async () => {
    expectShape(await ask(path, { anthropic, body: '{}', headers: { 'content-type': 'text/xml' } }), shape, 415);
    expectShape(await ask(path, { anthropic, body: '{}', headers: { 'content-encoding': 'zstd' } }), shape, 415);
  });

  it('400 for both a length and chunks', async () => {
    expectShape(await ask(path, { anthropic, body: 'abc', headers: { 'transfer-encoding': 'chunked' } }), shape, 400);
  });

  it('431 in a shape that both SDKs read, since the path may be gone by then', async () => {
    const refused = await ask(path, { anthropic, headers: { 'x-long': 'a'.repeat(70 * 1024) } });
    expect(refused.status).toBe(431);
    expect(refused.body).toMatchObject({ error: { type: 'invalid_request_error', message: text } });
  });
});

describe('a path that both APIs have, or neither', () => {
  it.each([
    ['/v1/models', 'POST', 405],
    ['/v1/models/acme/nothing', 'GET', 404],
    ['/v1/models/acme%2Fnothing', 'GET', 404],
    ['/v1/nowhere', 'POST', 404],
    ['/v1', 'GET', 404],
    ['/v1/%zz', 'GET', 400],
  ])('%s goes by the header', async (path, method, status) => {
    expectShape(await ask(path, { method, anthropic: false }), 'openai', status);
    expectShape(await ask(path, { method, anthropic: true }), 'anthropic', status);
  });

  it('/v1/models goes by it without a key too', async () => {
    expectShape(await ask('/v1/models', { method: 'GET', anthropic: false, key: '' }), 'openai', 401);
    expectShape(await ask('/v1/models', { method: 'GET', anthropic: true, key: '' }), 'anthropic', 401);
  });

  it.each([
    ['/v1/messages/nowhere', 'anthropic'],
    ['/v1/messages/batches', 'anthropic'],
    ['/v1/chat/completions/chatcmpl-1', 'openai'],
    ['/v1/responses/nowhere/at/all', 'openai'],
  ] as const)('%s, below a route, is of that route’s API', async (path, shape) => {
    for (const anthropic of HEADERS) expectShape(await ask(path, { method: 'PUT', anthropic }), shape, 404);
  });
});

describe('a request to a model, however it comes', () => {
  const body = JSON.stringify(say('Hello'));
  const streamed = JSON.stringify(say('Hello', { stream: true }));
  const answersTo = (bytes: string) => exchangeRaw(scene.installation.url, bytes);

  it.each(['/v1/chat/completions?a=b', '/v1/%63hat/completions', 'http://x/v1/chat/completions', 'HTTP://x:80/v1/%63hat/completions?a'])(
    'is answered and charged at %s',
    async (path) => {
      scene.upstream.expect(plain());
      const { statuses, text: all } = await answersTo(headOf(path, { anthropic: false, body, headers: { connection: 'close' } }) + body);
      expect(statuses).toEqual([200]);
      expect(all).toMatch(/\r\nx-tokenok-charge: \d/);
    },
  );

  it.each(['GET', 'HEAD', 'OPTIONS', 'PUT'])('by %s is told that only POST is taken', async (method) => {
    const { statuses, text: all } = await answersTo(
      headOf('/v1/chat/completions', { method, anthropic: false, headers: { connection: 'close' } }),
    );
    expect(statuses).toEqual([405]);
    expect(all).toMatch(/\r\nallow: POST\r\n/i);
  });

  it('is streamed in chunks to HTTP/1.1, and without any to HTTP/1.0', async () => {
    const pieces: string[] = [];
    for (const version of ['1.1', '1.0']) {
      scene.upstream.expect(plain());
      const head = headOf('/v1/chat/completions', { anthropic: false, body: streamed, headers: { connection: 'close' } });
      pieces.push((await answersTo(head.replace('HTTP/1.1', `HTTP/${version}`) + streamed)).text);
    }
    const [chunked = '', bare = ''] = pieces;
    expect(chunked).toMatch(/\r\ntransfer-encoding: chunked\r\n(?:.+\r\n)*\r\n[0-9a-f]+\r\ndata: [^]*data: \[DONE\]\n\n\r\n0\r\n\r\n$/i);
    expect(bare).not.toMatch(/transfer-encoding/i);
    expect(bare).toMatch(/\r\n\r\ndata: \{[^]*data: \[DONE\]\n\n$/);
    expect(bare).not.toMatch(/\r\n[0-9a-f]+\r\ndata:/);
  });

  it('that comes behind another one on its connection is answered behind it', async () => {
    for (const finish of ['stop', 'length']) scene.upstream.expect(plain({ finish }));
    const [first = '', second = ''] = ['keep-alive', 'close'].map((connection) =>
      headOf('/v1/chat/completions', { anthropic: false, body: streamed, headers: { connection } }),
    );
    const { statuses, text: all } = await answersTo(first + streamed + second + streamed);
    expect(statuses).toEqual([200, 200]);
    expect(all.match(/data: \[DONE\]\n\n\r\n0\r\n\r\n/g)).toHaveLength(2);
  });
});

/** Last, because the gateway is gone afterwards. */
describe('a stopping gateway', () => {
  it('answers 503 in the shape of the route, on connections that are open', async () => {
    const latch = new Latch();
    scene.upstream.expect(latch.before(plain()));
    const before = scene.upstream.received.length;
    const inFlight = scene.installation.chat(scene.customer, say('Still running'));
    const routes = [
      ...EVERY,
      { path: '/v1/models', shape: 'openai' as const, anthropic: false },
      { path: '/v1/models', shape: 'anthropic' as const, anthropic: true },
    ];
    // A request that has begun keeps its connection open until its head is whole.
    const waiting = await Promise.all(
      routes.map(async (route) => {
        const socket = open();
        const head = headOf(route.path, { ...route, method: route.path === '/v1/models' ? 'GET' : 'POST' });
        await new Promise((resolve) => socket.once('connect', resolve));
        socket.write(head.slice(0, 20));
        return { ...route, socket, rest: head.slice(20) };
      }),
    );
    while (scene.upstream.received.length === before) await new Promise((resolve) => setTimeout(resolve, 10));
    // Two round trips: by then what was sent before has been read, and none of those connections is an idle one.
    for (let trip = 0; trip < 2; trip += 1) await call({ method: 'GET', url: `${scene.installation.url}/healthz` });
    const stopped = scene.installation.gateway.stop('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 200));
    for (const { shape, socket, rest } of waiting) {
      const refused = await first(rest, '', socket);
      expectShape(refused, shape, 503);
      expect(refused.head).toMatch(/\r\nretry-after: 1\r\n/);
      expect(refused.head).toMatch(/\r\nconnection: close\r\n/);
      expect(JSON.stringify(refused.body)).toMatch(shape === 'openai' ? /"shutting_down"/ : /"overloaded_error"/);
    }
    latch.release();
    expect([(await inFlight).status, (await stopped).code]).toEqual([200, 0]);
  });
});
