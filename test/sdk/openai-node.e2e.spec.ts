import OpenAI, { APIError, AuthenticationError, InternalServerError, NotFoundError, RateLimitError, BadRequestError } from 'openai';
import type { Books } from '../support/gateway/books.js';
import { removeDirectories } from '../support/gateway/gateway.process.js';
import { Installation, MODEL, type Customer } from '../support/gateway/installation.js';
import { failing, inTurn, plain, stream } from '../support/upstream/answers.js';
import { Upstream } from '../support/upstream/upstream.js';
import { caught } from '../support/sdk/sdk-scene.js';

/** The product's own first model and alias, on the built-in sandbox provider. */
const SANDBOX = 'tokenok-fast';
const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: 'Hello from the SDK' }];

let upstream: Upstream;
let installation: Installation;
let customer: Customer;
let client: OpenAI;
/** Requests that the SDK sent: its own retries show here. */
let sent = 0;

beforeAll(async () => {
  upstream = await Upstream.start();
  installation = await Installation.start(upstream.baseUrl);
  customer = await installation.customer('5.00');
  client = clientOf(customer.key);
});

afterAll(async () => {
  await installation?.gateway.stop('SIGKILL');
  await upstream?.stop();
  removeDirectories();
});

beforeEach(() => {
  upstream.expect(plain());
  sent = 0;
});

/** As the quickstart has it: an address and a key, nothing else; `fetch` only counts. */
function clientOf(apiKey: string): OpenAI {
  return new OpenAI({
    baseURL: `${installation.url}/v1`,
    apiKey,
    fetch: (url, init) => {
      sent += 1;
      return fetch(url, init);
    },
  });
}

/** Whatever a test did: every hold has an end, and every entry its other half. */
afterEach(async () => {
  const { openHolds, violations } = await installation.booksWhen((read) => read.openHolds.length === 0);
  expect({ openHolds, violations }).toEqual({ openHolds: [], violations: [] });
});

/** Settled, with nothing open and nothing wrong. */
async function settled(request: string): Promise<Books> {
  const books = await installation.booksWhen((read) => read.ends.has(request));
  expect(books.ends.has(request)).toBe(true);
  expect(books.openHolds).toEqual([]);
  expect(books.violations).toEqual([]);
  return books;
}

describe('the openai SDK for Node, with baseURL and key alone', () => {
  it('gets a plain answer, and finds its charge under the id that the SDK shows', async () => {
    const completion = await client.chat.completions.create({ model: SANDBOX, messages });
    expect(completion.choices[0]?.message.content).toMatch(/\w/);
    expect(completion.usage?.completion_tokens).toBeGreaterThan(0);
    const books = await settled(String(completion._request_id));
    expect(books.charge(String(completion._request_id))?.data['outcome']).toBe('succeeded');
  });

  it('streams, without usage where none was asked for', async () => {
    const chunks: OpenAI.ChatCompletionChunk[] = [];
    for await (const chunk of await client.chat.completions.create({ model: SANDBOX, messages, stream: true })) chunks.push(chunk);
    expect(chunks[0]?.choices[0]?.delta.role).toBe('assistant');
    expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('stop');
    expect(chunks.some((chunk) => chunk.usage !== undefined)).toBe(false);
  });

  it('streams, with usage where it was asked for', async () => {
    const options = { stream: true, stream_options: { include_usage: true } } as const;
    const chunks: OpenAI.ChatCompletionChunk[] = [];
    for await (const chunk of await client.chat.completions.create({ model: SANDBOX, messages, ...options })) chunks.push(chunk);
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens: expect.any(Number) as number } });
    expect(chunks.slice(0, -1).every((chunk) => chunk.usage === null)).toBe(true);
  });

  it('may leave in mid-stream: the request is charged as cancelled long before its provider has ended', async () => {
    upstream.expect(stream({ words: Array.from({ length: 200 }, (_, index) => ` word${index}`), betweenMs: 50 }));
    const { data, request_id: id } = await client.chat.completions.create({ model: MODEL, messages, stream: true }).withResponse();
    let seen = 0;
    for await (const chunk of data) if (chunk.choices[0]?.delta.content && ++seen === 3) break;
    data.controller.abort();
    const books = await settled(String(id));
    expect(books.charge(String(id))?.data).toMatchObject({ outcome: 'cancelled', usage: { source: 'estimated' } });
  });
});

