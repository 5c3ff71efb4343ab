import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { MODEL } from '../support/gateway/installation.js';
import { Scene } from '../support/gateway/scene.js';
import { CHAT_THINKERS, TURNS, chatThinker, messagesThinker } from '../support/upstream/thinkers.js';

const CLAUDE = 'acme/claude';
const scene = Scene.of('5.00');

beforeAll(async () => {
  await scene.offerAnthropic();
  await scene.installation.model(CLAUDE, [{ provider: 'anthropic', upstream_model: 'claude-opus-4-6' }]);
});

const parameters = { type: 'object' as const, properties: { turn: { type: 'number' } } };

/** Until the model calls no tool any more: what it said then, and what it was seen to think on its way. */
interface Ended {
  readonly text: string;
  readonly turns: number;
  readonly thoughts: readonly string[];
}

async function loopOfMessages(model: string, isStream: boolean): Promise<Ended> {
  const client = new Anthropic({ baseURL: scene.installation.url, apiKey: scene.customer.key, maxRetries: 0 });
  const messages: Anthropic.MessageParam[] = [{ role: 'user', content: 'Look' }];
  const body = { model, max_tokens: 100, messages, tools: [{ name: 'look', input_schema: parameters }] };
  const thoughts: string[] = [];
  for (let turns = 0; ; turns += 1) {
    const { content } = isStream ? await client.messages.stream(body).finalMessage() : await client.messages.create(body);
    for (const block of content) if (block.type === 'thinking') thoughts.push(block.thinking);
    const uses = content.filter((block) => block.type === 'tool_use');
    if (uses.length === 0) return { text: content.map((block) => (block.type === 'text' ? block.text : '')).join(''), turns, thoughts };
    messages.push({ role: 'assistant', content });
    messages.push({ role: 'user', content: uses.map(({ id }) => ({ type: 'tool_result', tool_use_id: id, content: 'sunny' })) });
  }
}

const openai = () => new OpenAI({ baseURL: `${scene.installation.url}/v1`, apiKey: scene.customer.key, maxRetries: 0 });

async function loopOfChat(model: string, isStream: boolean): Promise<Ended> {
  const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: 'Look' }];
  const body = { model, messages, tools: [{ type: 'function' as const, function: { name: 'look', parameters } }] };
  const thoughts: string[] = [];
  for (let turns = 0; ; turns += 1) {
    const { choices } = isStream
      ? await openai().chat.completions.stream(body).finalChatCompletion()
      : await openai().chat.completions.create(body);
    const { message } = choices[0]!;
    const { reasoning_content: thought } = message as { reasoning_content?: string };
    if (thought !== undefined) thoughts.push(thought);
    if (!message.tool_calls?.length) return { text: message.content ?? '', turns, thoughts };
    messages.push(message, ...message.tool_calls.map(({ id }) => ({ role: 'tool' as const, tool_call_id: id, content: 'sunny' })));
  }
}

/** `isKept`: gone on from by the id of the response. */
async function loopOfResponses(model: string, isStream: boolean, isKept: boolean): Promise<Ended> {
  let input: OpenAI.Responses.ResponseInputItem[] = [{ role: 'user', content: 'Look' }];
  let previous_response_id: string | null = null;
  const thoughts: string[] = [];
  for (let turns = 0; ; turns += 1) {
    const tools = [{ type: 'function' as const, name: 'look', parameters, strict: false }];
    const body: OpenAI.Responses.ResponseCreateParamsNonStreaming = { model, input, tools, store: isKept, previous_response_id };
    const {
      id,
      output,
      output_text: text,
    } = isStream
      ? await openai()
          .responses.stream({ ...body, stream: true })
          .finalResponse()
      : await openai().responses.create(body);
    for (const item of output) if (item.type === 'reasoning') thoughts.push(...item.summary.map((part) => part.text));
    const results = output.flatMap((item) =>
      item.type === 'function_call' ? [{ type: 'function_call_output' as const, call_id: item.call_id, output: 'sunny' }] : [],
    );
    if (results.length === 0) return { text, turns, thoughts };
    input = isKept ? results : [...input, ...(output as OpenAI.Responses.ResponseInputItem[]), ...results];
    previous_response_id = isKept ? id : null;
  }
}

const WAYS = [
  ['Messages', loopOfMessages],
  ['Responses', (model: string, isStream: boolean) => loopOfResponses(model, isStream, false)],
  ['Responses that are kept', (model: string, isStream: boolean) => loopOfResponses(model, isStream, true)],
] as const;
const SHAPES = [
  ['whole', false],
  ['streamed', true],
] as const;

