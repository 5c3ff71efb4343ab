import { upstreamText } from '../testing/translations.js';
import { boundInputTokens } from '../common/wire-request.js';
import { readChatRequest, type ChatRequest } from './request.js';

const messages = [{ role: 'user', content: 'Hello' }];
const read = (body: unknown) => readChatRequest(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)));
const readWell = (body: unknown) => {
  const request = read(body);
  if (request.kind === 'refusal') throw new Error(request.message);
  return request;
};
const upstream = (request: ChatRequest) => upstreamText(request, { model: 'up/stream', outputLimit: 7 });

describe('reading a chat request', () => {
  it('understands what metering needs', () => {
    expect(readWell({ model: 'm', messages, stream: true, n: 2, max_tokens: 9, stream_options: { include_usage: true } })).toMatchObject({
      model: 'm',
      stream: true,
      includeUsage: true,
      choices: 2,
      outputLimit: 9,
      needsContextWindow: false,
    });
  });

  it('takes null for a field that is not given', () => {
    expect(
      readWell({ model: 'm', messages, stream: null, n: null, max_tokens: null, stream_options: null, service_tier: null }),
    ).toMatchObject({
      stream: false,
      includeUsage: false,
      choices: 1,
      outputLimit: undefined,
    });
  });

  it('takes the smaller of two limits', () => {
    expect(readWell({ model: 'm', messages, max_tokens: 9, max_completion_tokens: 12 }).outputLimit).toBe(9);
  });

  it.each([
    ['[]', null],
    ['null', null],
    [{ messages }, 'model'],
    [{ model: 5, messages }, 'model'],
    [{ model: 'x'.repeat(257), messages }, 'model'],
    [{ model: 'm' }, 'messages'],
    [{ model: 'm', messages: [] }, 'messages'],
    [{ model: 'm', messages: {} }, 'messages'],
    [{ model: 'm', messages: ['x'] }, 'messages[0]'],
    [{ model: 'm', messages: [...messages, ...messages, { content: 'x' }] }, 'messages[2].role'],
    [{ model: 'm', messages: [{ role: 'user', content: 5 }] }, 'messages[0].content'],
    [{ model: 'm', messages: [{ role: 'user', content: [{ type: 'text' }] }] }, 'messages[0].content[0].text'],
    [{ model: 'm', messages: [{ role: 'user', content: [{ type: 'image_url', image_url: {} }] }] }, 'messages[0].content[0].image_url.url'],
    [{ model: 'm', messages: [{ role: 'assistant', audio: { id: 'audio_1' } }] }, 'messages[0].audio'],
    [{ model: 'm', messages, stream: 'yes' }, 'stream'],
    [{ model: 'm', messages, stream_options: [] }, 'stream_options'],
    [{ model: 'm', messages, stream_options: { include_usage: 1 } }, 'stream_options.include_usage'],
    [{ model: 'm', messages, n: 0 }, 'n'],
    [{ model: 'm', messages, n: 129 }, 'n'],
    [{ model: 'm', messages, n: 1.5 }, 'n'],
    [{ model: 'm', messages, max_tokens: 0 }, 'max_tokens'],
    [{ model: 'm', messages, max_completion_tokens: '5' }, 'max_completion_tokens'],
    [{ model: 'm', messages, service_tier: 1 }, 'service_tier'],
    [{ model: 'm', messages, web_search_options: {} }, 'web_search_options'],
    [{ model: 'm', messages, modalities: ['text', 'image'] }, 'modalities'],
    [{ model: 'm', messages, prediction: { type: 'content' } }, 'prediction'],
    [{ model: 'm', messages, models: ['dear'] }, 'models'],
    [{ model: 'm', messages, tools: [{ type: 'function' }, { type: 'web_search' }] }, 'tools[1].type'],
    ['{"model":"m","messages":[{"role":"user"}],"max_tokens":9,"max_tokens":1}', 'max_tokens'],
    ['{"model":"m","messages":[{"role":"user"}],"mod\\u0065l":"dear"}', 'model'],
  ])('refuses %j by the name of the field', (body, param) => {
    expect(read(body)).toMatchObject({ kind: 'refusal', code: 'INVALID_REQUEST', param });
  });

  it.each(['', '{"model":', '{"model":"m",}'])('refuses %j, which is no JSON, with a code of its own', (body) => {
    expect(read(body)).toMatchObject({ kind: 'refusal', code: 'INVALID_JSON', param: null });
  });

  it('says of a field that is missing that it is required', () => {
    expect(read({ messages })).toMatchObject({ param: 'model', message: 'model is required' });
    expect(read({ model: 'm' })).toMatchObject({ param: 'messages', message: 'messages is required' });
  });

  it('says where JSON breaks off, without quoting the body', () => {
    const refusal = { code: 'INVALID_JSON', param: null, message: 'The body is not valid JSON at position 13' };
    expect(read('{"secret": 1 "n"}')).toMatchObject(refusal);
  });

  it('refuses invalid UTF-8, of which every byte would grow to three', () => {
    expect(readChatRequest(Buffer.concat([Buffer.from('{"model":"'), Buffer.from([0xff]), Buffer.from('"}')]))).toMatchObject({
      kind: 'refusal',
      param: null,
    });
  });

  it('lets unknown fields, store and metadata pass', () => {
    expect(read({ model: 'm', messages, store: true, metadata: { a: 'b' }, future_field: [1] })).toMatchObject({ kind: 'request' });
  });
});

