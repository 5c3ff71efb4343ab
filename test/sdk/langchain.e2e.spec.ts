import { jest } from '@jest/globals';
import { ChatAnthropic } from '@langchain/anthropic';
import { HumanMessage, ToolMessage, type AIMessageChunk, type UsageMetadata } from '@langchain/core/messages';
import { ChatOpenAI, OpenAIEmbeddings } from '@langchain/openai';
import { CITY, MODELS, OPENAI_MODEL, PIXEL, SdkFixture, caught } from './sdk.fixture.js';

/** A gateway starts, and a busy machine is slow. */
jest.setTimeout(60_000);

let sdk: SdkFixture;
beforeAll(async () => {
  sdk = await SdkFixture.start();
});
afterAll(() => sdk?.stop());

const configuration = () => ({ baseURL: `${sdk.installation.url}/v1` });
const CLIENTS = {
  ChatOpenAI: (model: string, apiKey = sdk.customer.key) =>
    new ChatOpenAI({ model, apiKey, maxRetries: 0, configuration: configuration() }),
  'ChatOpenAI with responses': (model: string, apiKey = sdk.customer.key) =>
    new ChatOpenAI({ model, apiKey, maxRetries: 0, useResponsesApi: true, configuration: configuration() }),
  ChatAnthropic: (model: string, apiKey = sdk.customer.key) =>
    new ChatAnthropic({ model, apiKey, maxRetries: 0, maxTokens: 256, anthropicApiUrl: sdk.installation.url }),
} as const;
const cases = Object.keys(CLIENTS).flatMap((client) => MODELS.map((model) => [client as keyof typeof CLIENTS, model] as const));

/** Its own type of the usage is lost where the clients are one list. */
function tokensOf(message: AIMessageChunk | undefined): UsageMetadata {
  return message?.usage_metadata as unknown as UsageMetadata;
}

describe.each(cases)('LangChain, %s on %s', (client, id) => {
  const model = (key?: string, name: string = id): ChatOpenAI | ChatAnthropic => CLIENTS[client](name, key);
  const tools = [{ type: 'function' as const, function: { name: 'weather', description: 'Weather', parameters: CITY } }];

  it('gets a plain answer and a stream', async () => {
    const answer = await model().invoke('Hello');
    expect(answer.text).toMatch(/\w/);
    expect(tokensOf(answer).output_tokens).toBeGreaterThan(1);
    let streamed: AIMessageChunk | undefined;
    for await (const chunk of await model().stream('Hello')) streamed = streamed?.concat(chunk) ?? chunk;
    expect(streamed?.text).toMatch(/\w/);
    expect(tokensOf(streamed).output_tokens).toBeGreaterThan(1);
  });

  it('calls a tool and goes on with its result, plain and streamed', async () => {
    const bound = model().bindTools(tools, { tool_choice: 'weather' });
    const question = new HumanMessage('Berlin');
    const answer = await bound.invoke([question]);
    expect(answer.tool_calls?.[0]).toMatchObject({ name: 'weather', args: { city: 'Berlin' } });
    const result = new ToolMessage({ content: 'Sunny', tool_call_id: String(answer.tool_calls?.[0]?.id) });
    expect((await bound.invoke([question, answer, result])).text).toMatch(/\w/);
    let streamed: AIMessageChunk | undefined;
    for await (const chunk of await bound.stream([question])) streamed = streamed?.concat(chunk) ?? chunk;
    expect(streamed?.tool_calls?.[0]).toMatchObject({ name: 'weather', args: { city: 'Berlin' } });
  });

  it('sends an image', async () => {
    const content = [
      { type: 'image_url', image_url: { url: `data:image/png;base64,${PIXEL}` } },
      { type: 'text', text: 'What is it?' },
    ];
    expect(tokensOf(await model().invoke([new HumanMessage({ content })])).input_tokens).toBeGreaterThan(85);
  });

  it('raises what goes wrong', async () => {
    const statuses = [];
    const asking = [
      model('tok_no').invoke('Hello'),
      model(sdk.poor.key).invoke('Hello'),
      model(undefined, `${id}x`).invoke('Hello'),
      model().invoke('[sandbox:status=429]'),
    ];
    for (const asked of asking) statuses.push(((await caught(asked, Error)) as Error & { status?: number }).status);
    expect(statuses).toEqual([401, 402, 404, 429]);
    const cut = async () => {
      for await (const _chunk of await model().stream('[sandbox:cut=6]'));
    };
    await caught(cut(), Error);
  });
});

it('LangChain gets embeddings', async () => {
  const embeddings = new OpenAIEmbeddings({ model: OPENAI_MODEL, apiKey: sdk.customer.key, configuration: configuration() });
  expect((await embeddings.embedDocuments(['Hello', 'World'])).map((vector) => vector.length)).toEqual([1_536, 1_536]);
});
