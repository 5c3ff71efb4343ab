import Anthropic, {
  APIError,
  APIUserAbortError,
  AuthenticationError,
  InternalServerError,
  NotFoundError,
  PaymentRequiredError,
  RateLimitError,
  ServiceUnavailableError,
} from '@anthropic-ai/sdk';
import { jsonSchemaOutputFormat } from '@anthropic-ai/sdk/helpers/json-schema';
import { Access, CITY, PIXEL, SUNNY, type Answered, type Ask, type Client, type ToolTurn, abortAfter } from './client.js';

const tools: Anthropic.Tool[] = [{ name: 'weather', input_schema: CITY }];

/** As the quickstart has it: an address and a key, nothing else. */
export function anthropicClient({ url, key, retries, fetch }: Access): Anthropic {
  return new Anthropic({ baseURL: url, apiKey: key, fetch, ...(retries === undefined ? {} : { maxRetries: retries }) });
}

export const say = (model: string, content: Anthropic.MessageParam['content'] = 'Hello from the SDK') => ({
  model,
  max_tokens: 256,
  messages: [{ role: 'user' as const, content }],
});

export const textOf = ({ content }: Anthropic.Message) => content.map((block) => (block.type === 'text' ? block.text : '')).join('');

function answered(message: Anthropic.Message, pieces = 1): Answered {
  const { stop_reason, usage } = message;
  return {
    text: textOf(message),
    end: String(stop_reason),
    inputTokens: usage.input_tokens,
    outputTokens: usage.output_tokens,
    pieces,
  };
}

async function afterTool(at: Access, { model, prompt }: Ask, message: Anthropic.Message): Promise<ToolTurn> {
  const calls = message.content.filter((block) => block.type === 'tool_use');
  const request = say(model, prompt);
  const messages: Anthropic.MessageParam[] = [
    ...request.messages,
    { role: 'assistant', content: message.content as Anthropic.ContentBlockParam[] },
    { role: 'user', content: calls.map(({ id }) => ({ type: 'tool_result', tool_use_id: id, content: SUNNY })) },
  ];
  const next = await anthropicClient(at).messages.create({ ...request, messages, tools });
  return { end: String(message.stop_reason), calls: calls.map(({ name, input }) => ({ name, input })), text: textOf(next) };
}

const isDelta = ({ type }: Anthropic.MessageStreamEvent) => type === 'content_block_delta';

export const ANTHROPIC: Client = {
  name: '@anthropic-ai/sdk for Node',
  protocol: 'anthropic',
  ends: { text: 'end_turn', tool: 'tool_use' },
  raises: {
    'unknown key': AuthenticationError,
    'empty balance': PaymentRequiredError,
    'unknown model': NotFoundError,
    'rate limit': RateLimitError,
    'failed provider': InternalServerError,
    'error within the stream': APIError,
    'cut stream': APIError,
    'stream without its end': APIError,
    'gateway stopped or fenced': ServiceUnavailableError,
    'charge not recorded': InternalServerError,
    left: APIUserAbortError,
    abandoned: APIUserAbortError,
  },

  plain: async (at, { model, prompt }) => answered(await anthropicClient(at).messages.create(say(model, prompt))),

  async stream(at, { model, prompt }) {
    const stream = anthropicClient(at).messages.stream(say(model, prompt));
    let pieces = 0;
    for await (const event of stream) if (isDelta(event)) pieces += 1;
    return answered(await stream.finalMessage(), pieces);
  },

  async tool(at, ask) {
    const request = { ...say(ask.model, ask.prompt), tools, tool_choice: { type: 'any' as const } };
    return afterTool(at, ask, await anthropicClient(at).messages.create(request));
  },

  async streamTool(at, ask) {
    const request = { ...say(ask.model, ask.prompt), tools, tool_choice: { type: 'any' as const } };
    return afterTool(at, ask, await anthropicClient(at).messages.stream(request).finalMessage());
  },

  async structured(at, { model, prompt }) {
    const format = jsonSchemaOutputFormat(CITY);
    return (await anthropicClient(at).messages.parse({ ...say(model, prompt), output_config: { format } })).parsed_output;
  },

  async image(at, { model, prompt }) {
    const source = { type: 'base64' as const, media_type: 'image/png' as const, data: PIXEL };
    const content: Anthropic.ContentBlockParam[] = [
      { type: 'image', source },
      { type: 'text', text: prompt },
    ];
    return answered(await anthropicClient(at).messages.create(say(model, content)));
  },

  embed: {
    because: 'Anthropic has no embeddings, and its SDK no call for them',
    isSo: () => !('embeddings' in anthropicClient(new Access('http://127.0.0.1', 'none'))),
  },

  async models(at, id) {
    const client = anthropicClient(at);
    const ids: string[] = [];
    for await (const model of client.models.list({ limit: 1 })) ids.push(model.id);
    return [...ids, (await client.models.retrieve(id)).id];
  },

  async leave(at, { model, prompt }, after) {
    const stream = anthropicClient(at).messages.stream(say(model, prompt));
    let pieces = 0;
    for await (const event of stream) if (isDelta(event) && ++pieces === after) stream.abort();
  },

  abandon: (at, { model, prompt }, afterMs) => anthropicClient(at).messages.create(say(model, prompt), { signal: abortAfter(afterMs) }),
};
