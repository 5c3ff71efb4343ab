import { specification } from '../identity/testing/given.js';
import {
  MAX_IMPORT_ROWS,
  decideImportedRow,
  decideModel,
  decidePriceImport,
  evolveModel,
  evolvePriceImport,
  type CatalogNames,
  type ImportedTarget,
  type Model,
  type PriceImportRow,
} from './index.js';
import { type PriceImportEvent } from './price-import.events.js';

const given = specification(decidePriceImport, evolvePriceImport);
const source = {
  list: 'litellm',
  version: null,
  url: null,
  sha256: 'ab',
  fetched_at: '2026-11-01T00:00:00.000Z',
  fetched_by: 'a',
} as const;
const listed = {
  currency: 'USD' as const,
  price: [['input', '2.00'], ['cached_input', '0.50'], ['cache_write', '2.00'], ['output', '8.00'], ['output', '9.00', 5]] as const, // prettier-ignore
};
const target = (changes: Partial<ImportedTarget> = {}): ImportedTarget => ({
  provider: 'openai',
  upstream_model: 'one',
  list_provider: 'openai',
  list_model: 'one',
  effective_from: null,
  cost: listed,
  unpriced: [],
  problem: null,
  ...changes,
});
const row = (model: string, changes: Partial<PriceImportRow> = {}): PriceImportRow => ({
  model,
  compared_with: { price_version: `model-${model}@1`, revision: '1' },
  targets: [target()],
  price: listed,
  limits: {},
  changes: true,
  refusal: null,
  ...changes,
});
const ROWS = [row('one'), row('two'), row('same', { changes: false }), row('bad', { refusal: { code: 'NOT_LISTED', message: 'No bad' } })];
const drafted: PriceImportEvent = {
  type: 'PriceImportDrafted',
  data: { import: 'pim_1', source, apply: 'both', markup_ppm: 0, rows: ROWS },
};
const draft = (rows: readonly PriceImportRow[]) =>
  ({ type: 'DraftPriceImport', import: 'pim_1', source, apply: 'both', markupPpm: 0, rows }) as const;
const confirm = (...models: readonly string[]) => ({ type: 'ConfirmPriceImport', by: 'a', ...(models.length > 0 && { models }) }) as const;
const confirmed = (...models: readonly string[]): PriceImportEvent => ({
  type: 'PriceImportConfirmed',
  data: { import: 'pim_1', models, confirmed_by: 'a' },
});
const applied = (model: string): PriceImportEvent => ({
  type: 'PriceImportRowApplied',
  data: { import: 'pim_1', model, price_version: `model-${model}@3` },
});
const discard = { type: 'DiscardPriceImport', by: 'a' } as const;
const discarded: PriceImportEvent = { type: 'PriceImportDiscarded', data: { import: 'pim_1', discarded_by: 'a' } };
const record = (model: string) => ({ type: 'RecordImportedRow', model, outcome: { priceVersion: `model-${model}@3` } }) as const;
const recordRefusal = (model: string) => ({ type: 'RecordImportedRow', model, outcome: { code: 'PRICE_STALE', message: 'm' } }) as const;

describe('drafting a price import', () => {
  it('records what is proposed, and from which list', () => given().when(draft(ROWS)).then(drafted));
  it('refuses one that proposes nothing', () => given().when(draft([])).thenRefused('PRICE_IMPORT_EMPTY', 'providers'));
  it('refuses the same id twice', () => given(drafted).when(draft(ROWS)).thenRefused('PRICE_IMPORT_EXISTS'));
  it('takes 200 rows, and refuses one more', () => {
    const rows = Array.from({ length: MAX_IMPORT_ROWS + 1 }, (_, index) => row(`m${index}`));
    given().when(draft(rows)).thenRefused('PRICE_IMPORT_TOO_LARGE', 'providers');
    expect(decidePriceImport(draft(rows.slice(1)), undefined).events).toHaveLength(1);
  });
  it('refuses rows that one append would not take', () =>
    given()
      .when(draft([row('one', { targets: [target({ unpriced: ['ü'.repeat(200_000)] })] })]))
      .thenRefused('PRICE_IMPORT_TOO_LARGE'));
});

describe('confirming a price import', () => {
  it('takes all that is proposed, and neither what is in force already nor what cannot be imported', () =>
    given(drafted).when(confirm()).then(confirmed('one', 'two')));
  it('takes the rows that are named', () => given(drafted).when(confirm('two')).then(confirmed('two')));
  it('takes the rest later', () => given(drafted, confirmed('two'), applied('two')).when(confirm()).then(confirmed('one')));
  it('does nothing when it comes again', () => {
    given(drafted, confirmed('one', 'two'), applied('one')).when(confirm()).thenNothing();
    given(drafted, confirmed('two')).when(confirm('two')).thenNothing();
    given(drafted).when(confirm('same')).thenNothing();
  });
  it('refuses rows that are not there, or that cannot be imported, by their place', () => {
    given(drafted).when(confirm('one', 'three')).thenRefused('PRICE_IMPORT_ROW_UNKNOWN', 'rows[1]');
    given(drafted).when(confirm('one', 'bad')).thenRefused('PRICE_IMPORT_ROW_REFUSED', 'rows[1]');
  });
  it('refuses what is not there or discarded', () => {
    given().when(confirm()).thenRefused('PRICE_IMPORT_UNKNOWN');
    given(drafted, discarded).when(confirm()).thenRefused('PRICE_IMPORT_DISCARDED');
  });
});

