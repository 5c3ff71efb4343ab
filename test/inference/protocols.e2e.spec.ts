import { setTimeout as sleep } from 'node:timers/promises';
import type { Books } from '../support/gateway/books.js';
import { call, type Answer } from '../support/gateway/http.js';
import { Scene } from '../support/gateway/scene.js';
import { messageOf } from '../support/upstream/answers.js';
import type { ProviderAnswer } from '../support/upstream/provider-answer.js';

const MESSAGES = 'acme/claude';
const RESPONSES = 'acme/gpt';

const scene = Scene.of('5.00');

beforeAll(async () => {
  await scene.offerAnthropic();
  await scene.installation.model(MESSAGES, [{ provider: 'anthropic', upstream_model: 'claude-up' }]);
  await scene.installation.model(RESPONSES, [{ provider: 'acme', upstream_model: 'gpt-up' }]);
});

function post(path: string, body: object, headers: Record<string, string> = {}): Promise<Answer> {
  return call({
    method: 'POST',
    url: scene.installation.url + path,
    headers: { 'x-api-key': scene.customer.key, ...headers },
    body: { ...body },
  });
}

const say = (more: object = {}) => ({ model: MESSAGES, max_tokens: 64, messages: [{ role: 'user', content: 'Hello' }], ...more });

const sse = (event: object): string => `data: ${JSON.stringify(event)}\n\n`;
const json =
  (body: object, headers: Record<string, string> = {}): ProviderAnswer =>
  (response) =>
    void response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));

async function charged(answer: Answer): Promise<Record<string, unknown>> {
  const request = String(answer.headers['x-request-id']);
  const books: Books = await scene.installation.booksWhen((read) => read.ends.has(request));
  expect(books.openHolds).toEqual([]);
  expect(books.violations).toEqual([]);
  return books.ends.get(request)!.data;
}

