import { readGenaiPricesList } from '#price-lists';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundledGenaiPrices } from './bundled-list.js';

const NOW = '2026-11-24T10:00:00.000Z';
const program = readFileSync(fileURLToPath(import.meta.resolve('@pydantic/genai-prices')), 'utf8');

describe('the list that comes along with genai-prices', () => {
  it('refuses the rows with numbers whose doubles could stand for other literals, and reads all others', async () => {
    const ids = [...new Set([...program.matchAll(/\bid: "([^"]+)"/g)].map(([, id]) => id ?? ''))];
    const { text } = await bundledGenaiPrices(ids);
    const list = readGenaiPricesList(text, NOW);
    const rows = (JSON.parse(text) as { id: string; models: { id: string }[] }[]).flatMap(({ id: provider, models }) =>
      models.map((model) => ({ finding: list.find(provider, model.id), isExact: !JSON.stringify(model).includes('"inexact ') })),
    );
    expect(rows.length).toBeGreaterThan(1_000);
    expect(rows.filter(({ finding, isExact }) => finding.listed && !isExact)).toEqual([]);
    expect(rows.filter(({ finding }) => finding.listed).length).toBeGreaterThan(1_000);
    expect(rows.filter(({ isExact }) => !isExact).length).toBeLessThan(50);
  });

  it('says what its program says', async () => {
    const { text } = await bundledGenaiPrices(['openai', 'anthropic', 'google']);
    const list = readGenaiPricesList(text, NOW);
    expect(list.find('openai', 'gpt-4.1').listed?.price).toMatchObject({ input_per_million: '2.00', cached_input_per_million: '0.50', output_per_million: '8.00' }); // prettier-ignore
    expect(list.find('anthropic', 'claude-sonnet-4-5').listed?.price).toMatchObject({ cache_write_1h_per_million: '6.00' });
    expect(list.find('google', 'gemini-2.5-pro').listed?.price.tiers).toEqual([
      { above_input_tokens: 200_000, input_per_million: '2.50', cached_input_per_million: '0.25', output_per_million: '15.00' },
    ]);
  });

  it('has a provider by its id only, where the package also finds one by likeness', async () => {
    const { findProvider } = await import('@pydantic/genai-prices');
    expect(findProvider({ providerId: 'my-openai' })?.id).toBe('openai');
    expect((await bundledGenaiPrices(['my-openai', 'nobody'])).text).toBe('[]');
  });
});
