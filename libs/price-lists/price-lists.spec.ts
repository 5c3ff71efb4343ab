import { readFileSync } from 'node:fs';
import { recordPriceDocument } from '#catalog';
import { PriceListError, readGenaiPricesList, readLitellmList, type PriceList } from './index.js';

const golden = (name: string): string => readFileSync(new URL(`./golden/${name}`, import.meta.url), 'utf8');
const NOW = '2026-11-24T10:00:00.000Z';
const litellm = readLitellmList(golden('litellm.excerpt.json'));
const genai = readGenaiPricesList(golden('genai-prices.excerpt.json'), NOW);

interface Line {
  readonly list: 'litellm' | 'genai-prices';
  readonly provider: string;
  readonly model: string;
  readonly finding: object;
}

describe('what the public lists say, by excerpts of them', () => {
  const lines = JSON.parse(golden('expected.json')) as readonly Line[];
  it.each(lines.map((line) => [`${line.list} ${line.provider} ${line.model}`, line] as const))(
    '%s',
    (_name, { list, provider, model, finding }) => {
      expect((list === 'litellm' ? litellm : genai).find(provider, model)).toEqual(finding);
    },
  );

  it('is a price that the catalog takes as it is', () => {
    const prices = lines.flatMap(
      ({ list, provider, model }) => (list === 'litellm' ? litellm : genai).find(provider, model).listed?.price ?? [],
    );
    expect(prices.length).toBeGreaterThan(10);
    for (const price of prices) expect(recordPriceDocument(price, 'price').refusal).toBeUndefined();
  });
});

const sheet = (row: object): PriceList => readLitellmList(JSON.stringify({ m: { litellm_provider: 'p', ...row } }));
const WHOLE = { input_cost_per_token: 2e-6, output_cost_per_token: 8e-6 };
const price = (row: object) => sheet(row).find('p', 'm').listed?.price;
const code = (row: object) => sheet(row).find('p', 'm').problem?.code;

describe('LiteLLM’s list', () => {
  it('is keyed by provider and model: a name of another provider is not listed', () => {
    expect(sheet(WHOLE).find('q', 'm').problem?.code).toBe('NOT_LISTED');
    expect(sheet(WHOLE).find('p', 'm-2026').problem?.code).toBe('NOT_LISTED');
    expect(litellm.find('gemini', 'gemini-2.5-pro').listed?.listModel).toBe('gemini/gemini-2.5-pro');
    expect(sheet(WHOLE).find('p', 'constructor').problem?.code).toBe('NOT_LISTED');
  });

  it('reads each service tier with tiers of its own', () =>
    expect(
      price({
        ...WHOLE,
        input_cost_per_token_above_200k_tokens: 4e-6,
        input_cost_per_token_priority: 3e-6,
        input_cost_per_token_above_200k_tokens_priority: 6e-6,
      }),
    ).toEqual({
      currency: 'USD',
      input_per_million: '2.00',
      output_per_million: '8.00',
      tiers: [{ above_input_tokens: 200_000, input_per_million: '4.00' }],
      service_tiers: { priority: { input_per_million: '3.00', tiers: [{ above_input_tokens: 200_000, input_per_million: '6.00' }] } },
    }));

  it('leaves a service tier unpriced that does not say what large requests cost', () => {
    const { listed } = sheet({ ...WHOLE, input_cost_per_token_above_200k_tokens: 4e-6, input_cost_per_token_flex: 1e-6 }).find('p', 'm');
    expect(listed?.price).not.toHaveProperty('service_tiers');
    expect(listed?.unpriced).toEqual(['input_cost_per_token_flex']);
  });

  it('never makes a price of what the list does not say', () => {
    expect(code({ input_cost_per_token: 2e-6 })).toBe('PRICE_INCOMPLETE');
    expect(code({ output_cost_per_token: 2e-6 })).toBe('PRICE_INCOMPLETE');
    expect(code({ ...WHOLE, input_cost_per_token: null })).toBe('PRICE_INCOMPLETE');
    expect(code({ input_cost_per_token: 0, output_cost_per_token: 0 })).toBe('PRICE_FREE');
    expect(code({ ...WHOLE, off_peak_pricing: {} })).toBe('PRICE_CONDITIONAL');
    expect(price(WHOLE)).toEqual({ currency: 'USD', input_per_million: '2.00', output_per_million: '8.00' });
  });

  it('refuses a whole row for one amount that nine decimals cannot say', () => {
    expect(code({ ...WHOLE, cache_read_input_token_cost: 1.00000000000001e-7 })).toBe('PRICE_INEXACT');
    expect(code({ ...WHOLE, cache_read_input_token_cost: -1 })).toBe('PRICE_INEXACT');
    expect(code({ ...WHOLE, cache_read_input_token_cost: 'cheap' })).toBe('PRICE_INEXACT');
  });

  it('takes no tier for free that costs something elsewhere', () => {
    const free = { ...WHOLE, input_cost_per_token_flex: 0 };
    expect(code(free)).toBe('PRICE_FREE');
    expect(code({ ...WHOLE, input_cost_per_token_above_200k_tokens: 0 })).toBe('PRICE_FREE');
    expect(code({ ...WHOLE, output_cost_per_token_priority: 0 })).toBe('PRICE_FREE');
    expect(sheet(free).find('p', 'm').problem?.message).toContain('input_cost_per_token_flex');
    const embeddings = { input_cost_per_token: 2e-8, output_cost_per_token: 0, output_cost_per_token_above_200k_tokens: 0 };
    expect(price(embeddings)).toMatchObject({ output_per_million: '0.00' });
  });

  it('takes a zero for a cache as nothing beside, not as free tokens; a zero for output as meant', () => {
    const { listed } = sheet({ input_cost_per_token: 2e-8, output_cost_per_token: 0, cache_creation_input_token_cost: 0 }).find('p', 'm');
    expect(listed?.price).toEqual({ currency: 'USD', input_per_million: '0.02', output_per_million: '0.00' });
    expect(listed?.unpriced).toEqual(['cache_creation_input_token_cost']);
  });

  it.each(['', '[', '[]', '{}', '"x"', '{"m":{"input_cost_per_token":1}}', 'null'])('is not %p', (text) =>
    expect(() => readLitellmList(text)).toThrow(PriceListError),
  );
});

