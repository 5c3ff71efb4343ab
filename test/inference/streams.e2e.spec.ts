import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { LedgerEvent } from '../support/gateway/admin-client.js';
import { call, type Answer } from '../support/gateway/http.js';
import { MODEL, say } from '../support/gateway/installation.js';
import { Scene } from '../support/gateway/scene.js';
import { plain } from '../support/upstream/answers.js';
import { Flood, rawStream } from '../support/upstream/raw-stream.js';

const scene = Scene.of('9000.00');

beforeAll(async () => {
  await scene.offerAnthropic();
  await scene.installation.model('acme/claude', [{ provider: 'anthropic', upstream_model: 'claude-up' }]);
  await scene.installation.model('acme/long', [{ provider: 'acme', upstream_model: 'long-up' }], { context_window: 4_000_000 });
});

const post = (path: string, body: object): Promise<Answer> =>
  call({ method: 'POST', url: scene.installation.url + path, headers: { 'x-api-key': scene.customer.key }, body });

async function endOf(request: string): Promise<LedgerEvent> {
  const books = await scene.installation.booksWhen((read) => read.ends.has(request));
  expect([books.openHolds, books.violations]).toEqual([[], []]);
  return books.ends.get(request)!;
}

/** Characters of one to four bytes, so that pieces of one byte cut them. */
const TEXT = 'Grüße, 世界 😀 — "quoted", \\ and \u2028';
const dataOf = (data: object): string => `data: ${JSON.stringify(data)}\n\n`;
const chunk = (delta: object, finish: string | null = null) =>
  dataOf({
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'up',
    choices: [{ index: 0, delta, finish_reason: finish }],
  });
const chatOf = (text: string) =>
  [
    chunk({ role: 'assistant', content: '' }),
    ...[...text].map((content) => chunk({ content })),
    chunk({}, 'stop'),
    dataOf({
      id: 'chatcmpl-1',
      object: 'chat.completion.chunk',
      created: 1,
      model: 'up',
      choices: [],
      usage: { prompt_tokens: 20, completion_tokens: 10, total_tokens: 30 },
    }),
    'data: [DONE]\n\n',
  ].join(': a comment\n\n');
const event = (type: string, more: object = {}) => `event: ${type}\n${dataOf({ type, ...more })}`;
const messagesOf = (text: string) =>
  [
    event('message_start', {
      message: {
        id: 'msg_1',
        type: 'message',
        role: 'assistant',
        model: 'up',
        content: [],
        stop_reason: null,
        stop_sequence: null,
        usage: { input_tokens: 20, output_tokens: 1 },
      },
    }),
    event('ping'),
    event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
    ...[...text].map((each) => event('content_block_delta', { index: 0, delta: { type: 'text_delta', text: each } })),
    event('content_block_stop', { index: 0 }),
    event('message_delta', { delta: { stop_reason: 'end_turn', stop_sequence: null }, usage: { output_tokens: 10 } }),
    event('message_stop'),
  ].join(': a comment\n\n');

interface Delta {
  readonly choices?: readonly { readonly delta?: { readonly content?: string } }[];
  readonly delta?: { readonly text?: string };
}

/** What a client puts together; every frame has to be whole. */
function textOf({ text }: Answer): string {
  const frames = text.split(/\r\n\r\n|\n\n|\r\r/).flatMap((frame) => /(?:^|[\r\n])data: ?([^\r\n]*)/.exec(frame)?.[1] ?? []);
  const parsed = frames.filter((data) => data !== '[DONE]').map((data) => JSON.parse(data) as Delta);
  return parsed.map((each) => each.choices?.[0]?.delta?.content ?? each.delta?.text ?? '').join('');
}

const ROUTES = [
  ['chat from chat', '/v1/chat/completions', MODEL, chatOf],
  ['messages from chat', '/v1/messages', MODEL, chatOf],
  ['messages from messages', '/v1/messages', 'acme/claude', messagesOf],
  ['chat from messages', '/v1/chat/completions', 'acme/claude', messagesOf],
] as const;
const WAYS = [
  ['whole', {}, (text: string) => text],
  ['byte by byte', { pieces: [1] }, (text: string) => text],
  ['in pieces of any size', { pieces: [3, 1, 700, 2, 19, 5] }, (text: string) => text],
  ['with CRLF, torn between the two', { pieces: [7, 1] }, (text: string) => text.replaceAll('\n', '\r\n')],
  ['with lone CR', { pieces: [5, 2] }, (text: string) => text.replaceAll('\n', '\r')],
  ['after a byte order mark, torn in it', { pieces: [1, 1, 1, 50] }, (text: string) => `\ufeff${text}`],
  ['compressed by gzip', { encoding: 'gzip', pieces: [64] }, (text: string) => text],
  ['compressed by brotli', { encoding: 'br', pieces: [64] }, (text: string) => text],
] as const;

