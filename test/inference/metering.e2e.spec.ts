import type { LedgerEvent } from '../support/gateway/admin-client.js';
import { call, type Answer } from '../support/gateway/http.js';
import { MODEL, say, type ChatBody, type Customer } from '../support/gateway/installation.js';
import { amountOf, nanos } from '../support/gateway/nanos.js';
import { Scene } from '../support/gateway/scene.js';
import { Upstream } from '../support/upstream/upstream.js';
import { after, cutPlain, failing, hangUp, inTurn, malformed, plain, stream } from '../support/upstream/answers.js';
import type { ProviderAnswer } from '../support/upstream/provider-answer.js';

const CREDIT = '10.00';

const scene = Scene.of(CREDIT);

interface Settled {
  readonly answer: Answer;
  /** The event that ended the request. */
  readonly end: LedgerEvent;
  readonly row: {
    readonly status: string;
    readonly charge: string;
    readonly attempts: number;
    readonly usage: Readonly<Record<string, unknown>> | null;
  };
}

/** One request against a provider that answers so; whatever happens, its hold is gone afterwards and the books hold. */
async function ask(provider: ProviderAnswer, body: ChatBody = say('What does it cost?'), who: Customer = scene.customer): Promise<Settled> {
  scene.upstream.expect(provider);
  const answer = await scene.installation.chat(who, body);
  const id = String(answer.headers['x-request-id']);
  const books = await scene.installation.books();
  expect(books.violations).toEqual([]);
  expect(books.openHolds).toEqual([]);
  const logs = await scene.installation.me<{ data: (Settled['row'] & { id: string })[] }>(who, '/me/request-logs');
  const row = logs.data.find((logged) => logged.id === id);
  const end = books.ends.get(id);
  if (!end || !row) throw new Error(`${id} did not end: ${answer.text}`);
  return { answer, end, row };
}

/** By whichever name. */
const limitSent = () => {
  const { max_tokens: old, max_completion_tokens: limit = old } = scene.upstream.received.at(-1)?.body ?? {};
  return limit;
};
const usageOf = ({ data }: LedgerEvent) => data['usage'] as Record<string, unknown>;
const framesOf = ({ text }: Answer) => text.split('\n\n').filter((frame) => frame.startsWith('data: '));