describe('what has a price of its own', () => {
  const audio = { type: 'input_audio', input_audio: { data: 'AAAA', format: 'wav' } };
  const input = { component: 'input_audio', field: 'messages[0].content[0].type' };
  it.each<[object, object[], string[]]>([
    [{}, [], []],
    [{ messages: [{ role: 'user', content: [audio] }] }, [input], ['input_audio', 'cached_input_audio']],
    [{ modalities: ['text', 'audio'], audio: {} }, [{ component: 'output_audio', field: 'modalities' }], ['output_audio']],
    [{ audio: { voice: 'x' } }, [{ component: 'output_audio', field: 'audio' }], ['output_audio']],
    [{ service_tier: 'flex' }, [{ serviceTier: 'flex', field: 'service_tier' }], []],
    [{ service_tier: 'auto' }, [], []],
    [{ service_tier: 'default' }, [], []],
  ])('is named with its field: %j', (body, needsPrices, details) =>
    expect(readWell({ model: 'm', messages, ...body })).toMatchObject({ needsPrices, details }),
  );
  it('is an hour in the cache, in any spelling of JSON', () => {
    for (const ttl of ['1h', '\\u0031h', '1\\u0068', '\\u0031\\u0068']) {
      expect(read(`{"model":"m","messages":[{"role":"user"}],"cache_control":{"ttl":"${ttl}"}}`)).toMatchObject({ details: ['cache_write_1h'], needsPrices: [] }); // prettier-ignore
    }
    expect(read('{"model":"m","messages":[{"role":"user"}],"cache_control":{"ttl":"5m"}}')).toMatchObject({ details: [] });
  });
  it('makes audio count as the whole context window, which its bytes do not bound', () =>
    expect(readWell({ model: 'm', messages: [{ role: 'user', content: [audio] }] }).needsContextWindow).toBe(true));
});

describe('the bound on input tokens', () => {
  it('is never below the bytes of the body', () => {
    const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'ü'.repeat(500) }] });
    expect(readWell(body).inputTokenBound).toBe(Buffer.byteLength(body) + 256);
  });

  it('counts an image at its published maximum instead of its payload', () => {
    const image = (url: string) => ({ model: 'm', messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url } }] }] });
    const request = readWell(image(`data:image/png;base64,${'A'.repeat(100_000)}`));
    expect(request.images).toBe(1);
    expect(request.textBytes).toBeLessThan(200);
    expect(request.inputTokenBound).toBe(request.textBytes + 48_169 + 256);
    expect(boundInputTokens(request, ['openai/gpt-4o', 'gpt-4.1-mini'])).toBe(request.textBytes + 2_489 + 256);
    expect(boundInputTokens(readWell(image('https://example.org/a.png')), ['unheard-of'])).toBeGreaterThan(48_169);
  });

  it.each([
    { type: 'file', file: { file_id: 'f' } },
    { type: 'image_url', image_url: { url: 'data:application/pdf;base64,AA' } },
    { type: 'video_url' },
  ])('is the context window for %j', (part) =>
    expect(readWell({ model: 'm', messages: [{ role: 'user', content: [part] }] }).needsContextWindow).toBe(true),
  );
});

describe('writing the body for a provider', () => {
  it('replaces the model and adds the limit; all other bytes stay', () => {
    const rest = '"messages":[{"role":"user","content":"a \\"model\\": b"}],  "seed": 9223372036854775807, "temperature":1.0}';
    expect(upstream(readWell(`{ "model" : "m", ${rest}`))).toBe(`{"max_completion_tokens":7, "model" : "up/stream", ${rest}`);
  });

  it.each(['max_tokens', 'max_completion_tokens'])('puts the limit into %s, which the client used', (field) => {
    expect(JSON.parse(upstream(readWell({ model: 'm', [field]: 50, messages })))).toEqual({ model: 'up/stream', [field]: 7, messages });
  });

  it('puts the limit into both fields where both were given, and over a null', () => {
    expect(JSON.parse(upstream(readWell({ model: 'm', max_tokens: 9, max_completion_tokens: 8, messages })))).toMatchObject({
      max_tokens: 7,
      max_completion_tokens: 7,
    });
    expect(JSON.parse(upstream(readWell({ model: 'm', max_completion_tokens: null, messages })))).toMatchObject({
      max_completion_tokens: 7,
    });
  });

  it('asks for usage on every stream and keeps the other options', () => {
    expect(
      JSON.parse(upstream(readWell({ model: 'm', messages, stream: true, stream_options: { include_usage: false, x: 1 } }))),
    ).toMatchObject({
      stream_options: { include_usage: true, x: 1 },
    });
    expect(JSON.parse(upstream(readWell({ stream: true, model: 'm', messages })))).toMatchObject({
      stream_options: { include_usage: true },
    });
    expect(JSON.parse(upstream(readWell({ model: 'm', messages })))).not.toHaveProperty('stream_options');
  });

  it('finds its fields behind escapes, nesting and characters outside Latin-1', () => {
    const body = { a: { model: 'no', b: ['}', { c: '\\"{' }] }, text: '😀"\\', n: 1, t: true, messages, model: 'm' };
    expect(JSON.parse(upstream(readWell(JSON.stringify(body, null, 2))))).toEqual({
      ...body,
      model: 'up/stream',
      max_completion_tokens: 7,
    });
  });
});