describe('a provider that speaks Anthropic’s protocol', () => {
  it('gets the client’s bytes with the model in place, its betas, and our credential', async () => {
    scene.upstream.expect(
      json(messageOf({ input_tokens: 3, output_tokens: 2 }), {
        'anthropic-ratelimit-requests-remaining': '7',
        'anthropic-organization-id': 'ours',
      }),
    );
    const body = say({ future: { a: [1] }, metadata: { user_id: 'u' } });
    const answer = await post('/v1/messages', body, {
      'anthropic-version': '2023-06-01',
      'anthropic-beta': 'some-beta',
      'openai-organization': 'x',
    });
    const [received] = scene.upstream.received;
    expect(received).toMatchObject({ path: '/v1/messages', body: { ...body, model: 'claude-up' } });
    expect(received?.headers).toMatchObject({
      'x-api-key': 'sk-upstream',
      'anthropic-version': '2023-06-01',
      'anthropic-beta': 'some-beta',
    });
    expect(JSON.stringify(received?.headers)).not.toContain(scene.customer.key);
    expect(received?.headers['openai-organization']).toBeUndefined();
    expect(answer.headers).toMatchObject({ 'anthropic-ratelimit-requests-remaining': '7', 'request-id': answer.headers['x-request-id'] });
    expect(answer.headers['anthropic-organization-id']).toBeUndefined();
    expect(await charged(answer)).toMatchObject({ outcome: 'succeeded', usage: { input_tokens: 3, output_tokens: 2, source: 'reported' } });
  });

  it('is charged by its own usage, cache and explicit zeros included, also where the answer is translated', async () => {
    const told = { input_tokens: 0, cache_read_input_tokens: 40, cache_creation_input_tokens: 8, output_tokens: 0 };
    scene.upstream.expect(json({ ...messageOf(told), content: [] }));
    const usage = { input_tokens: 0, cached_input_tokens: 40, cache_write_tokens: 8, output_tokens: 0, source: 'reported' };
    expect(await charged(await post('/v1/messages', say()))).toMatchObject({ usage });
    expect(await charged(await post('/v1/chat/completions', say()))).toMatchObject({ usage });
    expect(await charged(await post('/v1/responses', { model: MESSAGES, input: 'Hello' }))).toMatchObject({ usage });
  });

  it('completes a prompt of the older kind, plain and streamed, and is charged by its own usage', async () => {
    scene.upstream.expect(json(messageOf({ input_tokens: 5, output_tokens: 2 })));
    const body = { model: MESSAGES, prompt: 'Once upon a time', max_tokens: 9, logit_bias: { 1: 2 } };
    const answer = await post('/v1/completions', body);
    expect(scene.upstream.received[0]).toMatchObject({
      path: '/v1/messages',
      body: { model: 'claude-up', max_tokens: 9, messages: [{ role: 'user', content: 'Once upon a time' }] },
    });
    expect(answer.json()).toMatchObject({ object: 'text_completion', choices: [{ text: 'Hi', finish_reason: 'stop' }] });
    expect(answer.headers['x-tokenok-dropped']).toBe('logit_bias');
    expect(await charged(answer)).toMatchObject({ outcome: 'succeeded', usage: { input_tokens: 5, output_tokens: 2, source: 'reported' } });
    const refused = await post('/v1/completions', { ...body, suffix: 'The end' });
    expect([refused.status, refused.json<{ error: { param: string } }>().error.param]).toEqual([400, 'suffix']);
  });

  it('has no embeddings, and says so before anything is held', async () => {
    scene.upstream.expect(json({}));
    const answer = await post('/v1/embeddings', { model: MESSAGES, input: 'x' });
    expect([answer.status, answer.json(), scene.upstream.received]).toEqual([
      400,
      {
        error: {
          message: `No provider of ${MESSAGES} serves this route`,
          type: 'invalid_request_error',
          param: 'model',
          code: 'unsupported_parameter',
        },
      },
      [],
    ]);
  });

  it('names in the event what the price does not cover', async () => {
    const creation = { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 8 };
    scene.upstream.expect(
      json(
        messageOf({
          input_tokens: 1,
          cache_creation_input_tokens: 8,
          cache_creation: creation,
          output_tokens: 1,
          service_tier: 'priority',
        }),
      ),
    );
    expect(await charged(await post('/v1/messages', say()))).toMatchObject({
      usage: { cache_write_tokens: 8 },
      unpriced: ['cache_write_1h', 'service_tier.priority'],
    });
  });

  it('is estimated where it told nothing, and says so', async () => {
    scene.upstream.expect(json(messageOf({})));
    const data = await charged(await post('/v1/messages', say()));
    expect(data).toMatchObject({ outcome: 'succeeded', usage: { source: 'estimated' } });
    expect((data['usage'] as { input_tokens: number }).input_tokens).toBeGreaterThan(0);
  });

  it('holds a thinking budget on top of the useful minimum', async () => {
    const poor = await scene.installation.customer('0.002');
    const body = say({ max_tokens: 4_000, thinking: { type: 'enabled', budget_tokens: 1_024 } });
    const answer = await call({ method: 'POST', url: `${scene.installation.url}/v1/messages`, headers: { 'x-api-key': poor.key }, body });
    expect([answer.status, answer.json<{ error: { type: string } }>().error.type]).toEqual([402, 'billing_error']);
  });

  it('is followed by one of the other protocol where it fails', async () => {
    const targets = [
      { provider: 'anthropic', upstream_model: 'claude-up', priority: 0 },
      { provider: 'sandbox', upstream_model: 'gpt-4.1-mini', priority: 1 },
    ];
    await scene.installation.model('acme/either', targets);
    scene.upstream.expect((response) => void response.writeHead(529).end());
    const answer = await post('/v1/messages', say({ model: 'acme/either' }));
    expect(answer.headers).toMatchObject({ 'x-tokenok-provider': 'sandbox', 'x-tokenok-attempts': '2' });
    expect(answer.json()).toMatchObject({ type: 'message', stop_reason: 'end_turn' });
    expect(await charged(answer)).toMatchObject({ provider: 'sandbox', usage: { source: 'reported' } });
    const two = await post('/v1/chat/completions', say({ model: 'acme/either', n: 2 }));
    expect([two.headers['x-tokenok-attempts'], scene.upstream.received.length]).toEqual(['1', 1]); // the one that can say n
  });

  it('leaves books that the verifier accepts, marks included', async () =>
    expect(await scene.installation.admin.verify()).toMatchObject({ holds: true, balanced: true, open_holds: 0 }));

  it('counts tokens itself, and where it cannot they are estimated', async () => {
    scene.upstream.expect(json({ input_tokens: 77 }));
    expect((await post('/v1/messages/count_tokens', say())).json()).toEqual({ input_tokens: 77 });
    expect(scene.upstream.received[0]?.path).toBe('/v1/messages/count_tokens');
    scene.upstream.expect((response) => void response.writeHead(500).end());
    expect((await post('/v1/messages/count_tokens', say())).json<{ input_tokens: number }>().input_tokens).toBeGreaterThan(3);
  });
});