describe.each([
  ['plain', say('What does it cost?')],
  ['streamed', say('What does it cost?', { stream: true })],
])('metering a %s answer', (_kind, body) => {
  it('charges what the provider reported, and shows it in the log', async () => {
    const { end, row } = await ask(plain({ usage: { prompt_tokens: 20, completion_tokens: 10 } }), body);
    expect(end.data).toMatchObject({ outcome: 'succeeded', charge: '0.00006', rated: '0.00006', uncollected: '0.00' });
    expect(row).toMatchObject({
      status: 'succeeded',
      charge: '0.00006',
      attempts: 1,
      usage: { source: 'reported', input_tokens: 20, output_tokens: 10 },
    });
  });

  it('keeps cached tokens apart from input, and reasoning within output', async () => {
    const usage = { prompt_tokens: 20, cached_tokens: 8, completion_tokens: 10, reasoning_tokens: 4 };
    const { end } = await ask(plain({ usage }), body);
    expect(usageOf(end)).toEqual({
      input_tokens: 12,
      cached_input_tokens: 8,
      cache_write_tokens: 0,
      output_tokens: 10,
      reasoning_tokens: 4,
      source: 'reported',
    });
    expect(nanos(String(end.data['charge']))).toBe(12n * 1_000n + 8n * 250n + 10n * 4_000n);
  });

  it('estimates what the provider does not tell, and labels it', async () => {
    const { end, row } = await ask(plain({ usage: null, words: ['one', ' two', ' three', ' four'] }), body);
    expect(usageOf(end)).toMatchObject({ output_tokens: 4, source: 'estimated' });
    expect(usageOf(end)['input_tokens']).toBeGreaterThan(4);
    expect(row.usage).toMatchObject({ source: 'estimated' });
    expect(nanos(row.charge)).toBeGreaterThan(0n);
  });

  it('leaves an explicit zero at zero where nothing was said', async () => {
    const { end, row } = await ask(plain({ usage: { prompt_tokens: 0, completion_tokens: 0 }, words: [] }), body);
    expect(usageOf(end)).toMatchObject({ input_tokens: 0, output_tokens: 0, source: 'reported' });
    expect(end.data['charge']).toBe('0.00');
    expect(row).toMatchObject({ status: 'succeeded', charge: '0.00' });
  });

  it('charges usage above the hold up to the hold, though more is available, and leaves the rest uncollected', async () => {
    const limited = { ...body, max_tokens: 16 };
    const hold = BigInt(String((await holdOf(limited)).toString()));
    const poor = await scene.installation.customer(amountOf(hold + 1_000n));
    const { answer, end } = await ask(plain({ usage: { prompt_tokens: 20, completion_tokens: 1_000 } }), limited, poor);
    expect(answer.status).toBe(200);
    const { charge, rated, uncollected } = end.data as { charge: string; rated: string; uncollected: string };
    expect(nanos(rated)).toBe(20n * 1_000n + 1_000n * 4_000n);
    expect(nanos(charge)).toBe(hold);
    expect(nanos(charge) + nanos(uncollected)).toBe(nanos(rated));
    expect(end.data['uncollected_reason']).toBe('beyond_bound');
    expect(await scene.installation.me(poor, '/me/balance')).toMatchObject({ available: '0.000001', held: '0.00' });
  });

  it('never estimates more output than the limit that was sent', async () => {
    const words = Array.from({ length: 500 }, (_, index) => ` ${index}`);
    const { end, row } = await ask(plain({ usage: null, words }), { ...body, max_tokens: 10 });
    expect(usageOf(end)).toMatchObject({ output_tokens: 10, source: 'estimated' });
    expect(end.data).toMatchObject({ uncollected: '0.00', charge: row.charge });
  });

  it('names request, model, provider and attempts', async () => {
    const { answer } = await ask(plain(), body);
    expect(answer.headers).toMatchObject({ 'x-tokenok-model': MODEL, 'x-tokenok-provider': 'acme', 'x-tokenok-attempts': '1' });
    expect(answer.headers['x-request-id']).toMatch(/^req_[0-9a-z]{26}$/);
  });

  it.each([
    ['500', failing(500), 502],
    ['hangs up', hangUp, 502],
    ['429', failing(429, 'Slow down', { 'retry-after': '7' }), 429],
    ['400', failing(400, 'Your fault'), 400],
  ])('charges nothing when the provider answers %s', async (_name, provider, status) => {
    const { answer, end, row } = await ask(provider, body);
    expect(answer.status).toBe(status);
    expect(answer.json()).toMatchObject({ error: { message: expect.any(String) as string } });
    expect(end.type).toBe('RequestFailed');
    expect(row).toMatchObject({ status: 'failed', charge: '0.00', attempts: 1 });
    if (status === 429) expect(answer.headers['retry-after']).toBe('7');
  });
});

async function holdOf(body: ChatBody): Promise<bigint> {
  const { answer } = await ask(plain(), body);
  return nanos(String((await scene.installation.books()).routed.get(String(answer.headers['x-request-id']))?.data['hold']));
}

