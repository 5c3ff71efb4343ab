import { wholeUsage } from '../common/told-usage.js';
import { embeddingsUsage } from './usage.js';

describe('the usage of embeddings', () => {
  const read = (usage: unknown) => wholeUsage(embeddingsUsage(usage, true));

  it('is input only', () => {
    const usage = { input: 8, cached_input: 0, cache_write: 0, output: 0, reasoning: 0 };
    expect(read({ prompt_tokens: 8, total_tokens: 8 })).toEqual(usage);
    expect(read({ total_tokens: 8 })).toEqual(usage);
    expect(read({ prompt_tokens: 8, total_tokens: 10 })).toEqual(usage);
    expect(read({})).toBeUndefined();
  });

  it('is never zero beside a vector', () => {
    expect(embeddingsUsage({ prompt_tokens: 0, total_tokens: 0 }, true)).toMatchObject({ input: undefined, marks: ['zero_input'] });
    expect(wholeUsage(embeddingsUsage({ prompt_tokens: 0, total_tokens: 0 }, false))).toMatchObject({ input: 0, output: 0 });
  });
});
