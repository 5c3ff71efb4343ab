import { readUpstreamAnswer, writeUpstreamRequest } from './bridge.js';
import { readChatRequest } from './chat/request.js';
import type { WireRefusal } from './common/refusal.js';
import type { ReadRequest } from './common/wire-request.js';
import { readCompletionsRequest } from './completions/request.js';
import { readEmbeddingsRequest } from './embeddings/request.js';
import { countTokensAnswer, estimateInputTokens } from './estimate/input.js';
import { readCountTokensRequest, readMessagesRequest } from './messages/request.js';
import { readResponsesRequest } from './responses/request.js';
import { USUAL_TRAITS } from './fitting/target-traits.js';
import { TARGET } from './testing/translations.js';

const wellRead = (read: (bytes: Uint8Array) => ReadRequest | WireRefusal, body: object | string): ReadRequest => {
  const request = read(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)));
  if (request.kind === 'refusal') throw new Error(request.message);
  return request;
};
const messages = [{ role: 'user', content: 'Hello there' }];

describe('the body for a provider’s route', () => {
  const text = '{"model":"m","messages":[{"role":"user","content":"x"}],"future":1,"max_tokens":9}';

  it('is the client’s own where it is the same route', () =>
    expect(
      writeUpstreamRequest(wellRead(readChatRequest, text), 'chat', { ...TARGET, outputLimit: 9, traits: USUAL_TRAITS }),
    ).toMatchObject({
      bytes: Buffer.from(text.replace('"m"', '"up"')),
      dropped: [],
    }));

  it('is a translation where it is another, with what had to be dropped', () => {
    const written = writeUpstreamRequest(wellRead(readChatRequest, text), 'messages', TARGET);
    if (written.kind === 'refusal') throw new Error(written.message);
    expect(JSON.parse(written.bytes.toString())).toEqual({
      model: 'up',
      max_tokens: 100,
      messages: [{ role: 'user', content: [{ type: 'text', text: 'x' }] }],
    });
    expect(written.dropped).toEqual(['future']);
  });

  it('keeps numbers above 2^53 in the input of calls', () => {
    const body =
      '{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"x"},{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"f","input":{"id":9223372036854775807}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":"x"}]}]}';
    const written = writeUpstreamRequest(wellRead(readMessagesRequest, body), 'chat', TARGET);
    expect(written.kind === 'upstream' && written.bytes.toString()).toContain('"arguments":"{\\"id\\":9223372036854775807}"');
  });

  it('is a refusal that names the client’s field where the other protocol lacks something', () =>
    expect(writeUpstreamRequest(wellRead(readChatRequest, { model: 'm', messages, n: 2 }), 'messages', TARGET)).toMatchObject({
      kind: 'refusal',
      param: 'n',
    }));

  it('does not exist for a pair that is not translated: a fault of the caller', () =>
    expect(() => writeUpstreamRequest(wellRead(readEmbeddingsRequest, { model: 'm', input: 'x' }), 'messages', TARGET)).toThrow(TypeError));
});

describe('reading a provider’s answer', () => {
  it('knows each dialect', () => {
    const read = (api: Parameters<typeof readUpstreamAnswer>[0], body: object) =>
      readUpstreamAnswer(api, Buffer.from(JSON.stringify(body)));
    expect(read('embeddings', { data: [{}, {}], usage: { prompt_tokens: 5, total_tokens: 5 } })).toMatchObject({
      usage: { input: 5, output: 0 },
    });
    expect(
      read('completions', { choices: [{ text: 'Hi', finish_reason: 'stop' }], usage: { prompt_tokens: 1, completion_tokens: 2 } })?.texts(),
    ).toEqual(['Hi']);
    const content = [
      { type: 'thinking', thinking: 'Hm' },
      { type: 'text', text: 'Hi' },
      { type: 'tool_use', name: 'f', input: { a: 1 } },
    ];
    expect(read('messages', { content })?.texts()).toEqual(['HmHif{"a":1}']);
    expect(
      read('responses', { output: [{ type: 'function_call', name: 'f', arguments: '{}' }, { content: [{ text: 'Hi' }] }] })?.texts(),
    ).toEqual(['f{}Hi']);
    expect(read('messages', { type: 'error', error: { type: 'api_error', message: 'No' } })?.error).toMatchObject({ message: 'No' });
  });

  it.each(['chat', 'messages', 'responses', 'embeddings'] as const)('finds none of %s in what is no JSON object', (api) => {
    expect(readUpstreamAnswer(api, Buffer.from('<html>'))).toBeUndefined();
    expect(readUpstreamAnswer(api, Buffer.from('[1]'))).toBeUndefined();
  });
});

describe('estimating the input of any route', () => {
  it('counts the same conversation alike, whatever its dialect', async () => {
    const chat = await estimateInputTokens(wellRead(readChatRequest, { model: 'm', messages }), 'm');
    expect(await estimateInputTokens(wellRead(readMessagesRequest, { model: 'm', max_tokens: 9, messages }), 'm')).toBe(chat);
    expect(await estimateInputTokens(wellRead(readCountTokensRequest, { model: 'm', messages }), 'm')).toBe(chat);
    expect(await estimateInputTokens(wellRead(readResponsesRequest, { model: 'm', input: 'Hello there' }), 'm')).toBe(chat);
    expect(countTokensAnswer(chat)).toEqual({ input_tokens: chat });
  });

  it('counts tokens that are sent as such, and takes bytes where there is no other way', async () => {
    expect(await estimateInputTokens(wellRead(readEmbeddingsRequest, { model: 'm', input: [[1, 2], [3]] }), 'm')).toBe(3);
    expect(await estimateInputTokens(wellRead(readCompletionsRequest, { model: 'm', prompt: ['Hello there', 'Hello there'] }), 'm')).toBe(
      4,
    );
    const prefill = wellRead(readMessagesRequest, {
      model: 'm',
      max_tokens: 9,
      messages: [...messages, { role: 'assistant', content: 'So' }],
    });
    expect(await estimateInputTokens(prefill, 'm')).toBe(Math.ceil(prefill.textBytes / 4));
  });
});
