import { createOpenAI } from '@ai-sdk/openai';
import { APICallError, generateText, isStepCount, jsonSchema, streamText, tool, type ModelMessage } from 'ai';
import { CITY, SUNNY, type Access } from './clients/client.js';
import { VERCEL_ANTHROPIC, VERCEL_OPENAI_CHAT, VERCEL_OPENAI_RESPONSES } from './clients/vercel.js';
import { describeMatrix } from './matrix.js';
import { OPENAI_MODEL, caught } from './sdk.fixture.js';

Object.assign(globalThis, { AI_SDK_LOG_WARNINGS: false });

describeMatrix([VERCEL_OPENAI_RESPONSES, VERCEL_OPENAI_CHAT, VERCEL_ANTHROPIC], (fixture) => {
  describe('the Vercel AI SDK, by default', () => {
    const sent: string[] = [];
    const noting: typeof fetch = (url, init) => {
      sent.push(init?.body as string);
      return fetch(url, init);
    };
    const modelFor = ({ url, key }: Access) => createOpenAI({ baseURL: `${url}/v1`, apiKey: key, fetch: noting })(OPENAI_MODEL);

    it('refers to what OpenAI keeps of the turns before, and so to nothing of another customer', async () => {
      const [at, other] = [await fixture().access(), await fixture().access()];
      const weather = tool({ inputSchema: jsonSchema<{ city: string }>(CITY), execute: () => SUNNY });
      const request = { model: modelFor(at), tools: { weather }, stopWhen: isStepCount(2) };
      const messages: ModelMessage[] = [{ role: 'user', content: 'Berlin' }];
      messages.push(...(await generateText({ ...request, messages })).response.messages, { role: 'user', content: 'And Paris?' });
      const second = await generateText({ ...request, messages });
      expect(sent.at(-1)).toContain('item_reference');
      expect(second.text).toMatch(/\w/);
      const streamed = streamText({
        ...request,
        messages: [...messages, ...second.response.messages, { role: 'user', content: 'And Rome?' }],
      });
      expect(await streamed.text).toMatch(/\w/);
      const asking = generateText({ ...request, model: modelFor(other), messages, maxRetries: 0 });
      expect(await caught(asking, APICallError)).toMatchObject({ statusCode: 400, data: { error: { code: 'unsupported_parameter' } } });
      await fixture().expectBooks(other, []);
    });

    it('goes on from a response by its id', async () => {
      const model = modelFor(await fixture().access());
      const { providerMetadata } = await generateText({ model, prompt: 'My name is Ada' });
      const previousResponseId = providerMetadata?.['openai']?.['responseId'] as string;
      const { usage } = await generateText({ model, prompt: 'My name is Ada', providerOptions: { openai: { previousResponseId } } });
      expect(usage.inputTokens).toBeGreaterThan(20);
    });
  });
});
