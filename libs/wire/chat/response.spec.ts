import { readChatResponse } from './response.js';

const read = (value: unknown) => readChatResponse(Buffer.from(JSON.stringify(value)));

describe('reading a plain answer', () => {
  it('finds usage, texts, finish reasons and the tier', () => {
    const response = read({
      choices: [
        { index: 0, message: { content: 'Hi', tool_calls: [{ function: { name: 'f', arguments: '{}' } }] }, finish_reason: 'stop' },
      ],
      usage: { prompt_tokens: 1, completion_tokens: 2 },
      service_tier: 'default',
    });
    expect(response).toMatchObject({
      usage: { input: 1, output: 2 },
      ending: { kind: 'finished' },
      serviceTier: 'default',
      error: undefined,
    });
    expect(response?.texts()).toEqual(['Hif{}']);
  });

  it('tells missing usage from zero usage', () => {
    expect(read({ choices: [] })?.usage).toBeUndefined();
    expect(read({ choices: [], usage: { prompt_tokens: 0, completion_tokens: 0 } })?.usage).toMatchObject({ input: 0, output: 0 });
  });

  it('tells audio apart, whose tokens have a price of their own', () => {
    const usage = {
      prompt_tokens: 9,
      completion_tokens: 2,
      prompt_tokens_details: { audio_tokens: 5 },
      completion_tokens_details: { audio_tokens: 0 },
    };
    expect(read({ choices: [], usage })).toMatchObject({ usage: { input_audio: 5 }, unpriced: [] });
  });

  it('recognises an error under status 200', () => {
    expect(read({ error: { message: 'No', code: 429 } })?.error).toEqual({ message: 'No', type: null, code: '429', param: null });
  });

  it('reads nothing from what is no JSON object', () => {
    expect(readChatResponse(Buffer.from('<html>'))).toBeUndefined();
    expect(read([1])).toBeUndefined();
  });
});
