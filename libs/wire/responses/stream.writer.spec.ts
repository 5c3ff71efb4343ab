import type OpenAI from 'openai';
import { openaiOver } from '../testing/sdk.js';
import { DONE, chatChunk, chatUsageChunk, eventsOf, messageBlock, messageEnd, messageStart, relayThrough } from '../testing/streams.js';

const usage = {
  prompt_tokens: 20,
  completion_tokens: 9,
  total_tokens: 29,
  prompt_tokens_details: { cached_tokens: 8 },
  completion_tokens_details: { reasoning_tokens: 3 },
};
const end = (finish: 'stop' | 'length' | 'tool_calls' | 'content_filter') => chatChunk({}, finish) + chatUsageChunk(usage) + DONE;
const pair = ['responses', 'chat'] as const;
const call = (index: number, id: string, name: string, json: string) => ({
  tool_calls: [{ index, id, type: 'function' as const, function: { name, arguments: json } }],
});

/** What OpenAI's stream helper accumulates; it throws on an event that it does not know or that is out of place. */
function accumulated(stream: string, chunkBytes?: number): Promise<OpenAI.Responses.Response> {
  return openaiOver(stream, chunkBytes).responses.stream({ model: 'm', input: 'x' }).finalResponse();
}

describe('a chat stream for a client of Responses', () => {
  it('becomes a response that the SDK accumulates', async () => {
    const { all } = relayThrough(
      pair,
      chatChunk({ role: 'assistant', content: '' }) + chatChunk({ content: 'Hel' }) + chatChunk({ content: 'lo 😀' }) + end('stop'),
    );
    expect(await accumulated(all, 9)).toMatchObject({
      id: 'resp_1',
      status: 'completed',
      output_text: 'Hello 😀',
      output: [{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Hello 😀' }] }],
      usage: {
        input_tokens: 20,
        input_tokens_details: { cached_tokens: 8, cache_write_tokens: 0 },
        output_tokens: 9,
        output_tokens_details: { reasoning_tokens: 3 },
        total_tokens: 29,
      },
    });
  });

  it('names a tool of a namespace as the client declared it, in every event of the call', () => {
    const tools = [{ type: 'namespace', name: 'crm', description: 'd', tools: [{ type: 'function', name: 'f' }] }];
    const { all } = relayThrough(pair, chatChunk(call(0, 'call_a', 'crm__f', '{}')) + end('tool_calls'), { body: { tools } });
    const events = eventsOf(all) as unknown as OpenAI.Responses.ResponseStreamEvent[];
    const items = events.flatMap((event) => ('item' in event ? [event.item] : 'response' in event ? event.response.output : []));
    expect(items).toHaveLength(3);
    for (const item of items) expect(item).toMatchObject({ type: 'function_call', name: 'f', namespace: 'crm' });
    expect(events.find(({ type }) => type === 'response.function_call_arguments.done')).toMatchObject({ name: 'f' });
  });

  it('has the whole grammar, each event named, with a rising sequence number from zero', () => {
    const { all } = relayThrough(
      pair,
      chatChunk({ reasoning_content: 'Hm' }) + chatChunk({ content: 'x' }) + chatChunk(call(0, 'call_a', 'f', '{}')) + end('tool_calls'),
    );
    const events = eventsOf(all) as unknown as OpenAI.Responses.ResponseStreamEvent[];
    expect(events.map(({ type }) => type)).toEqual([
      'response.created',
      'response.in_progress',
      'response.output_item.added',
      'response.reasoning_summary_part.added',
      'response.reasoning_summary_text.delta',
      'response.reasoning_summary_text.done',
      'response.reasoning_summary_part.done',
      'response.output_item.done',
      'response.output_item.added',
      'response.content_part.added',
      'response.output_text.delta',
      'response.output_text.done',
      'response.content_part.done',
      'response.output_item.done',
      'response.output_item.added',
      'response.function_call_arguments.delta',
      'response.function_call_arguments.done',
      'response.output_item.done',
      'response.completed',
    ]);
    expect(events.map((event) => event.sequence_number)).toEqual(events.map((_event, index) => index));
    expect([...all.matchAll(/^event: (.*)$/gm)].map(([, name]) => name)).toEqual(events.map(({ type }) => type));
    expect(all).not.toContain('[DONE]');
  });

  it('says calls, also one without arguments, as the SDK accumulates them', async () => {
    const { all } = relayThrough(
      pair,
      chatChunk(call(0, 'call_a', 'f', '{"a":1}')) + chatChunk(call(1, 'call_b', 'g', '')) + end('tool_calls'),
    );
    expect((await accumulated(all)).output).toMatchObject([
      { type: 'function_call', call_id: 'call_a', name: 'f', arguments: '{"a":1}', status: 'completed' },
      { type: 'function_call', call_id: 'call_b', name: 'g', arguments: '{}', status: 'completed' },
    ]);
  });

  it('accumulates reasoning and refusals', async () => {
    const { all } = relayThrough(
      pair,
      chatChunk({ reasoning_content: 'H' }) + chatChunk({ reasoning_content: 'm' }) + chatChunk({ refusal: 'No' }) + end('stop'),
    );
    expect((await accumulated(all)).output).toMatchObject([
      { type: 'reasoning', summary: [{ type: 'summary_text', text: 'Hm' }] },
      { type: 'message', content: [{ type: 'refusal', refusal: 'No' }] },
    ]);
  });

  it.each([
    ['length', 'max_output_tokens'],
    ['content_filter', 'content_filter'],
  ] as const)('is incomplete where the answer ended by %s', (finish, reason) => {
    const { last } = relayThrough(pair, chatChunk({ content: 'x' }) + end(finish));
    expect(eventsOf(last)).toMatchObject([
      { type: 'response.incomplete', response: { status: 'incomplete', incomplete_details: { reason }, usage: { output_tokens: 9 } } },
    ]);
  });

  it('repeats what was asked, and claims to have stored nothing', () => {
    const body = { instructions: 'Be brief', tools: [], temperature: 0.5, metadata: { a: 'b' }, store: true };
    const created = eventsOf(relayThrough(pair, chatChunk({ content: 'x' }), { body }).sent)[0];
    expect(created).toMatchObject({
      response: { instructions: 'Be brief', temperature: 0.5, metadata: { a: 'b' }, store: false, previous_response_id: null },
    });
  });

  it('has no end where the provider’s was cut: an error event with the next number', async () => {
    const { sent, last, end: told, relay } = relayThrough(pair, chatChunk({ content: 'x' }) + chatChunk({}, 'stop'));
    expect([told.state, last]).toEqual(['open', '']);
    const frame = relay.errorFrame({ status: 502, message: 'The provider broke off' }).toString();
    const numbers = eventsOf(sent + frame).map((event) => event['sequence_number']);
    expect(numbers).toEqual(numbers.map((_number, index) => index));
    await expect(accumulated(sent + frame)).rejects.toThrow('The provider broke off');
  });
});

describe('a stream of Messages for a client of Responses', () => {
  it('becomes a response that the SDK accumulates', async () => {
    const thinking = messageBlock(0, { type: 'thinking', thinking: '', signature: '' }, [{ type: 'thinking_delta', thinking: 'Hm' }]);
    const call = messageBlock(1, { type: 'tool_use', id: 'toolu_1', name: 'f', input: {} }, [
      { type: 'input_json_delta', partial_json: '{"a":1}' },
    ]);
    const { all } = relayThrough(['responses', 'messages'], messageStart() + thinking + call + messageEnd('tool_use'));
    expect(await accumulated(all)).toMatchObject({
      status: 'completed',
      output: [
        { type: 'reasoning', summary: [{ text: 'Hm' }] },
        { type: 'function_call', call_id: 'toolu_1', name: 'f', arguments: '{"a":1}' },
      ],
      usage: { input_tokens: 10, output_tokens: 7 },
    });
  });
});
