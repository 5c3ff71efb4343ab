import type { Books } from '../support/gateway/books.js';
import { call, type Answer } from '../support/gateway/http.js';
import { PRICE } from '../support/gateway/installation.js';
import { nanos } from '../support/gateway/nanos.js';
import { Scene } from '../support/gateway/scene.js';
import type { ProviderAnswer } from '../support/upstream/provider-answer.js';

/** In nanos for a token: input 1,000 (above 200,000: 2,000), cached 250, five minutes 1,000, an hour 3,000, output 4,000; half of it in flex. */
const WHOLE = {
  ...PRICE,
  cache_write_1h_per_million: '3',
  input_audio_per_million: '40',
  output_audio_per_million: '80',
  tiers: [{ above_input_tokens: 200_000, input_per_million: '2' }],
  service_tiers: { flex: { input_per_million: '0.5', output_per_million: '2' } },
};
const LIMITS = { context_window: 1_000, default_output_tokens: 256 };
const AUDIO = { role: 'user', content: [{ type: 'input_audio', input_audio: { data: 'AAAA', format: 'wav' } }] };

const scene = Scene.of('50.00');

beforeAll(async () => {
  await scene.offerAnthropic();
  const targets = [{ provider: 'acme', upstream_model: 'up', cost: PRICE }];
  const claude = [{ provider: 'anthropic', upstream_model: 'up' }];
  await scene.installation.model('whole', targets, { price: WHOLE, ...LIMITS });
  await scene.installation.model('bare', targets, { price: PRICE, ...LIMITS });
  await scene.installation.model('claude', claude, { price: WHOLE, ...LIMITS });
  await scene.installation.model('bare-claude', claude, { price: PRICE, ...LIMITS });
  await scene.installation.admin.send('PUT', '/admin/aliases/either', { targets: [{ model: 'bare' }, { model: 'whole', priority: 1 }] });
});

function post(path: string, body: object): Promise<Answer> {
  return call({ method: 'POST', url: scene.installation.url + path, headers: { 'x-api-key': scene.customer.key }, body: { ...body } });
}

const json =
  (body: object): ProviderAnswer =>
  (response) =>
    void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
const message = (usage: object) =>
  json({ id: 'msg_1', type: 'message', role: 'assistant', model: 'up', content: [], stop_reason: 'end_turn', usage });
const completion = (usage: object, more: object = {}) =>
  json({ id: 'c', object: 'chat.completion', model: 'up', choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }], usage, ...more }); // prettier-ignore

const chat = (model: string, more: object = {}) =>
  post('/v1/chat/completions', { model, messages: [{ role: 'user', content: 'Hello' }], ...more });
const messages = (model: string, more: object = {}) =>
  post('/v1/messages', { model, max_tokens: 64, messages: [{ role: 'user', content: 'Hello' }], ...more });

/** The event that ended the request, from books that hold. */
async function charged(answer: Answer): Promise<Record<string, unknown> & { charge: bigint; rated: bigint }> {
  const request = String(answer.headers['x-request-id']);
  const books: Books = await scene.installation.booksWhen((read) => read.ends.has(request));
  expect([books.openHolds, books.violations]).toEqual([[], []]);
  const { data } = books.ends.get(request)!;
  return { ...data, charge: nanos(String(data['charge'])), rated: nanos(String(data['rated'])) };
}

async function ledgerEvents(): Promise<number> {
  return (await scene.installation.books()).ends.size;
}

