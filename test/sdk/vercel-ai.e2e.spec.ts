import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { jest } from '@jest/globals';
import {
  APICallError,
  Output,
  embedMany,
  generateText,
  jsonSchema,
  stepCountIs,
  streamText,
  tool,
  type LanguageModel,
  type ModelMessage,
} from 'ai';
import { CITY, MODELS, OPENAI_MODEL, PIXEL, SdkFixture, caught } from './sdk.fixture.js';

/** A gateway starts, and a busy machine is slow. */
jest.setTimeout(60_000);

let sdk: SdkFixture;
beforeAll(async () => {
  Object.assign(globalThis, { AI_SDK_LOG_WARNINGS: false });
  sdk = await SdkFixture.start();
});
afterAll(() => sdk?.stop());

const openai = (apiKey = sdk.customer.key) => createOpenAI({ baseURL: `${sdk.installation.url}/v1`, apiKey });
const anthropic = (apiKey = sdk.customer.key) => createAnthropic({ baseURL: `${sdk.installation.url}/v1`, apiKey });

/** Its default for OpenAI is Responses. */
const CLIENTS: Readonly<Record<string, (model: string, key?: string) => LanguageModel>> = {
  'OpenAI responses': (model, key) => openai(key).responses(model),
  'OpenAI chat': (model, key) => openai(key).chat(model),
  Anthropic: (model, key) => anthropic(key)(model),
};
const cases = Object.keys(CLIENTS).flatMap((client) => MODELS.map((model) => [client, model] as const));

describe.each(cases)('the Vercel AI SDK, %s on %s', (client, id) => {
  const model = () => CLIENTS[client]!(id);
  /** By default it refers to what OpenAI keeps of the steps before; a provider of the other protocol keeps nothing, so that a conversation is sent whole. */
  const providerOptions = id === OPENAI_MODEL ? {} : { openai: { store: false } };
  const weather = tool({
    inputSchema: jsonSchema<{ city: string }>(CITY),
    execute: ({ city }) => `Sunny in ${city}`,
  });

  it('gets a plain answer and a stream', async () => {
    const { text, usage } = await generateText({ model: model(), prompt: 'Hello', providerOptions });
    expect(text).toMatch(/\w/);
    expect(usage.outputTokens).toBeGreaterThan(1);
    const streamed = streamText({ model: model(), prompt: 'Hello', providerOptions });
    let words = '';
    for await (const part of streamed.textStream) words += part;
    expect(words).toMatch(/\w/);
    expect((await streamed.usage).outputTokens).toBeGreaterThan(1);
    expect(await streamed.finishReason).toBe('stop');
  });

  it('calls a tool and goes on with its result, plain and streamed', async () => {
    const request = { prompt: 'Berlin', tools: { weather }, stopWhen: stepCountIs(2), providerOptions };
    const { text, steps } = await generateText({ model: model(), ...request });
    expect(steps[0]?.toolResults[0]?.output).toBe('Sunny in Berlin');
    expect(text).toMatch(/\w/);
    const streamed = streamText({ model: model(), ...request });
    expect((await streamed.steps)[0]?.toolResults[0]?.output).toBe('Sunny in Berlin');
    expect(await streamed.text).toMatch(/\w/);
  });

  it('gets structured output, and sends an image', async () => {
    const schema = jsonSchema<{ city: string }>(CITY);
    const { output } = await generateText({ model: model(), prompt: 'Paris', output: Output.object({ schema }), providerOptions });
    expect(output).toHaveProperty('city');
    const content = [
      { type: 'image' as const, image: PIXEL, mediaType: 'image/png' },
      { type: 'text' as const, text: 'What is it?' },
    ];
    const { usage } = await generateText({ model: model(), messages: [{ role: 'user', content }], providerOptions });
    expect(usage.inputTokens).toBeGreaterThan(85);
  });

  it('raises what goes wrong', async () => {
    const ask = (prompt: string, key?: string) =>
      generateText({ model: CLIENTS[client]!(id, key), prompt, providerOptions, maxRetries: 0 });
    const statuses = [];
    for (const asking of [ask('Hello', 'tok_no'), ask('Hello', sdk.poor.key), ask('[sandbox:status=429]')])
      statuses.push((await caught(asking, APICallError)).statusCode);
    expect(statuses).toEqual([401, 402, 429]);
    const missing = generateText({ model: CLIENTS[client]!(`${id}x`), prompt: 'Hello', maxRetries: 0 });
    expect((await caught(missing, APICallError)).statusCode).toBe(404);
    const errors: unknown[] = [];
    const cut = streamText({ model: model(), prompt: '[sandbox:cut=6]', providerOptions, onError: ({ error }) => void errors.push(error) });
    await cut.consumeStream();
    expect(errors.length).toBeGreaterThan(0);
  });

  it('may abort: nothing is left held', async () => {
    const before = (await sdk.installation.books()).ends.size;
    const controller = new AbortController();
    const prompt = '[sandbox:tokens=200][sandbox:chunk-delay=50]';
    const streamed = streamText({ model: model(), prompt, providerOptions, abortSignal: controller.signal });
    let seen = 0;
    for await (const _part of streamed.textStream) if (++seen === 3) controller.abort();
    expect(await sdk.lastEnd(before)).toMatchObject({ type: 'TokensMetered', data: { outcome: 'cancelled' } });
  });
});

it('the Vercel AI SDK gets embeddings', async () => {
  const { embeddings, usage } = await embedMany({ model: openai().embedding(OPENAI_MODEL), values: ['Hello', 'World'] });
  expect(embeddings).toHaveLength(2);
  expect(usage.tokens).toBeGreaterThan(1);
});

describe('the Vercel AI SDK, by default', () => {
  it('refers to what OpenAI keeps of the turns before, and so to nothing of another customer', async () => {
    const weather = tool({ inputSchema: jsonSchema<{ city: string }>(CITY), execute: ({ city }) => `Sunny in ${city}` });
    const request = { model: openai()(OPENAI_MODEL), tools: { weather }, stopWhen: stepCountIs(2) };
    const messages: ModelMessage[] = [{ role: 'user', content: 'Berlin' }];
    messages.push(...(await generateText({ ...request, messages })).response.messages, { role: 'user', content: 'And Paris?' });
    const second = await generateText({ ...request, messages });
    expect(JSON.stringify(second.steps[0]?.request.body)).toContain('item_reference');
    expect(second.text).toMatch(/\w/);
    const streamed = streamText({
      ...request,
      messages: [...messages, ...second.response.messages, { role: 'user', content: 'And Rome?' }],
    });
    expect(await streamed.text).toMatch(/\w/);
    const other = await sdk.installation.customer('1.00');
    const asking = generateText({ ...request, model: openai(other.key)(OPENAI_MODEL), messages, maxRetries: 0 });
    expect(await caught(asking, APICallError)).toMatchObject({ statusCode: 400, data: { error: { code: 'unsupported_parameter' } } });
  });

  it('goes on from a response by its id', async () => {
    const model = openai()(OPENAI_MODEL);
    const { providerMetadata } = await generateText({ model, prompt: 'My name is Ada' });
    const previousResponseId = providerMetadata?.['openai']?.['responseId'] as string;
    const { usage } = await generateText({ model, prompt: 'My name is Ada', providerOptions: { openai: { previousResponseId } } });
    expect(usage.inputTokens).toBeGreaterThan(20);
  });
});
