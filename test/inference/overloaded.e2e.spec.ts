import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { call, type Answer } from '../support/gateway/http.js';
import { Scene } from '../support/gateway/scene.js';
import { failing, inTurn, malformed, messageOf } from '../support/upstream/answers.js';
import type { ProviderAnswer } from '../support/upstream/provider-answer.js';

const scene = Scene.of('5.00');

beforeAll(async () => {
  await scene.offerAnthropic();
  await scene.installation.model('acme/claude', [{ provider: 'anthropic', upstream_model: 'claude-up' }]);
});

const messages = [{ role: 'user', content: 'Hello' }];
/** Every route that may be charged, on a provider of either protocol, plain and streamed. */
const ROUTES = [
  ['/v1/chat/completions', 'acme/large', { messages }],
  ['/v1/chat/completions', 'acme/claude', { messages }],
  ['/v1/completions', 'acme/large', { prompt: 'Hello' }],
  ['/v1/completions', 'acme/claude', { prompt: 'Hello' }],
  ['/v1/responses', 'acme/large', { input: 'Hello' }],
  ['/v1/responses', 'acme/claude', { input: 'Hello' }],
  ['/v1/embeddings', 'acme/large', { input: 'Hello' }],
  ['/v1/messages', 'acme/claude', { messages, max_tokens: 9 }],
  ['/v1/messages', 'acme/large', { messages, max_tokens: 9 }],
] as const;
const WAYS = ROUTES.flatMap(([path, model, body]) =>
  (path === '/v1/embeddings' ? [false] : [false, true]).map((stream) => ({ path, model, stream, body: { model, ...body, stream } })),
);

async function refused(provider: ProviderAnswer, { path, body }: { path: string; body: object }): Promise<Answer> {
  scene.upstream.expect(provider);
  const answer = await call({ method: 'POST', url: scene.installation.url + path, headers: { 'x-api-key': scene.customer.key }, body });
  expect(scene.upstream.received).toHaveLength(1);
  const books = await scene.installation.books();
  expect(books.openHolds).toEqual([]);
  expect(books.ends.get(String(answer.headers['x-request-id']))).toMatchObject({ type: 'RequestFailed' });
  return answer;
}

const errorOf = (answer: Answer) => answer.json<{ error: Record<string, unknown> }>().error;

describe.each(WAYS)('$path on $model (stream: $stream)', (way) => {
  const isMessages = way.path === '/v1/messages';

  it.each([503, 529])('tells a provider that is overloaded as it is, with its wait: %i', async (status) => {
    const answer = await refused(failing(status, 'Busy', { 'retry-after': '7', 'x-should-retry': 'true' }), way);
    expect([answer.status, answer.headers['retry-after'], answer.headers['x-should-retry']]).toEqual([isMessages ? 529 : 503, '7', 'true']);
    expect(errorOf(answer)).toMatchObject(isMessages ? { type: 'overloaded_error' } : { type: 'server_error', code: 'overloaded' });
  });

  it('caps waits at a minute and relays them whatever failed', async () => {
    const waits = { 'retry-after': '3600', 'retry-after-ms': '3600000', 'x-should-retry': 'false', 'anthropic-organization-id': 'ours' };
    for (const [status, told] of [
      [500, 502],
      [429, 429],
      [503, isMessages ? 529 : 503],
      [404, 502],
      [400, 400],
    ] as const) {
      const answer = await refused(failing(status, 'No such model', waits), way);
      expect([answer.status, answer.headers['retry-after'], answer.headers['retry-after-ms']]).toEqual([told, '60', '60000']);
      expect([answer.headers['x-should-retry'], answer.headers['anthropic-organization-id']]).toEqual(['false', undefined]);
    }
  });

  it('leaves a wait in milliseconds alone, and tells one second where the provider tells none', async () => {
    for (const status of [429, 503]) {
      expect((await refused(failing(status, 'No', { 'retry-after-ms': '250' }), way)).headers).toMatchObject({ 'retry-after-ms': '250' });
      expect((await refused(failing(status, 'No', { 'retry-after-ms': '250' }), way)).headers['retry-after']).toBeUndefined();
      expect((await refused(failing(status), way)).headers['retry-after']).toBe('1');
    }
  });

  it('gives other failures of a provider 502', async () => {
    for (const status of [500, 501, 502, 504, 520]) {
      const answer = await refused(failing(status), way);
      expect([answer.status, errorOf(answer)['type']]).toEqual([502, isMessages ? 'api_error' : 'server_error']);
    }
  });
});

