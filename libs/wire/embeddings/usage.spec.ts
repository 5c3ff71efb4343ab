import { readEmbeddingsUsage } from './usage.js';

describe('the usage of embeddings', () => {
  it('is input only', () => {
    const usage = { input: 8, cached_input: 0, cache_write: 0, output: 0, reasoning: 0 };
    expect(readEmbeddingsUsage({ prompt_tokens: 8, total_tokens: 8 })).toEqual(usage);
    expect(readEmbeddingsUsage({ total_tokens: 8 })).toEqual(usage);
    expect(readEmbeddingsUsage({})).toBeUndefined();
  });
});
