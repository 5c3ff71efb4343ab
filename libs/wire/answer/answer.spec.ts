import type Anthropic from '@anthropic-ai/sdk';
import type OpenAI from 'openai';
import { readUpstreamAnswer, translateAnswer, upstreamApis } from '../bridge.js';
import { sealed } from '../common/carried.js';
import type { WireApi } from '../common/wire-request.js';
import { anthropicOver, openaiOver } from '../testing/sdk.js';

const chat = (message: object, finish: OpenAI.ChatCompletion.Choice['finish_reason'] = 'stop', usage: object | null = {}) => ({
  id: 'chatcmpl-abc',
  object: 'chat.completion',
  created: 1_700_000_000,
  model: 'gpt',
  choices: [{ index: 0, message: { role: 'assistant', content: null, refusal: null, ...message }, finish_reason: finish, logprobs: null }],
  ...(usage && {
    usage: { prompt_tokens: 20, completion_tokens: 9, total_tokens: 29, prompt_tokens_details: { cached_tokens: 8 }, ...usage },
  }),
});
const message = (content: object[], stop_reason: Anthropic.StopReason = 'end_turn', more: object = {}) => ({
  id: 'msg_abc',
  type: 'message',
  role: 'assistant',
  model: 'claude',
  content,
  stop_reason,
  stop_sequence: null,
  usage: { input_tokens: 10, output_tokens: 7, cache_read_input_tokens: 4, cache_creation_input_tokens: 2 },
  ...more,
});

function translate(api: WireApi, upstream: WireApi, body: object | string, request: Record<string, unknown> = {}): Buffer {
  const read = readUpstreamAnswer(upstream, Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)), api)!;
  const estimated = { input: 1, cached_input: 0, cache_write: 0, output: 1, reasoning: 0 };
  return translateAnswer(api, upstream, read, read.usage ?? estimated, { createdAt: 1_700_000_001, request, estimatedInputTokens: 1 })
    .bytes;
}

const messages = [{ role: 'user' as const, content: 'x' }];
const toMessages = (body: object) =>
  anthropicOver(translate('messages', 'chat', body)).messages.create({ model: 'm', max_tokens: 9, messages });
const toChat = (body: object | string) => openaiOver(translate('chat', 'messages', body)).chat.completions.create({ model: 'm', messages });
const toResponses = (upstream: WireApi, body: object, request = {}) =>
  openaiOver(translate('responses', upstream, body, request)).responses.create({ model: 'm', input: 'x' });

describe('a chat completion for a client of Messages', () => {
  it('is a message with its text, its calls and disjoint usage', async () => {
    const tool_calls = [{ id: 'functions.f:0', type: 'function', function: { name: 'f', arguments: '{"a":1}' } }];
    expect(await toMessages(chat({ content: 'Look', tool_calls }, 'stop'))).toMatchObject({
      id: 'msg_abc',
      type: 'message',
      content: [
        { type: 'text', text: 'Look' },
        { type: 'tool_use', id: 'tk-functions_2ef_3a0', name: 'f', input: { a: 1 } },
      ],
      stop_reason: 'tool_use',
      usage: { input_tokens: 12, cache_read_input_tokens: 8, cache_creation_input_tokens: 0, output_tokens: 9 },
    });
  });

  it('has minimal blocks, a refusal as its text, and thinking with what its provider wants back', () => {
    const body = translate('messages', 'chat', chat({ content: '', refusal: 'No', reasoning_content: 'Hm' }, 'content_filter')).toString();
    const thinking = { type: 'thinking', thinking: 'Hm', signature: sealed({ as: 'reasoning_content' }) };
    expect(JSON.parse(body)).toMatchObject({
      content: [thinking, { type: 'text', text: 'No' }],
      stop_reason: 'refusal',
      stop_sequence: null,
    });
    expect(body).not.toMatch(/citations/);
  });

  const calling = (json: unknown, finish: 'length' | 'tool_calls') =>
    chat({ tool_calls: [{ id: 'a', type: 'function', function: { name: 'f', arguments: json } }] }, finish);

  it('has a call that the limit cut as the text that it was, and none where it was cut before its arguments', async () => {
    const cut = await toMessages(calling('{"a":', 'length'));
    expect(cut).toMatchObject({ content: [{ type: 'text', text: 'f({"a":' }], stop_reason: 'max_tokens' });
    expect((await toMessages(calling('', 'length'))).content).toEqual([]);
  });

  it.each(['{"a":1}{"a":2}', '{"a":', 'Paris', '"Paris"', '[1]', '1', 'null', 'true', ['Paris']])(
    'is the provider’s failure where a tool would have to run with %j',
    (json) => {
      const bytes = Buffer.from(JSON.stringify(calling(json, 'tool_calls')));
      expect(readUpstreamAnswer('chat', bytes, 'messages')?.error?.message).toBe(
        'The model called f with arguments that are no JSON object',
      );
      for (const api of ['chat', 'responses'] as const) expect(readUpstreamAnswer('chat', bytes, api)?.error).toBeUndefined();
    },
  );

  it('runs a tool without arguments where the model gave none, and with the object itself, its numbers as they came', async () => {
    for (const none of ['', null, undefined, '{}', {}])
      expect((await toMessages(calling(none, 'tool_calls'))).content).toMatchObject([{ type: 'tool_use', name: 'f', input: {} }]);
    const spelled = JSON.stringify(calling({ a: 'NUMBERS' }, 'tool_calls')).replace('"NUMBERS"', '[1.0,12345678901234567890,-0,1e2,0.10]');
    expect(translate('messages', 'chat', spelled).toString()).toContain('"input":{"a":[1.0,12345678901234567890,-0,1e2,0.10]}');
    expect(translate('responses', 'chat', spelled).toString()).toContain('[1.0,12345678901234567890,-0,1e2,0.10]');
  });

  it('tells the usage that was charged where the provider told none', async () => {
    expect((await toMessages(chat({ content: 'x' }, 'stop', null))).usage).toMatchObject({ input_tokens: 1, output_tokens: 1 });
  });
});

