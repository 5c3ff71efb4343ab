import OpenAI from 'openai';
import type { LedgerEvent } from '../support/gateway/admin-client.js';
import { call, type Answer } from '../support/gateway/http.js';
import { Scene } from '../support/gateway/scene.js';
import { failing, plain } from '../support/upstream/answers.js';
import type { ProviderAnswer } from '../support/upstream/provider-answer.js';

const scene = Scene.of('5.00');

let providers = 0;
/** A provider that nobody has learned anything about, and a model on it. */
async function fresh(more: readonly { provider: string; upstream_model: string; priority?: number }[] = []): Promise<string> {
  const provider = `fresh-${(providers += 1)}`;
  await scene.installation.provider(provider, scene.upstream.baseUrl);
  await scene.installation.model(`${provider}/m`, [{ provider, upstream_model: 'up' }, ...more]);
  return `${provider}/m`;
}

/** A server that speaks OpenAI's protocol, as far as Chat Completions. */
const chatOnly =
  (missing: ProviderAnswer): ProviderAnswer =>
  (response, received) =>
    received.path.endsWith('/chat/completions') ? plain()(response, received) : missing(response, received);
const json =
  (status: number, body: object | string): ProviderAnswer =>
  (response) =>
    void response
      .writeHead(status, { 'content-type': typeof body === 'string' ? 'text/plain' : 'application/json' })
      .end(typeof body === 'string' ? body : JSON.stringify(body));
const NO_ROUTE = json(404, { detail: 'Not Found' });

interface Asked {
  readonly answer: Answer;
  readonly end: LedgerEvent;
  readonly paths: readonly string[];
}

const respond = (model: string, more: object = {}): Promise<Asked> => ask('/v1/responses', { model, input: 'Hello', ...more });
const complete = (model: string, more: object = {}): Promise<Asked> => ask('/v1/completions', { model, prompt: 'Hello', ...more });

async function ask(path: string, body: object): Promise<Asked> {
  scene.upstream.received.length = 0;
  const headers = { 'x-api-key': scene.customer.key };
  const answer = await call({
    method: 'POST',
    url: scene.installation.url + path,
    headers,
    body: { ...body },
  });
  const books = await scene.installation.books();
  expect([books.openHolds, books.violations]).toEqual([[], []]);
  return {
    answer,
    end: books.ends.get(String(answer.headers['x-request-id']))!,
    paths: scene.upstream.received.map(({ path }) => path.slice(3)),
  };
}

describe('a response asked of a provider without that route', () => {
  it.each([
    ['FastAPI', NO_ROUTE],
    ['Go', json(404, '404 page not found')],
    ['a method not allowed', json(405, { detail: 'Method Not Allowed' })],
    [
      'an unknown URL',
      json(404, { error: { message: 'Unknown request URL', type: 'invalid_request_error', param: null, code: 'unknown_url' } }),
    ],
  ])('is asked as a chat completion in the same attempt, and next time at once: %s', async (_who, missing) => {
    const model = await fresh();
    scene.upstream.answer = chatOnly(missing);
    const { answer, end, paths } = await respond(model, { truncation: 'auto' });
    expect([answer.status, paths]).toEqual([200, ['/responses', '/chat/completions']]);
    expect(answer.json()).toMatchObject({ object: 'response', status: 'completed', output: [{ type: 'message' }] });
    expect(answer.headers).toMatchObject({ 'x-tokenok-attempts': '2', 'x-tokenok-dropped': 'truncation', 'x-tokenok-charge': '0.00006' });
    expect(end.data).toMatchObject({
      outcome: 'succeeded',
      charge: '0.00006',
      usage: { input_tokens: 20, output_tokens: 10, source: 'reported' },
      attempts: [{ error: 'route_missing' }, { status: 200 }],
    });
    const next = await respond(model);
    expect([next.answer.status, next.paths, next.answer.headers['x-tokenok-attempts']]).toEqual([200, ['/chat/completions'], '1']);
  });

  it('streams its translation, as the SDK reads it', async () => {
    scene.upstream.answer = chatOnly(NO_ROUTE);
    const client = new OpenAI({ baseURL: `${scene.installation.url}/v1`, apiKey: scene.customer.key, maxRetries: 0, logLevel: 'off' });
    for (const model of [await fresh(), 'fresh-1/m']) {
      const answer = await client.responses.stream({ model, input: 'Hello' }).finalResponse();
      expect([answer.status, answer.output_text]).toEqual(['completed', 'Every token has its price.']);
      expect(answer.usage).toMatchObject({ input_tokens: 20, output_tokens: 10 });
    }
  });

  it('is refused by the field where only that route could say it, then before anything is held', async () => {
    const model = await fresh();
    scene.upstream.answer = chatOnly(NO_ROUTE);
    const tools = [{ type: 'custom', name: 'c' }];
    const { answer, end, paths } = await respond(model, { tools });
    expect([answer.status, paths]).toEqual([400, ['/responses']]);
    expect(answer.json()).toMatchObject({ error: { code: 'unsupported_parameter', param: expect.stringContaining('tools[0]') as string } });
    expect(end).toMatchObject({
      type: 'RequestFailed',
      data: { reason: 'status_404', attempts: [{ status: 404, error: 'route_missing' }] },
    });
    const next = await respond(model, { tools });
    expect([next.answer.status, next.paths, next.end]).toEqual([400, [], undefined]);
    expect(next.answer.json()).toMatchObject({ error: { param: expect.stringContaining('tools[0]') as string } });
  });

  it.each([404, 405])('goes on to the next provider where its translation is refused: %i', async (status) => {
    const model = await fresh([{ provider: 'sandbox', upstream_model: 'gpt-4.1-mini', priority: 1 }]);
    scene.upstream.answer = chatOnly(json(status, { detail: 'Not here' }));
    const { answer, end } = await respond(model, { tools: [{ type: 'custom', name: 'c' }] });
    expect([answer.status, answer.headers['x-tokenok-provider']]).toEqual([200, 'sandbox']);
    expect(end.data).toMatchObject({ provider: 'sandbox', attempts: [{ error: 'route_missing' }, { provider: 'sandbox', status: 200 }] });
  });

  it('goes on to the next provider where the chat completion fails, and is charged at that one', async () => {
    const model = await fresh([{ provider: 'sandbox', upstream_model: 'gpt-4.1-mini', priority: 1 }]);
    scene.upstream.answer = (response, received) =>
      received.path.endsWith('/responses') ? NO_ROUTE(response, received) : failing(500)(response, received);
    const { answer, end } = await respond(model);
    expect(answer.headers).toMatchObject({ 'x-tokenok-provider': 'sandbox', 'x-tokenok-attempts': '3' });
    expect(end.data).toMatchObject({
      outcome: 'succeeded',
      provider: 'sandbox',
      attempts: [{ status: 404 }, { status: 500 }, { status: 200 }],
    });
    expect((await respond(model)).paths).toEqual(['/chat/completions']);
  });

  it('holds what it would hold anywhere', async () => {
    const model = await fresh();
    const holds: unknown[] = [];
    for (const answer of [plain(), chatOnly(NO_ROUTE), chatOnly(NO_ROUTE)]) {
      scene.upstream.answer = answer;
      const { answer: got } = await respond(model);
      holds.push((await scene.installation.books()).routed.get(String(got.headers['x-request-id']))?.data['hold']);
    }
    expect(new Set(holds).size).toBe(1);
  });
});