describe('a provider that has Responses', () => {
  it('gets the client’s bytes with the model in place, and its events come back as they were', async () => {
    const response = (status: string, usage: object | null) => ({
      id: 'resp_1',
      object: 'response',
      status,
      output: [],
      usage,
      future: { a: [1] },
    });
    const events = [
      { type: 'response.created', sequence_number: 0, response: response('in_progress', null) },
      { type: 'response.a_future_event', sequence_number: 1, big: '@' },
      {
        type: 'response.completed',
        sequence_number: 2,
        response: response('completed', { input_tokens: 9, output_tokens: 4, total_tokens: 13 }),
      },
    ].map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
    const stream = events.join('').replace('"@"', '9223372036854775807');
    scene.upstream.expect((reply) => void reply.writeHead(200, { 'content-type': 'text/event-stream' }).end(stream));
    const body = {
      model: RESPONSES,
      input: 'Hello',
      stream: true,
      include: ['reasoning.encrypted_content'],
      future: { a: [1] },
      max_output_tokens: 50,
    };
    const answer = await post('/v1/responses', body, { 'openai-beta': 'responses=v2', 'anthropic-beta': 'x', 'openai-project': 'p' });
    const [received] = scene.upstream.received;
    expect(received).toMatchObject({
      path: '/v1/responses',
      headers: { 'openai-beta': 'responses=v2', authorization: 'Bearer sk-upstream' },
    });
    expect(received?.body).toEqual({ ...body, model: 'gpt-up' });
    expect(Object.keys(received?.headers ?? {}).join()).not.toMatch(/anthropic-beta|openai-project/);
    expect(answer.text).toBe(stream);
    expect(await charged(answer)).toMatchObject({ outcome: 'succeeded', usage: { input_tokens: 9, output_tokens: 4, source: 'reported' } });
  });
});

describe('a response that did not complete', () => {
  it.each(['incomplete', 'failed', 'cancelled'])('is charged for what it used: %s', async (status) => {
    const error = status === 'failed' ? { code: 'server_error', message: 'Broke' } : null;
    const usage = { input_tokens: 9, output_tokens: 4, total_tokens: 13 };
    scene.upstream.expect(json({ id: 'resp_1', object: 'response', status, error, output: [], usage }));
    const answer = await post('/v1/responses', { model: RESPONSES, input: 'Hello' });
    expect([answer.status, scene.upstream.received[0]?.path]).toEqual([200, '/v1/responses']);
    expect(await charged(answer)).toMatchObject({
      outcome: status === 'incomplete' ? 'incomplete' : 'failed',
      usage: { input_tokens: 9, output_tokens: 4, source: 'reported' },
    });
  });

  it('costs nothing where it failed in its stream without telling what it used', async () => {
    const response = { id: 'resp_1', object: 'response', status: 'failed', error: { code: 'server_error', message: 'Broke' }, usage: null };
    const stream = `event: response.failed\ndata: ${JSON.stringify({ type: 'response.failed', sequence_number: 0, response })}\n\n`;
    scene.upstream.expect((reply) => void reply.writeHead(200, { 'content-type': 'text/event-stream' }).end(stream));
    const answer = await post('/v1/responses', { model: RESPONSES, input: 'Hello', stream: true });
    expect([answer.status, answer.text]).toEqual([200, stream]);
    expect(await charged(answer)).toMatchObject({ outcome: 'failed', reason: 'upstream_error' });
  });
});