describe.each(ROUTES)('a stream of %s', (_name, path, model, streamOf) => {
  const body = { ...say('Hello', { model }), max_tokens: 64, stream: true };

  it.each(WAYS)('arrives whole and is charged once, however its provider sends it: %s', async (_how, how, written) => {
    scene.upstream.expect(rawStream(written(streamOf(TEXT)), { ...how, headers: { 'x-provider-only': '1' } }));
    const answer = await post(path, body);
    expect([answer.status, textOf(answer)]).toEqual([200, TEXT]);
    expect(answer.text).toContain(path === '/v1/messages' ? '"message_stop"' : 'data: [DONE]');
    expect(answer.text).not.toContain('\ufeff');
    const { 'content-encoding': coding, 'content-length': length, 'x-provider-only': foreign } = answer.headers;
    expect([coding, length, foreign, answer.headers['content-type']]).toEqual([
      undefined,
      undefined,
      undefined,
      'text/event-stream; charset=utf-8',
    ]);
    expect(await endOf(String(answer.headers['x-request-id']))).toMatchObject({
      type: 'TokensMetered',
      data: { outcome: 'succeeded', usage: { input_tokens: 20, output_tokens: 10, source: 'reported' } },
    });
  });

  it('passes a line of 2 MB', async () => {
    const long = 'ü'.repeat(1024 * 1024);
    scene.upstream.expect(rawStream(streamOf('@').replace('"@"', JSON.stringify(long)), { pieces: [60_000, 1] }));
    expect(textOf(await post(path, { ...body, max_tokens: 70_000 })) === long).toBe(true);
  });
});

/** A bare socket on the gateway. */
async function opened(): Promise<Socket> {
  const { hostname, port } = new URL(scene.installation.url);
  const socket = connect(Number(port), hostname);
  await new Promise((resolve) => socket.once('connect', resolve));
  return socket;
}