describe('a cache write that is kept for an hour', () => {
  const usage = {
    input_tokens: 10,
    cache_creation_input_tokens: 100,
    cache_creation: { ephemeral_5m_input_tokens: 40, ephemeral_1h_input_tokens: 60 },
    output_tokens: 1,
  };
  it('is charged at its own price', async () => {
    scene.upstream.expect(message(usage));
    const data = await charged(await messages('claude'));
    expect(data).toMatchObject({
      charge: 10n * 1_000n + 40n * 1_000n + 60n * 3_000n + 4_000n,
      usage: { cache_write_tokens: 100, cache_write_1h_tokens: 60 },
    });
    expect(data).not.toHaveProperty('unpriced');
  });
  it('is charged as one of five minutes where it has none, and marked in event, receipt, log, CSV and usage', async () => {
    scene.upstream.expect(message({ ...usage, service_tier: 'priority' }));
    const answer = await messages('bare-claude');
    const unpriced = ['cache_write_1h', 'service_tier.priority'];
    expect(await charged(answer)).toMatchObject({ charge: 10n * 1_000n + 100n * 1_000n + 4_000n, service_tier: 'priority', unpriced });
    const id = String(answer.headers['x-request-id']);
    const receipt = await scene.installation.me<{ rating: { formula: string } }>(scene.customer, `/me/requests/${id}`);
    expect(receipt).toMatchObject({ unpriced, service_tier: 'priority', usage: { cache_write_tokens: 100, cache_write_1h_tokens: 60 } });
    expect(receipt.rating.formula).toContain('40 cache_write × 1.00 + 60 cache_write_1h × 1.00 + 1 output × 4.00');
    const { data } = await scene.installation.me<{ data: { id: string; unpriced: string[] }[] }>(scene.customer, '/me/request-logs');
    expect(data.map((row) => [row.id === id, row.unpriced])).toEqual([[true, unpriced], [false, []]]); // prettier-ignore
    const csv = await call({
      method: 'GET',
      url: `${scene.installation.url}/me/request-logs?format=csv`,
      headers: { 'x-api-key': scene.customer.key },
    });
    expect(csv.text.split('\r\n').find((line) => line.startsWith(id))).toMatch(
      /,60,0,0,0,priority,cache_write_1h service_tier\.priority,succeeded,,,$/,
    );
    const used = await scene.installation.me<{ data: object[] }>(scene.customer, '/me/usage');
    expect(used.data).toContainEqual(
      expect.objectContaining({ model: 'bare-claude', requests: 1, unpriced_requests: 1, unpriced_tokens: 111 }),
    );
    expect(used.data).toContainEqual(expect.objectContaining({ model: 'claude', requests: 1, unpriced_requests: 0, unpriced_tokens: 0 }));
  });
});

describe('a tier above 200,000 input tokens', () => {
  it.each([
    [200_000, 1_000n],
    [200_001, 2_000n],
  ])('is for the whole request: with %p input tokens each costs %p nanos', async (prompt_tokens, each) => {
    scene.upstream.expect(completion({ prompt_tokens, completion_tokens: 1 }));
    expect(await charged(await chat('whole'))).toMatchObject({ rated: BigInt(prompt_tokens) * each + 4_000n });
  });
  it('goes by all input, cached included', async () => {
    scene.upstream.expect(completion({ prompt_tokens: 200_001, completion_tokens: 1, prompt_tokens_details: { cached_tokens: 200_000 } }));
    expect(await charged(await chat('whole'))).toMatchObject({ rated: 200_000n * 250n + 2_000n + 4_000n });
  });
});

describe('a service tier', () => {
  it('is charged where the provider says that it served in it, whatever was asked for', async () => {
    scene.upstream.expect(completion({ prompt_tokens: 100, completion_tokens: 10 }, { service_tier: 'flex' }));
    for (const more of [{}, { service_tier: 'flex' }])
      expect(await charged(await chat('whole', more))).toMatchObject({ charge: 100n * 500n + 10n * 2_000n, service_tier: 'flex' });
    scene.upstream.expect(completion({ prompt_tokens: 100, completion_tokens: 10 }, { service_tier: 'default' }));
    const standard = await charged(await chat('whole', { service_tier: 'flex' }));
    expect(standard.charge).toBe(100n * 1_000n + 10n * 4_000n);
    expect(standard).not.toHaveProperty('service_tier');
    expect(standard).not.toHaveProperty('unpriced');
  });
  it('that was asked for is charged as the standard one where the provider tells of none, and the receipt says so', async () => {
    scene.upstream.expect(completion({ prompt_tokens: 100, completion_tokens: 10 }));
    const answer = await chat('whole', { service_tier: 'flex' });
    expect((await charged(answer)).charge).toBe(100n * 1_000n + 10n * 4_000n);
    const receipt = await scene.installation.me(scene.customer, `/me/requests/${String(answer.headers['x-request-id'])}`);
    expect(receipt).toMatchObject({ service_tier: null, service_tier_asked: 'flex', unpriced: ['service_tier.flex'] });
  });
  it('goes to the provider as it was asked for, and to models alone that have a price for it', async () => {
    scene.upstream.expect(completion({ prompt_tokens: 1, completion_tokens: 1 }));
    const answer = await chat('either', { service_tier: 'flex' });
    expect(answer.headers['x-tokenok-model']).toBe('whole');
    expect(scene.upstream.received.at(-1)?.body).toMatchObject({ service_tier: 'flex' });
    expect((await chat('either')).headers['x-tokenok-model']).toBe('bare');
  });
});

