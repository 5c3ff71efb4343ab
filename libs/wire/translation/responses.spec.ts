import type Anthropic from '@anthropic-ai/sdk';
import type OpenAI from 'openai';
import { writeUpstreamRequest } from '../bridge.js';
import { USUAL_TRAITS } from '../fitting/target-traits.js';
import { readResponsesRequest } from '../responses/request.js';
import { WITHOUT_REASONING, WITHOUT_SAMPLING, refusedField, translated } from '../testing/translations.js';
import { responsesToChat } from './responses-to-chat/request.js';
import { responsesToMessages } from './responses-to-messages/request.js';

type Body = Partial<OpenAI.Responses.ResponseCreateParams> & Record<string, unknown>;
const request = (more: Body): Body => ({ model: 'm', input: 'Hello', ...more });
const body = (more: Body) => translated(responsesToChat, request(more)).body as unknown as OpenAI.ChatCompletionCreateParams;
const dropped = (more: Body) => translated(responsesToChat, request(more)).dropped;
const conversation: OpenAI.Responses.ResponseInput = [
  { role: 'developer', content: 'Be brief' },
  {
    role: 'user',
    content: [
      { type: 'input_text', text: 'See' },
      { type: 'input_image', image_url: 'data:image/png;base64,AAAA', detail: 'auto' },
    ],
  },
  { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'x' },
  {
    type: 'message',
    id: 'msg_1',
    role: 'assistant',
    status: 'completed',
    content: [{ type: 'output_text', text: 'Looking', annotations: [] }],
  },
  { type: 'function_call', call_id: 'call_1', name: 'f', arguments: '{"a":1}' },
  { type: 'function_call', call_id: 'call_2', name: 'g', arguments: '' },
  {
    type: 'function_call_output',
    call_id: 'call_1',
    output: [
      { type: 'input_text', text: 'one' },
      { type: 'input_image', image_url: 'https://x.org/a.png' },
    ],
  },
  { type: 'function_call_output', call_id: 'call_2', output: 'two' },
];

const functionOf = (name: string, parameters: Record<string, unknown> = { type: 'object' }) => ({
  type: 'function' as const,
  name,
  description: `Does ${name}`,
  parameters,
  strict: null,
});
const namespaceOf = (name: string, tools: OpenAI.Responses.NamespaceTool['tools']): OpenAI.Responses.NamespaceTool => ({
  type: 'namespace',
  name,
  description: 'Agents',
  tools,
});

