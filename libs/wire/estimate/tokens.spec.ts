import { estimatePromptTokens, estimateTokens } from './tokens.js';

describe('estimating tokens', () => {
  it('counts with the tokenizer of the model', async () => {
    expect(await estimateTokens('openai/gpt-4.1-mini', ['Hello world', '!'])).toBe(3);
    expect(await estimateTokens('gpt-4-0613', ['漢字仮名交じり文'])).toBeGreaterThan(await estimateTokens('gpt-4o', ['漢字仮名交じり文']));
  });

  it('counts marks in a text as text', async () => {
    expect(await estimateTokens('gpt-4o', ['<|endoftext|>'])).toBeGreaterThan(1);
  });

  it('is quick on long text without spaces, and close on what it samples', async () => {
    await estimateTokens('gpt-4o', ['warm']);
    const started = performance.now();
    expect(await estimateTokens('gpt-4o', ['漢字仮名'.repeat(250_000)])).toBeGreaterThan(1_000_000);
    expect(await estimateTokens('gpt-4o', new Array<string>(1_000).fill('漢字仮名'.repeat(250)))).toBeGreaterThan(1_000_000);
    expect(performance.now() - started).toBeLessThan(20_000); // whole, each would take minutes
    const text = 'The quick brown fox jumps over it. '.repeat(20_000);
    const sampled = await estimateTokens('gpt-4o', [text]);
    expect(Math.abs(sampled - 160_001)).toBeLessThan(1_600);
  });

  it('never exceeds the bytes of a request', async () => {
    const body = {
      messages: [
        { role: 'user', content: 'Hello' },
        { role: 'assistant', content: [{ type: 'text', text: 'x' }] },
      ],
    };
    expect(await estimatePromptTokens('gpt-4o', body)).toBeLessThan(JSON.stringify(body).length);
  });

  it('counts nothing where nothing was received', async () => {
    expect(await estimateTokens('gpt-4o', [])).toBe(0);
    expect(await estimateTokens('gpt-4o', [''])).toBe(0);
  });
});