function head(path: string, headers: Readonly<Record<string, string>>): string {
  const all = { host: 'x', authorization: `Bearer ${scene.customer.key}`, 'content-type': 'application/json', ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n`;
}

/** Sends a body with its length, and gives the socket. */
async function send(path: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<Socket> {
  const socket = await opened();
  const bytes = JSON.stringify(body);
  socket.write(head(path, { 'content-length': String(Buffer.byteLength(bytes)), ...headers }) + bytes);
  return socket;
}

async function readAll(socket: Socket): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of socket) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('latin1');
}

const MIB = 1024 * 1024;

describe('a reader that pauses', () => {
  it.each([
    ['of the provider’s dialect', '/v1/chat/completions'],
    ['of another dialect', '/v1/messages'],
  ])('holds back the provider, and gets everything when it goes on: a client %s', async (_who, path) => {
    const frame = chunk({ content: 'x'.repeat(16_000) });
    const flood = new Flood(
      frame,
      64 * MIB,
      chunk({ role: 'assistant', content: '' }),
      chatOf('').slice(chatOf('').indexOf(': a comment')),
    );
    scene.upstream.expect(flood.answer);
    // Long enough for all of it: an answer beyond four times its limit is cut.
    const socket = await send(
      path,
      { ...say('Flood', { stream: true, model: 'acme/long' }), max_tokens: 2_200_000 },
      { connection: 'close' },
    );
    await new Promise((resolve) => socket.once('readable', resolve)); // nobody reads on: the kernel's buffers fill
    let before = -1;
    for (let rounds = 0; flood.written !== before && rounds < 40; rounds += 1) {
      before = flood.written;
      await sleep(250);
    }
    expect(flood.written).toBe(before);
    // What two sockets and the gateway's own queues may hold, and far below what was to come.
    expect(flood.written).toBeLessThan(40 * MIB);
    const answer = await readAll(socket);
    expect(flood.written).toBeGreaterThanOrEqual(64 * MIB);
    expect(answer.length).toBeGreaterThan(60 * MIB);
    expect(answer).toMatch(path === '/v1/messages' ? /"type":"message_stop"\}\n\n/ : /data: \[DONE\]\n\n/);
    const request = /x-request-id: (\S+)/.exec(answer)![1]!;
    expect(await endOf(request)).toMatchObject({ type: 'TokensMetered', data: { outcome: 'succeeded' } });
  });
});

describe('a client that goes away', () => {
  it.each([
    ['FIN', (socket: Socket) => void socket.destroy()],
    ['RST', (socket: Socket) => void socket.resetAndDestroy()],
  ])('by %s ends its request: the provider is cut after two seconds and what came is charged', async (_how, leave) => {
    const closed = Promise.withResolvers<number>();
    const frame = chunk({ content: 'word ' });
    scene.upstream.expect((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const timer = setInterval(() => response.write(frame), 20);
      response.once('close', () => {
        clearInterval(timer);
        closed.resolve(performance.now());
      });
    });
    const socket = await send('/v1/chat/completions', say('Gone', { stream: true }));
    let received = '';
    await new Promise<void>((resolve) =>
      socket.on('data', (part: Buffer) => {
        received += part.toString();
        if (received.includes('word')) resolve();
      }),
    );
    const left = performance.now();
    leave(socket);
    const drained = (await closed.promise) - left;
    expect(drained).toBeGreaterThan(1_500);
    expect(drained).toBeLessThan(30_000);
    expect(await endOf(/x-request-id: (\S+)/.exec(received)![1]!)).toMatchObject({
      type: 'TokensMetered',
      data: { outcome: 'cancelled', usage: { source: 'estimated' } },
    });
    expect(scene.upstream.received).toHaveLength(1); // no retry for nobody
  });
});

describe('a request to /v1', () => {
  const image = `data:image/png;base64,${'A'.repeat(20 * MIB)}`;
  const large = { ...say('Look'), messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: image } }] }] };

  it('may have a body of 20 MB, which reaches the provider whole', async () => {
    scene.upstream.expect(plain());
    const answer = await post('/v1/chat/completions', large);
    expect(answer.status).toBe(200);
    expect(JSON.stringify(scene.upstream.received[0]?.body['messages']) === JSON.stringify(large.messages)).toBe(true);
  });

  it('may be compressed, up to what its body may have; the provider gets it as it was before', async () => {
    scene.upstream.expect(plain());
    const ask = async (bytes: Buffer) => {
      const socket = await opened();
      socket.write(
        head('/v1/chat/completions', { 'content-length': String(bytes.length), 'content-encoding': 'gzip', connection: 'close' }),
      );
      socket.write(bytes);
      return readAll(socket);
    };
    expect(await ask(gzipSync(JSON.stringify(say('Small'))))).toMatch(/^HTTP\/1\.1 200 /);
    expect(scene.upstream.received[0]?.body['messages']).toEqual(say('Small')['messages']);
    expect(scene.upstream.received[0]?.headers['content-encoding']).toBeUndefined();
    const bomb = await ask(gzipSync(Buffer.from(JSON.stringify(say('x'.repeat(33 * MIB))))));
    expect(bomb).toMatch(/^HTTP\/1\.1 413 [^]*"code":"request_too_large"/);
    expect(scene.upstream.received).toHaveLength(1);
  });

  it('may come in chunks, or wait for 100 Continue', async () => {
    scene.upstream.expect(plain());
    const body = JSON.stringify(say('In pieces'));
    const chunked = await opened();
    chunked.write(head('/v1/chat/completions', { 'transfer-encoding': 'chunked', connection: 'close' }));
    for (const part of [body.slice(0, 11), body.slice(11)]) chunked.write(`${part.length.toString(16)}\r\n${part}\r\n`);
    chunked.write('0\r\n\r\n');
    expect(await readAll(chunked)).toMatch(/^HTTP\/1\.1 200 /);

    const waiting = await opened();
    waiting.write(head('/v1/chat/completions', { 'content-length': String(body.length), expect: '100-continue', connection: 'close' }));
    await new Promise((resolve) => waiting.once('readable', resolve));
    expect((waiting.read() as Buffer).toString()).toBe('HTTP/1.1 100 Continue\r\n\r\n');
    waiting.write(body);
    expect(await readAll(waiting)).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('may have headers of nearly 64 KiB, of which the provider gets none', async () => {
    scene.upstream.expect(plain());
    const answer = await send('/v1/chat/completions', say('Long'), { 'x-stainless-long': 'a'.repeat(60 * 1024), connection: 'close' });
    expect(await readAll(answer)).toMatch(/^HTTP\/1\.1 200 /);
    expect(Object.keys(scene.upstream.received[0]?.headers ?? {}).join()).not.toContain('stainless');
  });

  it('may be pipelined: answers come in the order of their requests', async () => {
    scene.upstream.expect(plain());
    const socket = await opened();
    const one = (text: string, connection: string) => {
      const body = JSON.stringify({ ...say(text), model: text });
      return head('/v1/chat/completions', { 'content-length': String(body.length), connection }) + body;
    };
    socket.write(one('acme/first-of-two', 'keep-alive') + one('acme/second-of-two', 'close'));
    const answer = await readAll(socket);
    expect(answer.indexOf('first-of-two')).toBeGreaterThan(0);
    expect(answer.indexOf('second-of-two')).toBeGreaterThan(answer.indexOf('first-of-two'));
  });

  it('with both a length and chunks is refused, whichever header comes first, and its connection closed', async () => {
    scene.upstream.expect(plain());
    for (const headers of [
      { 'content-length': '3', 'transfer-encoding': 'chunked' },
      { 'transfer-encoding': 'chunked', 'content-length': '3' },
    ]) {
      const socket = await opened();
      socket.write(`${head('/v1/chat/completions', headers)}0\r\n\r\n`);
      expect(await readAll(socket)).toMatch(/^HTTP\/1\.1 400 [^]*connection: close[^]*"code":"invalid_request"/i);
    }
    expect(scene.upstream.received).toEqual([]);
  });
});
