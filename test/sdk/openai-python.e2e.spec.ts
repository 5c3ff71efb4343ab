import { jest } from '@jest/globals';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { removeDirectories } from '../gateway/gateway.process.js';
import { Installation, MODEL, type Customer } from '../gateway/installation.js';
import { failing, plain, stream } from '../upstream/answers.js';
import { Upstream } from '../upstream/upstream.js';

/** A gateway starts, and a busy machine is slow. */
jest.setTimeout(60_000);

/** A Python that has the SDK: `npm run test:sdk` makes one. Without it these are shown as skipped, because npm test needs nothing but Node. */
const PYTHON = process.env['TOKENOK_SDK_PYTHON'];
const SCRIPT = fileURLToPath(new URL('openai_sdk.py', import.meta.url));
const run = promisify(execFile);

(PYTHON === undefined ? describe.skip : describe)('the openai SDK for Python, with base URL and key alone', () => {
  let upstream: Upstream;
  let installation: Installation;
  let customer: Customer;

  beforeAll(async () => {
    upstream = await Upstream.start();
    installation = await Installation.start(upstream.baseUrl);
    customer = await installation.customer('5.00');
  });

  afterAll(async () => {
    await installation?.gateway.stop('SIGKILL');
    await upstream?.stop();
    removeDirectories();
  });

  beforeEach(() => upstream.expect(plain()));

  interface Asked {
    readonly model?: string;
    readonly key?: string;
  }

  async function scenario(name: string, { model, key = customer.key }: Asked = {}): Promise<Record<string, unknown>> {
    const environment = { PATH: process.env['PATH'], OPENAI_BASE_URL: `${installation.url}/v1`, OPENAI_API_KEY: key };
    const { stdout } = await run(PYTHON!, [SCRIPT, name], {
      env: model === undefined ? environment : { ...environment, TOKENOK_MODEL: model },
    });
    return JSON.parse(stdout) as Record<string, unknown>;
  }

  async function settled(request: string) {
    const books = await installation.booksWhen((read) => read.ends.has(request), 3_000);
    expect(books.openHolds).toEqual([]);
    expect(books.violations).toEqual([]);
    return books.ends.get(request);
  }

  it('gets a plain answer that is charged', async () => {
    const { content, tokens, id } = await scenario('plain');
    expect(content).toMatch(/\w/);
    expect(tokens).toBeGreaterThan(0);
    expect(await settled(String(id))).toMatchObject({ type: 'TokensMetered', data: { outcome: 'succeeded' } });
  });

  it('lists models, and finds one whose id has a slash', async () => {
    const { ids, one } = await scenario('models');
    expect(ids).toEqual(expect.arrayContaining(['openai/gpt-4.1-mini', 'tokenok-fast', MODEL]));
    expect(one).toBe('openai/gpt-4.1-mini');
  });

  it('streams, without usage where none was asked for', async () => {
    expect(await scenario('streamed')).toMatchObject({ content: expect.stringMatching(/\w/) as string, finish: 'stop', usages: 0 });
  });

  it('streams, with usage where it was asked for', async () => {
    expect(await scenario('stream_with_usage')).toMatchObject({ finish: 'stop', usages: 1, last_tokens: expect.any(Number) as number });
  });

  it('satisfies the stream helper', async () => {
    expect(await scenario('stream_helper')).toMatchObject({ finish: 'stop', content: expect.stringMatching(/\w/) as string });
  });

  it('passes tools through', async () => {
    expect(await scenario('tools')).toMatchObject({ finish: 'tool_calls', name: 'weather', arguments: { city: 'Hello from the SDK' } });
  });

  it('may leave in mid-stream: the request is charged as cancelled within 3 s', async () => {
    upstream.expect(stream({ words: Array.from({ length: 200 }, (_, index) => ` word${index}`), betweenMs: 50 }));
    const { id, seen } = await scenario('abort', { model: MODEL });
    expect(seen).toBe(3);
    expect(await settled(String(id))).toMatchObject({ type: 'TokensMetered', data: { outcome: 'cancelled' } });
  });

  it('raises AuthenticationError for a key that does not exist', async () => {
    expect(await scenario('failure', { key: 'tok_no' })).toMatchObject({
      error: 'AuthenticationError',
      status: 401,
      code: 'invalid_api_key',
    });
  });

  it('raises 402 for an empty balance, and does not try again', async () => {
    const { key } = await installation.customer();
    expect(await scenario('failure', { key })).toMatchObject({ error: 'APIStatusError', status: 402, code: 'insufficient_quota', sent: 1 });
  });

  it('raises NotFoundError for an unknown model, with the nearest', async () => {
    const seen = await scenario('failure', { model: 'openai/gpt-4.1-mimi' });
    expect(seen).toMatchObject({ error: 'NotFoundError', status: 404, code: 'model_not_found', param: 'model' });
    expect(seen['message']).toContain('openai/gpt-4.1-mini');
  });

  it('raises RateLimitError for a provider’s rate limit', async () => {
    upstream.expect(failing(429));
    expect(await scenario('failure_at_once', { model: MODEL })).toMatchObject({ error: 'RateLimitError', status: 429 });
  });

  it('raises InternalServerError for a provider that fails', async () => {
    upstream.expect(failing(500));
    expect(await scenario('failure_at_once', { model: MODEL })).toMatchObject({ error: 'InternalServerError', status: 502 });
  });

  it('raises where a provider breaks off in mid-stream, instead of a short answer', async () => {
    upstream.expect(stream({ cutAfter: 3 }));
    expect(await scenario('cut', { model: MODEL })).toMatchObject({
      error: 'APIError',
      code: 'upstream_failed',
      content: expect.stringMatching(/\w/) as string,
    });
  });
});
