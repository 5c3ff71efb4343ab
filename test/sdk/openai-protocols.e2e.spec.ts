import { jest } from '@jest/globals';
import OpenAI, { APIError, APIUserAbortError, BadRequestError, RateLimitError } from 'openai';
import { ANTHROPIC_MODEL, CITY, MODELS, OPENAI_MODEL, PIXEL, SdkFixture, caught } from './sdk.fixture.js';

/** A gateway starts, and a busy machine is slow. */
jest.setTimeout(60_000);

let sdk: SdkFixture;
let client: OpenAI;

beforeAll(async () => {
  sdk = await SdkFixture.start();
  client = new OpenAI({ baseURL: `${sdk.installation.url}/v1`, apiKey: sdk.customer.key });
});
afterAll(() => sdk?.stop());

const image = `data:image/png;base64,${PIXEL}`;

describe.each(MODELS)('chat completions of the OpenAI SDK for Node on %s', (model) => {
  const say = (content: OpenAI.ChatCompletionUserMessageParam['content'] = 'Hello from the SDK') => ({
    model,
    messages: [{ role: 'user' as const, content }],
  });
  const tools = [{ type: 'function' as const, function: { name: 'weather', parameters: CITY } }];

  it('are answered and charged, plain and streamed', async () => {
    const completion = await client.chat.completions.create(say());
    expect(completion.choices[0]).toMatchObject({ finish_reason: 'stop', message: { role: 'assistant' } });
    const charge = (await sdk.settled(completion._request_id)).charge(String(completion._request_id));
    expect(charge?.data).toMatchObject({ outcome: 'succeeded', usage: { output_tokens: completion.usage?.completion_tokens } });
    const streamed = await client.chat.completions.stream({ ...say(), stream_options: { include_usage: true } }).finalChatCompletion();
    expect(streamed.choices[0]?.message.content).toMatch(/\w/);
    expect(streamed.usage?.completion_tokens).toBeGreaterThan(1);
  });

  it.each([false, true])('call a tool and take its result (streamed: %s)', async (streams) => {
    const request = { ...say('Berlin'), tools, tool_choice: 'required' as const };
    const completion = streams
      ? await client.chat.completions.stream(request).finalChatCompletion()
      : await client.chat.completions.create(request);
    const message = completion.choices[0]!.message;
    const call = message.tool_calls?.[0] as OpenAI.ChatCompletionMessageFunctionToolCall;
    expect(completion.choices[0]?.finish_reason).toBe('tool_calls');
    expect(JSON.parse(call.function.arguments)).toEqual({ city: 'Berlin' });
    const messages = [...request.messages, message, { role: 'tool' as const, tool_call_id: call.id, content: 'Sunny' }];
    expect((await client.chat.completions.create({ ...request, messages })).choices[0]?.finish_reason).toBe('stop');
  });

  it('have structured output and images', async () => {
    const format = { type: 'json_schema' as const, json_schema: { name: 'city', strict: true, schema: CITY } };
    const structured = await client.chat.completions.create({ ...say('Paris'), response_format: format });
    expect(JSON.parse(structured.choices[0]?.message.content ?? '')).toEqual({ city: 'Paris' });
    const seen = await client.chat.completions.create(
      say([
        { type: 'image_url', image_url: { url: image } },
        { type: 'text', text: 'What is it?' },
      ]),
    );
    expect(seen.usage?.prompt_tokens).toBeGreaterThan(85);
  });

  it('raise what goes wrong', async () => {
    for (const directive of ['cut=5', 'error=5', 'no-done'])
      await caught(client.chat.completions.stream(say(`[sandbox:${directive}]`)).finalChatCompletion(), APIError);
    const limited = await caught(client.chat.completions.create(say('[sandbox:status=429]'), { maxRetries: 0 }), RateLimitError);
    expect([limited.code, limited.headers.get('retry-after')]).toEqual(['rate_limit_exceeded', '1']);
    const wrong = await caught(client.chat.completions.create(say('[sandbox:status=400]')), BadRequestError);
    expect([wrong.type, wrong.message]).toEqual(['invalid_request_error', '400 Rehearsed status 400']);
  });
});

