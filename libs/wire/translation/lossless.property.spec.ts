import fc from 'fast-check';
import { readUpstreamAnswer, relayOf, translateAnswer, writeUpstreamRequest } from '../bridge.js';
import { readChatRequest } from '../chat/request.js';
import type { WireRefusal } from '../common/refusal.js';
import type { ReadRequest, WireApi } from '../common/wire-request.js';
import { readMessagesRequest } from '../messages/request.js';
import { readResponsesRequest } from '../responses/request.js';
import { chunksOf } from '../testing/sdk.js';
import { TARGET } from '../testing/translations.js';

type Json = Record<string, unknown>;
const READERS = { chat: readChatRequest, messages: readMessagesRequest, responses: readResponsesRequest } as const;

/** Every object in a body, as the way to it. */
function objectsIn(value: unknown, way: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [];
  const below = Object.entries(value).flatMap(([key, each]) => objectsIn(each, [...way, key]));
  return Array.isArray(value) ? below : [way, ...below];
}

const at = (value: unknown, way: readonly (string | number)[]): Json => way.reduce((each, key) => (each as Json)[key], value) as Json;

/** A body with one member more, wherever an object stands. */
function withMember(body: Json, pick: number, name: string, value: unknown): Json {
  const made = structuredClone(body);
  const ways = objectsIn(made);
  at(made, ways[pick % ways.length]!)[name] = value;
  return made;
}

const BODIES: Readonly<Record<keyof typeof READERS, Json>> = {
  chat: {
    model: 'm',
    messages: [
      { role: 'system', content: [{ type: 'text', text: 'Be kind' }] },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Hi' },
          { type: 'image_url', image_url: { url: 'https://example.org/a.png' } },
        ],
      },
      { role: 'assistant', content: 'Well', tool_calls: [{ id: 'c1', type: 'function', function: { name: 'f', arguments: '{"a":1.0}' } }] },
      { role: 'tool', tool_call_id: 'c1', content: [{ type: 'text', text: 'x' }] },
      { role: 'user', content: [{ type: 'file', file: { filename: 'a', file_data: 'data:application/pdf;base64,AAAA' } }] },
    ],
    tools: [{ type: 'function', function: { name: 'f', parameters: { type: 'object', properties: { a: { type: 'number' } } } } }],
    response_format: {
      type: 'json_schema',
      json_schema: { name: 'output', schema: { type: 'object', properties: { a: { type: 'string' } } } },
    },
  },
  messages: {
    model: 'm',
    max_tokens: 9,
    system: [{ type: 'text', text: 'Be kind' }],
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Hi' },
          { type: 'image', source: { type: 'url', url: 'https://example.org/a.png' } },
        ],
      },
      {
        role: 'assistant',
        content: [
          { type: 'text', text: 'Well' },
          { type: 'tool_use', id: 'c1', name: 'f', input: { a: 1 } },
        ],
      },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'c1', content: [{ type: 'text', text: 'x' }] }] },
    ],
    tools: [{ name: 'f', input_schema: { type: 'object', properties: { a: { type: 'number' } } } }],
    tool_choice: { type: 'auto' },
    thinking: { type: 'enabled', budget_tokens: 2_000 },
    output_config: { effort: 'low', format: { type: 'json_schema', schema: { type: 'object', properties: { a: { type: 'string' } } } } },
  },
  responses: {
    model: 'm',
    input: [
      {
        role: 'user',
        content: [
          { type: 'input_text', text: 'Hi' },
          { type: 'input_image', image_url: 'https://example.org/a.png' },
        ],
      },
      { type: 'function_call', call_id: 'c1', name: 'f', arguments: '{"a":1}' },
      { type: 'function_call_output', call_id: 'c1', output: [{ type: 'input_text', text: 'x' }] },
    ],
    tools: [{ type: 'function', name: 'f', parameters: { type: 'object', properties: { a: { type: 'number' } } } }],
    text: { format: { type: 'json_schema', name: 'output', schema: { type: 'object', properties: { a: { type: 'string' } } } } },
    reasoning: { effort: 'low' },
  },
};

const PAIRS = [
  ['chat', 'messages'],
  ['messages', 'chat'],
  ['responses', 'chat'],
  ['responses', 'messages'],
] as const;

function read(api: keyof typeof READERS, text: string): ReadRequest {
  const request: ReadRequest | WireRefusal = READERS[api](Buffer.from(text));
  if (request.kind === 'refusal') throw new Error(request.message);
  return request;
}

