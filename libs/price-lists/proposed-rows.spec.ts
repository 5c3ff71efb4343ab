import type { CatalogNames, Model, RecordedPrice } from '#catalog';
import { parseAmount } from '#money';
import fc from 'fast-check';
import { proposeRows, readLitellmList, type NamedModel } from './index.js';
import { type Proposal } from './proposed-rows.js';
import { markedUp } from './markup.js';

const catalog: CatalogNames = { hasProvider: (id) => id !== 'nobody', hasModel: (id) => id === 'one', hasAlias: (name) => name === 'fast' };
const at = '2026-11-01T00:00:00.000Z';
const source = { list: 'litellm', version: null, url: null, sha256: 'ab', fetched_at: at, fetched_by: 'a' } as const;
const base = { litellm_provider: 'openai', input_cost_per_token: 2e-6, output_cost_per_token: 8e-6 };
const list = readLitellmList(JSON.stringify({ one: base, two: { ...base, output_cost_per_token: 9e-6 } }));
const recorded = (input: string, currency: 'USD' | 'EUR' = 'USD'): RecordedPrice => ({
  currency,
  price: [['input', input], ['cached_input', input], ['cache_write', input], ['output', '4.00']], // prettier-ignore
});
type Target = Model['targets'][number];
const target = (upstream_model: string, changes: Partial<Target> = {}): Target => ({ provider: 'openai', upstream_model, priority: 0, weight: 1, ...changes }); // prettier-ignore
const model = (targets: readonly Target[], priced = recorded('1.00')) => ({
  model: { model: 'one', targets, limits: {}, priced: { ...priced, version: 'model-one@1', since: at }, created_at: at, changed_at: at },
  revision: 7n,
});
const proposal = (changes: Partial<Proposal> = {}): Proposal => ({
  import: 'pim_1',
  source,
  apply: 'both',
  markupPpm: 0,
  listProviderOf: (provider) => (provider === 'openai' ? 'openai' : undefined),
  named: [],
  ...changes,
});
const named = (changes: Partial<NamedModel>): NamedModel => ({
  id: 'new',
  provider: 'openai',
  list_provider: 'openai',
  list_model: 'two',
  ...changes,
});
const propose = (targets: readonly Target[], changes: Partial<Proposal> = {}) =>
  proposeRows(list, proposal(changes), [model(targets)], catalog);
const output = (price: RecordedPrice | null | undefined): string | undefined =>
  price?.price.find(([component]) => component === 'output')?.[1];

describe('the rows that a list proposes', () => {
  it('compare with the model as it stands', () =>
    expect(propose([target('one')])[0]).toMatchObject({
      compared_with: { price_version: 'model-one@1', revision: '7' },
      changes: true,
      refusal: null,
    }));

  it('charge customers by the target that is tried first, and cost each target by its own line', () => {
    const [row] = propose([target('two', { priority: 2 }), target('one', { weight: 9 }), target('two', { provider: 'other' })]);
    expect(output(row?.price)).toBe('8.00');
    expect(row?.targets.map(({ upstream_model, cost }) => [upstream_model, output(cost)])).toEqual([['one', '8.00'], ['two', '9.00']]); // prettier-ignore
  });

  it('say nothing of the price where the first target is not of the list, and still cost the others', () => {
    const targets = [target('x', { provider: 'other' }), target('one', { priority: 1 })];
    expect(propose(targets)[0]).toMatchObject({ price: null, refusal: { code: 'FIRST_TARGET_UNLISTED' } });
    expect(propose(targets, { apply: 'cost' })[0]).toMatchObject({ price: null, refusal: null, changes: true });
  });

  it('take another line of the list where the admin names one', () => {
    const [row] = propose([target('mine')], { named: [named({ id: 'one' })] });
    expect([row?.refusal, row?.targets[0]?.list_model, output(row?.price)]).toEqual([null, 'two', '9.00']);
    expect(propose([target('mine')], { named: [named({ id: 'one', provider: 'other' })], listProviderOf: () => undefined })).toMatchObject([
      { refusal: { code: 'TARGET_UNKNOWN' } },
    ]);
  });

  it('leave models alone that have nothing to do with the list', () => expect(propose([target('x', { provider: 'other' })])).toEqual([]));

  it.each([
    ['that is not listed', propose([target('x')]), 'NOT_LISTED'],
    ['in another currency', proposeRows(list, proposal(), [model([target('one')], recorded('1.00', 'EUR'))], catalog), 'CURRENCY_MISMATCH'],
    ['with a cost in another currency', propose([target('one', { cost: recorded('1.00', 'EUR') })]), 'CURRENCY_MISMATCH'],
    ['that is new and would have no price', propose([], { named: [named({})], apply: 'cost' }), 'PRICE_REQUIRED'],
    ['by the name of an alias', propose([], { named: [named({ id: 'fast' })] }), 'NAME_TAKEN'],
    ['on a provider that we do not have', propose([], { named: [named({ provider: 'nobody' })] }), 'PROVIDER_UNKNOWN'],
  ])('refuse a model %s', (_what, rows, code) =>
    expect(rows.map(({ refusal, price }) => [refusal?.code, price === null])[0]?.[0]).toBe(code),
  );
});

describe('a markup', () => {
  const price = (amount: string): RecordedPrice => ({ currency: 'USD', price: [['input', amount], ['output', amount, 200_000, 'flex']] }); // prettier-ignore
  it.each([
    ['2.00', 250_000, '2.50'],
    ['0.15', 1, '0.15000015'],
    ['0.000000001', 500_000, '0.000000002'],
    ['0.000000003', 500_000, '0.000000004'],
    ['0.000000001', 499_999, '0.000000001'],
    ['3.00', 0, '3.00'],
  ])('on %s of %i in a million is %s, half to even, under every condition', (amount, ppm, raised) =>
    expect(markedUp(price(amount), ppm)).toEqual(price(raised)),
  );

  it('is off by half a nano at most', () =>
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), fc.integer({ min: 0, max: 10_000_000 }), (nanos, ppm) => {
        const cost: RecordedPrice = {
          currency: 'USD',
          price: [['input', `${nanos / 10n ** 9n}.${String(nanos % 10n ** 9n).padStart(9, '0')}`]],
        };
        const raised = parseAmount(markedUp(cost, ppm).price[0]?.[1] ?? '');
        const error = raised * 1_000_000n - nanos * (1_000_000n + BigInt(ppm));
        expect(error >= -500_000n && error <= 500_000n).toBe(true);
      }),
    ));
});