describe.each(MODELS)('responses of the OpenAI SDK for Node on %s', (model) => {
  const tools = [{ type: 'function' as const, name: 'weather', parameters: CITY, strict: true }];

  it('are answered and charged, plain and streamed', async () => {
    const response = await client.responses.create({ model, input: 'Hello', instructions: 'Be brief' });
    expect(response.output_text).toMatch(/\w/);
    expect(response.status).toBe('completed');
    const charge = (await sdk.settled(response._request_id)).charge(String(response._request_id));
    expect(charge?.data).toMatchObject({ outcome: 'succeeded', usage: { output_tokens: response.usage?.output_tokens } });
    const streamed = await client.responses.stream({ model, input: 'Hello' }).finalResponse();
    expect(streamed.output_text).toMatch(/\w/);
    expect(streamed.usage?.output_tokens).toBeGreaterThan(1);
  });

  it('stop at the limit as incomplete, and are charged', async () => {
    const response = await client.responses.create({ model, input: '[sandbox:tokens=90]', max_output_tokens: 16 });
    expect([response.status, response.incomplete_details?.reason]).toEqual(['incomplete', 'max_output_tokens']);
    const charge = (await sdk.settled(response._request_id)).charge(String(response._request_id));
    expect(charge?.data).toMatchObject({ usage: { output_tokens: 16 } });
    if (model === OPENAI_MODEL) expect(charge?.data['outcome']).toBe('incomplete');
  });

  it.each([false, true])('call a tool and take its result (streamed: %s)', async (streams) => {
    const request = { model, input: 'Berlin', tools, tool_choice: 'required' as const };
    const response = streams ? await client.responses.stream(request).finalResponse() : await client.responses.create(request);
    const call = (response.output as OpenAI.Responses.ResponseOutputItem[]).find((item) => item.type === 'function_call')!;
    expect(JSON.parse(call.arguments)).toEqual({ city: 'Berlin' });
    const { type, call_id, name, arguments: json } = call;
    const input: OpenAI.Responses.ResponseInput = [
      { role: 'user', content: 'Berlin' },
      { type, call_id, name, arguments: json },
      { type: 'function_call_output', call_id, output: 'Sunny' },
    ];
    expect((await client.responses.create({ ...request, input })).output_text).toMatch(/\w/);
  });

  it('have structured output and images', async () => {
    const format = { type: 'json_schema' as const, name: 'city', strict: true, schema: CITY };
    const structured = await client.responses.create({ model, input: 'Paris', text: { format } });
    expect(JSON.parse(structured.output_text)).toEqual({ city: 'Paris' });
    const content: OpenAI.Responses.ResponseInputMessageContentList = [
      { type: 'input_image', image_url: image, detail: 'auto' },
      { type: 'input_text', text: 'What is it?' },
    ];
    expect((await client.responses.create({ model, input: [{ role: 'user', content }] })).usage?.input_tokens).toBeGreaterThan(85);
  });

  it('raise what goes wrong', async () => {
    for (const directive of ['cut=6', 'error=6', 'no-done'])
      await caught(client.responses.stream({ model, input: `[sandbox:${directive}]` }).finalResponse(), Error);
    await caught(client.responses.create({ model, input: '[sandbox:status=429]' }, { maxRetries: 0 }), RateLimitError);
    await caught(client.responses.create({ model, input: '[sandbox:status=400]' }), BadRequestError);
  });

  it.each(['previous_response_id', 'conversation', 'background', 'prompt'])('refuse %s by its name', async (field) => {
    const values: Record<string, unknown> = { background: true, prompt: { id: 'pmpt_1' } };
    const request = { model, input: 'Hello', [field]: values[field] ?? 'id_1' };
    expect((await caught(client.responses.create(request), BadRequestError)).param).toMatch(new RegExp(`^${field}`));
  });

  it('may be left in mid-stream: what was received is charged as cancelled', async () => {
    const before = (await sdk.installation.books()).ends.size;
    const stream = client.responses.stream({ model, input: '[sandbox:tokens=200][sandbox:chunk-delay=50]' });
    let seen = 0;
    const leaving = (async () => {
      for await (const event of stream) if (event.type === 'response.output_text.delta' && ++seen === 3) stream.abort();
      await stream.finalResponse();
    })();
    await caught(leaving, APIUserAbortError);
    expect(await sdk.lastEnd(before)).toMatchObject({
      type: 'TokensMetered',
      data: { outcome: 'cancelled', usage: { source: 'estimated' } },
    });
  });
});

describe('the routes of OpenAI that only its own protocol has', () => {
  it('embeddings: as floats, as base64, and charged for input alone', async () => {
    const inputs = ['Hello', 'World'];
    const decoded = await client.embeddings.create({ model: OPENAI_MODEL, input: inputs, dimensions: 8 });
    const floats = await client.embeddings.create({ model: OPENAI_MODEL, input: inputs, dimensions: 8, encoding_format: 'float' });
    expect(decoded.data.map(({ embedding }) => embedding)).toEqual(floats.data.map(({ embedding }) => embedding));
    expect(decoded.data[0]?.embedding).toHaveLength(8);
    const books = await sdk.settled((decoded as { _request_id?: string | null })._request_id);
    expect(books.charge(String((decoded as { _request_id?: string | null })._request_id))?.data).toMatchObject({
      usage: { input_tokens: decoded.usage.prompt_tokens, output_tokens: 0, source: 'reported' },
    });
  });

  it('completions: plain and streamed', async () => {
    const request = { model: OPENAI_MODEL, prompt: ['Hello', 'World'], max_tokens: 10 };
    expect((await client.completions.create(request)).choices.map(({ index }) => index)).toEqual([0, 1]);
    let text = '';
    for await (const chunk of await client.completions.create({ ...request, stream: true })) text += chunk.choices[0]?.text ?? '';
    expect(text).toMatch(/\w/);
  });

  it('are refused for a model whose providers have none', async () => {
    const request = { model: ANTHROPIC_MODEL, input: 'Hello' };
    expect((await caught(client.embeddings.create(request), BadRequestError)).param).toBe('model');
  });

  it('name the field that another protocol cannot honour, before anything is held', async () => {
    const messages = [{ role: 'user' as const, content: 'Hello' }];
    const error = await caught(client.chat.completions.create({ model: ANTHROPIC_MODEL, messages, n: 2 }), BadRequestError);
    expect([error.param, error.code]).toEqual(['n', 'unsupported_parameter']);
    const { response } = await client.chat.completions.create({ model: ANTHROPIC_MODEL, messages, seed: 1 }).withResponse();
    expect(response.headers.get('x-tokenok-dropped')).toBe('seed');
  });
});