describe('a message for a client of Chat Completions', () => {
  it('is a completion with its text, its reasoning and the whole prompt', async () => {
    const content = [
      { type: 'thinking', thinking: 'Hm', signature: 's' },
      { type: 'text', text: 'Hel' },
      { type: 'text', text: 'lo' },
    ];
    expect(await toChat(message(content))).toMatchObject({
      id: 'chatcmpl-abc',
      object: 'chat.completion',
      created: 1_700_000_001,
      choices: [
        { index: 0, message: { role: 'assistant', content: 'Hello', reasoning_content: 'Hm', refusal: null }, finish_reason: 'stop' },
      ],
      usage: {
        prompt_tokens: 16,
        completion_tokens: 7,
        total_tokens: 23,
        prompt_tokens_details: { cached_tokens: 4, cache_write_tokens: 2 },
      },
    });
  });

  it('has no content beside calls, and their numbers as they came', async () => {
    const body = JSON.stringify(message([{ type: 'tool_use', id: 'toolu_1', name: 'f', input: { id: 0 } }], 'tool_use')).replace(
      '"id":0',
      '"id":9223372036854775807',
    );
    const { message: said, finish_reason: reason } = (await toChat(body)).choices[0]!;
    expect([said.content, reason]).toEqual([null, 'tool_calls']);
    expect(said.tool_calls).toMatchObject([{ id: 'toolu_1', function: { name: 'f', arguments: '{"id":9223372036854775807}' } }]);
  });

  it('says that a sequence stopped it, but not which one', async () =>
    expect(
      (await toChat(message([{ type: 'text', text: 'x' }], 'stop_sequence', { stop_sequence: 'END' }))).choices[0]?.finish_reason,
    ).toBe('stop'));
});

describe('an answer for a client of Responses', () => {
  it('is a whole response, from either provider', async () => {
    const tool_calls = [{ id: 'call_1', type: 'function', function: { name: 'f', arguments: '{}' } }];
    const request = { instructions: 'Be brief', text: { format: { type: 'text' } }, tools: [{ type: 'function', name: 'f' }] };
    expect(await toResponses('chat', chat({ content: 'Hi', tool_calls, reasoning_content: 'Hm' }, 'tool_calls'), request)).toMatchObject({
      id: 'resp_abc',
      object: 'response',
      status: 'completed',
      output_text: 'Hi',
      instructions: 'Be brief',
      tools: [{ name: 'f' }],
      output: [
        { type: 'reasoning', summary: [{ type: 'summary_text', text: 'Hm' }] },
        { type: 'message', content: [{ type: 'output_text', text: 'Hi' }] },
        { type: 'function_call', call_id: 'call_1', name: 'f', arguments: '{}' },
      ],
      usage: { input_tokens: 20, output_tokens: 9, total_tokens: 29 },
    });
    expect(await toResponses('messages', message([{ type: 'text', text: 'Hi' }], 'max_tokens'))).toMatchObject({
      status: 'incomplete',
      incomplete_details: { reason: 'max_output_tokens' },
      output_text: 'Hi',
      usage: { input_tokens: 16, input_tokens_details: { cached_tokens: 4, cache_write_tokens: 2 } },
    });
  });
});

describe('a call of a tool in a namespace', () => {
  const tools = [{ type: 'namespace', name: 'crm', description: 'd', tools: [{ type: 'function', name: 'f' }] }];
  it('names the tool and its namespace, as the client declared them', async () => {
    const tool_calls = ['crm__f', 'f'].map((name, index) => ({
      id: `call_${index}`,
      type: 'function',
      function: { name, arguments: '{}' },
    }));
    const { output } = await toResponses('chat', chat({ tool_calls }, 'tool_calls'), { tools });
    expect(output).toMatchObject([
      { type: 'function_call', name: 'f', namespace: 'crm' },
      { type: 'function_call', name: 'f' },
    ]);
    expect(output[1]).not.toHaveProperty('namespace');
  });
});

describe('which routes of a provider can answer a route of ours', () => {
  it.each<[WireApi, WireApi[]]>([
    ['chat', ['chat', 'messages']],
    ['messages', ['messages', 'chat']],
    ['responses', ['responses', 'chat', 'messages']],
    ['completions', ['completions', 'chat', 'messages']],
    ['embeddings', ['embeddings']],
  ])('%s: %j', (api, upstream) => expect(upstreamApis(api)).toEqual(upstream));
});
