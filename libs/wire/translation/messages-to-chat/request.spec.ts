import type Anthropic from '@anthropic-ai/sdk';
import type OpenAI from 'openai';
import { WITHOUT_REASONING, refusedField, translated } from '../../testing/translations.js';
import { messagesToChat } from './request.js';

type Messages = Partial<Anthropic.MessageCreateParams> & Record<string, unknown>;
const user = { role: 'user', content: 'Hello' } as const;
const request = (more: Messages): Messages => ({ model: 'm', max_tokens: 100, messages: [user], ...more });
const body = (more: Messages) => translated(messagesToChat, request(more)).body as unknown as OpenAI.ChatCompletionCreateParams;
const dropped = (more: Messages) => translated(messagesToChat, request(more)).dropped;
const refused = (more: Messages) => refusedField(messagesToChat, request(more));
const said = (content: Anthropic.ContentBlockParam[]) => body({ messages: [{ role: 'user', content }] }).messages;

describe('a request of Messages for a provider of Chat Completions', () => {
  it('has the model, the limit, the usage of its stream and the messages', () =>
    expect(
      body({
        stream: true,
        system: [
          { type: 'text', text: 'a' },
          { type: 'text', text: 'b' },
        ],
      }),
    ).toEqual({
      model: 'up',
      max_completion_tokens: 100,
      messages: [{ role: 'system', content: 'a\n\nb' }, user],
      stream: true,
      stream_options: { include_usage: true },
    } satisfies OpenAI.ChatCompletionCreateParams));

  it('answers calls before anything else, and shows images of results in a message that follows', () => {
    const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } } as const;
    expect(
      said([
        { type: 'text', text: 'And?' },
        { type: 'tool_result', tool_use_id: 'tk-a_2eb', content: [{ type: 'text', text: 'one' }, { type: 'text', text: 'two' }, image] },
        { type: 'tool_result', tool_use_id: 'toolu_2' },
      ]),
    ).toEqual([
      { role: 'tool', tool_call_id: 'a.b', content: 'one\ntwo' },
      { role: 'tool', tool_call_id: 'toolu_2', content: '' },
      {
        role: 'user',
        content: [
          { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
          { type: 'text', text: 'And?' },
        ],
      },
    ] satisfies OpenAI.ChatCompletionMessageParam[]);
  });

  it('joins the assistant’s text, says its calls, and leaves out its thinking', () => {
    const content: Anthropic.ContentBlockParam[] = [
      { type: 'thinking', thinking: 'Hm', signature: 's' },
      { type: 'text', text: 'a' },
      { type: 'text', text: 'b' },
      { type: 'tool_use', id: 'toolu_1', name: 'f', input: { a: 1 } },
    ];
    const messages = [user, { role: 'assistant' as const, content }, user];
    expect(body({ messages }).messages[1]).toEqual({
      role: 'assistant',
      content: 'ab',
      tool_calls: [{ id: 'toolu_1', type: 'function', function: { name: 'f', arguments: '{"a":1}' } }],
    });
    expect(dropped({ messages })).toEqual(['messages.content.thinking']);
  });

  it('shows images and documents', () =>
    expect(
      said([
        { type: 'image', source: { type: 'url', url: 'https://example.org/a.png' } },
        { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: 'BBBB' }, title: 'a.pdf' },
        { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'plain' } },
        { type: 'search_result', title: 't', source: 's', content: [{ type: 'text', text: 'c' }] },
      ]),
    ).toEqual([
      {
        role: 'user',
        content: [
          { type: 'image_url', image_url: { url: 'https://example.org/a.png' } },
          { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,BBBB' } },
          { type: 'text', text: 'plain' },
          { type: 'text', text: 't\ns\nc' },
        ],
      },
    ]));

  it('declares tools, keeps strict, and names what else of them it drops', () => {
    const tools: Anthropic.Tool[] = [
      { name: 'f', description: 'd', strict: true, input_schema: { type: 'object' }, cache_control: { type: 'ephemeral' } },
    ];
    expect(body({ tools }).tools).toEqual([
      { type: 'function', function: { name: 'f', description: 'd', strict: true, parameters: { type: 'object' } } },
    ]);
    expect(dropped({ tools })).toEqual(['tools.cache_control']);
  });

  it.each<[Anthropic.ToolChoice, object]>([
    [{ type: 'auto' }, { tool_choice: 'auto' }],
    [{ type: 'none' }, { tool_choice: 'none' }],
    [
      { type: 'any', disable_parallel_tool_use: true },
      { tool_choice: 'required', parallel_tool_calls: false },
    ],
    [{ type: 'tool', name: 'f' }, { tool_choice: { type: 'function', function: { name: 'f' } } }],
  ])('says the choice %j as %j', (tool_choice, expected) =>
    expect(body({ tool_choice, tools: [{ name: 'f', input_schema: { type: 'object' } }] })).toMatchObject(expected),
  );

  it.each<[Messages, string | undefined]>([
    [{ output_config: { effort: 'xhigh' } }, 'xhigh'],
    [{ thinking: { type: 'enabled', budget_tokens: 2000 } }, 'low'],
    [{ thinking: { type: 'enabled', budget_tokens: 10_000 } }, 'medium'],
    [{ thinking: { type: 'enabled', budget_tokens: 32_000 } }, 'high'],
    [{ thinking: { type: 'enabled', budget_tokens: 32_000 }, output_config: { effort: 'low' } }, 'low'],
    [{ thinking: { type: 'disabled' } }, 'none'],
    [{ thinking: { type: 'adaptive' } }, undefined],
  ])('says %j as the effort %s', (more, effort) => expect(body(more).reasoning_effort).toBe(effort));

  it('says nothing of effort to a model that takes none', () => {
    const untold = translated(messagesToChat, request({ thinking: { type: 'enabled', budget_tokens: 9000 } }), WITHOUT_REASONING);
    expect([untold.body['reasoning_effort'], untold.dropped]).toEqual([undefined, ['thinking']]);
    expect(translated(messagesToChat, request({ thinking: { type: 'disabled' } }), WITHOUT_REASONING).dropped).toEqual([]);
  });

  it('passes sampling and stops, and says a schema as a strict response format', () => {
    const schema = { type: 'object', properties: {}, required: [], additionalProperties: false };
    expect(
      body({ temperature: 0.5, top_p: 0.9, stop_sequences: ['a'], output_config: { format: { type: 'json_schema', schema } } }),
    ).toMatchObject({
      temperature: 0.5,
      top_p: 0.9,
      stop: ['a'],
      response_format: { type: 'json_schema', json_schema: { name: 'output', schema, strict: true } },
    });
  });

  it('drops a clearing of earlier thinking, which is never passed on anyway', () =>
    expect(dropped({ context_management: { edits: [{ type: 'clear_thinking_20251015', keep: 'all' }] } })).toEqual(['context_management']));

  it('names what it drops, known or not', () => {
    const messages: Anthropic.MessageParam[] = [
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'a', content: 'x', is_error: true },
          { type: 'text', text: 'x', cache_control: { type: 'ephemeral' } },
        ],
      },
    ];
    expect(dropped({ messages, top_k: 5, metadata: { user_id: 'u' }, future_field: 1, service_tier: 'auto', mcp_servers: [] })).toEqual([
      'metadata.user_id',
      'top_k',
      'future_field',
      'messages.content.is_error',
      'messages.content.cache_control',
    ]);
  });

  it.each<[Messages, string]>([
    [{ container: 'c' }, 'container'],
    [{ mcp_servers: [{}] }, 'mcp_servers'],
    [{ context_management: { edits: [{ type: 'clear_tool_uses_20250919' }] } }, 'context_management.edits[0].type'],
    [{ fallbacks: [{}] }, 'fallbacks'],
    [{ stop_sequences: ['a', 'b', 'c', 'd', 'e'] }, 'stop_sequences'],
    [{ tools: [{ type: 'bash_20250124', name: 'bash' }] }, 'tools[0].type'],
    [{ messages: [user, { role: 'assistant', content: 'So' }] }, 'messages[1].role'],
    [
      { messages: [{ role: 'user', content: [{ type: 'image', source: { type: 'file', file_id: 'f' } }] }] },
      'messages[0].content[0].source.type',
    ],
    [
      { messages: [{ role: 'user', content: [{ type: 'document', source: { type: 'url', url: 'x' } }] }] },
      'messages[0].content[0].source.type',
    ],
    [
      { messages: [user, { role: 'assistant', content: [{ type: 'server_tool_use', id: 'a', name: 'web_search', input: {} }] }, user] },
      'messages[1].content[0].type',
    ],
    [{ output_config: { format: { type: 'xml' } as never } }, 'output_config.format'],
  ])('refuses %j by the name of the field', (more, field) => expect(refused(more)).toBe(field));

  it('refuses a limit of zero, since there is no cache to warm', () =>
    expect(refusedField(messagesToChat, request({ max_tokens: 0 }), { outputLimit: 0 })).toBe('max_tokens'));
});
