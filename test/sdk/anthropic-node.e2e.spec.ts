import { jest } from '@jest/globals';
import Anthropic, {
  APIError,
  APIUserAbortError,
  AuthenticationError,
  BadRequestError,
  NotFoundError,
  RateLimitError,
} from '@anthropic-ai/sdk';
import { ANTHROPIC_MODEL, CITY, MODELS, OPENAI_MODEL, PIXEL, SdkFixture, caught } from './sdk.fixture.js';

/** A gateway starts, and a busy machine is slow. */
jest.setTimeout(60_000);

let sdk: SdkFixture;
let client: Anthropic;
let sent = 0;

beforeAll(async () => {
  sdk = await SdkFixture.start();
  client = clientOf(sdk.customer.key);
});
afterAll(() => sdk?.stop());
beforeEach(() => {
  sent = 0;
});

/** As the quickstart has it: an address and a key, nothing else; `fetch` only counts. */
function clientOf(apiKey: string): Anthropic {
  return new Anthropic({
    baseURL: sdk.installation.url,
    apiKey,
    fetch: (url, init) => {
      sent += 1;
      return fetch(url, init);
    },
  });
}

const say = (model: string, content: Anthropic.MessageParam['content'] = 'Hello from the SDK') => ({
  model,
  max_tokens: 256,
  messages: [{ role: 'user' as const, content }],
});
const textOf = ({ content }: Anthropic.Message) => content.map((block) => (block.type === 'text' ? block.text : '')).join('');

describe.each(MODELS)('the Anthropic SDK for Node on %s', (model) => {
  it('gets a plain answer, and finds its charge under the id that the SDK shows', async () => {
    const message = await client.messages.create({ ...say(model), system: 'Be brief' });
    expect(textOf(message)).toMatch(/\w/);
    expect(message).toMatchObject({ type: 'message', role: 'assistant', stop_reason: 'end_turn' });
    expect(message.usage.output_tokens).toBeGreaterThan(0);
    const charged = (await sdk.settled(message._request_id)).charge(String(message._request_id));
    expect(charged?.data).toMatchObject({
      outcome: 'succeeded',
      usage: { output_tokens: message.usage.output_tokens, source: 'reported' },
    });
  });

  it('streams, event by event and through its helper', async () => {
    const types = new Set<string>();
    for await (const event of await client.messages.create({ ...say(model), stream: true })) types.add(event.type);
    expect(types).toEqual(
      new Set(['message_start', 'content_block_start', 'content_block_delta', 'content_block_stop', 'message_delta', 'message_stop']),
    );
    const message = await client.messages.stream(say(model)).finalMessage();
    expect(textOf(message)).toMatch(/\w/);
    expect(message.stop_reason).toBe('end_turn');
    expect(message.usage.output_tokens).toBeGreaterThan(1);
  });

  const tools: Anthropic.Tool[] = [{ name: 'weather', input_schema: CITY }];

  it.each([false, true])('calls a tool and takes its result (streamed: %s)', async (streams) => {
    const request = { ...say(model, 'Berlin'), tools, tool_choice: { type: 'any' as const } };
    const message = streams ? await client.messages.stream(request).finalMessage() : await client.messages.create(request);
    expect(message.stop_reason).toBe('tool_use');
    const call = message.content.find((block) => block.type === 'tool_use');
    expect(call).toMatchObject({ name: 'weather', input: { city: 'Berlin' } });
    const messages: Anthropic.MessageParam[] = [
      ...request.messages,
      { role: 'assistant', content: message.content as Anthropic.ContentBlockParam[] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: call!.id, content: 'Sunny' }] },
    ];
    expect((await client.messages.create({ ...request, messages })).stop_reason).toBe('end_turn');
  });

  it('gets structured output', async () => {
    const message = await client.messages.create({
      ...say(model, 'Paris'),
      output_config: { format: { type: 'json_schema', schema: CITY } },
    });
    expect(JSON.parse(textOf(message))).toEqual({ city: 'Paris' });
  });

  it('sends an image', async () => {
    const source = { type: 'base64' as const, media_type: 'image/png' as const, data: PIXEL };
    const message = await client.messages.create(
      say(model, [
        { type: 'image', source },
        { type: 'text', text: 'What is it?' },
      ]),
    );
    expect(message.usage.input_tokens).toBeGreaterThan(85);
  });

  it('counts tokens without a charge', async () => {
    const before = (await sdk.installation.books()).ends.size;
    const { input_tokens: counted } = await client.messages.countTokens({ model, messages: say(model).messages });
    expect(counted).toBeGreaterThan(3);
    expect((await sdk.installation.books()).ends.size).toBe(before);
  });

  it('raises a stream that the provider breaks off, and what it reports within one', async () => {
    for (const directive of ['cut=5', 'error=5', 'no-done'])
      await caught(client.messages.stream(say(model, `[sandbox:${directive}]`)).finalMessage(), APIError);
  });

  it('raises a rate limit with its wait', async () => {
    const error = await caught(client.messages.create(say(model, '[sandbox:status=429]'), { maxRetries: 0 }), RateLimitError);
    expect([error.status, error.headers.get('retry-after'), error.type]).toEqual([429, '1', 'rate_limit_error']);
  });

  it('raises what the provider says of a mistake, in its own dialect', async () => {
    const error = await caught(client.messages.create(say(model, '[sandbox:status=400]')), BadRequestError);
    expect(error.error).toMatchObject({ type: 'error', error: { type: 'invalid_request_error', message: 'Rehearsed status 400' } });
    expect(sent).toBe(1);
  });

  it('may leave in mid-stream: what was received is charged as cancelled', async () => {
    const before = (await sdk.installation.books()).ends.size;
    const stream = client.messages.stream(say(model, '[sandbox:tokens=200][sandbox:chunk-delay=50]'));
    let seen = 0;
    const leaving = (async () => {
      for await (const event of stream) if (event.type === 'content_block_delta' && ++seen === 3) stream.abort();
    })();
    await caught(leaving, APIUserAbortError);
    expect(await sdk.lastEnd(before)).toMatchObject({
      type: 'TokensMetered',
      data: { outcome: 'cancelled', usage: { source: 'estimated' } },
    });
  });
});