describe('what the openai SDK for Node raises', () => {
  it('a key that does not exist: AuthenticationError, once', async () => {
    const { code, status } = await caught(clientOf('tok_no').chat.completions.create({ model: SANDBOX, messages }), AuthenticationError);
    expect([status, code, sent]).toEqual([401, 'invalid_api_key', 1]);
  });

  it('an empty balance: 402 insufficient_quota, which the SDK does not try again', async () => {
    const poor = await installation.customer();
    const error = await caught(clientOf(poor.key).chat.completions.create({ model: SANDBOX, messages }), APIError);
    expect([error.status, error.code, error.type, sent]).toEqual([402, 'insufficient_quota', 'insufficient_quota', 1]);
    expect(error.requestID).toMatch(/^req_/);
  });

  it('an unknown model: NotFoundError that names the nearest', async () => {
    const error = await caught(client.chat.completions.create({ model: 'openai/gpt-4.1-mimi', messages }), NotFoundError);
    expect([error.status, error.code, error.param, sent]).toEqual([404, 'model_not_found', 'model', 1]);
    expect(error.message).toContain('"openai/gpt-4.1-mimi"');
    expect(error.message).toContain('openai/gpt-4.1-mini');
    await caught(client.models.retrieve('openai/gpt-4.1-mimi'), NotFoundError);
  });

  it('a wrong type: BadRequestError that names the field', async () => {
    const wrong = { model: SANDBOX, messages: 'hello' } as unknown as OpenAI.ChatCompletionCreateParamsNonStreaming;
    const error = await caught(client.chat.completions.create(wrong), BadRequestError);
    expect([error.status, error.param, sent]).toEqual([400, 'messages', 1]);
  });

  it('a provider that breaks off in mid-stream: an error, not a short answer', async () => {
    upstream.expect(stream({ cutAfter: 3 }));
    const words: string[] = [];
    const read = async (): Promise<void> => {
      for await (const chunk of await client.chat.completions.create({ model: MODEL, messages, stream: true }))
        words.push(chunk.choices[0]?.delta.content ?? '');
    };
    const error = await caught(read(), APIError);
    expect(error.code).toBe('upstream_failed');
    expect(words.join('')).not.toBe('');
    await caught(client.chat.completions.stream({ model: MODEL, messages }).finalChatCompletion(), APIError);
  });

  it('a provider that fails: InternalServerError, after the SDK’s own retries', async () => {
    upstream.expect(failing(500));
    const error = await caught(client.chat.completions.create({ model: MODEL, messages }), InternalServerError);
    expect([error.status, error.code]).toEqual([502, 'upstream_failed']);
    expect(sent).toBe(3);
    expect(upstream.received).toHaveLength(3);
  });

  it('a provider’s rate limit: RateLimitError with its wait', async () => {
    upstream.expect(failing(429, 'Slow down', { 'retry-after': '9', 'x-ratelimit-remaining-requests': '0' }));
    const error = await caught(client.chat.completions.create({ model: MODEL, messages }, { maxRetries: 0 }), RateLimitError);
    expect(error.status).toBe(429);
    expect(error.headers.get('retry-after')).toBe('9');
    expect(error.headers.get('x-ratelimit-remaining-requests')).toBe('0');
  });

  it('nothing, where a provider’s rate limit is over by the SDK’s retry', async () => {
    // Longer than the SDK waits by itself.
    upstream.expect(inTurn(failing(429, 'Slow down', { 'retry-after-ms': '1500' }), plain()));
    const startedAt = performance.now();
    const completion = await client.chat.completions.create({ model: MODEL, messages });
    expect(completion.choices[0]?.finish_reason).toBe('stop');
    expect(performance.now() - startedAt).toBeGreaterThan(1_450);
    expect(sent).toBe(2);
  });
});

describe('falling back, as the openai SDK for Node sees it', () => {
  const FALLBACK = 'acme/with-fallback';

  beforeAll(async () => {
    await installation.model(FALLBACK, [
      { provider: 'acme', upstream_model: 'acme-large', priority: 0 },
      { provider: 'sandbox', upstream_model: 'gpt-4.1-mini', priority: 1 },
    ]);
  });

  it.each([false, true])('is one answer, from the second provider (streamed: %s)', async (streams) => {
    upstream.expect(failing(500));
    if (streams) {
      const completion = await client.chat.completions.stream({ model: FALLBACK, messages }).finalChatCompletion();
      expect(completion.choices[0]?.finish_reason).toBe('stop');
    } else {
      const { response } = await client.chat.completions.create({ model: FALLBACK, messages }).withResponse();
      expect(response.headers.get('x-tokenok-provider')).toBe('sandbox');
      expect(response.headers.get('x-tokenok-attempts')).toBe('2');
    }
    expect([sent, upstream.received.length]).toEqual([1, 1]);
  });
});