describe('embeddings', () => {
  const answered = (embedding: unknown) => ({
    object: 'list',
    model: 'e',
    data: [{ object: 'embedding', index: 0, embedding }],
    usage: { prompt_tokens: 3, total_tokens: 3 },
  });

  it('come in the encoding that was asked for, whatever the provider knows', async () => {
    const base64 = 'AACAPwAAAMA='; // 1 and -2
    for (const [asked, given, got] of [
      ['base64', [1, -2], base64],
      ['float', base64, [1, -2]],
      [undefined, base64, [1, -2]],
    ] as const) {
      scene.upstream.expect(json(answered(given)));
      const answer = await post('/v1/embeddings', { model: RESPONSES, input: 'x', ...(asked ? { encoding_format: asked } : {}) });
      expect(answer.json()).toEqual(answered(got));
      expect(await charged(answer)).toMatchObject({ usage: { input_tokens: 3, output_tokens: 0, source: 'reported' } });
    }
  });

  it('pass byte for byte where they are as asked', async () => {
    const bytes = ` ${JSON.stringify(answered('AACAPwAAAMA='))}\n`;
    scene.upstream.expect((response) => void response.writeHead(200, { 'content-type': 'application/json' }).end(bytes));
    expect((await post('/v1/embeddings', { model: RESPONSES, input: 'x', encoding_format: 'base64' })).text).toBe(bytes);
  });
});