describe('what became of a row', () => {
  it('is recorded once, whoever comes', () => {
    given(drafted, confirmed('one')).when(record('one')).then(applied('one'));
    given(drafted, confirmed('one'), applied('one')).when(record('one')).thenNothing();
    given(drafted, confirmed('one'), applied('one')).when(recordRefusal('one')).thenNothing();
  });
  it('is nothing for a row that nobody has confirmed', () => given(drafted).when(record('one')).thenNothing());
  it('may be a refusal, which is final', () => {
    const refused: PriceImportEvent = {
      type: 'PriceImportRowRefused',
      data: { import: 'pim_1', model: 'one', code: 'PRICE_STALE', message: 'm' },
    };
    given(drafted, confirmed('one')).when(recordRefusal('one')).then(refused);
    given(drafted, confirmed('one'), refused).when(confirm('one')).thenNothing();
  });
});

describe('discarding a price import', () => {
  it('ends a draft, once', () => {
    given(drafted).when(discard).then(discarded);
    given(drafted, discarded).when(discard).thenNothing();
  });
  it('is refused once a row is confirmed', () => given(drafted, confirmed('one')).when(discard).thenRefused('PRICE_IMPORT_CONFIRMED'));
});

describe('applying a row', () => {
  const catalog: CatalogNames = { hasProvider: (id) => id === 'openai', hasModel: () => false, hasAlias: () => false };
  const at = '2026-11-01T00:00:00.000Z';
  const price = { currency: 'USD', input_per_million: '1', output_per_million: '4' };
  const targets = [{ provider: 'openai', upstream_model: 'one', weight: 3 }, { provider: 'openai', upstream_model: 'other', cost: price }]; // prettier-ignore
  const { events = [] } = decideModel(
    { type: 'ConfigureModel', model: 'one', targets, price, limits: { context_window: 9 } },
    undefined,
    catalog,
  );
  const model = events.reduce<Model | undefined>(
    (sofar, event, index) => evolveModel(sofar, event, { revision: BigInt(index), at }),
    undefined,
  );
  const from = { import: 'pim_1', source, apply: 'both' } as const;
  const decide = (changes: Partial<PriceImportRow> = {}, more: object = {}) =>
    decideImportedRow(row('one', changes), { ...from, ...more }, { model, revision: 1n }, catalog);

  it('sets the cost of its target and the price, leaves the rest, and says where both came from', () => {
    const [configured, priced] = decide().events ?? [];
    expect(configured).toEqual({
      type: 'ModelConfigured',
      data: {
        model: 'one',
        targets: [{ ...model?.targets[0], cost: listed }, model?.targets[1]],
        context_window: 9,
        source: { import: 'pim_1' },
      },
    });
    expect(priced).toEqual({
      type: 'ModelPriced',
      data: {
        model: 'one',
        ...listed,
        source: { import: 'pim_1', list: 'litellm', list_version: null, list_provider: 'openai', list_model: 'one', effective_from: null },
      },
    });
  });
  it('leaves the price where only the cost is imported, and the cost where only the price is', () => {
    expect(decide({ price: null }, { apply: 'cost' }).events?.map(({ type }) => type)).toEqual(['ModelConfigured']);
    expect(decide({}, { apply: 'price' }).events?.map(({ type }) => type)).toEqual(['ModelPriced']);
  });
  it('is refused once the model has changed, is there, or is not there any more', () => {
    const other = { price_version: 'model-one@1', revision: '2' };
    expect(decide({ compared_with: other }).refusal?.code).toBe('PRICE_STALE');
    expect(decide({ compared_with: null }).refusal?.code).toBe('PRICE_STALE');
    const gone = decideImportedRow(row('one'), from, { model: undefined, revision: -1n }, catalog);
    expect(gone.refusal?.code).toBe('PRICE_STALE');
  });
  it('makes a model that is not there', () => {
    const made = decideImportedRow(row('new', { compared_with: null, limits: { context_window: 5 } }), from, { model: undefined, revision: -1n }, catalog); // prettier-ignore
    expect(made.events?.map(({ type }) => type)).toEqual(['ModelConfigured', 'ModelPriced']);
    expect(made.events?.[0]?.data).toMatchObject({
      context_window: 5,
      targets: [{ provider: 'openai', upstream_model: 'one', cost: listed }],
    });
  });
});
