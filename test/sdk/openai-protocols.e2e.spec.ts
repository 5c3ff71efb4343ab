import OpenAI, { BadRequestError } from 'openai';
import type { Access } from '../support/sdk/clients/client.js';
import { OPENAI_CHAT, openaiClient } from '../support/sdk/clients/openai-chat.js';
import { OPENAI_RESPONSES } from '../support/sdk/clients/openai-responses.js';
import { describeMatrix } from '../support/sdk/matrix.js';
import { ANTHROPIC_MODEL, MODELS, OPENAI_MODEL, caught, type SdkFixture } from '../support/sdk/sdk-scene.js';

describeMatrix([OPENAI_CHAT, OPENAI_RESPONSES], (fixture) => {
  let sdk: SdkFixture;
  let at: Access;
  let client: OpenAI;
  beforeEach(async () => {
    sdk = fixture();
    at = await sdk.access();
    client = openaiClient(at);
  });

  describe.each(MODELS)('chat completions of the OpenAI SDK for Node on %s', (model) => {
    it('raise what the provider says of a mistake', async () => {
      const messages = [{ role: 'user' as const, content: '[sandbox:status=400]' }];
      const wrong = await caught(client.chat.completions.create({ model, messages }), BadRequestError);
      expect([wrong.type, wrong.message]).toEqual(['invalid_request_error', '400 Rehearsed status 400']);
      await sdk.expectBooks(at, ['failed']);
    });
  });

  describe.each(MODELS)('responses of the OpenAI SDK for Node on %s', (model) => {
    it('show the id under which the charge is found', async () => {
      const response = await client.responses.create({ model, input: 'Hello', instructions: 'Be brief' });
      const [row] = await sdk.expectBooks(at, ['succeeded']);
      expect([row?.id, row?.usage?.output_tokens]).toEqual([response._request_id, response.usage?.output_tokens]);
    });

    it('stop at the limit as incomplete, and are charged', async () => {
      const response = await client.responses.create({ model, input: '[sandbox:tokens=90]', max_output_tokens: 16 });
      expect([response.status, response.incomplete_details?.reason]).toEqual(['incomplete', 'max_output_tokens']);
      const charge = (await sdk.installation.books()).charge(String(response._request_id));
      expect(charge?.data).toMatchObject({ usage: { output_tokens: 16 } });
      if (model === OPENAI_MODEL) expect(charge?.data['outcome']).toBe('incomplete');
    });

    it.each(['previous_response_id', 'conversation', 'background', 'prompt'])('refuse %s by its name', async (field) => {
      const values: Record<string, unknown> = { background: true, prompt: { id: 'pmpt_1' } };
      const request = { model, input: 'Hello', [field]: values[field] ?? 'id_1' };
      expect((await caught(client.responses.create(request), BadRequestError)).param).toMatch(new RegExp(`^${field}`));
      await sdk.expectBooks(at, []);
    });
  });

  describe('the routes of OpenAI that only its own protocol has', () => {
    it('embeddings: as floats, as base64, and charged for input alone', async () => {
      const inputs = ['Hello', 'World'];
      const decoded = await client.embeddings.create({ model: OPENAI_MODEL, input: inputs, dimensions: 8 });
      const floats = await client.embeddings.create({ model: OPENAI_MODEL, input: inputs, dimensions: 8, encoding_format: 'float' });
      expect(decoded.data.map(({ embedding }) => embedding)).toEqual(floats.data.map(({ embedding }) => embedding));
      expect(decoded.data[0]?.embedding).toHaveLength(8);
      const [row] = await sdk.expectBooks(at, ['succeeded', 'succeeded']);
      expect(row).toMatchObject({ usage: { input_tokens: decoded.usage.prompt_tokens, output_tokens: 0, source: 'reported' } });
    });

    it('completions: plain and streamed', async () => {
      const request = { model: OPENAI_MODEL, prompt: ['Hello', 'World'], max_tokens: 10 };
      expect((await client.completions.create(request)).choices.map(({ index }) => index)).toEqual([0, 1]);
      let text = '';
      for await (const chunk of await client.completions.create({ ...request, stream: true })) text += chunk.choices[0]?.text ?? '';
      expect(text).toMatch(/\w/);
      await sdk.expectBooks(at, ['succeeded', 'succeeded']);
    });

    it('are refused for a model whose providers have none', async () => {
      const request = { model: ANTHROPIC_MODEL, input: 'Hello' };
      expect((await caught(client.embeddings.create(request), BadRequestError)).param).toBe('model');
      await sdk.expectBooks(at, []);
    });

    it('name the field that another protocol cannot honour, before anything is held', async () => {
      const messages = [{ role: 'user' as const, content: 'Hello' }];
      const error = await caught(client.chat.completions.create({ model: ANTHROPIC_MODEL, messages, n: 2 }), BadRequestError);
      expect([error.param, error.code]).toEqual(['n', 'unsupported_parameter']);
      const { response } = await client.chat.completions.create({ model: ANTHROPIC_MODEL, messages, seed: 1 }).withResponse();
      expect(response.headers.get('x-tokenok-dropped')).toBe('seed');
      await sdk.expectBooks(at, ['succeeded']);
    });
  });
});
