import type Anthropic from '@anthropic-ai/sdk';
import fc from 'fast-check';
import type OpenAI from 'openai';
import { readUpstreamAnswer, translateAnswer, writeUpstreamRequest } from '../bridge.js';
import { readMessagesRequest } from '../messages/request.js';
import { readResponsesRequest } from '../responses/request.js';
import { DONE, chatChunk, eventsOf, relayThrough } from '../testing/streams.js';
import { TARGET } from '../testing/translations.js';
import { ToolNames } from './tool-names.js';
import type { WireApi } from './wire-request.js';

const part = fc.constantFrom('a', 'b', 'a__b', 'x'.repeat(55), 'x'.repeat(64), 'x'.repeat(65), `${'x'.repeat(64)}a`, 'y'.repeat(128));
const tool = fc.record({ name: part, namespace: part }, { requiredKeys: ['name'] });

describe('the names of tools at a provider', () => {
  it('fit, differ, are the client’s own wherever these fit, and lead back to its tool', () => {
    fc.assert(
      fc.property(fc.array(tool, { maxLength: 12 }), fc.constantFrom(64, 128), (tools, mostChars) => {
        const names = new ToolNames(tools, mostChars);
        const given = new Map(tools.map((each) => [JSON.stringify([each.namespace, each.name]), each]));
        const told = [...given.values()].map(({ name, namespace }) => names.atProvider(name, namespace) as string);
        expect(new Set(told).size).toBe(given.size);
        for (const [index, each] of [...given.values()].entries()) {
          expect(told[index]).toMatch(new RegExp(`^[a-zA-Z0-9_-]{1,${mostChars}}$`));
          if (each.namespace === undefined && each.name.length <= mostChars) expect(told[index]).toBe(each.name);
          expect(names.atClient(told[index]!)).toEqual(each);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('are nothing where there is no name to begin with', () =>
    expect([undefined, 5, null].map((name) => new ToolNames([{ name: 'undefined' }, { name: '5' }], 64).atProvider(name))).toEqual([
      undefined,
      5,
      null,
    ]));

  it('never are another tool’s own, even where somebody named one as we would', () => {
    const long = `mcp__server__${'x'.repeat(80)}`;
    const ours = new ToolNames([{ name: long }], 64).atProvider(long) as string;
    const names = new ToolNames([{ name: long }, { name: ours }], 64);
    expect(names.atProvider(ours)).toBe(ours);
    expect([names.atProvider(long), names.atClient(names.atProvider(long) as string)]).toEqual([
      expect.not.stringMatching(ours),
      { name: long },
    ]);
  });
});

/** The longest that Messages takes, and one that differs from it in its last character only. */
const LONG = `mcp__chrome-devtools__${'performance_analyze_'.repeat(6)}`.slice(0, 127);
const [ONE, OTHER] = [`${LONG}1`, `${LONG}2`] as const;

/** What the provider gets, and what the client is told of calls by these names: plain, then streamed. */
function exchanged<Upstream>(api: 'messages' | 'responses', upstream: WireApi, body: Record<string, unknown>) {
  const request = (api === 'messages' ? readMessagesRequest : readResponsesRequest)(Buffer.from(JSON.stringify(body)));
  if (request.kind === 'refusal') throw new Error(request.message);
  const written = writeUpstreamRequest(request, upstream, TARGET);
  if (written.kind === 'refusal') throw new Error(written.message);
  const called = (names: readonly string[]): unknown[] => {
    const tool_calls = names.map((name, index) => ({
      index,
      id: `call_${index}`,
      type: 'function' as const,
      function: { name, arguments: '{}' },
    }));
    const choices = [{ index: 0, message: { role: 'assistant', content: null, tool_calls }, finish_reason: 'tool_calls' }];
    const answer = readUpstreamAnswer('chat', Buffer.from(JSON.stringify({ id: 'chatcmpl-1', model: 'm', choices })))!;
    const usage = { input: 1, cached_input: 0, cache_write: 0, output: 1, reasoning: 0 };
    const plain = translateAnswer(api, 'chat', answer, usage, { createdAt: 1, request: request.body, estimatedInputTokens: 1 }).bytes;
    const stream = chatChunk({ tool_calls }) + chatChunk({}, 'tool_calls') + DONE;
    return [JSON.parse(plain.toString()), ...eventsOf(relayThrough([api, 'chat'], stream, { body }).all)];
  };
  return { sent: JSON.parse(written.bytes.toString()) as Upstream, called };
}

describe('a tool whose name is longer than Chat Completions takes', () => {
  const input_schema = { type: 'object' } as const;
  const messages: Anthropic.MessageParam[] = [
    { role: 'user', content: 'Go' },
    { role: 'assistant', content: [{ type: 'tool_use', id: 'toolu_1', name: OTHER, input: {} }] },
    { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: 'x' }] },
  ];
  const tools = [ONE, 'fits'].map((name) => ({ name, input_schema }));
  const choice = { tool_choice: { type: 'tool', name: ONE } };

  it('has a shorter one in the tools, the choice and the earlier calls of Messages, and its own in the answer', () => {
    const { sent, called } = exchanged<OpenAI.ChatCompletionCreateParams>('messages', 'chat', {
      model: 'm',
      max_tokens: 9,
      messages,
      tools,
      ...choice,
    });
    const [declared, fits] = (sent.tools as OpenAI.ChatCompletionFunctionTool[]).map((each) => each.function.name);
    expect(declared).toMatch(/^mcp__chrome-devtools__performance_[a-z_]+_[0-9a-f]{8}$/);
    expect([declared!.length, fits]).toEqual([64, 'fits']);
    expect(sent.tool_choice).toEqual({ type: 'function', function: { name: declared } });
    const [, earlier] = sent.messages as [unknown, OpenAI.ChatCompletionAssistantMessageParam];
    const before = (earlier.tool_calls![0] as OpenAI.ChatCompletionMessageFunctionToolCall).function.name;
    expect([before.length, before === declared]).toEqual([64, false]);

    const [plain, ...events] = called([declared!, fits!, before, 'undeclared']) as [
      Anthropic.Message,
      ...Anthropic.RawMessageStreamEvent[],
    ];
    const all = [ONE, 'fits', OTHER, 'undeclared'];
    expect(plain.content).toMatchObject(all.map((name) => ({ type: 'tool_use', name })));
    const started = events.filter((event) => event.type === 'content_block_start').map((event) => event.content_block);
    expect(started).toMatchObject(all.map((name) => ({ type: 'tool_use', name })));
  });

  it('has a shorter one in those of Responses likewise', () => {
    const declaredTools = [
      { type: 'function', name: ONE },
      { type: 'namespace', name: 'crm', tools: [{ type: 'function', name: OTHER }] },
    ];
    const input = [
      { role: 'user', content: 'Go' },
      { type: 'function_call', call_id: 'call_1', name: ONE, arguments: '{}' },
      { type: 'function_call_output', call_id: 'call_1', output: 'x' },
    ];
    const tool_choice = { type: 'function', name: ONE };
    const { sent, called } = exchanged<OpenAI.ChatCompletionCreateParams>('responses', 'chat', {
      model: 'm',
      input,
      tools: declaredTools,
      tool_choice,
    });
    const names = (sent.tools as OpenAI.ChatCompletionFunctionTool[]).map((each) => each.function.name);
    expect(names.map((name) => name.length)).toEqual([64, 64]);
    expect(sent.tool_choice).toEqual({ type: 'function', function: { name: names[0] } });
    expect(sent.messages[1]).toMatchObject({ tool_calls: [{ function: { name: names[0] } }] });

    const [plain, ...events] = called(names) as [OpenAI.Responses.Response, ...OpenAI.Responses.ResponseStreamEvent[]];
    const items = [{ name: ONE }, { name: OTHER, namespace: 'crm' }];
    expect(plain.output).toMatchObject(items);
    expect(events.filter((event) => event.type === 'response.output_item.done').map(({ item }) => item)).toMatchObject(items);
  });

  it('keeps it where the provider speaks Messages, which takes it', () => {
    const { sent } = exchanged<Anthropic.MessageCreateParams>('responses', 'messages', {
      model: 'm',
      input: 'Go',
      tools: [{ type: 'function', name: ONE }],
    });
    expect(sent.tools).toMatchObject([{ name: ONE }]);
  });
});