/** This provider has no Responses: its 404 is what says so. */
const withoutResponses =
  (answer: ReturnType<typeof chatThinker>): typeof answer =>
  (response, received) =>
    received.path.endsWith('/responses')
      ? void response
          .writeHead(404, { 'content-type': 'application/json' })
          .end('{"error":{"message":"Not Found","type":"invalid_request_error"}}')
      : answer(response, received);

describe('a tool loop over several turns', () => {
  describe.each(Object.entries(CHAT_THINKERS))('with a provider that wants back what %s does', (name, quirk) => {
    it.each(WAYS.flatMap(([dialect, loop]) => SHAPES.map(([shape, isStream]) => [dialect, shape, loop, isStream] as const)))(
      'goes on in %s, %s',
      async (_dialect, _shape, loop, isStream) => {
        scene.upstream.expect(withoutResponses(chatThinker(quirk)));
        const thoughts = name === 'gemini' ? [] : Array.from({ length: TURNS }, (_, turn) => `Hm ${turn}`);
        expect(await loop(MODEL, isStream)).toEqual({ text: 'Done', turns: TURNS, thoughts });
      },
    );
  });

  describe('with a provider of Messages that thinks', () => {
    it.each(
      [['Chat Completions', loopOfChat] as const, ...WAYS].flatMap(([dialect, loop]) =>
        SHAPES.map(([shape, isStream]) => [dialect, shape, loop, isStream] as const),
      ),
    )('goes on in %s, %s', async (_dialect, _shape, loop, isStream) => {
      scene.upstream.expect(messagesThinker);
      const thoughts = Array.from({ length: TURNS }, (_, turn) => `Hm ${turn}`);
      expect(await loop(CLAUDE, isStream)).toEqual({ text: 'Done', turns: TURNS, thoughts });
    });
  });

  it('goes on with a model of another protocol, which does not get what is not its own, and that is named', async () => {
    scene.upstream.expect(chatThinker(CHAT_THINKERS['deepseek']!));
    const client = new Anthropic({ baseURL: scene.installation.url, apiKey: scene.customer.key, maxRetries: 0 });
    const messages: Anthropic.MessageParam[] = [{ role: 'user', content: 'Look' }];
    const tools = [{ name: 'look', input_schema: parameters }];
    const { content } = await client.messages.create({ model: MODEL, max_tokens: 100, messages, tools });
    const tool_use_id = content.flatMap((block) => (block.type === 'tool_use' ? [block.id] : []))[0]!;
    messages.push({ role: 'assistant', content }, { role: 'user', content: [{ type: 'tool_result', tool_use_id, content: 'sunny' }] });
    scene.upstream.expect(
      (response) =>
        void response.writeHead(200, { 'content-type': 'application/json' }).end(
          JSON.stringify({
            id: 'msg_1',
            type: 'message',
            role: 'assistant',
            model: 'c',
            content: [],
            stop_reason: 'end_turn',
            usage: { input_tokens: 1, output_tokens: 1 },
          }),
        ),
    );
    const { response } = await client.messages.create({ model: CLAUDE, max_tokens: 100, messages, tools }).withResponse();
    expect(response.headers.get('x-tokenok-dropped')).toBe('messages.content.thinking');
    expect(JSON.stringify(scene.upstream.received[0]?.body['messages'])).not.toContain('thinking');
  });
});

describe('a call whose arguments are no JSON object', () => {
  const twice = { id: 'c1', type: 'function', function: { name: 'look', arguments: '{"turn":1}{"turn":2}' } };
  const body = { model: MODEL, max_tokens: 100, messages: [{ role: 'user' as const, content: 'Look' }] };
  const client = () => new Anthropic({ baseURL: scene.installation.url, apiKey: scene.customer.key, maxRetries: 0 });

  it('is the provider’s failure for a client of Messages, whole or as a stream, and runs nothing', async () => {
    scene.upstream.expect((response, { body: { stream } }) => {
      const choice = { index: 0, [stream === true ? 'delta' : 'message']: { role: 'assistant', tool_calls: [{ index: 0, ...twice }] } };
      const answer = {
        id: 'chatcmpl-1',
        choices: [{ ...choice, finish_reason: 'tool_calls' }],
        usage: { prompt_tokens: 1, completion_tokens: 1 },
      };
      response.writeHead(200, { 'content-type': stream === true ? 'text/event-stream' : 'application/json' });
      response.end(stream === true ? `data: ${JSON.stringify(answer)}\n\ndata: [DONE]\n\n` : JSON.stringify(answer));
    });
    await expect(client().messages.create(body)).rejects.toThrow(/^502/);
    const stream = client().messages.stream(body);
    const blocks: unknown[] = [];
    stream.on('contentBlock', (block) => blocks.push(block));
    // What had begun ends with an error in the stream, which has no status of its own.
    await expect(stream.finalMessage()).rejects.toThrow('with arguments that are no JSON object');
    expect(blocks).toEqual([]);
  });
});
