import { TIME, listOf, type Documentation } from '../../http/route/documented.js';
import { choice, orNull } from '../../http/route/example.js';
import { CAPABILITIES, MODEL_STATUSES } from './my-models.queries.js';

/** Of what else a price can say (docs/prices.md) the members are there where it says it. */
const PRICE = {
  currency: 'USD',
  input_per_million: '0.40',
  cached_input_per_million: '0.10',
  cache_write_per_million: '0.40',
  output_per_million: '1.60',
};

export const MY_MODELS = {
  list: {
    answer: listOf({
      id: 'tokenok-fast',
      kind: choice('alias', 'model'),
      targets: ['openai/gpt-4.1-mini'],
      providers: ['sandbox'],
      price: orNull(PRICE),
      context_window: orNull(1_047_576),
      max_output_tokens: orNull(32_768),
      capabilities: [choice(...CAPABILITIES)],
      status: choice(...MODEL_STATUSES),
      checked_at: orNull(TIME),
    }),
  },
} satisfies Record<string, Documentation>;
