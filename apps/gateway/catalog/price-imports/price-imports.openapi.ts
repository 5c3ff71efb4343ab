import { orNull } from '../../http/route/example.js';
import { NOTHING, TIME, created, listOf, ok, type Documentation } from '../../http/route/documented.js';

const PRICE_IMPORT = {
  id: 'pim_01kb',
  status: 'draft',
  source: {
    list: 'genai-prices',
    version: orNull('0.1.8'),
    url: null,
    sha256: '0c9da229…',
    fetched_at: TIME,
    fetched_by: 'admin:adm_01kb',
  },
  apply: 'both',
  markup_ppm: 250_000,
  row_counts: { proposed: 1, unchanged: 0, unimportable: 0, confirmed: 0, applied: 0, refused: 0 },
  drafted_at: TIME,
  confirmed_at: null,
  confirmed_by: null,
  discarded_at: null,
  discarded_by: null,
};
const IMPORTED_PRICE = {
  currency: 'USD',
  input_per_million: '2.50',
  cached_input_per_million: '0.625',
  cache_write_per_million: '2.50',
  output_per_million: '10.00',
};
const DRAFTED = {
  ...PRICE_IMPORT,
  rows: [
    {
      model: 'openai/gpt-4.1',
      status: 'proposed',
      code: null,
      message: null,
      compared_with: orNull('model-openai/gpt-4.1@1'),
      price: orNull(IMPORTED_PRICE),
      price_version: null,
      targets: [
        {
          provider: 'openai',
          upstream_model: 'gpt-4.1',
          list_provider: 'openai',
          list_model: 'gpt-4.1',
          effective_from: null,
          unpriced: ['web_searches_kcount'],
          cost: orNull({ ...IMPORTED_PRICE, input_per_million: '2.00', cached_input_per_million: '0.50' }),
          code: null,
          message: null,
        },
      ],
      context_window: orNull(1_047_576),
      max_output_tokens: orNull(32_768),
    },
  ],
};
const NEW_IMPORT = {
  source: 'genai-prices',
  providers: {},
  models: [{ id: 'openai/gpt-4.1', provider: 'sandbox', list_provider: 'openai', list_model: 'gpt-4.1' }],
  markup_ppm: 250_000,
};

export const PRICE_IMPORTS = {
  draft: { body: NEW_IMPORT, answer: created(DRAFTED), refusals: [404, 502] },
  list: { answer: listOf(PRICE_IMPORT) },
  read: { answer: ok(DRAFTED) },
  confirm: { body: { rows: ['openai/gpt-4.1'] }, answer: ok(DRAFTED) },
  discard: { answer: NOTHING },
} satisfies Record<string, Documentation>;
