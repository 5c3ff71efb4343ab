import { connect } from 'node:net';
import { GatewayProcess, removeDirectories } from '../support/gateway/gateway.process.js';
import { call, dropConnections } from '../support/gateway/http.js';
import { Installation, MODEL, say, type Customer } from '../support/gateway/installation.js';
import { until } from '../support/gateway/until.js';
import { plain, stream, silent } from '../support/upstream/answers.js';
import { Latch } from '../support/upstream/latch.js';
import type { ProviderAnswer } from '../support/upstream/provider-answer.js';
import { Upstream } from '../support/upstream/upstream.js';

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
async function reopened(environment: Record<string, string> = {}): Promise<void> {
  const { dataDir, url } = installation.gateway;
  dropConnections();
  installation.gateway = await GatewayProcess.start({ dataDir, port: Number(new URL(url).port), environment });
}

function takesConnections(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

/** The first event of a response, and nothing more. */
const begunResponse: ProviderAnswer = (response) => {
  const created = {
    type: 'response.created',
    sequence_number: 0,
    response: { id: 'resp_1', object: 'response', status: 'in_progress', output: [] },
  };
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(`event: response.created\ndata: ${JSON.stringify(created)}\n\n`);
};

describe('SIGTERM', () => {
  it('lets what is in flight come to its end, takes nothing new, counts a second signal once, and ends with 0', async () => {
    const latch = new Latch();
    upstream.expect(latch.before(plain()));
    const inFlight = [installation.chat(customer, say('Stream', { stream: true })), installation.chat(customer, say('Plain'))];
    await until('both are with the provider', () => upstream.received.length === 2);
    const startedAt = performance.now();
    const stopped = installation.gateway.stop('SIGTERM');
    await until('nobody listens any more', async () => !(await takesConnections(installation.url)));
    installation.gateway.child.kill('SIGTERM');
    await expect(installation.chat(customer, say('Late'))).rejects.toThrow();
    latch.release();
    const [streamed, answered] = await Promise.all(inFlight);
    expect(streamed?.text.endsWith('data: [DONE]\n\n')).toBe(true);
    expect(answered?.status).toBe(200);
    expect(await stopped).toEqual({ code: 0, signal: null });
    // It waited for nothing else.
    expect(performance.now() - startedAt).toBeLessThan(9_500);
    await reopened();
    const books = await installation.books();
    for (const answer of [streamed, answered])
      expect(books.charge(String(answer?.headers['x-request-id']))?.data['outcome']).toBe('succeeded');
    expect(books.openHolds).toEqual([]);
    expect(books.ofType('RequestAbandoned')).toEqual([]);
    expect(books.violations).toEqual([]);
  });

  it('ends what has not ended after TOKENOK_DRAIN_SECONDS with a typed error, and leaves nothing open', async () => {
    await installation.gateway.stop();
    await reopened({ TOKENOK_DRAIN_SECONDS: '3' });
    upstream.expect((response, received) => {
      const hanging = received.path === '/v1/responses' ? begunResponse : stream({ hangAfter: 2 });
      return (received.body['stream'] === true ? hanging : silent)(response, received);
    });
    const begun = new Set<string>();
    const post = (path: string, body: object) =>
      call({
        method: 'POST',
        url: installation.url + path,
        headers: { 'x-api-key': customer.key },
        body,
        onChunk: (text) => void (text.startsWith('event: ') && begun.add(path)),
      });
    const messages = { ...say('Messages'), max_tokens: 9 };
    const inFlight = [
      installation.chat(customer, say('Stream', { stream: true }), { onChunk: () => begun.add('chat') }),
      installation.chat(customer, say('Plain')),
      post('/v1/messages', { ...messages, stream: true }),
      post('/v1/messages', messages),
      post('/v1/responses', { model: MODEL, input: 'Hello', stream: true }),
      post('/v1/responses', { model: MODEL, input: 'Hello' }),
    ] as const;
    await until('all are with the provider, and every stream has begun', () => upstream.received.length === 6 && begun.size === 3);
    const startedAt = performance.now();
    const stopped = installation.gateway.stop('SIGTERM');
    const [streamed, answered, ofMessages, plainMessage, ofResponses, plainResponse] = await Promise.all(inFlight);
    const tookMs = performance.now() - startedAt;
    expect(tookMs).toBeGreaterThan(2_500);
    expect(tookMs).toBeLessThan(13_000);
    expect(streamed?.text).not.toContain('[DONE]');
    expect(streamed?.text.trim().split('\n\n').at(-1)).toMatch(/^data: \{"error":\{.*"shutting_down"/);
    expect([answered?.status, answered?.json()]).toMatchObject([503, { error: { code: 'shutting_down' } }]);
    const stopping = 'The gateway is stopping; this answer is not complete';
    const error = { type: 'error', error: { type: 'overloaded_error', message: stopping } };
    expect(ofMessages.text.trim().split('\n\n').at(-1)).toBe(`event: error\ndata: ${JSON.stringify(error)}`);
    expect([plainMessage.status, plainMessage.json()]).toMatchObject([503, { type: 'error', error: { type: 'overloaded_error' } }]);
    const event = {
      type: 'error',
      sequence_number: 1,
      error: { message: stopping, type: 'server_error', param: null, code: 'shutting_down' },
    };
    expect(ofResponses.text.trim().split('\n\n').at(-1)).toBe(`event: error\ndata: ${JSON.stringify(event)}`);
    expect([plainResponse.status, plainResponse.json()]).toMatchObject([503, { error: { code: 'shutting_down' } }]);
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
    ).toEqual(
      [streamed, answered, ofMessages, plainMessage, ofResponses, plainResponse]
        .map((answer) => String(answer.headers['x-request-id']))
        .sort(),
    );
    expect(books.violations).toEqual([]);
  });
});
