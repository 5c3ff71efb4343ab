import { createOpenAI } from '@ai-sdk/openai';
import { APICallError, generateText, isStepCount, jsonSchema, streamText, tool, type ModelMessage } from 'ai';
import { CITY, SUNNY, type Access } from '../support/sdk/clients/client.js';
import { VERCEL_ANTHROPIC, VERCEL_OPENAI_CHAT, VERCEL_OPENAI_RESPONSES } from '../support/sdk/clients/vercel.js';
import { describeMatrix } from '../support/sdk/matrix.js';
import { MODELS, caught } from '../support/sdk/sdk-scene.js';

Object.assign(globalThis, { AI_SDK_LOG_WARNINGS: false });

describeMatrix([VERCEL_OPENAI_RESPONSES, VERCEL_OPENAI_CHAT, VERCEL_ANTHROPIC], (fixture) => {
  describe.each(MODELS)('the Vercel AI SDK, by default, on %s', (id) => {
    const sent: string[] = [];
    const noting: typeof fetch = (url, init) => {
      sent.push(init?.body as string);
      return fetch(url, init);
    };
    const modelFor = ({ url, key }: Access) => createOpenAI({ baseURL: `${url}/v1`, apiKey: key, fetch: noting })(id);

    it('refers to what is kept of the turns before, and so to nothing of another customer', async () => {
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

    it.each(['plain', 'streamed'])('goes through tool loops, %s, which refer to the answers before', async (how) => {
      const at = await fixture().access();
      const weather = tool({ inputSchema: jsonSchema<{ city: string }>(CITY), execute: () => SUNNY });
      const request = {
        ...{ model: modelFor(at), tools: { weather }, stopWhen: isStepCount(2) },
        prepareStep: ({ stepNumber }: { stepNumber: number }) => ({
          toolChoice: stepNumber === 0 ? ('required' as const) : ('auto' as const),
        }),
      };
      sent.length = 0;
      const messages: ModelMessage[] = [];
      for (const content of ['Berlin', 'Paris', 'Rome']) {
        messages.push({ role: 'user', content });
        const asked = { ...request, messages: [...messages] };
        const { steps, response } = how === 'plain' ? await generateText(asked) : streamText(asked);
        expect((await steps).map(({ finishReason }) => finishReason)).toEqual(['tool-calls', 'stop']);
        messages.push(...(await response).messages);
      }
      expect(sent.map((body) => body.split('item_reference').length - 1)).toEqual([0, 0, 1, 1, 2, 2]);
      await fixture().expectBooks(
        at,
        Array.from({ length: 6 }, () => 'succeeded' as const),
      );
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