describe('an answer that is not one', () => {
  it.each([
    ['is cut within its body', cutPlain],
    ['is not JSON', malformed('<html>')],
    ['is empty', malformed('')],
    ['has no choices', malformed('{"ok":true}')],
  ])('is refused and costs nothing when it %s', async (_name, provider) => {
    const { answer, end } = await ask(provider);
    expect(answer.status).toBe(502);
    expect(end.type).toBe('RequestFailed');
  });

  it('ends a stream that was cut with a typed error, and charges nothing', async () => {
    const { answer, end, row } = await ask(stream({ cutAfter: 3 }), say('Cut', { stream: true }));
    expect(answer.status).toBe(200);
    expect(answer.text).not.toContain('[DONE]');
    expect(framesOf(answer).at(-1)).toMatch(/^data: \{"error":\{.*"upstream_failed"/);
    expect(end).toMatchObject({ type: 'RequestFailed', data: { reason: 'upstream_cut' } });
    expect(row).toMatchObject({ status: 'failed', charge: '0.00' });
  });

  it('does not make up the end of a stream that lacks it, unless reason and usage had come', async () => {
    const whole = await ask(stream({ withoutDone: true }), say('No mark', { stream: true }));
    expect(framesOf(whole.answer).at(-1)).toBe('data: [DONE]');
    expect(whole.end).toMatchObject({ type: 'TokensMetered', data: { outcome: 'succeeded', charge: '0.00006' } });
    const { answer, end } = await ask(stream({ withoutDone: true, usage: null }), say('No end', { stream: true }));
    expect(answer.text).not.toContain('[DONE]');
    expect(framesOf(answer).at(-1)).toMatch(/^data: \{"error":/);
    expect(end).toMatchObject({ type: 'RequestFailed', data: { reason: 'upstream_cut' } });
  });

  it('sends a stream that fails before its first event a real status', async () => {
    const { answer, end } = await ask(malformed('data: {"error":{"message":"No","type":"server_error"}}\n\n'), say('No', { stream: true }));
    expect(answer.status).toBe(502);
    expect(end.type).toBe('RequestFailed');
  });
});

describe('falling back', () => {
  const FALLBACK = 'acme/with-fallback';
  let second: Upstream;

  beforeAll(async () => {
    second = await Upstream.start();
    await scene.installation.provider('reserve', second.baseUrl);
    await scene.installation.model(FALLBACK, [
      { provider: 'acme', upstream_model: 'first', priority: 0 },
      { provider: 'reserve', upstream_model: 'second', priority: 1 },
    ]);
  });
  afterAll(() => second?.stop());
  beforeEach(() => second.expect(plain()));

  it.each([
    ['plain', false, failing(500)],
    ['streamed', true, failing(503)],
    ['streamed, cut before its first event', true, hangUp],
    ['rate-limited', false, failing(429)],
  ])('asks the next provider before the first byte (%s)', async (_name, streams, provider) => {
    const { answer, end, row } = await ask(provider, say('Next', { model: FALLBACK, stream: streams }));
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({ 'x-tokenok-provider': 'reserve', 'x-tokenok-attempts': '2' });
    expect(second.received.at(-1)?.body['model']).toBe('second');
    expect(end.data).toMatchObject({ provider: 'reserve', charge: '0.00006' });
    expect(row).toMatchObject({ status: 'succeeded', attempts: 2 });
  });

  it('asks nobody else after the first byte', async () => {
    const { answer } = await ask(stream({ cutAfter: 2 }), say('Cut', { model: FALLBACK, stream: true }));
    expect(answer.headers['x-tokenok-provider']).toBe('acme');
    expect(answer.text).toContain('upstream_failed');
    expect(second.received).toEqual([]);
  });

  it('asks nobody else about a mistake of the caller', async () => {
    expect((await ask(failing(400), say('Wrong', { model: FALLBACK }))).answer.status).toBe(400);
    expect(second.received).toEqual([]);
  });

  it('asks one after the other, each once', async () => {
    second.expect(failing(500));
    const { answer, end } = await ask(inTurn(after(20, failing(500)), plain()), say('Both', { model: FALLBACK }));
    expect(answer.status).toBe(502);
    expect(end.data['attempts']).toHaveLength(2);
    expect([scene.upstream.received.length, second.received.length]).toEqual([1, 1]);
  });
});

describe('usage in a stream', () => {
  const body = say('Usage', { stream: true });

  it('is always asked for scene.upstream, and stripped where the client did not ask', async () => {
    const { answer } = await ask(plain(), body);
    expect(scene.upstream.received[0]?.body['stream_options']).toMatchObject({ include_usage: true });
    expect(answer.text).not.toContain('usage');
    expect(framesOf(answer).at(-1)).toBe('data: [DONE]');
  });

  it('reaches the client that asked', async () => {
    const { answer } = await ask(plain(), { ...body, stream_options: { include_usage: true } });
    expect(JSON.parse(framesOf(answer).at(-2)!.slice(6))).toMatchObject({
      choices: [],
      usage: { prompt_tokens: 20, completion_tokens: 10 },
    });
  });
});

describe('what goes upstream', () => {
  it('is the provider’s credential and model name, unknown fields as they were, and never the gateway’s key', async () => {
    await ask(plain(), say('Through', { some_future_field: { deep: [1, 2.5, 'x'] }, user: 'u-1' }));
    const [received] = scene.upstream.received;
    expect(received?.path).toBe('/v1/chat/completions');
    expect(received?.headers.authorization).toBe('Bearer sk-upstream');
    expect(JSON.stringify(received?.headers)).not.toContain(scene.customer.key);
    expect(received?.body).toMatchObject({
      model: 'acme-large-2026',
      some_future_field: { deep: [1, 2.5, 'x'] },
      max_completion_tokens: 256,
    });
  });
});

describe('the output limit', () => {
  const LIMITS = {
    'acme/default': { default_output_tokens: 64, max_output_tokens: 128 },
    'acme/maximum': { max_output_tokens: 128 },
    'acme/window': { context_window: 1_000 },
    'acme/none': {},
  };
  beforeAll(async () => {
    for (const [model, limits] of Object.entries(LIMITS))
      await scene.installation.model(model, [{ provider: 'acme', upstream_model: 'acme-large-2026' }], limits);
  });
  const receiptOf = (id: string) => scene.installation.me<Record<string, unknown>>(scene.customer, `/me/requests/${id}`);

  it.each([
    ['acme/default', {}, '64', 'default'],
    ['acme/maximum', {}, '128', 'maximum'],
    ['acme/maximum', { max_tokens: 500 }, '128', 'maximum'],
    ['acme/maximum', { max_tokens: 100 }, undefined, 'client'],
    ['acme/none', { max_tokens: 100 }, undefined, 'client'],
  ])(
    'of %s with %p is told in a header from the start unless it is the client’s own, and in event and receipt',
    async (model, more, told, by) => {
      for (const finish of ['length', 'stop'])
        for (const stream of [false, true]) {
          const { answer, end } = await ask(plain({ finish }), { ...say('How long?', { stream, ...more }), model });
          expect(answer.headers['x-tokenok-max-tokens']).toBe(told);
          const limit = limitSent();
          expect(String(limit)).toBe(told ?? '100');
          const id = String(end.data['request']);
          expect((await scene.installation.books()).routed.get(id)?.data).toMatchObject({ limit_by: by, output_limit: limit });
          expect(await receiptOf(id)).toMatchObject({
            limit_by: by,
            output_limit: limit,
            cut_by_limit: finish === 'length' && by !== 'client',
          });
        }
    },
  );

  it('is what is left of the context window where the model has no maximum', async () => {
    const { answer } = await ask(plain(), { ...say('How long?'), model: 'acme/window' });
    const told = Number(answer.headers['x-tokenok-max-tokens']);
    expect(told).toBeGreaterThan(500);
    expect(told).toBeLessThan(1_000);
  });

  it('must be named where the model has none: 400, nothing held', async () => {
    const answer = await scene.installation.chat(scene.customer, { ...say('How long?'), model: 'acme/none' });
    expect(answer.status).toBe(400);
    expect(answer.json()).toMatchObject({ error: { type: 'invalid_request_error', param: 'max_completion_tokens' } });
  });
});

describe('usage beyond the hold', () => {
  it('is listed for operators and counted', async () => {
    const { end } = await ask(plain({ usage: { prompt_tokens: 20, completion_tokens: 9_000 } }), say('Too much', { max_tokens: 16 }));
    const { admin } = scene.installation;
    const { data } = await admin.get<{ data: Record<string, unknown>[] }>('/admin/ledger/uncollected');
    expect(data[0]).toMatchObject({
      request: end.data['request'],
      reason: 'beyond_bound',
      provider: 'acme',
      rated: end.data['rated'],
      charge: end.data['charge'],
      uncollected: end.data['uncollected'],
      event: { stream: end.stream, revision: end.revision },
    });
    const metrics = await call({ method: 'GET', url: `${scene.installation.url}/metrics` });
    expect(metrics.text).toMatch(/tokenok_beyond_bound_total\{provider="acme",model="[^"]+"\} [1-9]/);
  });

  it('is held for where the provider is known to count beyond its limit', async () => {
    const traits = { output_bound_factor: 2.5 };
    await scene.installation.model('acme/thinks', [{ provider: 'acme', upstream_model: 'acme-large-2026', traits }], {
      max_output_tokens: 100,
    });
    const { end } = await ask(plain({ usage: { prompt_tokens: 20, completion_tokens: 250 } }), { ...say('Think'), model: 'acme/thinks' });
    expect(end.data).toMatchObject({ uncollected: '0.00', rated: end.data['charge'] });
    expect(limitSent()).toBe(100);
  });
});
