import * as langchainAnthropic from '@langchain/anthropic';
import { HumanMessage, ToolMessage, type AIMessageChunk, type UsageMetadata } from '@langchain/core/messages';
import * as langchainOpenai from '@langchain/openai';
import {
  CITY,
  PIXEL,
  RAISED_ALIKE,
  SUNNY,
  type Access,
  type Answered,
  type Ask,
  type Client,
  type ToolTurn,
  abortAfter,
} from './client.js';

const { ChatAnthropic } = langchainAnthropic;
const { ChatOpenAI, OpenAIEmbeddings } = langchainOpenai;
type Chat = langchainOpenai.ChatOpenAI | langchainAnthropic.ChatAnthropic;

const tools = [{ type: 'function' as const, function: { name: 'weather', description: 'Weather', parameters: CITY } }];

/** By itself it asks six times more. */
const retriesOf = ({ retries }: Access) => (retries === undefined ? {} : { maxRetries: retries });

function openai(at: Access, model: string, useResponsesApi: boolean): langchainOpenai.ChatOpenAI {
  const configuration = { baseURL: `${at.url}/v1`, fetch: at.fetch };
  return new ChatOpenAI({ model, apiKey: at.key, useResponsesApi, configuration, ...retriesOf(at) });
}

function anthropic(at: Access, model: string): langchainAnthropic.ChatAnthropic {
  const clientOptions = { fetch: at.fetch };
  return new ChatAnthropic({ model, apiKey: at.key, maxTokens: 256, anthropicApiUrl: at.url, clientOptions, ...retriesOf(at) });
}

const END_NAMES = ['finish_reason', 'stop_reason', 'status'] as const;

/** A stream of ChatAnthropic tells it beside. */
function endOf({ response_metadata, additional_kwargs }: AIMessageChunk): string {
  const told: Readonly<Record<string, unknown>> = { ...additional_kwargs, ...response_metadata };
  const ends = END_NAMES.map((name) => told[name]).filter((end) => typeof end === 'string');
  return ends[0] ?? 'none';
}

function answered(message: AIMessageChunk, pieces = 1): Answered {
  // Its own type of the usage is lost where the classes are one list.
  const usage = message.usage_metadata as unknown as UsageMetadata;
  return { text: message.text, end: endOf(message), inputTokens: usage.input_tokens, outputTokens: usage.output_tokens, pieces };
}

/** All chunks as one message, as its users add them up. */
async function read(stream: AsyncIterable<AIMessageChunk>, onText: () => void = () => undefined): Promise<AIMessageChunk> {
  let whole: AIMessageChunk | undefined;
  for await (const chunk of stream) {
    if (chunk.text) onText();
    whole = whole?.concat(chunk) ?? chunk;
  }
  return whole!;
}

type Api = Pick<Client, 'name' | 'protocol' | 'ends' | 'embed'> & {
  readonly model: (at: Access, id: string) => Chat;
  /** What it raises where it is aborted before the first byte. */
  readonly abandoned: string;
};

function langchain({ model, abandoned, ...client }: Api): Client {
  const bound = (at: Access, ask: Ask) => model(at, ask.model).bindTools(tools, { tool_choice: 'weather' });
  const afterTool = async (at: Access, ask: Ask, message: AIMessageChunk): Promise<ToolTurn> => {
    const calls = message.tool_calls ?? [];
    const results = calls.map(({ id }) => new ToolMessage({ content: SUNNY, tool_call_id: String(id) }));
    const next = await bound(at, ask).invoke([new HumanMessage(ask.prompt), message, ...results]);
    return { end: endOf(message), calls: calls.map(({ name, args }) => ({ name, input: args })), text: next.text };
  };
  return {
    ...client,
    raises: { ...RAISES, abandoned },

    plain: async (at, ask) => answered(await model(at, ask.model).invoke(ask.prompt)),

    async stream(at, ask) {
      let pieces = 0;
      const whole = await read(await model(at, ask.model).stream(ask.prompt), () => (pieces += 1));
      return answered(whole, pieces);
    },

    tool: async (at, ask) => afterTool(at, ask, await bound(at, ask).invoke([new HumanMessage(ask.prompt)])),
    streamTool: async (at, ask) => afterTool(at, ask, await read(await bound(at, ask).stream([new HumanMessage(ask.prompt)]))),
    structured: (at, ask) => model(at, ask.model).withStructuredOutput(CITY, { name: 'city' }).invoke(ask.prompt),

    async image(at, ask) {
      const content = [
        { type: 'image_url', image_url: { url: `data:image/png;base64,${PIXEL}` } },
        { type: 'text', text: ask.prompt },
      ];
      return answered(await model(at, ask.model).invoke([new HumanMessage({ content })]));
    },

    models: {
      because: 'LangChain has no call that lists models',
      isSo: () => !namesOf(langchainOpenai.ChatOpenAI, langchainAnthropic.ChatAnthropic).some((name) => /models$/i.test(name)),
    },

    async leave(at, ask, after) {
      const controller = new AbortController();
      let pieces = 0;
      const stream = await model(at, ask.model).stream(ask.prompt, { signal: controller.signal });
      await read(stream, () => ++pieces === after && controller.abort());
    },

    /** Without retries: its timers outlive the abort by a minute, and keep the process up. */
    async abandon(at, ask, afterMs) {
      const once = at.withRetries(0);
      try {
        await model(once, ask.model).invoke(ask.prompt, { signal: abortAfter(afterMs) });
      } finally {
        at.sent += once.sent;
      }
    },
  };
}

/** Every member of these classes, inherited ones included. */
function namesOf(...classes: readonly { readonly prototype: object }[]): string[] {
  const names: string[] = [];
  for (let { prototype } of classes)
    for (; prototype !== Object.prototype; prototype = Object.getPrototypeOf(prototype) as object)
      names.push(...Object.getOwnPropertyNames(prototype));
  return names;
}

async function embed(at: Access, model: string, texts: readonly string[]): Promise<number[][]> {
  const configuration = { baseURL: `${at.url}/v1`, fetch: at.fetch };
  return new OpenAIEmbeddings({ model, apiKey: at.key, maxRetries: 0, configuration }).embedDocuments([...texts]);
}

/** The classes of the SDK underneath, of which each package may have a copy of its own; what is aborted has the reason of its signal. */
const RAISES: Omit<Client['raises'], 'abandoned'> = {
  ...RAISED_ALIKE,
  'empty balance': 'APIError',
  left: 'DOMException',
};

export const LANGCHAIN_OPENAI_CHAT = langchain({
  name: 'LangChain, ChatOpenAI',
  protocol: 'openai',
  ends: { text: 'stop', tool: 'tool_calls' },
  abandoned: 'Error',
  model: (at, id) => openai(at, id, false),
  embed,
});

export const LANGCHAIN_OPENAI_RESPONSES = langchain({
  name: 'LangChain, ChatOpenAI with responses',
  protocol: 'openai',
  ends: { text: 'completed', tool: 'completed' },
  abandoned: 'Error',
  model: (at, id) => openai(at, id, true),
  embed,
});

export const LANGCHAIN_ANTHROPIC = langchain({
  name: 'LangChain, ChatAnthropic',
  protocol: 'anthropic',
  ends: { text: 'end_turn', tool: 'tool_use' },
  abandoned: 'DOMException',
  model: anthropic,
  embed: {
    because: 'Anthropic has no embeddings, and @langchain/anthropic no class for them',
    isSo: () => !Object.keys(langchainAnthropic).some((name) => /embedding/i.test(name)),
  },
});
