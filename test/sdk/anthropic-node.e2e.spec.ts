import Anthropic, { APIError, BadRequestError, RateLimitError } from '@anthropic-ai/sdk';
import { betaTool } from '@anthropic-ai/sdk/helpers/beta/json-schema';
import { ANTHROPIC, anthropicClient, say } from '../support/sdk/clients/anthropic.js';
import { CITY, SUNNY, type Access } from '../support/sdk/clients/client.js';
import { describeMatrix } from '../support/sdk/matrix.js';
import { ANTHROPIC_MODEL, MODELS, OPENAI_MODEL, caught, type SdkFixture } from '../support/sdk/sdk-scene.js';

describeMatrix([ANTHROPIC], (fixture) => {
  let sdk: SdkFixture;
  let at: Access;
  let client: Anthropic;
  beforeEach(async () => {
    sdk = fixture();
    at = await sdk.access();
    client = anthropicClient(at);
  });

  describe.each(MODELS)('the Anthropic SDK for Node on %s', (model) => {
    it('shows the id under which the charge is found', async () => {
      const message = await client.messages.create({ ...say(model), system: 'Be brief' });
      expect(message).toMatchObject({ type: 'message', role: 'assistant' });
      const [row] = await sdk.expectBooks(at, ['succeeded']);
      expect([row?.id, row?.usage?.output_tokens]).toEqual([message._request_id, message.usage.output_tokens]);
    });

    it('streams event by event, and no others', async () => {
      const types = new Set<string>();
      for await (const event of await client.messages.create({ ...say(model), stream: true })) types.add(event.type);
      expect(types).toEqual(
        new Set(['message_start', 'content_block_start', 'content_block_delta', 'content_block_stop', 'message_delta', 'message_stop']),
      );
      await sdk.expectBooks(at, ['succeeded']);
    });

    it.each([false, true])('has a tool runner that goes on without a thread (streamed: %s)', async (stream) => {
      const weather = betaTool({ name: 'weather', description: 'The weather', inputSchema: CITY, run: () => SUNNY });
      const content = 'Weather? [sandbox:tool]';
      const asked = { model, max_tokens: 256, tools: [weather], messages: [{ role: 'user' as const, content }] };
      const messages: Anthropic.Beta.BetaMessage[] = [];
      if (stream) for await (const each of client.beta.messages.toolRunner({ ...asked, stream })) messages.push(await each.finalMessage());
      else for await (const each of client.beta.messages.toolRunner({ ...asked, stream })) messages.push(each);
      expect(messages.map((message) => message.content[0]?.type)).toEqual(['tool_use', 'text']);
      await sdk.expectBooks(at, ['succeeded', 'succeeded']);
    });

    it('counts tokens without a charge', async () => {
      expect((await client.messages.countTokens({ model, messages: say(model).messages })).input_tokens).toBeGreaterThan(3);
      await sdk.expectBooks(at, []);
    });

    it('raises what the provider says of a mistake, in its own dialect', async () => {
      const error = await caught(client.messages.create(say(model, '[sandbox:status=400]')), BadRequestError);
      expect(error.error).toMatchObject({ type: 'error', error: { type: 'invalid_request_error', message: 'Rehearsed status 400' } });
      expect(at.sent).toBe(1);
      await sdk.expectBooks(at, ['failed']);
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
      await sdk.expectBooks(at, ['succeeded', 'succeeded']);
    });

    it('shows a model as Anthropic does', async () =>
      expect(await client.models.retrieve(ANTHROPIC_MODEL)).toMatchObject({ type: 'model', display_name: ANTHROPIC_MODEL }));

    it('finds type, id and wait in what it raises', async () => {
      const poor = anthropicClient(await sdk.access('no credit'));
      const empty = await caught(poor.messages.create(say(OPENAI_MODEL)), APIError);
      expect([empty.type, empty.requestID]).toEqual(['billing_error', expect.stringMatching(/^req_/)]);
      const limited = await caught(client.messages.create(say(OPENAI_MODEL, '[sandbox:status=429]'), { maxRetries: 0 }), RateLimitError);
      expect([limited.type, limited.headers.get('retry-after')]).toEqual(['rate_limit_error', '1']);
      await sdk.expectBooks(at, ['failed']);
    });

    it('names the field of what cannot be metered or translated, and of what stands at the provider', async () => {
      const hosted = { ...say(ANTHROPIC_MODEL), tools: [{ type: 'web_search_20250305' as const, name: 'web_search' as const }] };
      expect((await caught(client.messages.create(hosted), BadRequestError)).message).toContain('tools[0].type');
      const file = say(ANTHROPIC_MODEL, [
        { type: 'document', source: { type: 'file', file_id: 'file_1' } } as unknown as Anthropic.TextBlockParam,
      ]);
      expect((await caught(client.messages.create(file), BadRequestError)).message).toContain('messages[0].content[0].source.file_id');
      await sdk.expectBooks(at, []);
    });

    it('is told what another protocol has no place for', async () => {
      const olderBody = Object.assign(say(OPENAI_MODEL), { top_k: 5 });
      const { response } = await client.messages.create(olderBody).withResponse();
      expect(response.headers.get('x-tokenok-dropped')).toBe('top_k');
      expect(response.headers.get('request-id')).toMatch(/^req_/);
      await sdk.expectBooks(at, ['succeeded']);
    });
  });
});
