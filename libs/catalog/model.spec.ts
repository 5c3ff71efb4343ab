import { decideModel, evolveModel, type CatalogNames, type Model } from './index.js';
import { type ConfigureModel } from './model.decider.js';
import { type ModelEvent } from './model.events.js';

const catalog: CatalogNames = { hasProvider: (id) => id === 'openai', hasModel: () => false, hasAlias: (name) => name === 'fast' };
const at = '2026-11-01T00:00:00.000Z';
const price = { currency: 'USD', input_per_million: '0.40', output_per_million: '1.60' };
const target = { provider: 'openai', upstream_model: 'gpt-4.1-mini' };
const configure = (changes: Partial<ConfigureModel> = {}): ConfigureModel => ({
  type: 'ConfigureModel',
  model: 'openai/gpt-4.1-mini',
  targets: [target],
  price,
  limits: {},
  ...changes,
});
const after = (...events: readonly ModelEvent[]): Model | undefined =>
  events.reduce<Model | undefined>((model, event, index) => evolveModel(model, event, { revision: BigInt(index), at }), undefined);
const decide = (changes: Partial<ConfigureModel> = {}, model?: Model) => decideModel(configure(changes), model, catalog);
const refusalOf = (changes: Partial<ConfigureModel>) => decide(changes).refusal;

const configured: ModelEvent = {
  type: 'ModelConfigured',
  data: { model: 'openai/gpt-4.1-mini', targets: [{ ...target, priority: 0, weight: 1 }] },
};
const priced: ModelEvent = {
  type: 'ModelPriced',
  data: {
    model: 'openai/gpt-4.1-mini',
    currency: 'USD',
    price: [
      ['input', '0.40'],
      ['cached_input', '0.40'],
      ['cache_write', '0.40'],
      ['output', '1.60'],
    ],
  },
};

describe('configuring a model', () => {
  it('records targets and price at once; a cache price that is not given is the input price, never free', () =>
    expect(decide().events).toEqual([configured, priced]));

  it('writes nothing when nothing changes, however the same is written', () => {
    const there = after(configured, priced);
    expect(decide({}, there).events).toEqual([]);
    const same = {
      targets: [{ ...target, priority: 0, weight: 1 }],
      price: { ...price, input_per_million: '0.4', cached_input_per_million: '0.400' },
    };
    expect(decide(same, there).events).toEqual([]);
  });

  it('writes a price change alone as a new version, named by the event that sets it', () => {
    const { events } = decide({ price: { ...price, output_per_million: '2' } }, after(configured, priced));
    expect(events?.map(({ type }) => type)).toEqual(['ModelPriced']);
    const model = after(configured, priced, ...(events ?? []));
    expect(after(configured, priced)?.priced?.version).toBe('model-openai/gpt-4.1-mini@1');
    expect(model?.priced?.version).toBe('model-openai/gpt-4.1-mini@2');
  });

  it('writes changed targets or limits alone, and keeps the price version', () => {
    const { events } = decide({ limits: { context_window: 1_000 } }, after(configured, priced));
    expect(events).toEqual([{ type: 'ModelConfigured', data: { ...configured.data, context_window: 1_000 } }]);
    expect(after(configured, priced, ...(events ?? []))?.priced?.version).toBe('model-openai/gpt-4.1-mini@1');
  });

  it('takes a price of zero when it is meant', () =>
    expect(decide({ price: { ...price, input_per_million: '0', output_per_million: '0.000000000' } }).events).toHaveLength(2));

  it('keeps what the provider charges beside its target', () => {
    const { events } = decide({ targets: [{ ...target, cost: { ...price, cached_input_per_million: '0.1' } }] });
    expect(events?.[0]).toMatchObject({
      data: {
        targets: [
          {
            cost: {
              currency: 'USD',
              price: [
                ['input', '0.40'],
                ['cached_input', '0.10'],
                ['cache_write', '0.40'],
                ['output', '1.60'],
              ],
            },
          },
        ],
      },
    });
  });
});

describe('a model that is refused', () => {
  it.each<[string, Partial<ConfigureModel>, string, string]>([
    ['an id with an empty part', { model: 'a//b' }, 'MODEL_ID_INVALID', 'id'],
    ['an id that a URL would resolve away', { model: 'a/../b' }, 'MODEL_ID_INVALID', 'id'],
    ['the name of an alias', { model: 'fast' }, 'NAME_TAKEN', 'id'],
    ['no targets', { targets: [] }, 'TARGETS_INVALID', 'targets'],
    ['an unknown provider', { targets: [target, { ...target, provider: 'nobody' }] }, 'PROVIDER_UNKNOWN', 'targets[1].provider'],
    ['an empty upstream model', { targets: [{ ...target, upstream_model: '' }] }, 'UPSTREAM_MODEL_INVALID', 'targets[0].upstream_model'],
    ['the same target twice', { targets: [target, target] }, 'TARGET_REPEATED', 'targets[1]'],
    ['a weight of zero', { targets: [{ ...target, weight: 0 }] }, 'WEIGHT_INVALID', 'targets[0].weight'],
    ['half a priority', { targets: [{ ...target, priority: 0.5 }] }, 'PRIORITY_INVALID', 'targets[0].priority'],
    ['an unknown currency', { price: { ...price, currency: 'XXX' } }, 'CURRENCY_UNKNOWN', 'price.currency'],
    ['ten decimals', { price: { ...price, output_per_million: '0.0000000001' } }, 'PRICE_INVALID', 'price.output_per_million'],
    ['a negative price', { price: { ...price, input_per_million: '-1' } }, 'PRICE_INVALID', 'price.input_per_million'],
    ['an exponent', { price: { ...price, cache_write_per_million: '1e3' } }, 'PRICE_INVALID', 'price.cache_write_per_million'],
    ['a bad cost', { targets: [{ ...target, cost: { ...price, currency: '' } }] }, 'CURRENCY_UNKNOWN', 'targets[0].cost.currency'],
    ['a context window of zero', { limits: { context_window: 0 } }, 'TOKEN_LIMIT_INVALID', 'context_window'],
    [
      'a default above the maximum',
      { limits: { max_output_tokens: 10, default_output_tokens: 11 } },
      'DEFAULT_ABOVE_MAXIMUM',
      'default_output_tokens',
    ],
  ])('for %s names the field', (_what, changes, code, field) => expect(refusalOf(changes)).toMatchObject({ code, field }));

  it('for the name of an alias says how to move that away', () =>
    expect(refusalOf({ model: 'fast' })?.message).toMatch(/PUT \/admin\/aliases\/.* then DELETE \/admin\/aliases\/fast$/));
});