describe('a stream', () => {
  const frames =
    (...events: readonly object[]): ProviderAnswer =>
    (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const event of events)
        response.write(`${'type' in event ? `event: ${String(event.type)}\n` : ''}data: ${JSON.stringify(event)}\n\n`);
      response.end('choices' in events[0]! ? 'data: [DONE]\n\n' : undefined);
    };
  it('of Chat Completions is charged in the service tier that its chunks name, audio apart', async () => {
    const chunk = { id: 'c', object: 'chat.completion.chunk', model: 'up', service_tier: 'flex' };
    const usage = { prompt_tokens: 100, completion_tokens: 20, completion_tokens_details: { audio_tokens: 15 } };
    scene.upstream.expect(
      frames(
        { ...chunk, choices: [{ index: 0, delta: { role: 'assistant', content: 'Hi' }, finish_reason: null }] },
        { ...chunk, choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
        { ...chunk, choices: [], usage },
      ),
    );
    const data = await charged(await chat('whole', { stream: true }));
    expect(data).toMatchObject({ charge: 100n * 500n + 5n * 2_000n + 15n * 80_000n, service_tier: 'flex' });
  });
  it('of Messages is charged for an hour in the cache, also where it is translated', async () => {
    const usage = {
      input_tokens: 10,
      cache_creation_input_tokens: 100,
      cache_creation: { ephemeral_1h_input_tokens: 60 },
      output_tokens: 1,
    };
    scene.upstream.expect(
      frames(
        { type: 'message_start', message: { id: 'msg_1', type: 'message', role: 'assistant', model: 'up', content: [], usage } },
        { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
        { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hi' } },
        { type: 'content_block_stop', index: 0 },
        { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 2 } },
        { type: 'message_stop' },
      ),
    );
    const charge = 10n * 1_000n + 40n * 1_000n + 60n * 3_000n + 2n * 4_000n;
    expect(await charged(await messages('claude', { stream: true }))).toMatchObject({ charge });
    const translated = await chat('claude', { stream: true, stream_options: { include_usage: true } });
    expect(await charged(translated)).toMatchObject({ charge });
    expect(translated.text).toContain('"prompt_tokens":110');
  });
});

describe('what has no price', () => {
  it.each([
    ['service_tier', { service_tier: 'priority' }],
    ['messages[0].content[0].type', { messages: [AUDIO] }],
    ['modalities', { modalities: ['text', 'audio'], audio: { voice: 'alloy', format: 'wav' } }],
    ['audio', { audio: { voice: 'alloy', format: 'wav' } }],
  ])('is refused by its field before anything is held or asked: %s', async (param, more) => {
    scene.upstream.expect(completion({ prompt_tokens: 1, completion_tokens: 1 }));
    const before = await ledgerEvents();
    const answer = await chat('bare', more);
    expect([answer.status, answer.json<{ error: object }>().error]).toEqual([
      400,
      expect.objectContaining({ param, code: 'unsupported_parameter' }),
    ]);
    expect([await ledgerEvents(), scene.upstream.received]).toEqual([before, []]);
  });
  it('is refused in the dialect of the client that names it', async () => {
    const body = { model: 'claude', max_tokens: 8, messages: [{ role: 'user', content: 'Hello' }], service_tier: 'priority' };
    const answer = await post('/v1/messages', body);
    expect([answer.status, answer.json()]).toMatchObject([400, { type: 'error', error: { type: 'invalid_request_error' } }]);
    expect(answer.text).toContain('service_tier');
  });
});

describe('audio with a price', () => {
  const usage = {
    prompt_tokens: 100,
    completion_tokens: 20,
    prompt_tokens_details: { audio_tokens: 90, cached_tokens: 0 },
    completion_tokens_details: { audio_tokens: 15 },
  };
  it('passes to a provider of the same protocol, and is charged at its price', async () => {
    scene.upstream.expect(completion(usage));
    const spoken = { messages: [AUDIO], modalities: ['text', 'audio'], audio: { voice: 'alloy', format: 'wav' } };
    const data = await charged(await chat('whole', spoken));
    expect(scene.upstream.received.at(-1)?.body).toMatchObject(spoken);
    expect(data.charge).toBe(10n * 1_000n + 90n * 40_000n + 5n * 4_000n + 15n * 80_000n);
    expect(data).toMatchObject({ usage: { input_tokens: 100, input_audio_tokens: 90, output_tokens: 20, output_audio_tokens: 15 } });
    expect(data['cost']).toMatchObject({ amount: '0.00018' }); // 100 and 20 at what the target costs, which tells nothing apart
  });
  it('is held at its price, and a request without audio is not', async () => {
    scene.upstream.expect(completion(usage));
    const held = async (more: object) => {
      const request = String((await chat('whole', more)).headers['x-request-id']);
      const { hold } = await scene.installation.me<{ hold: string }>(scene.customer, `/me/requests/${request}`);
      return nanos(hold);
    };
    expect(await held({ messages: [AUDIO], modalities: ['audio'] })).toBe(1_000n * 40_000n + 256n * 80_000n);
    expect(await held({})).toBeLessThanOrEqual(1_000n * 2_000n + 256n * 4_000n);
  });
  it('is charged by how long it plays where its client leaves before the provider has told', async () => {
    const second = Buffer.alloc(48_000).toString('base64');
    const chunk = (audio: object) => ({ id: 'c', choices: [{ index: 0, delta: { audio }, finish_reason: null }], service_tier: 'flex' });
    scene.upstream.expect((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(
        `data: ${JSON.stringify(chunk({ id: 'a', transcript: 'Good day' }))}\n\ndata: ${JSON.stringify(chunk({ data: second }))}\n\n`,
      );
    });
    const input = { type: 'input_audio', input_audio: { data: second, format: 'wav' } };
    const spoken = { model: 'whole', messages: [{ role: 'user', content: [input] }], stream: true, modalities: ['text', 'audio'], audio: { voice: 'alloy', format: 'pcm16' } }; // prettier-ignore
    const before = (await scene.installation.books()).ends.size;
    const headers = { authorization: `Bearer ${scene.customer.key}`, 'content-type': 'application/json' };
    const aborted = new AbortController();
    const response = await fetch(`${scene.installation.url}/v1/chat/completions`, { method: 'POST', headers, body: JSON.stringify(spoken), signal: aborted.signal }); // prettier-ignore
    await response.body!.getReader().read();
    setTimeout(() => aborted.abort(), 100);
    const books = await scene.installation.booksWhen((read) => read.ends.size > before);
    expect([books.openHolds, books.violations]).toEqual([[], []]);
    expect([...books.ends.values()].at(-1)).toMatchObject({
      type: 'TokensMetered',
      data: {
        outcome: 'cancelled',
        service_tier: 'flex',
        usage: { source: 'estimated', input_audio_tokens: 10, output_audio_tokens: 20, output_tokens: 22 },
      },
    });
  });
  it('is refused where the provider has to be spoken to in another dialect', async () => {
    const answer = await chat('claude', { messages: [AUDIO] });
    expect([answer.status, answer.json<{ error: object }>().error]).toMatchObject([400, { param: 'messages[0].content[0].type' }]);
  });
});

describe('what a provider says of an answer', () => {
  const usage = { input_tokens: 1, output_tokens: 1 };
  it('is recorded as far as an event takes it, whatever it names and however long', async () => {
    const tools = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`${index}${'x'.repeat(200)}`, 1]));
    scene.upstream.expect(message({ ...usage, server_tool_use: tools, service_tier: 'y'.repeat(30_000) }));
    const answer = await messages('bare-claude');
    expect(answer.status).toBe(200);
    const { unpriced } = (await charged(answer)) as { unpriced?: string[] };
    expect([unpriced?.length, Math.max(...(unpriced ?? []).map((name) => name.length))]).toEqual([33, 'service_tier.'.length + 64]);
  });
  it('is charged only where it can be said to the client', async () => {
    const content = [{ type: 'tool_use', id: { toString: null, valueOf: null }, name: 'f', input: {} }];
    scene.upstream.expect(json({ id: 'msg_1', type: 'message', role: 'assistant', model: 'up', content, stop_reason: 'tool_use', usage }));
    const answer = await chat('claude');
    expect(answer.status).toBe(500);
    const request = String(answer.headers['x-request-id']);
    const books = await scene.installation.booksWhen((read) => read.ends.has(request));
    expect([books.openHolds, books.violations]).toEqual([[], []]);
    expect(books.ends.get(request)).toMatchObject({ type: 'RequestFailed', data: { reason: 'internal' } });
  });
});

it('leaves books that the verifier accepts', async () =>
  expect(await scene.installation.admin.verify()).toMatchObject({ holds: true, balanced: true, open_holds: 0 }));
