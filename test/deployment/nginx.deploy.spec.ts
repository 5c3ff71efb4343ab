import { ADMIN_TOKEN, freePort, GatewayProcess, removeDirectories } from '../support/gateway/gateway.process.js';
import { call, dropConnections, type Answer, type Call } from '../support/gateway/http.js';
import { exchangeRaw } from '../support/gateway/raw-exchange.js';
import { until } from '../support/gateway/until.js';
import { Balancer, tested } from './testing/balancer.js';
import { NameServer } from './testing/name-server.js';
import { StandIn } from './testing/stand-in.js';

const ONE = '127.0.0.2';
const OTHER = '127.0.0.3';
const NOBODY = '127.0.0.4';
const REAL = '127.0.0.1';
const NAME = 'gateways';
const ADMIN = { email: 'root@example.com', password: 'correct horse battery' };

let port: number;
let names: NameServer;
let balancer: Balancer;
let one: StandIn;
let other: StandIn;

/** No name resolves when nginx starts. */
beforeAll(async () => {
  port = await freePort();
  names = await NameServer.start();
  balancer = await Balancer.start(names, port);
  [one, other] = await Promise.all([StandIn.start(ONE, port), StandIn.start(OTHER, port)]);
});
afterAll(async () => {
  await balancer?.stop();
  dropConnections();
  await Promise.all([one?.stop(), other?.stop(), names?.stop()]);
  removeDirectories();
});

/** Each on a connection of its own: nginx may close one that is kept just as it is used again. */
const ask = (path = '/', { headers, ...more }: Partial<Call> = {}): Promise<Answer> =>
  call({ method: 'GET', url: balancer.url + path, headers: { connection: 'close', ...headers }, ...more });
const post = (path = '/', more: Partial<Call> = {}): Promise<Answer> => ask(path, { method: 'POST', body: { n: 1 }, ...more });

/** Waits until the name means these addresses to nginx; `answers` are what is seen of them then, and nothing else. */
async function resolveTo(addresses: readonly string[], answers: readonly string[] = addresses): Promise<void> {
  names.addresses.set(NAME, addresses);
  await until(`${NAME} is ${addresses.join(' and ')}`, async () => {
    const seen = await Promise.all(Array.from({ length: 24 }, () => ask()));
    return new Set(seen.map(({ text }) => text)).size === answers.length && seen.every(({ text }) => answers.includes(text));
  });
  one.seen.splice(0);
  other.seen.splice(0);
}

describe('docker/nginx.conf', () => {
  it('is accepted by nginx as it stands, where no name resolves', () =>
    expect(tested()).toEqual({ status: 0, stderr: expect.stringContaining('test is successful') as string }));

  it('answers 502 where no gateway’s name resolves, and reaches the first that comes', async () => {
    expect((await ask()).status).toBe(502);
    await resolveTo([ONE]);
    expect((await ask()).text).toBe(ONE);
  });

  it('follows a gateway to another address', async () => {
    await resolveTo([ONE]);
    await resolveTo([OTHER]);
    expect((await post()).text).toBe(OTHER);
  });

  it('goes on where the name is gone and comes back', async () => {
    names.addresses.delete(NAME);
    await until('the name is gone', async () => (await ask()).status === 502);
    await resolveTo([ONE]);
  });

  it('spreads requests over all gateways, and passes over one that is not there', async () => {
    await resolveTo([ONE, OTHER]);
    await resolveTo([ONE, NOBODY], [ONE]);
    const answers = await Promise.all(Array.from({ length: 20 }, () => post()));
    expect(answers.map(({ status, text }) => [status, text])).toEqual(answers.map(() => [200, ONE]));
    expect(one.seen).toHaveLength(20);
  });

  it.each([
    ['POST', 6],
    ['PUT', 6],
    ['DELETE', 6],
    ['PATCH', 6],
    ['GET', 12],
  ])('has a %s that was sent to a gateway which then died come to another one only where it reads', async (method, times) => {
    await resolveTo([ONE, OTHER]);
    one.behave = other.behave = (response) => void response.destroy();
    const body = method === 'GET' ? {} : { body: { n: 1 } };
    const answers = await Promise.all(Array.from({ length: 6 }, () => ask('/', { method, ...body })));
    one.behave = (response) => response.end(ONE);
    other.behave = (response) => response.end(OTHER);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 502));
    expect(one.seen.length + other.seen.length).toBe(times);
  });
});