describe('an error that stands in an answer of status 200', () => {
  const sse =
    (frame: string): ProviderAnswer =>
    (response) =>
      void response.writeHead(200, { 'content-type': 'text/event-stream' }).end(frame);
  const anthropic = (type: string) => `event: error\ndata: ${JSON.stringify({ type: 'error', error: { type, message: 'Told' } })}\n\n`;
  const openai = (type: string) => JSON.stringify({ error: { type, message: 'Told', code: null } });
  const claude = { path: '/v1/messages', body: { model: 'acme/claude', messages, max_tokens: 9, stream: true } };
  const chat = { path: '/v1/chat/completions', body: { model: 'acme/claude', messages, stream: true } };
  const plain = { path: '/v1/chat/completions', body: { model: 'acme/large', messages } };

  it.each([
    ['overloaded', claude, sse(anthropic('overloaded_error')), 529, 'overloaded_error'],
    ['overloaded, translated', chat, sse(anthropic('overloaded_error')), 503, 'server_error'],
    ['overloaded, plain', plain, malformed(openai('overloaded_error')), 503, 'server_error'],
    [
      'overloaded, plain where a stream was asked for',
      { ...plain, body: { ...plain.body, stream: true } },
      malformed(openai('overloaded_error')),
      503,
      'server_error',
    ],
    ['a rate limit', claude, sse(anthropic('rate_limit_error')), 429, 'rate_limit_error'],
    ['the caller’s mistake', claude, sse(anthropic('invalid_request_error')), 400, 'invalid_request_error'],
    ['the caller’s mistake, translated', chat, sse(anthropic('invalid_request_error')), 400, 'invalid_request_error'],
    ['any other', claude, sse(anthropic('api_error')), 502, 'api_error'],
  ] as const)('gets the status that it means, as long as nothing was sent: %s', async (_name, way, provider, status, type) => {
    const answer = await refused(provider, way);
    expect([answer.status, errorOf(answer)['type']]).toEqual([status, type]);
    if (status === 400) expect(errorOf(answer)['message']).toBe('Told');
  });
});

describe('the SDKs', () => {
  it('try an overloaded provider again, after the wait that it told', async () => {
    const busy = failing(529, 'Busy', { 'retry-after-ms': '20' });
    const anthropic = new Anthropic({ baseURL: scene.installation.url, apiKey: scene.customer.key, maxRetries: 2, logLevel: 'off' });
    const openai = new OpenAI({ baseURL: `${scene.installation.url}/v1`, apiKey: scene.customer.key, maxRetries: 2, logLevel: 'off' });
    scene.upstream.expect(inTurn(busy, busy, malformed(JSON.stringify(messageOf({ input_tokens: 1, output_tokens: 1 })))));
    const body = { model: 'acme/claude', max_tokens: 9, messages: [{ role: 'user' as const, content: 'Hello' }] };
    expect((await anthropic.messages.create(body)).content).toMatchObject([{ text: 'Hi' }]);
    expect(scene.upstream.received).toHaveLength(3);
    scene.upstream.expect(busy);
    await expect(openai.chat.completions.create(body)).rejects.toMatchObject({ status: 503, code: 'overloaded' });
    expect(scene.upstream.received).toHaveLength(3);
  });

  it('try once where the provider says that it is of no use', async () => {
    const openai = new OpenAI({ baseURL: `${scene.installation.url}/v1`, apiKey: scene.customer.key, maxRetries: 2, logLevel: 'off' });
    scene.upstream.expect(failing(503, 'Gone for good', { 'x-should-retry': 'false' }));
    await expect(openai.embeddings.create({ model: 'acme/large', input: 'x' })).rejects.toMatchObject({ status: 503 });
    expect(scene.upstream.received).toHaveLength(1);
  });
});