describe('what a provider says of an error', () => {
  const message = 'Rate of organization org-OURS2026 of our-account exceeded; your key is sk-upstream';
  const cleaned = 'Rate of organization [removed] of [removed] exceeded; your key is [removed]';
  const failing =
    (body: object): ProviderAnswer =>
    (response) =>
      void response.writeHead(400, { 'content-type': 'application/json', 'openai-organization': 'our-account' }).end(JSON.stringify(body));
  const said = ({ text }: Answer) => /"message":"([^"]*)"/.exec(text)?.[1];

  it('names neither our credential nor our account, in a body of either dialect', async () => {
    scene.upstream.expect(failing({ error: { message, type: 'invalid_request_error', param: null, code: null } }));
    const body = { model: RESPONSES, max_tokens: 9, messages: [{ role: 'user', content: 'Hello' }] };
    for (const path of ['/v1/chat/completions', '/v1/messages'])
      expect(await post(path, body)).toMatchObject({ status: 400, text: expect.stringContaining(cleaned) as string });
  });

  it('does so in frames, and in a response that failed and is charged', async () => {
    const frame = { error: { message, type: 'server_error' } };
    const chunk = { id: 'c', choices: [{ index: 0, delta: { content: 'Hi' }, finish_reason: null }] };
    scene.upstream.expect(async (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(sse(chunk));
      await sleep(100);
      response.end(sse(frame));
    });
    const chat = { model: RESPONSES, stream: true, messages: [{ role: 'user', content: 'Hello' }] };
    expect(said(await post('/v1/chat/completions', chat))).toBe(cleaned);
    const failed = { id: 'resp_1', object: 'response', status: 'failed', error: { code: 'rate_limit_exceeded', message }, output: [] };
    const response = { ...failed, usage: { input_tokens: 3, output_tokens: 0 } };
    scene.upstream.expect(
      (to) => void to.writeHead(200, { 'content-type': 'text/event-stream' }).end(sse({ type: 'response.failed', response })),
    );
    expect(said(await post('/v1/responses', { model: RESPONSES, input: 'Hello', stream: true }))).toBe(cleaned);
    scene.upstream.expect(json(response));
    expect(said(await post('/v1/responses', { model: RESPONSES, input: 'Hello' }))).toBe(cleaned);
  });

  it('does so in frames that are errors by their name or by a member alone, whatever stands in them', async () => {
    const START = `event: message_start\ndata: ${JSON.stringify({ type: 'message_start', message: messageOf({ input_tokens: 1, output_tokens: 1 }) })}\n\n`;
    const openings = { chat: sse({ id: 'c', choices: [{ index: 0, delta: { content: 'Hi' }, finish_reason: null }] }), messages: START };
    const [chat, messages] = [{ model: RESPONSES, messages: [{ role: 'user', content: 'Hello' }] }, say()];
    for (const frame of [`event: error\ndata: ${message}\n\n`, `data: {"error":\ndata: {"message":"${message}"}}\n\n`]) {
      for (const [path, body, opening] of [
        ['/v1/chat/completions', chat, openings.chat],
        ['/v1/messages', messages, openings.messages],
      ] as const) {
        scene.upstream.expect(async (response) => {
          response.writeHead(200, { 'content-type': 'text/event-stream' }).write(opening);
          await sleep(100);
          response.end(frame);
        });
        const { text } = await post(path, { ...body, stream: true });
        expect(text).toContain(cleaned.slice(-23));
        expect(text).not.toContain('sk-upstream');
      }
    }
  });

  it('does so in the headers that go on, and where tokens are counted', async () => {
    const headers = { 'content-type': 'application/json', 'x-ratelimit-limit-tokens': 'sk-upstream=9', 'x-ratelimit-reset-tokens': '6ms' };
    scene.upstream.expect((response) => void response.writeHead(429, headers).end('{}'));
    const chat = { model: RESPONSES, messages: [{ role: 'user', content: 'Hello' }] };
    const limited = await post('/v1/chat/completions', chat);
    expect(limited.headers).toMatchObject({ 'x-ratelimit-limit-tokens': '[removed]=9', 'x-ratelimit-reset-tokens': '6ms' });
    scene.upstream.expect(failing({ type: 'error', error: { type: 'invalid_request_error', message: 'Not with sk-upstream' } }));
    expect(said(await post('/v1/messages/count_tokens', say()))).toBe('Not with [removed]');
    scene.upstream.expect((response) => void response.writeHead(400, { 'content-type': 'text/html' }).end('<p>sk-upstream</p>'));
    expect((await post('/v1/messages/count_tokens', say())).json<{ input_tokens: number }>().input_tokens).toBeGreaterThan(3);
  });

  it('is no business of an answer', async () => {
    scene.upstream.expect(json({ ...messageOf({ input_tokens: 1, output_tokens: 1 }), content: [{ type: 'text', text: message }] }));
    expect((await post('/v1/messages', say())).text).toContain(message);
  });
});

describe('a provider that falls silent', () => {
  const START = messageOf({ input_tokens: 1, output_tokens: 1 });
  const silentFor =
    (ms: number): ProviderAnswer =>
    async (response) => {
      const send = (type: string, more: object = {}) => response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...more })}\n\n`);
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      send('message_start', { message: { ...START, content: [], stop_reason: null } });
      await sleep(ms);
      send('content_block_start', { index: 0, content_block: { type: 'text', text: '' } });
      send('content_block_delta', { index: 0, delta: { type: 'text_delta', text: 'Hi' } });
      send('content_block_stop', { index: 0 });
      send('message_delta', { delta: { stop_reason: 'end_turn', stop_sequence: null }, usage: { output_tokens: 3 } });
      send('message_stop');
      response.end();
    };

  it('is bridged by pings of the client’s dialect every 15 s', async () => {
    scene.upstream.expect(silentFor(16_000));
    const [anthropic, openai] = await Promise.all([
      post('/v1/messages', say({ stream: true })),
      post('/v1/chat/completions', say({ stream: true })),
    ]);
    expect(anthropic.text.match(/event: ping\ndata: {"type":"ping"}\n\n/g)).toHaveLength(1);
    expect(anthropic.text.trim().endsWith('data: {"type":"message_stop"}')).toBe(true);
    expect(openai.text.match(/^: ping\n\n/gm)).toHaveLength(1);
    expect(openai.text.endsWith('data: [DONE]\n\n')).toBe(true);
  });
});