describe('what the balancer passes on', () => {
  beforeAll(() => resolveTo([ONE]));

  it('is an answer piece by piece, as it comes', async () => {
    let end: (() => void) | undefined;
    one.behave = (response) => {
      response.write('first');
      end = () => response.end('last');
    };
    const { text } = await post('/', { onChunk: (chunk) => chunk === 'first' && end?.() });
    one.behave = (response) => response.end(ONE);
    expect(text).toBe('firstlast');
  });

  it.each(['POST', 'PUT'])('is path, query, host, method and body as they were sent: %s', async (method) => {
    const sent = 'x'.repeat(1_000_000);
    await ask('/v1/models/openai%2Fgpt-4.1-mini?a=%20b', { method, body: sent, headers: { host: 'gateway.example' } });
    const { url, headers, body, method: came } = one.seen.at(-1)!;
    expect([url, headers.host, came]).toEqual(['/v1/models/openai%2Fgpt-4.1-mini?a=%20b', 'gateway.example', method]);
    expect(body === sent).toBe(true);
  });

  it('is the address of the caller, behind those of proxies before', async () => {
    await ask('/', { headers: { 'x-forwarded-for': '203.0.113.7' } });
    expect(one.seen.at(-1)?.headers['x-forwarded-for']).toBe('203.0.113.7, 127.0.0.1');
  });

  it.each([
    [undefined, 'http'],
    ['https', 'https'],
    ['HTTPS', 'https'],
    ['http', 'http'],
    ['https, http', 'https'],
    ['javascript', 'http'],
  ])('is the outer scheme: told %s, it tells %s', async (told, tells) => {
    await ask('/', told === undefined ? {} : { headers: { 'x-forwarded-proto': told } });
    expect(one.seen.at(-1)?.headers['x-forwarded-proto']).toBe(tells);
  });
});

describe('a gateway behind the balancer', () => {
  let gateway: GatewayProcess;
  beforeAll(async () => {
    const environment = { TOKENOK_ADMIN_EMAIL: ADMIN.email, TOKENOK_ADMIN_PASSWORD: ADMIN.password };
    gateway = await GatewayProcess.start({ port, environment });
    names.addresses.set(NAME, [REAL]);
    await until('the gateway is reached', async () => (await ask('/healthz')).text.startsWith('{'));
  });
  afterAll(() => gateway?.stop());

  it.each([
    ['an HTTP/1.0 probe without a host', 'GET /healthz HTTP/1.0\r\n\r\n', [200]],
    [
      'a target in absolute form',
      'GET http://gateway.example/healthz HTTP/1.1\r\nhost: gateway.example\r\nconnection: close\r\n\r\n',
      [200],
    ],
    ['two hosts', 'GET /healthz HTTP/1.1\r\nhost: a\r\nhost: b\r\nconnection: close\r\n\r\n', [400]],
    ['a length and chunks', 'POST /session HTTP/1.1\r\nhost: a\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n', [400]],
    ['an unknown transfer coding', 'POST /session HTTP/1.1\r\nhost: a\r\ntransfer-encoding: gzip, chunked\r\n\r\n0\r\n\r\n', [501]],
    ['100 headers', `GET /healthz HTTP/1.1\r\nhost: a\r\n${'x: y\r\n'.repeat(100)}connection: close\r\n\r\n`, [200]],
  ])('is asked, or the balancer refuses: %s', async (_what, bytes, statuses) =>
    expect((await exchangeRaw(balancer.url, bytes)).statuses).toEqual(statuses),
  );

  it('is ready, and takes the admin token', async () => {
    expect((await ask('/readyz')).status).toBe(200);
    expect((await ask('/admin/customers', { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } })).status).toBe(200);
  });

  it.each([
    ['https', true],
    ['http', false],
  ])('gives a session cookie to who came by %s; Secure: %s', async (scheme, isSecure) => {
    const signedIn = await post('/session', { body: ADMIN, headers: { 'x-forwarded-proto': scheme, 'sec-fetch-site': 'same-origin' } });
    const [cookie = ''] = signedIn.headers['set-cookie'] ?? [];
    expect(cookie).toMatch(/^tokenok_session=.+; HttpOnly; SameSite=Strict/);
    expect(/; Secure\b/.test(cookie)).toBe(isSecure);
  });
});