function written(api: keyof typeof READERS, upstream: WireApi, text: string) {
  const made = writeUpstreamRequest(read(api, text), upstream, TARGET);
  if (made.kind === 'refusal') throw new Error(made.message);
  return { text: made.bytes.toString(), dropped: made.dropped };
}

/** Names that mean something to nobody, and the one that means something to some. */
const name = fc.constantFrom('cache_control', 'unheard_of', 'x_vendor', 'provider_options');

describe.each(PAIRS)('a request of %s for %s', (api, upstream) => {
  it('has every member that it was given, at whatever depth, or its name among the dropped', () =>
    fc.assert(
      fc.property(fc.nat(), name, (pick, member) => {
        const { text, dropped } = written(api, upstream, JSON.stringify(withMember(BODIES[api], pick, member, { type: 'ephemeral_x' })));
        expect(text.includes('ephemeral_x') || dropped.some((path) => path.split('.').at(-1) === member)).toBe(true);
      }),
      { numRuns: 300 },
    ));

  const number = fc.oneof(fc.constantFrom('1.0', '-0', '1e2', '0.10'), fc.bigInt({ min: 2n ** 53n, max: 2n ** 80n }).map(String));

  it('has numbers of arguments and schemas as they were spelled', () =>
    fc.assert(
      fc.property(number, (spelled) => {
        const marked = JSON.stringify(BODIES[api])
          .replaceAll('"number"', '"number","const":"NUMBER"')
          .replaceAll(/\{("|\\")a\1:1(?:\.0)?\}/g, (_all, quote) => `{${quote}a${quote}:NUMBER}`);
        const { text } = written(api, upstream, marked.replaceAll('"NUMBER"', spelled).replaceAll('NUMBER', spelled));
        expect(text).toContain(`"const":${spelled}`);
        expect(text).toMatch(new RegExp(`\\{\\\\?"a\\\\?":${spelled.replaceAll('.', '\\.')}\\}`));
      }),
    ));
});

const CHAT: Json = {
  id: 'chatcmpl-1',
  model: 'm',
  choices: [
    {
      index: 0,
      message: { role: 'assistant', content: 'Hi', tool_calls: [{ id: 'c1', type: 'function', function: { name: 'f', arguments: '{}' } }] },
      finish_reason: 'tool_calls',
    },
  ],
  usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
};
const MESSAGE: Json = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'm',
  content: [
    { type: 'thinking', thinking: 'Hm', signature: 's' },
    { type: 'text', text: 'Hi' },
    { type: 'tool_use', id: 'c1', name: 'f', input: {} },
  ],
  stop_reason: 'tool_use',
  usage: { input_tokens: 1, output_tokens: 1 },
};
const CONTEXT = { createdAt: 1, request: {}, estimatedInputTokens: 1, upstreamModel: 'up' };

/** Metering reads what stands in the usage; what a tool is called with is carried whatever it is. */
const isCounted = (way: readonly (string | number)[]): boolean => way.includes('usage') || way.includes('input');

describe.each<[WireApi, WireApi]>(PAIRS.map(([api, upstream]) => [api, upstream]))('an answer for %s of %s', (api, upstream) => {
  it('names every member that it cannot say, whole and as a stream', () =>
    fc.assert(
      fc.property(fc.nat(), (pick) => {
        const whole = upstream === 'chat' ? CHAT : MESSAGE;
        const ways = objectsIn(whole).filter((way) => !isCounted(way));
        const body = structuredClone(whole);
        at(body, ways[pick % ways.length]!)['unheard_of'] = 'x';
        const answer = readUpstreamAnswer(upstream, Buffer.from(JSON.stringify(body)), api)!;
        const { dropped } = translateAnswer(api, upstream, answer, answer.usage!, CONTEXT);
        expect(dropped.map((path) => path.split('.').at(-1))).toEqual(['unheard_of']);
        if (upstream !== 'chat') return;
        const choice = { ...((body['choices'] as Json[])[0] as Json) };
        const { message: delta, ...rest } = choice;
        const stream = `data: ${JSON.stringify({ ...body, choices: [{ ...rest, delta }] })}\n\ndata: [DONE]\n\n`;
        const relay = relayOf(read(api as 'messages', JSON.stringify(BODIES[api as 'messages'])), upstream, CONTEXT);
        for (const chunk of chunksOf(Buffer.from(stream), 100)) relay.push(chunk);
        expect(relay.end().last?.toString()).toMatch(/^: x-tokenok-dropped: (?:[\w.]+\.)?unheard_of$/m);
      }),
    ));
});
