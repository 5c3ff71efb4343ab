import type { PricedModel, PricedTarget, ResolvedModel } from '#catalog';
import { readPrice } from '#money';
import { readRequest, type WireApi, type WireRequest } from '#wire';
import { NOTHING_STORED } from '../references/reference-check.js';
import { resolveTraits } from '../traits/resolve-traits.js';
import { planRoute } from './route-plan.js';

const PRICE: PricedModel['recordedPrice'] = [
  ['input', '1'],
  ['output', '2'],
];

function model(id: string, more: Partial<PricedModel> = {}): PricedModel {
  const targets = [{ provider: 'p', upstream_model: 'up', priority: 0, weight: 1 }];
  return {
    ...{ id, currency: 'USD', price: readPrice(PRICE), recordedPrice: PRICE, priceVersion: `${id}@1` },
    ...{ targets, limits: { max_output_tokens: 64 }, createdAt: '', ...more },
  };
}

const choosing = (...models: readonly PricedModel[]): ResolvedModel => ({
  requested: 'm',
  choices: models.map((each, priority) => ({ model: each, priority, weight: 1 })),
});

function read(body: object, api: WireApi = 'chat'): WireRequest {
  const request = readRequest(api, Buffer.from(JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'Hello' }], ...body })));
  if (request.kind === 'refusal') throw new TypeError(request.message);
  return request;
}

const BOUNDLESS = { limit_field: 'none' } as const;
/** All providers speak OpenAI's protocol, but for `claude`; `gone` was taken away. */
const PROVIDERS = {
  protocolOf: (provider: string) =>
    provider === 'gone' ? undefined : provider === 'claude' ? ('anthropic' as const) : ('openai' as const),
  traitsOf: ({ provider, upstream_model: upstreamModel, traits }: PricedTarget) => {
    const own = provider === 'thinker' ? ({ output_bound_factor: 2.5 } as const) : provider === 'boundless' ? BOUNDLESS : undefined;
    return resolveTraits({ protocol: 'openai', host: '', upstreamModel, provider: own, target: traits });
  },
  upstreamOf: (api: WireRequest['api'], provider: string) =>
    provider === 'claude' ? (api === 'embeddings' ? undefined : ('messages' as const)) : api,
};
const plan = (request: WireRequest, resolved: ResolvedModel) => planRoute(request, resolved, 'USD', PROVIDERS, NOTHING_STORED, 0);
const target = (provider: string) => [{ provider, upstream_model: 'up', priority: 0, weight: 1 }];

const audio = { modalities: ['text', 'audio'], audio: { voice: 'alloy', format: 'wav' } };

