import { TIME, created, ok, type Documentation } from '../http/route/documented.js';
import { orNull } from '../http/route/example.js';

export const PLAYGROUND = {
  preview: {
    body: {
      endpoint: 'chat/completions',
      body: { model: 'tokenok-fast', messages: [{ role: 'user', content: 'Hello' }], max_tokens: 256 },
    },
    answer: ok({
      model: orNull('openai/gpt-4.1-mini'),
      provider: orNull('sandbox'),
      targets: [{ model: 'openai/gpt-4.1-mini', provider: 'sandbox' }],
      at_most: orNull({ amount: '0.0004336', currency: 'USD' }),
      max_output_tokens: orNull(256),
      refusal: orNull({ code: 'insufficient_funds', message: 'The balance has 0.00 USD available', field: null }),
    }),
  },
  key: { body: {}, answer: created({ id: 'key_01kb', key: 'tok_Ab3d…', expires_at: TIME }) },
} satisfies Record<string, Documentation>;
