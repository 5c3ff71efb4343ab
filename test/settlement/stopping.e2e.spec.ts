import { jest } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { GatewayProcess, removeDirectories } from '../gateway/gateway.process.js';
import { dropConnections } from '../gateway/http.js';
import { Installation, say, type Customer } from '../gateway/installation.js';
import { after, plain, stream, silent } from '../upstream/answers.js';
import { Upstream } from '../upstream/upstream.js';

/** A gateway starts, and a busy machine is slow. */
jest.setTimeout(60_000);

let upstream: Upstream;
let installation: Installation;
let customer: Customer;

beforeEach(async () => {
  dropConnections();
  upstream = await Upstream.start();
  installation = await Installation.start(upstream.baseUrl);
  customer = await installation.customer('10.00');
});

afterEach(async () => {
  await installation.gateway.stop('SIGKILL');
  await upstream.stop();
  removeDirectories();
});

/** The next life on the same data directory, to read what the last one left. */
async function reopened(): Promise<void> {
  const { dataDir, url } = installation.gateway;
  dropConnections();
  installation.gateway = await GatewayProcess.start({ dataDir, port: Number(new URL(url).port) });
}

describe('SIGTERM', () => {
  it('lets what is in flight come to its end, takes nothing new, counts a second signal once, and ends with 0', async () => {
    upstream.expect((response, received) =>
      received.body['stream'] === true ? stream({ betweenMs: 150 })(response, received) : after(900, plain())(response, received),
    );
    const inFlight = [installation.chat(customer, say('Stream', { stream: true })), installation.chat(customer, say('Plain'))];
    await sleep(400);
    const startedAt = performance.now();
    const stopped = installation.gateway.stop('SIGTERM');
    await sleep(50);
    installation.gateway.child.kill('SIGTERM');
    await expect(installation.chat(customer, say('Late'))).rejects.toThrow();
    const [streamed, answered] = await Promise.all(inFlight);
    expect(streamed?.text.endsWith('data: [DONE]\n\n')).toBe(true);
    expect(answered?.status).toBe(200);
    expect(await stopped).toEqual({ code: 0, signal: null });
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    await reopened();
    const books = await installation.books();
    for (const answer of [streamed, answered])
      expect(books.charge(String(answer?.headers['x-request-id']))?.data['outcome']).toBe('succeeded');
    expect(books.openHolds).toEqual([]);
    expect(books.ofType('RequestAbandoned')).toEqual([]);
    expect(books.violations).toEqual([]);
  });

  it('ends what has not ended after 10 s with a typed error, and leaves nothing open', async () => {
    upstream.expect((response, received) => (received.body['stream'] === true ? stream({ hangAfter: 2 }) : silent)(response, received));
    const inFlight = [installation.chat(customer, say('Stream', { stream: true })), installation.chat(customer, say('Plain'))];
    await sleep(400);
    const startedAt = performance.now();
    const stopped = installation.gateway.stop('SIGTERM');
    const [streamed, answered] = await Promise.all(inFlight);
    const tookMs = performance.now() - startedAt;
    expect(tookMs).toBeGreaterThan(9_500);
    expect(tookMs).toBeLessThan(11_500);
    expect(streamed?.text).not.toContain('[DONE]');
    expect(streamed?.text.trim().split('\n\n').at(-1)).toMatch(/^data: \{"error":\{.*"shutting_down"/);
    expect([answered?.status, answered?.json()]).toMatchObject([503, { error: { code: 'shutting_down' } }]);
    expect(await stopped).toEqual({ code: 0, signal: null });
    await reopened();
    const books = await installation.books();
    expect(books.openHolds).toEqual([]);
    expect(books.ofType('RequestAbandoned')).toEqual([]);
    expect(
      books
        .ofType('RequestFailed')
        .map(({ data }) => data.request)
        .sort(),
    ).toEqual([streamed, answered].map((answer) => String(answer?.headers['x-request-id'])).sort());
    expect(books.violations).toEqual([]);
  });
});