describe('planning a route', () => {
  it('fixes targets, prices and the dearest worst case of all models that may answer', () => {
    const small = model('small', { limits: { max_output_tokens: 100 } });
    const large = model('large', { limits: { max_output_tokens: 50, context_window: 1_000 } });
    expect(plan(read({ n: 2 }), choosing(small, large))).toMatchObject({
      kind: 'plan',
      attempts: [{ model: 'small', price_version: 'small@1' }, { model: 'large' }],
      hold: { outputTokens: 100, limitBy: 'maximum', minimumOutputTokens: 16, outputBoundPercent: 100, choices: 2 },
      prices: { 'small@1': PRICE, 'large@1': PRICE },
      expectedCost: null,
    });
  });

  it('shares what follows from a model’s version alone among its plans, and nothing of it with another version, whatever its price', () => {
    const [first, again] = [1, 2].map(() => plan(read({}), choosing(model('m'))));
    const repriced = plan(read({}), choosing(model('m', { priceVersion: 'm@2' })));
    const other = plan(read({}), choosing(model('n', { targets: target('gone') })));
    if (first?.kind !== 'plan' || again?.kind !== 'plan') throw new TypeError('No plan');
    expect(again.prices).toBe(first.prices);
    expect(repriced).toMatchObject({ attempts: [{ model: 'm', price_version: 'm@2' }], prices: { 'm@2': PRICE } });
    expect(other).toMatchObject({ attempts: [{ model: 'n', price_version: 'n@1', provider: 'gone' }], prices: { 'n@1': PRICE } });
    expect(Object.keys((repriced as typeof first).prices)).toEqual(['m@2']);
  });

  it('leaves out what has no price for what the request names, and keeps a provider that is not there any more', () => {
    const spoken: typeof PRICE = [...PRICE, ['output_audio', '3']];
    const speaks = model('speaks', { targets: target('gone'), price: readPrice(spoken), recordedPrice: spoken });
    expect(plan(read(audio), choosing(speaks, model('m')))).toMatchObject({ attempts: [{ model: 'speaks', provider: 'gone' }] });
  });

  const file = [{ role: 'user', content: [{ type: 'file', file: { file_data: 'data:application/pdf;base64,AAAA', filename: 'a.pdf' } }] }];
  const named = read({ input: 'x', previous_response_id: 'resp_1' }, 'responses');
  it.each([
    ['a currency that is not the account’s', read({}), model('m', { currency: 'EUR' }), 'CURRENCY_MISMATCH', 'model'],
    ['audio without a price', read(audio), model('m'), 'UNSUPPORTED_PARAMETER', /^(modalities|audio)$/],
    [
      'a field that no provider’s protocol can say',
      read({ n: 2 }),
      model('m', { targets: target('claude') }),
      'UNSUPPORTED_PARAMETER',
      'n',
    ],
    ['an id that nobody stores for this customer', named, model('m'), 'UNSUPPORTED_PARAMETER', 'previous_response_id'],
    ['no limit for a model that has none either', read({}), model('m', { limits: {} }), 'INVALID_REQUEST', 'max_completion_tokens'],
    ['a file and no context window', read({ messages: file }), model('m'), 'INVALID_REQUEST', 'messages'],
  ])('returns a refusal for %s', (_what, request, only, code, field) =>
    expect(plan(request, choosing(only))).toMatchObject({
      kind: 'refusal',
      code,
      field: typeof field === 'string' ? field : (expect.stringMatching(field) as string),
    }),
  );

  const holdOf = (body: object, limits: PricedModel['limits']) => {
    const planned = plan(read(body), choosing(model('m', { limits })));
    if (planned.kind === 'refusal') throw new TypeError(planned.message);
    return [planned.hold.outputTokens, planned.hold.limitBy];
  };

  it('takes the limit of the client, else the default of the model, else its maximum, and never more than that', () => {
    const all = { default_output_tokens: 20, max_output_tokens: 100, context_window: 1_000 };
    expect(holdOf({ max_tokens: 30 }, all)).toEqual([30, 'client']);
    expect(holdOf({ max_tokens: 100 }, all)).toEqual([100, 'client']);
    expect(holdOf({ max_tokens: 101 }, all)).toEqual([100, 'maximum']);
    expect(holdOf({}, all)).toEqual([20, 'default']);
    expect(holdOf({}, { max_output_tokens: 100 })).toEqual([100, 'maximum']);
  });

  it('takes what is left of the context window where the model has no maximum, and 16 tokens at least', () => {
    const { textBytes, overheadTokens } = read({});
    expect(holdOf({}, { context_window: 10_000 })).toEqual([10_000 - Math.ceil(textBytes / 3) - overheadTokens, 'maximum']);
    expect(holdOf({}, { context_window: 50 })).toEqual([16, 'maximum']);
  });

  it('sends each model its own limit where that is lower, and says so with the attempt', () => {
    const [large, small] = [model('large', { limits: { max_output_tokens: 500 } }), model('small', { limits: { max_output_tokens: 100 } })];
    const planned = plan(read({ max_tokens: 300 }), choosing(large, small));
    expect(planned).toMatchObject({
      hold: { outputTokens: 300, limitBy: 'client' },
      attempts: [{ model: 'large' }, { model: 'small', output_limit: 100, limit_by: 'maximum' }],
    });
    expect(planned).toHaveProperty('attempts.0', expect.not.objectContaining({ output_limit: expect.anything() as unknown }));
  });

  it('holds for what the most generous of the planned providers counts beyond its limit; a target’s word goes first', () => {
    const percentOf = (...targets: PricedModel['targets']) => plan(read({}), choosing(model('m', { targets })));
    expect(percentOf(...target('p'), ...target('thinker'))).toMatchObject({ hold: { outputBoundPercent: 250 } });
    const told = target('thinker').map((each) => ({ ...each, traits: { output_bound_factor: 1.5 } }));
    expect(percentOf(...told)).toMatchObject({ hold: { outputBoundPercent: 150 } });
  });

  it('holds for all that a model may say where its provider takes no limit, and lets no balance lower that', () => {
    const boundless = (limits: PricedModel['limits']) => model('m', { limits, targets: [...target('p'), ...target('boundless')] });
    expect(plan(read({ max_tokens: 30 }), choosing(boundless({ max_output_tokens: 500, default_output_tokens: 20 })))).toMatchObject({
      hold: { outputTokens: 500, limitBy: 'maximum', minimumOutputTokens: 500 },
      attempts: [{ provider: 'p', output_limit: 30, limit_by: 'client' }, { provider: 'boundless' }],
    });
    expect(plan(read({ max_tokens: 30 }), choosing(boundless({ context_window: 50 })))).toMatchObject({
      hold: { outputTokens: 16, minimumOutputTokens: 16 },
    });
    expect(plan(read({ max_tokens: 30 }), choosing(boundless({})))).toMatchObject({ kind: 'refusal', field: 'model' });
  });

  it('returns a refusal where no provider has the route', () => {
    const embeddings = { ...read({}), api: 'embeddings' as const };
    expect(plan(embeddings, choosing(model('m', { targets: target('claude') })))).toMatchObject({
      kind: 'refusal',
      code: 'UNSUPPORTED_PARAMETER',
      field: 'model',
    });
  });
});