describe('the Anthropic SDK for Node', () => {
  it('keeps thinking with its signature where the provider speaks its protocol', async () => {
    const request = { ...say(ANTHROPIC_MODEL), max_tokens: 2_048, thinking: { type: 'enabled' as const, budget_tokens: 1_024 } };
    const { content, usage } = await client.messages.create(request);
    expect(content[0]).toMatchObject({ type: 'thinking', signature: expect.stringMatching(/./) as string });
    expect(usage.output_tokens).toBeGreaterThan(5);
    const streamed = await client.messages.stream(request).finalMessage();
    expect(streamed.content.map(({ type }) => type)).toEqual(['thinking', 'text']);
  });

  it('lists models page by page, and finds one whose id has a slash', async () => {
    const ids: string[] = [];
    for await (const { id, type } of client.models.list({ limit: 1 })) ids.push(`${type} ${id}`);
    expect(ids).toEqual(expect.arrayContaining([`model ${OPENAI_MODEL}`, `model ${ANTHROPIC_MODEL}`, 'model tokenok-fast']));
    expect((await client.models.retrieve(ANTHROPIC_MODEL)).display_name).toBe(ANTHROPIC_MODEL);
  });

  it('raises a key that does not exist, an empty balance and an unknown model, once each', async () => {
    const unknown = await caught(clientOf('tok_no').messages.create(say(OPENAI_MODEL)), AuthenticationError);
    expect([unknown.status, unknown.type, sent]).toEqual([401, 'authentication_error', 1]);
    const poor = await caught(clientOf(sdk.poor.key).messages.create(say(OPENAI_MODEL)), APIError);
    expect([poor.status, poor.type, sent]).toEqual([402, 'billing_error', 2]);
    expect(poor.requestID).toMatch(/^req_/);
    const missing = await caught(client.messages.create(say('anthropic/claude-sandbax')), NotFoundError);
    expect([missing.status, missing.type, sent]).toEqual([404, 'not_found_error', 3]);
    expect(missing.message).toContain(ANTHROPIC_MODEL);
  });

  it('names the field of what cannot be metered or translated, and of what stands at the provider', async () => {
    const hosted = { ...say(ANTHROPIC_MODEL), tools: [{ type: 'web_search_20250305' as const, name: 'web_search' as const }] };
    expect((await caught(client.messages.create(hosted), BadRequestError)).message).toContain('tools[0].type');
    const file = say(ANTHROPIC_MODEL, [
      { type: 'document', source: { type: 'file', file_id: 'file_1' } } as unknown as Anthropic.TextBlockParam,
    ]);
    expect((await caught(client.messages.create(file), BadRequestError)).message).toContain('messages[0].content[0].source.file_id');
  });

  it('is told what another protocol has no place for', async () => {
    const olderBody = Object.assign(say(OPENAI_MODEL), { top_k: 5 });
    const { response } = await client.messages.create(olderBody).withResponse();
    expect(response.headers.get('x-tokenok-dropped')).toBe('top_k');
    expect(response.headers.get('request-id')).toMatch(/^req_/);
  });
});
