/** One fixed exchange for every contender: the request that wrk posts, the answer that the upstream gives, and what it must cost. */

export type Protocol = 'openai' | 'anthropic';

export const MODEL = 'bench/model';
export const UPSTREAM_MODEL = 'bench-model';

/** A short conversation; the output limit keeps the hold small. */
export function requestBody(model: string): string {
  return JSON.stringify({
    model,
    messages: [
      { role: 'system', content: 'You answer questions about a web shop: orders, deliveries, returns. Be brief and polite.' },
      {
        role: 'user',
        content: 'My parcel was due on Tuesday and has not come. The order is 20-4711. Where is it, and can I still cancel?',
      },
    ],
    temperature: 0.2,
    max_tokens: 64,
  });
}

/** https://platform.openai.com/docs/api-reference/chat/object ; no `$` and no `'`: it stands in a configuration of nginx. */
export const UPSTREAM_ANSWER = JSON.stringify({
  id: 'chatcmpl-bench',
  object: 'chat.completion',
  created: 1767225600,
  model: UPSTREAM_MODEL,
  choices: [
    {
      index: 0,
      message: {
        role: 'assistant',
        content:
          'I am sorry for the delay. Order 20-4711 left our warehouse on Monday; the carrier now expects it on Thursday. You can cancel until then.',
        refusal: null,
      },
      logprobs: null,
      finish_reason: 'stop',
    },
  ],
  usage: {
    prompt_tokens: 50,
    completion_tokens: 30,
    total_tokens: 80,
    prompt_tokens_details: { cached_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0 },
  },
  service_tier: 'default',
});

export const PRICE = { currency: 'USD', input_per_million: '0.40', output_per_million: '1.60' } as const;
/** 50 × 400 nanos + 30 × 1,600 nanos. */
export const CHARGE_NANOS = 68_000n;
/** Enough for ten thousand million requests. */
export const CREDIT = '999999.00';