describe('a request of Responses for a provider of Chat Completions', () => {
  it('has the model, the limit, the instructions and the input', () =>
    expect(body({ instructions: 'Be brief', stream: true })).toEqual({
      model: 'up',
      max_completion_tokens: 100,
      messages: [
        { role: 'system', content: 'Be brief' },
        { role: 'user', content: 'Hello' },
      ],
      stream: true,
      stream_options: { include_usage: true },
    } satisfies OpenAI.ChatCompletionCreateParams));

  it('says items as messages: calls with what was said before them, images of results after all of these', () => {
    expect(body({ input: conversation }).messages).toEqual([
      { role: 'system', content: 'Be brief' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'See' },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA', detail: 'auto' } },
        ],
      },
      {
        role: 'assistant',
        content: 'Looking',
        tool_calls: [
          { id: 'call_1', type: 'function', function: { name: 'f', arguments: '{"a":1}' } },
          { id: 'call_2', type: 'function', function: { name: 'g', arguments: '' } },
        ],
      },
      { role: 'tool', tool_call_id: 'call_1', content: 'one' },
      { role: 'tool', tool_call_id: 'call_2', content: 'two' },
      { role: 'user', content: [{ type: 'image_url', image_url: { url: 'https://x.org/a.png' } }] },
    ] satisfies OpenAI.ChatCompletionMessageParam[]);
    expect(dropped({ input: conversation })).toEqual(['input.reasoning']);
  });

  it('lets nothing stand between a call and its result, not even what the assistant said after it', () => {
    const input = [
      { role: 'user', content: 'Go' },
      { type: 'function_call', call_id: 'a', name: 'f', arguments: '{}' },
      { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Calling' }] },
      { type: 'reasoning', id: 'rs_1', summary: [] },
      { type: 'function_call', call_id: 'b', name: 'g', arguments: '{}' },
      { type: 'function_call_output', call_id: 'a', output: '1' },
      { type: 'function_call_output', call_id: 'b', output: '2' },
    ];
    const call = (id: string, name: string) => ({ id, type: 'function', function: { name, arguments: '{}' } });
    expect(translated(responsesToChat, request({ input: input as never })).body['messages']).toEqual([
      { role: 'user', content: 'Go' },
      { role: 'assistant', content: 'Calling', tool_calls: [call('a', 'f'), call('b', 'g')] },
      { role: 'tool', tool_call_id: 'a', content: '1' },
      { role: 'tool', tool_call_id: 'b', content: '2' },
    ]);
  });

  it('says tools, choices, formats and effort', () => {
    const schema = { type: 'object' };
    const more: Body = {
      tools: [{ type: 'function', name: 'f', description: 'd', parameters: schema, strict: true }],
      tool_choice: { type: 'function', name: 'f' },
      parallel_tool_calls: false,
      text: { format: { type: 'json_schema', name: 'x', schema, strict: true } },
      reasoning: { effort: 'low' },
      temperature: 0.5,
    };
    expect(body(more)).toMatchObject({
      tools: [{ type: 'function', function: { name: 'f', description: 'd', parameters: schema, strict: true } }],
      tool_choice: { type: 'function', function: { name: 'f' } },
      parallel_tool_calls: false,
      response_format: { type: 'json_schema', json_schema: { name: 'x', schema, strict: true } },
      reasoning_effort: 'low',
      temperature: 0.5,
    });
    const allowed = body({
      ...more,
      tool_choice: { type: 'allowed_tools', mode: 'auto', tools: [{ type: 'function', name: 'f' }] },
    }).tool_choice;
    expect(allowed).toEqual({
      type: 'allowed_tools',
      allowed_tools: { mode: 'auto', tools: [{ type: 'function', function: { name: 'f' } }] },
    });
  });

  it('names what it drops, and says nothing of what changes no answer', () => {
    const lost = {
      include: ['reasoning.encrypted_content'],
      text: { verbosity: 'low' },
      reasoning: { summary: 'auto' },
      future_field: 1,
    };
    expect(dropped({ ...lost, metadata: { a: 'b' }, truncation: 'disabled', service_tier: 'auto' } as Body).toSorted()).toEqual([
      'future_field',
      'include',
      'reasoning.summary',
      'text.verbosity',
    ]);
    expect(dropped({ store: false, include: [] })).toEqual([]);
    expect(dropped({ store: true })).toEqual([]);
  });

  it('tells Messages who the user is, and says so where a provider of Chat Completions is not told', () => {
    const ofMessages = (more: Body) => {
      const { body: sent, dropped: lost } = translated(responsesToMessages, request(more));
      return [sent['metadata'], lost];
    };
    expect(ofMessages({ user: 'u' })).toEqual([{ user_id: 'u' }, []]);
    expect(ofMessages({ user: 'u', safety_identifier: 's' })).toEqual([{ user_id: 's' }, []]);
    expect(ofMessages({ safety_identifier: 's'.repeat(257) })).toEqual([undefined, ['safety_identifier']]);
    expect(dropped({ user: 'u', safety_identifier: 's' }).toSorted()).toEqual(['safety_identifier', 'user']);
  });

  it('takes namespaces apart, since no other protocol has them: tools, calls and choices alike', () => {
    const tools = [functionOf('f'), namespaceOf('crm', [functionOf('f'), functionOf('x'.repeat(80))])];
    const seen = body({
      tools,
      tool_choice: { type: 'function', name: 'f', namespace: 'crm' } as never,
      input: [
        { role: 'user', content: 'Hello' },
        { type: 'function_call', call_id: 'call_1', name: 'f', namespace: 'crm', arguments: '{}' },
        { type: 'function_call_output', call_id: 'call_1', output: 'one' },
      ],
    });
    const functions = (seen.tools as OpenAI.ChatCompletionFunctionTool[]).map((tool) => tool.function);
    expect(functions.map(({ name, description }) => [name, description])).toEqual([
      ['f', 'Does f'],
      ['crm__f', 'Agents\n\nDoes f'],
      [expect.stringMatching(/^crm__x{50}_[0-9a-f]{8}$/), `Does ${'x'.repeat(80)}`],
    ]);
    expect(seen.tool_choice).toEqual({ type: 'function', function: { name: 'crm__f' } });
    expect(seen.messages[1]).toMatchObject({ tool_calls: [{ function: { name: 'crm__f' } }] });
  });

  it('tells a tool of a namespace apart from one that is called as it would be', () => {
    const { tools } = body({ tools: [namespaceOf('crm', [functionOf('f')]), functionOf('crm__f')] });
    expect((tools as OpenAI.ChatCompletionFunctionTool[]).map((tool) => tool.function.name)).toEqual([
      expect.stringMatching(/^crm__f_[0-9a-f]{8}$/),
      'crm__f',
    ]);
  });

  it('repeats nothing of a namespace that is not held for', () => {
    const inside = Array.from({ length: 500 }, (_, index) => ({ type: 'function', name: `f${index}` }));
    const tools = [{ type: 'namespace', name: 'n'.repeat(50), description: 'd'.repeat(10_000), tools: inside }];
    const request = readResponsesRequest(Buffer.from(JSON.stringify({ model: 'm', input: 'x', tools })));
    if (request.kind === 'refusal') throw new Error(request.message);
    const written = writeUpstreamRequest(request, 'chat', {
      model: 'up',
      outputLimit: 9,
      traits: USUAL_TRAITS,
    });
    if (written.kind === 'refusal') throw new Error(written.message);
    const seen = JSON.parse(written.bytes.toString()) as { tools: { function: { name: string; description?: string } }[] };
    const shown = seen.tools.map(({ function: { name, description = '' } }) => name + description).join('');
    expect(shown.length).toBeGreaterThan(10_000 + 500 * 50);
    expect(request.inputTokenBound - request.textBytes).toBeGreaterThan(500 * 50);
    expect(shown.length).toBeLessThan(request.inputTokenBound);
  });

  it('takes a conversation of thousands of calls without reading it again for each', () => {
    const call = { type: 'function_call', call_id: 'c', name: 'f', arguments: '{}' } as const;
    const input = [...Array.from({ length: 60_000 }, () => call), { type: 'function_call_output', call_id: 'c', output: 'x' } as const];
    const startedAt = performance.now();
    expect((body({ input }).messages[0] as { tool_calls: unknown[] }).tool_calls).toHaveLength(60_000);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  it.each<[Body, string]>([
    [{ previous_response_id: 'r' }, 'previous_response_id'],
    [{ conversation: 'c' }, 'conversation'],
    [{ background: true }, 'background'],
    [{ prompt: { id: 'p' } }, 'prompt'],
    [{ tools: [{ type: 'web_search' }] }, 'tools[0].type'],
    [{ tools: [{ type: 'custom', name: 'x' }] }, 'tools[0].type'],
    [{ tools: [namespaceOf('crm', [{ type: 'custom', name: 'x' }])] }, 'tools[0].tools[0].type'],
    [{ tools: [functionOf('g'), namespaceOf('crm', [functionOf('f'), functionOf('f')])] }, 'tools[1].tools[1].name'],
    [
      { tool_choice: { type: 'mcp', server_label: 'x' }, tools: [{ type: 'function', name: 'f', parameters: {}, strict: null }] },
      'tool_choice',
    ],
    [{ input: [{ type: 'item_reference', id: 'x' }] }, 'input[0].type'],
    [{ input: [{ role: 'user', content: [{ type: 'input_image', file_id: 'f', detail: 'auto' }] }] }, 'input[0].content[0].file_id'],
    [{ input: [{ role: 'user', content: [{ type: 'input_file', file_url: 'x' }] }] }, 'input[0].content[0].file_url'],
    [{ input: null as never }, 'input'],
    [{ input: [{ type: 'function_call', name: 'f', arguments: '{}' } as never] }, 'input[0].call_id'],
    [{ input: [{ type: 'function_call', call_id: 'a', arguments: '{}' } as never] }, 'input[0].name'],
    [{ input: [{ type: 'function_call', call_id: 'a', name: 'f' } as never] }, 'input[0].arguments'],
    [{ input: [{ type: 'function_call_output', output: 'x' } as never] }, 'input[0].call_id'],
  ])('refuses %j by the name of the field', (more, field) => expect(refusedField(responsesToChat, request(more))).toBe(field));
});

describe('a request of Responses for a provider of Messages', () => {
  it('goes by way of Chat Completions', () => {
    const { body: messages, dropped: lost } = translated(
      responsesToMessages,
      request({ input: conversation, reasoning: { effort: 'high' } }),
    );
    expect(messages).toEqual({
      model: 'up',
      max_tokens: 100,
      system: 'Be brief',
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'See' },
            { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } },
          ],
        },
        {
          role: 'assistant',
          content: [
            { type: 'text', text: 'Looking' },
            { type: 'tool_use', id: 'call_1', name: 'f', input: { a: 1 } },
            { type: 'tool_use', id: 'call_2', name: 'g', input: {} },
          ],
        },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 'call_1', content: 'one' },
            { type: 'tool_result', tool_use_id: 'call_2', content: 'two' },
            { type: 'image', source: { type: 'url', url: 'https://x.org/a.png' } },
          ],
        },
      ],
      thinking: { type: 'adaptive' },
      output_config: { effort: 'high' },
    } satisfies Anthropic.MessageCreateParams);
    expect(lost).toEqual(['input.reasoning']);
  });

  it.each<[Body, string]>([
    [
      {
        input: [
          { role: 'user', content: 'x' },
          { role: 'assistant', content: 'So' },
        ],
      },
      'input',
    ],
    [
      {
        input: [
          { type: 'function_call', call_id: 'a', name: 'f', arguments: '{' },
          { role: 'user', content: 'x' },
        ],
      },
      'input',
    ],
    [{ tools: [functionOf('f', { type: 'string' })] }, 'tools[0].parameters.type'],
    [{ tools: [functionOf('f'), namespaceOf('crm', [functionOf('f', { type: 'string' })])] }, 'tools[1].tools[0].parameters.type'],
    [{ reasoning: { effort: 'huge' as never } }, 'reasoning.effort'],
    [{ previous_response_id: 'r' }, 'previous_response_id'],
  ])('refuses %j by the name that the client gave the field', (more, field) =>
    expect(refusedField(responsesToMessages, request(more))).toBe(field),
  );

  it('drops by the names that the client gave', () => {
    const lost = translated(responsesToMessages, request({ reasoning: { effort: 'high' }, temperature: 1 }), {
      traits: { ...WITHOUT_REASONING.traits, refusedFields: WITHOUT_SAMPLING.traits.refusedFields },
    });
    expect(lost.dropped).toEqual(['reasoning.effort', 'temperature']);
  });
});