const provider = (...models: readonly object[]): string => JSON.stringify([{ id: 'p', models }]);
const model = (prices: object, more: object = {}) => ({ id: 'm', prices, ...more });
const at = (prices: object, moment: string) => readGenaiPricesList(provider(model(prices)), moment).find('p', 'm');
const MTOK = { input_mtok: 2, output_mtok: 8 };
const from = (start_date: string, input_mtok: number) => ({
  constraint: { type: 'start_date', start_date },
  prices: { ...MTOK, input_mtok },
});

describe('the list of genai-prices', () => {
  const history = [{ prices: MTOK }, from('2026-07-01', 3), from('2027-01-01', 4)];
  it.each([
    ['2026-06-30T23:59:59.999Z', '2.00', undefined],
    ['2026-07-01T00:00:00.000Z', '3.00', '2026-07-01'],
    ['2026-12-31T23:59:59.999Z', '3.00', '2026-07-01'],
    ['2027-01-01T00:00:00.000Z', '4.00', '2027-01-01'],
  ])('of %s says what is in force then', (moment, input, effectiveFrom) => {
    const { listed } = at(history, moment);
    expect([listed?.price.input_per_million, listed?.effectiveFrom]).toEqual([input, effectiveFrom]);
  });

  it('is not taken where the time of day decides, unless a later price has ended that', () => {
    const atNight = { constraint: { type: 'time_of_date', start_time: '00:30:00Z', end_time: '16:30:00Z' }, prices: MTOK };
    expect(at([{ prices: MTOK }, atNight], NOW).problem?.code).toBe('PRICE_CONDITIONAL');
    expect(at([{ prices: MTOK }, atNight, from('2026-01-01', 3)], NOW).listed?.price.input_per_million).toBe('3.00');
    expect(at([from('2027-01-01', 3)], NOW).problem?.code).toBe('PRICE_INCOMPLETE');
  });

  it('knows a model by its id and by names that it gives, not by its guesses', () => {
    const rows = provider(model(MTOK, { match: { or: [{ equals: 'm-2026-01-01' }, { starts_with: 'm-mini' }, { regex: '^m' }] } }), {
      id: 'n',
      prices: MTOK,
      match: { equals: 'n-1' },
    });
    const found = (name: string) => readGenaiPricesList(rows, NOW).find('p', name).listed?.listModel;
    expect(['m', 'm-2026-01-01', 'n-1', 'm-mini', 'mm', 'n-2'].map(found)).toEqual(['m', 'm', 'n', undefined, undefined, undefined]);
  });

  it('refuses a tier that begins nowhere', () =>
    expect(at({ ...MTOK, input_mtok: { base: 2, tiers: [{ start: 0, price: 3 }] } }, NOW).problem?.code).toBe('PRICE_INEXACT'));

  it.each(['', '{', '{}', '[]', '[{"id":"p"}]', '3'])('is not %p', (text) =>
    expect(() => readGenaiPricesList(text, NOW)).toThrow(PriceListError),
  );

  it('has no provider where the part of it that was asked for is empty', () =>
    expect(readGenaiPricesList('[]', NOW, 'part').hasProvider('p')).toBe(false));
});