describe('a legacy completion asked of a provider without that route', () => {
  it('is asked as a chat completion in the same attempt, and next time at once', async () => {
    const model = await fresh();
    scene.upstream.answer = chatOnly(NO_ROUTE);
    const { answer, end, paths } = await complete(model, { user: 'ada' });
    expect([answer.status, paths]).toEqual([200, ['/completions', '/chat/completions']]);
    expect(answer.json()).toMatchObject({
      object: 'text_completion',
      choices: [{ text: 'Every token has its price.', finish_reason: 'stop' }],
    });
    expect(answer.headers).toMatchObject({ 'x-tokenok-attempts': '2', 'x-tokenok-dropped': 'user', 'x-tokenok-charge': '0.00006' });
    expect(end.data).toMatchObject({ outcome: 'succeeded', charge: '0.00006', attempts: [{ error: 'route_missing' }, { status: 200 }] });
    const next = await complete(model);
    expect([next.answer.status, next.paths]).toEqual([200, ['/chat/completions']]);
  });

  it('streams its translation, as the SDK reads it', async () => {
    scene.upstream.answer = chatOnly(NO_ROUTE);
    const client = new OpenAI({ baseURL: `${scene.installation.url}/v1`, apiKey: scene.customer.key, maxRetries: 0, logLevel: 'off' });
    let text = '';
    for await (const chunk of await client.completions.create({ model: await fresh(), prompt: 'Hello', stream: true }))
      text += chunk.choices[0]?.text ?? '';
    expect(text).toBe('Every token has its price.');
  });

  it.each([
    ['echo', { echo: true }],
    ['suffix', { suffix: '.' }],
    ['logprobs', { logprobs: 1 }],
    ['best_of', { best_of: 2 }],
    ['prompt', { prompt: ['one', 'two'] }],
  ])('is refused by the field where only that route could say it: %s', async (field, more) => {
    const model = await fresh();
    scene.upstream.answer = chatOnly(NO_ROUTE);
    const { answer, paths } = await complete(model, more);
    expect([answer.status, paths]).toEqual([400, ['/completions']]);
    expect(answer.json()).toMatchObject({ error: { code: 'unsupported_parameter', param: field } });
  });
});

describe('a 404 about the request itself', () => {
  it('is no missing route: nothing else is asked, and the next request goes the same way', async () => {
    const model = await fresh();
    const error = { message: 'The model `up` does not exist', type: 'invalid_request_error', param: null, code: 'model_not_found' };
    scene.upstream.answer = json(404, { error });
    for (let round = 0; round < 2; round += 1) {
      const { answer, end, paths } = await respond(model);
      expect([answer.status, paths]).toEqual([502, ['/responses']]);
      expect(end.data['attempts']).toMatchObject([{ status: 404 }]);
    }
  });

  it('teaches nothing where the chat completion is not found either', async () => {
    const model = await fresh();
    scene.upstream.answer = json(404, { detail: 'Not Found' });
    for (let round = 0; round < 2; round += 1) {
      const { answer, paths } = await respond(model);
      expect([answer.status, paths]).toEqual([502, ['/responses', '/chat/completions']]);
    }
  });
});

describe('the books of all that', () => {
  it('are accepted by the verifier: two calls of one provider are one planned attempt', async () =>
    expect(await scene.installation.admin.verify()).toMatchObject({ holds: true, balanced: true, open_holds: 0 }));
});
