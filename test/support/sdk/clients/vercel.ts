import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import {
  APICallError,
  NoSuchModelError,
  Output,
  StreamProviderError,
  embedMany,
  generateText,
  isStepCount,
  jsonSchema,
  streamText,
  tool,
  type LanguageModel,
} from 'ai';
import { Access, CITY, PIXEL, SUNNY, type Client, abortAfter } from './client.js';

const openai = ({ url, key, fetch }: Access) => createOpenAI({ baseURL: `${url}/v1`, apiKey: key, fetch });
const anthropic = ({ url, key, fetch }: Access) => createAnthropic({ baseURL: `${url}/v1`, apiKey: key, fetch });
const NOWHERE = new Access('http://127.0.0.1', 'none');

const schema = jsonSchema<{ city: string }>(CITY);
/** One step calls, the next one answers. */
const callThenAnswer = {
  tools: { weather: tool({ inputSchema: schema, execute: () => SUNNY }) },
  prepareStep: ({ stepNumber }: { stepNumber: number }) => ({ toolChoice: stepNumber === 0 ? ('required' as const) : ('auto' as const) }),
  stopWhen: isStepCount(2),
};

type Streamed = ReturnType<typeof streamText>;

/** Reads it to its end; what users get from `onError` is raised. */
async function read({ stream }: Pick<Streamed, 'stream'>, onText: () => void): Promise<void> {
  for await (const part of stream) {
    if (part.type === 'error') throw part.error;
    if (part.type === 'text-delta') onText();
  }
}

type Api = Pick<Client, 'name' | 'protocol' | 'embed'> & { readonly model: (at: Access, id: string) => LanguageModel };

function vercel({ model, ...client }: Api): Client {
  const settings = (at: Access) => (at.retries === undefined ? {} : { maxRetries: at.retries });
  return {
    ...client,
    ends: { text: 'stop', tool: 'tool-calls' },
    raises: RAISES,

    async plain(at, ask) {
      const { text, finishReason, usage } = await generateText({ model: model(at, ask.model), prompt: ask.prompt, ...settings(at) });
      return { text, end: finishReason, inputTokens: Number(usage.inputTokens), outputTokens: Number(usage.outputTokens), pieces: 1 };
    },

    async stream(at, ask) {
      const streamed = streamText({ model: model(at, ask.model), prompt: ask.prompt, onError: () => undefined, ...settings(at) });
      let pieces = 0;
      await read(streamed, () => (pieces += 1));
      const usage = await streamed.usage;
      return {
        text: await streamed.text,
        end: await streamed.finishReason,
        inputTokens: Number(usage.inputTokens),
        outputTokens: Number(usage.outputTokens),
        pieces,
      };
    },

    async tool(at, ask) {
      const request = {
        model: model(at, ask.model),
        prompt: ask.prompt,
        ...callThenAnswer,
        ...settings(at),
      };
      const { text, steps } = await generateText(request);
      return { end: String(steps[0]?.finishReason), calls: callsOf(steps[0]?.toolCalls), text };
    },

    async streamTool(at, ask) {
      const request = {
        model: model(at, ask.model),
        prompt: ask.prompt,
        ...callThenAnswer,
        ...settings(at),
      };
      const streamed = streamText(request);
      const steps = await streamed.steps;
      return { end: String(steps[0]?.finishReason), calls: callsOf(steps[0]?.toolCalls), text: await streamed.text };
    },

    async structured(at, ask) {
      const request = { model: model(at, ask.model), prompt: ask.prompt, ...settings(at) };
      return (await generateText({ ...request, output: Output.object({ schema }) })).output;
    },

    async image(at, ask) {
      const content = [
        { type: 'image' as const, image: PIXEL, mediaType: 'image/png' },
        { type: 'text' as const, text: ask.prompt },
      ];
      const request = { model: model(at, ask.model), messages: [{ role: 'user' as const, content }], ...settings(at) };
      const { text, finishReason, usage } = await generateText(request);
      return { text, end: finishReason, inputTokens: Number(usage.inputTokens), outputTokens: Number(usage.outputTokens), pieces: 1 };
    },

    models: {
      because: 'The Vercel AI SDK has no call that lists models',
      isSo: () => [openai(NOWHERE), anthropic(NOWHERE)].every((provider) => !Object.keys(provider).some((name) => /models$/i.test(name))),
    },

    async leave(at, ask, after) {
      const controller = new AbortController();
      const request = { model: model(at, ask.model), prompt: ask.prompt, abortSignal: controller.signal, ...settings(at) };
      let pieces = 0;
      await read(streamText(request), () => ++pieces === after && controller.abort());
    },

    abandon: (at, ask, afterMs) =>
      generateText({ model: model(at, ask.model), prompt: ask.prompt, abortSignal: abortAfter(afterMs), ...settings(at) }),
  };
}

function callsOf(calls: readonly { toolName: string; input: unknown }[] = []) {
  return calls.map(({ toolName, input }) => ({ name: toolName, input }));
}

const RAISES: Client['raises'] = {
  'unknown key': APICallError,
  'empty balance': APICallError,
  'unknown model': APICallError,
  'rate limit': APICallError,
  'failed provider': APICallError,
  'error within the stream': StreamProviderError,
  'cut stream': StreamProviderError,
  'stream without its end': StreamProviderError,
  'gateway stopped or fenced': APICallError,
  'charge not recorded': APICallError,
  left: null,
  abandoned: 'DOMException',
};

async function embed(at: Access, model: string, texts: readonly string[]): Promise<number[][]> {
  return (await embedMany({ model: openai(at).embedding(model), values: [...texts], maxRetries: 0 })).embeddings;
}

export const VERCEL_OPENAI_RESPONSES = vercel({
  name: 'Vercel AI SDK, OpenAI responses',
  protocol: 'openai',
  model: (at, id) => openai(at)(id),
  embed,
});

export const VERCEL_OPENAI_CHAT = vercel({
  name: 'Vercel AI SDK, OpenAI chat',
  protocol: 'openai',
  model: (at, id) => openai(at).chat(id),
  embed,
});

export const VERCEL_ANTHROPIC = vercel({
  name: 'Vercel AI SDK, Anthropic',
  protocol: 'anthropic',
  model: (at, id) => anthropic(at)(id),
  embed: {
    because: 'Anthropic has no embeddings, and this provider of the SDK refuses every such model',
    isSo() {
      try {
        return !anthropic(NOWHERE).embeddingModel('any');
      } catch (error) {
        return NoSuchModelError.isInstance(error);
      }
    },
  },
});
