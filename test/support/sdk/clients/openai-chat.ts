import OpenAI, { APIError, APIUserAbortError, AuthenticationError, InternalServerError, NotFoundError, RateLimitError } from 'openai';
import { CITY, PIXEL, SUNNY, type Access, type Answered, type Ask, type Client, type ToolTurn, abortAfter } from './client.js';

type Messages = OpenAI.ChatCompletionMessageParam[];

const tools = [{ type: 'function' as const, function: { name: 'weather', parameters: CITY } }];

/** As the quickstart has it: an address and a key, nothing else. */
export function openaiClient({ url, key, retries, fetch }: Access): OpenAI {
  return new OpenAI({ baseURL: `${url}/v1`, apiKey: key, fetch, ...(retries === undefined ? {} : { maxRetries: retries }) });
}

function say({ model, prompt }: Ask): { model: string; messages: Messages } {
  return { model, messages: [{ role: 'user', content: prompt }] };
}

function answered({ choices: [choice], usage }: OpenAI.ChatCompletion, pieces = 1): Answered {
  return {
    text: choice?.message.content ?? '',
    end: String(choice?.finish_reason),
    inputTokens: Number(usage?.prompt_tokens),
    outputTokens: Number(usage?.completion_tokens),
    pieces,
  };
}

async function afterTool(at: Access, ask: Ask, { choices: [choice] }: OpenAI.ChatCompletion): Promise<ToolTurn> {
  const message = choice!.message;
  const calls = (message.tool_calls ?? []) as OpenAI.ChatCompletionMessageFunctionToolCall[];
  const results: Messages = calls.map(({ id }) => ({ role: 'tool', tool_call_id: id, content: SUNNY }));
  const { model, messages } = say(ask);
  const next = await openaiClient(at).chat.completions.create({ model, messages: [...messages, message, ...results], tools });
  return {
    end: choice!.finish_reason,
    calls: calls.map(({ function: { name, arguments: json } }) => ({ name, input: JSON.parse(json) as unknown })),
    text: next.choices[0]?.message.content ?? '',
  };
}

export const embedWithOpenai = async (at: Access, model: string, texts: readonly string[]) =>
  (await openaiClient(at).embeddings.create({ model, input: [...texts] })).data.map(({ embedding }) => embedding);

export async function modelsOfOpenai(at: Access, id: string): Promise<string[]> {
  const client = openaiClient(at);
  const ids: string[] = [];
  for await (const model of client.models.list()) ids.push(model.id);
  return [...ids, (await client.models.retrieve(id)).id];
}

export const OPENAI_RAISES = {
  'unknown key': AuthenticationError,
  'empty balance': APIError,
  'unknown model': NotFoundError,
  'rate limit': RateLimitError,
  'failed provider': InternalServerError,
  'error within the stream': APIError,
  'cut stream': APIError,
  'stream without its end': APIError,
  'gateway stopped or fenced': InternalServerError,
  'charge not recorded': InternalServerError,
  left: APIUserAbortError,
  abandoned: APIUserAbortError,
} as const;

export const OPENAI_CHAT: Client = {
  name: 'openai for Node, chat.completions',
  protocol: 'openai',
  ends: { text: 'stop', tool: 'tool_calls' },
  raises: OPENAI_RAISES,

  plain: async (at, ask) => answered(await openaiClient(at).chat.completions.create(say(ask))),

  async stream(at, ask) {
    const stream = openaiClient(at).chat.completions.stream({ ...say(ask), stream_options: { include_usage: true } });
    let pieces = 0;
    for await (const { choices } of stream) if (choices[0]?.delta.content) pieces += 1;
    return answered(await stream.finalChatCompletion(), pieces);
  },

  async tool(at, ask) {
    return afterTool(at, ask, await openaiClient(at).chat.completions.create({ ...say(ask), tools, tool_choice: 'required' }));
  },

  async streamTool(at, ask) {
    const stream = openaiClient(at).chat.completions.stream({ ...say(ask), tools, tool_choice: 'required' });
    return afterTool(at, ask, await stream.finalChatCompletion());
  },

  async structured(at, ask) {
    const format = { type: 'json_schema' as const, json_schema: { name: 'city', strict: true, schema: CITY } };
    const { choices } = await openaiClient(at).chat.completions.parse({ ...say(ask), response_format: format });
    return choices[0]?.message.parsed;
  },

  async image(at, { model, prompt }) {
    const content: OpenAI.ChatCompletionContentPart[] = [
      { type: 'image_url', image_url: { url: `data:image/png;base64,${PIXEL}` } },
      { type: 'text', text: prompt },
    ];
    return answered(await openaiClient(at).chat.completions.create({ model, messages: [{ role: 'user', content }] }));
  },

  embed: embedWithOpenai,
  models: modelsOfOpenai,

  async leave(at, ask, after) {
    const stream = openaiClient(at).chat.completions.stream(say(ask));
    let pieces = 0;
    for await (const { choices } of stream) if (choices[0]?.delta.content && ++pieces === after) stream.abort();
  },

  abandon: (at, ask, afterMs) => openaiClient(at).chat.completions.create(say(ask), { signal: abortAfter(afterMs) }),
};
