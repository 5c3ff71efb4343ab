import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { createLog, parseEnvironment } from '#process';
import { MemoryBudget } from './ground/memory-budget.js';
import { Secrets } from './ground/secrets.js';
import { BODY_LIMIT_BYTES } from './http/route/body-limit.js';
import { routeMap, type RouteFacts } from './http/route/route-map.js';
import { HttpTraffic } from './http/server/http-traffic.js';
import { MANNER_NAMES, WITHOUT_END, startUnrulyProvider, type MannerName, type UnrulyProvider } from './testing/unruly-provider.js';
import { Gateway } from './gateway.js';

const MIB = 1024 * 1024;
const CHAT = '/v1/chat/completions';
const dataDir = mkdtempSync(join(tmpdir(), 'tokenok-bounds-'));
const lines: string[] = [];

let gateway: Gateway;
let provider: UnrulyProvider;
let memory: MemoryBudget;
let traffic: HttpTraffic;
/** Of a customer each. */
let keys: readonly string[];

beforeAll(async () => {
  provider = await startUnrulyProvider();
  const environment = parseEnvironment({
    PORT: '0',
    TOKENOK_DATA_DIR: dataDir,
    TOKENOK_MEMORY_BUDGET: '48M',
    TOKENOK_PAYMENTS_ACME_SECRET: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
  });
  gateway = await Gateway.start({ environment, log: createLog('warn', { write: (line) => void lines.push(line) }) });
  memory = gateway.app.get(MemoryBudget);
  traffic = gateway.app.get(HttpTraffic);
  await admin('PUT', '/admin/providers/unruly', { protocol: 'openai', base_url: provider.baseUrl, api_key: 'sk-unruly' });
  const price = { currency: 'USD', input_per_million: '1.00', output_per_million: '4.00' };
  for (const manner of MANNER_NAMES) {
    const targets = [{ provider: 'unruly', upstream_model: manner }];
    await admin('PUT', `/admin/models/${idOf(manner)}`, { targets, price, context_window: 128_000 });
  }
  keys = [await customer('ada'), await customer('bob'), await customer('cid')];
});
afterAll(async () => {
  await gateway?.stop();
  provider?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const idOf = (manner: MannerName): string => `unruly/${manner.replaceAll(' ', '-')}`;

async function admin(method: string, path: string, body: object): Promise<Record<string, string>> {
  const headers = {
    authorization: `Bearer ${gateway.app.get(Secrets).adminToken ?? ''}`,
    'content-type': 'application/json',
    'idempotency-key': randomUUID(),
  };
  const response = await fetch(gateway.url + path, { method, headers, body: JSON.stringify(body) });
  expect([path, response.status < 300]).toEqual([path, true]);
  return (await response.json()) as Record<string, string>;
}

async function customer(name: string): Promise<string> {
  const { id } = await admin('POST', '/admin/customers', { name, email: `${name}@example.com`, currency: 'USD' });
  await admin('POST', `/admin/customers/${String(id)}/credits`, { amount: '5000.00', reason: 'test' });
  return String((await admin('POST', `/admin/customers/${String(id)}/api-keys`, { name }))['key']);
}

const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

interface Caller {
  readonly socket: Socket;
  readonly received: () => string;
  readonly closed: Promise<void>;
}

async function opened(): Promise<Caller> {
  const { hostname, port } = new URL(gateway.url);
  const socket = connect(Number(port), hostname);
  sockets.push(socket);
  const parts: Buffer[] = [];
  socket.on('data', (part: Buffer) => void parts.push(part)).on('error', () => undefined);
  const closed = new Promise<void>((resolve) => socket.once('close', resolve));
  await new Promise((resolve) => socket.once('connect', resolve));
  return { socket, received: () => Buffer.concat(parts).toString('latin1'), closed };
}

function head(method: string, path: string, headers: Readonly<Record<string, string>>): string {
  const all = Object.entries({ host: 'x', 'content-type': 'application/json', ...headers });
  return `${method} ${path} HTTP/1.1\r\n${all.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
}

const authorization = (of = 0): string => `Bearer ${keys[of]!}`;

/** Polls: what it waits for is the gateway's own doing, and soon. */
async function until(what: () => boolean): Promise<void> {
  for (let rounds = 0; !what() && rounds < 1_500; rounds += 1) await sleep(10);
  expect(what()).toBe(true);
}

/** The status of the answer to what was sent so far. */
async function statusOf(caller: Caller): Promise<number> {
  await until(() => /^HTTP\/1\.1 \d{3} .*\r\n\r\n/s.test(caller.received()));
  return Number(caller.received().slice(9, 12));
}

async function sent(bytes: string): Promise<Caller> {
  const caller = await opened();
  caller.socket.write(bytes);
  return caller;
}

async function answerTo(bytes: string): Promise<number> {
  const caller = await sent(bytes);
  const status = await statusOf(caller);
  caller.socket.destroy();
  return status;
}

const NOTHING_OPEN = { requests: 0, bytes: 0, calls: 0 };
const whatIsOpen = () => ({ requests: traffic.inFlight, bytes: memory.usedBytes, calls: provider.open() });

/** Everything of every request has gone. */
async function emptied(): Promise<void> {
  for (let rounds = 0; Object.values(whatIsOpen()).some((count) => count !== 0) && rounds < 3_000; rounds += 1) await sleep(10);
  expect(whatIsOpen()).toEqual(NOTHING_OPEN);
}

async function heldFunds(): Promise<unknown> {
  const response = await fetch(`${gateway.url}/me/balance`, { headers: { authorization: authorization() } });
  return ((await response.json()) as Record<string, unknown>)['held'];
}

describe('of a stranger', () => {
  const withBodies = (): readonly RouteFacts[] => routeMap(gateway.app).filter(({ method }) => method !== 'GET');
  const pathOf = ({ path }: RouteFacts): string => path.replaceAll(/\{\w+\}/g, 'x');
  const large = { 'content-length': String(31 * MIB) };

  it('no byte of a body is read, whatever the route, and however it is sent', async () => {
    const guarded = withBodies().filter(({ access }) => access?.kind !== 'anyone');
    expect(guarded.length).toBeGreaterThan(20);
    for (const route of guarded) {
      const { method } = route;
      for (const headers of [large, { 'transfer-encoding': 'chunked', 'content-encoding': 'gzip' }]) {
        const status = await answerTo(head(method, pathOf(route), { authorization: `Bearer tok_${'x'.repeat(49)}`, ...headers }));
        expect([method, pathOf(route), status]).toEqual([method, pathOf(route), 401]);
      }
    }
  });

  it.each([
    ['POST', '/nowhere', 404],
    ['PUT', CHAT, 405],
    ['POST', CHAT, 401],
  ])('%s %s with a body is answered by its headers', async (method, path, status) => {
    expect(await answerTo(head(method, path, large))).toBe(status);
  });

  it('nobody asks for the body who has announced it', async () => {
    const caller = await sent(head('POST', CHAT, { ...large, expect: '100-continue' }));
    expect(await statusOf(caller)).toBe(401);
    caller.socket.destroy();
  });

  it('64 KiB are read, or 1 MiB where a signature tells later who it is', async () => {
    const open = withBodies().filter(({ access }) => access?.kind === 'anyone');
    expect(open.length).toBeGreaterThan(1);
    for (const route of open) {
      const isSigned = route.access?.kind === 'anyone' && route.access.isSigned === true;
      const most = isSigned ? BODY_LIMIT_BYTES.elsewhere : 64 * 1024;
      const path = isSigned ? '/webhooks/payments/acme' : route.path;
      expect(await answerTo(head(route.method, path, { 'content-length': String(most + 1) }))).toBe(413);
      const chunked = head(route.method, path, { 'transfer-encoding': 'chunked' });
      expect(await answerTo(`${chunked}${(most + 1).toString(16)}\r\n${' '.repeat(most + 1)}`)).toBe(413);
      const whole = await answerTo(head(route.method, path, { 'content-length': String(most) }) + ' '.repeat(most));
      expect([204, 400, 403]).toContain(whole);
    }
  });

  it('the rest is thrown away for a while, so that he can read his answer, and then he is cut off', async () => {
    const caller = await sent(head('POST', CHAT, large));
    for (let mib = 0; mib < 8; mib += 1) caller.socket.write(Buffer.alloc(MIB));
    expect(await statusOf(caller)).toBe(401);
    expect(memory.usedBytes).toBe(0);
    await caller.closed;
  });
});

describe('the memory of bodies', () => {
  const upload = (bytes: number, of = 0) => sent(head('POST', CHAT, { authorization: authorization(of), 'content-length': String(bytes) }));

  it('is taken with the first byte, and given back when they leave; for who finds none left there is a 503 before any hold', async () => {
    const callers = [await upload(20 * MIB), await upload(20 * MIB, 1), await upload(20 * MIB, 2)];
    expect(memory.usedBytes).toBe(0);
    const [first, second, third] = callers as [Caller, Caller, Caller];
    first.socket.write(' ');
    second.socket.write(' ');
    await until(() => memory.usedBytes === 40 * MIB);
    third.socket.write(' ');
    expect(await statusOf(third)).toBe(503);
    expect(third.received()).toMatch(/\r\nretry-after: 1\r\n[^]*"code":"gateway_busy"/);
    first.socket.destroy();
    await until(() => memory.usedBytes === 20 * MIB);
    const later = await upload(20 * MIB);
    later.socket.write(' ');
    await until(() => memory.usedBytes === 40 * MIB);
    for (const { socket } of [second, third, later]) socket.resetAndDestroy();
    await emptied();
    expect(await heldFunds()).toBe('0.00');
  });

  it('is not taken by one customer alone: beside his own he takes no more than leaves others as much', async () => {
    const own = [await upload(16 * MIB), await upload(16 * MIB), await upload(8 * MIB)];
    const [first, second, third] = own as [Caller, Caller, Caller];
    first.socket.write(' ');
    await until(() => memory.usedBytes === 16 * MIB);
    second.socket.write(' ');
    expect(await statusOf(second)).toBe(503);
    third.socket.write(' ');
    await until(() => memory.usedBytes === 24 * MIB);
    const others = await upload(24 * MIB, 1);
    others.socket.write(' ');
    await until(() => memory.usedBytes === 48 * MIB);
    for (const { socket } of [...own, others]) socket.destroy();
    await emptied();
  });

  it('is not taken by strangers alone, either', async () => {
    const webhook = head('POST', '/webhooks/payments/acme', { 'content-length': String(MIB) });
    const strangers = await Promise.all(Array.from({ length: 40 }, () => sent(`${webhook} `)));
    await until(() => strangers.every((each) => each.received() !== '') || memory.usedBytes === 24 * MIB);
    expect(memory.usedBytes).toBe(24 * MIB);
    const refused = await Promise.all(strangers.filter((each) => each.received() !== '').map(statusOf));
    expect(refused.every((status) => status === 503)).toBe(true);
    for (const { socket } of strangers) socket.destroy();
    await emptied();
  });

  it('holds for whoever works on a body although its client has left', async () => {
    const text = 'a '.repeat(4 * MIB);
    const body = bodyOf('whole', { messages: [{ role: 'user', content: text }] });
    const paths = [CHAT, '/v1/messages', '/v1/messages/count_tokens', '/v1/responses'];
    for (const path of paths) {
      const caller = await sent(head('POST', path, { authorization: authorization(), 'content-length': String(body.length) }) + body);
      await until(() => memory.usedBytes >= body.length);
      caller.socket.resetAndDestroy();
      await emptied();
    }
    expect(await heldFunds()).toBe('0.00');
  });

  it('is taken as they grow where they do not say how long they are', async () => {
    const caller = await sent(head('POST', CHAT, { authorization: authorization(), 'transfer-encoding': 'chunked' }));
    for (let mib = 1; mib <= 4; mib += 1) {
      caller.socket.write(`100000\r\n${' '.repeat(MIB)}\r\n`);
      await until(() => memory.usedBytes >= mib * MIB);
      expect(memory.usedBytes).toBeLessThan((2 * mib + 1) * MIB);
    }
    caller.socket.destroy();
    await emptied();
  });

  it('is taken by what they become when they are decompressed', async () => {
    const full = await upload(30 * MIB, 1);
    full.socket.write(' ');
    await until(() => memory.usedBytes === 30 * MIB);
    const small = gzipSync(Buffer.alloc(25 * MIB, ' '));
    const headers = { authorization: authorization(), 'content-length': String(small.length), 'content-encoding': 'gzip' };
    const caller = await sent(head('POST', CHAT, headers));
    caller.socket.write(small);
    expect(await statusOf(caller)).toBe(503);
    for (const { socket } of [full, caller]) socket.destroy();
    await emptied();
  });

  it('leaves answers room, one after another, however full it is', async () => {
    const full = [await upload(24 * MIB, 1), await upload(24 * MIB - 4_096, 2)];
    for (const { socket } of full) socket.write(' ');
    await until(() => memory.usedBytes === 48 * MIB - 4_096);
    const asked = Array.from({ length: 4 }, () => chat('a large answer', { max_tokens: 100_000 }));
    const answers = await Promise.all(asked);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    await Promise.all(answers.map((answer) => answer.text()));
    for (const { socket } of full) socket.destroy();
    await emptied();
  });
});

const chat = (manner: MannerName, more: object = {}): Promise<Response> =>
  fetch(gateway.url + CHAT, {
    method: 'POST',
    headers: { authorization: authorization(), 'content-type': 'application/json' },
    body: bodyOf(manner, more),
  });

const bodyOf = (manner: MannerName, more: object = {}): string =>
  JSON.stringify({ model: idOf(manner), messages: [{ role: 'user', content: 'Hi' }], max_tokens: 256, ...more });

describe('what a provider sends without end', () => {
  const bound = 4 * 256 * 8 + 2 * MIB;

  it.each(WITHOUT_END)('is cut, and the client is told: %s', async (manner) => {
    for (const stream of [false, true]) {
      const answer = await chat(manner, { stream });
      const text = await answer.text();
      expect([200, 502]).toContain(answer.status);
      expect(text).toContain('upstream_failed');
      expect(text).not.toContain('[DONE]');
      // Comments and what surrounds the text pass, up to a bound of their own.
      expect(text.length).toBeLessThan(manner === 'comments without end' ? 6 * MIB : 2 * bound);
      await emptied();
      // The kernel's buffers, which are filled without us, take some.
      expect(provider.poured()).toBeLessThan(24 * MIB);
    }
    expect(await heldFunds()).toBe('0.00');
  });

  it.each(WITHOUT_END)('is cut for a client that has left, too: %s', async (manner) => {
    const body = bodyOf(manner, { stream: true });
    const caller = await sent(head('POST', CHAT, { authorization: authorization(), 'content-length': String(body.length) }) + body);
    await until(() => provider.open() > 0 || caller.received() !== '');
    caller.socket.resetAndDestroy();
    await emptied();
    expect(provider.poured()).toBeLessThan(24 * MIB);
  });

  it('counts behind the end of an answer, too', async () => {
    expect(await (await chat('a stream behind its end', { stream: true })).text()).toContain('[DONE]');
    await emptied();
    expect(provider.poured()).toBeLessThan(24 * MIB);
  });
});

describe('whoever leaves', () => {
  const LEAVING = ['reads all', 'within the headers', 'within the body', 'when all is sent', 'when something came'] as const;
  const exchanges = fc.array(
    fc.record({
      /** Of the answers to what is sent one behind the other on the same connection. */
      manners: fc.array(fc.constantFrom(...MANNER_NAMES), { minLength: 1, maxLength: 3 }),
      stream: fc.boolean(),
      path: fc.constantFrom(CHAT, '/v1/messages'),
      leaving: fc.constantFrom(...LEAVING),
      resets: fc.boolean(),
    }),
    { minLength: 8, maxLength: 16 },
  );
  /** Whose turn has not come when the connection goes is told nothing by Node 22. */
  const waiting: Exchange = {
    manners: ['silent within its answer', 'text without end', 'whole'],
    ...{ stream: true, path: CHAT, leaving: 'when something came', resets: true },
  };
  /** Closed within the second request, while the first waits for a provider that says nothing more. */
  const within: Exchange = {
    manners: ['silent within its answer', 'whole'],
    ...{ stream: false, path: CHAT, leaving: 'within the body', resets: false },
  };
  type Exchange = ReturnType<typeof exchanges.generate>['value'] extends readonly (infer Each)[] ? Each : never;

  /** Sends what it is told to and leaves when it is told to; resolves when its connection has closed. */
  async function play({ manners, stream, path, leaving, resets }: Exchange): Promise<void> {
    const caller = await opened();
    const leave = (): void => void (resets ? caller.socket.resetAndDestroy() : caller.socket.destroy());
    const bytes = manners
      .map((manner) => bodyOf(manner, { stream }))
      .map((body) => head('POST', path, { authorization: authorization(), 'content-length': String(body.length) }) + body)
      .join('');
    const cut = { 'within the headers': 40, 'within the body': bytes.length - 10 }[leaving as string] ?? bytes.length;
    await new Promise<void>((resolve) => caller.socket.write(bytes.slice(0, cut), () => resolve()));
    if (leaving === 'reads all' || leaving === 'when something came') {
      const silent = manners[0]!.startsWith('silent') && manners[0] !== 'silent within its answer';
      for (let rounds = 0; !caller.received().includes('\r\n\r\n') && !silent && rounds < 200; rounds += 1) await sleep(10);
      if (leaving === 'reads all' && !silent) await sleep(200);
    }
    leave();
    await caller.closed;
  }

  it('is counted out, at whatever end of whatever answer: no request, no memory, no hold and no call of a provider is left', async () => {
    await fc.assert(
      fc.asyncProperty(exchanges, async (all) => {
        await Promise.all(all.map(play));
        // What was sent whole may not have been read yet.
        await sleep(100);
        await emptied();
        expect(await heldFunds()).toBe('0.00');
      }),
      { numRuns: 5, endOnFailure: true, examples: [[[waiting]], [[within]]] },
    );
    lines.length = 0;
    await gateway.stop();
    expect(lines.join('')).not.toContain('Requests were cut');
  });
});
