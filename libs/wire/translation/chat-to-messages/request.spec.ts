import type Anthropic from '@anthropic-ai/sdk';
import type OpenAI from 'openai';
import { WITHOUT_REASONING, WITHOUT_SAMPLING, refusedField, translated } from '../../testing/translations.js';
import { chatToMessages } from './request.js';

type Chat = Partial<OpenAI.ChatCompletionCreateParams>;
const user = { role: 'user', content: 'Hello' } as const;
const chat = (more: Chat): Chat => ({ model: 'm', messages: [user], ...more });
const body = (more: Chat) =>
  translated(chatToMessages, chat(more)).body as unknown as Anthropic.MessageCreateParams & Record<string, unknown>;
const dropped = (more: object) => translated(chatToMessages, chat(more)).dropped;
const refused = (more: object) => refusedField(chatToMessages, chat(more));
const tool = (name: string, parameters?: Record<string, unknown>): OpenAI.ChatCompletionTool => ({
  type: 'function',
  function: { name, ...(parameters ? { parameters } : {}) },
});
const call = (id: string, json: string) => ({ id, type: 'function' as const, function: { name: 'f', arguments: json } });

describe('a chat request for a provider of Messages', () => {
  it('has the model, the limit and the turns', () =>
    expect(body({ stream: true })).toEqual({
      model: 'up',
      max_tokens: 100,
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }],
      stream: true,
    } satisfies Anthropic.MessageCreateParams));

  it('makes leading instructions the system prompt, and later ones messages of their own', () => {
    const messages: Chat['messages'] = [
      { role: 'system', content: 'a' },
      { role: 'developer', content: [{ type: 'text', text: 'b' }] },
      user,
      { role: 'system', content: 'c' },
      user,
    ];
    expect(body({ messages })).toMatchObject({
      system: [
        { type: 'text', text: 'a' },
        { type: 'text', text: 'b' },
      ],
      messages: [{ role: 'user' }, { role: 'system', content: [{ type: 'text', text: 'c' }] }, { role: 'user' }],
    });
    expect(body({ messages: [{ role: 'system', content: 'a' }, user] }).system).toBe('a');
  });

  it('merges turns of one role, leaves out empty text, and puts all results first into one turn', () => {
    const messages: Chat['messages'] = [
      user,
      {
        role: 'user',
        content: [
          { type: 'text', text: ' ' },
          { type: 'text', text: 'again' },
        ],
      },
      { role: 'assistant', content: null, tool_calls: [call('call_1', ''), call('call_2', '{"a":1}')] },
      { role: 'tool', tool_call_id: 'call_1', content: 'one' },
      { role: 'tool', tool_call_id: 'call_2', content: [{ type: 'text', text: 'two' }] },
      user,
    ];
    expect(body({ messages }).messages).toEqual([
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Hello' },
          { type: 'text', text: 'again' },
        ],
      },
      {
        role: 'assistant',
        content: [
          { type: 'tool_use', id: 'call_1', name: 'f', input: {} },
          { type: 'tool_use', id: 'call_2', name: 'f', input: { a: 1 } },
        ],
      },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'call_1', content: 'one' },
          { type: 'tool_result', tool_use_id: 'call_2', content: [{ type: 'text', text: 'two' }] },
          { type: 'text', text: 'Hello' },
        ],
      },
    ]);
  });

  it('embeds or links images, and takes PDFs and plain text as documents', () => {
    const content: OpenAI.ChatCompletionContentPart[] = [
      { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA', detail: 'high' } },
      { type: 'image_url', image_url: { url: 'data:image/jpg;base64,AAAA' } },
      { type: 'image_url', image_url: { url: 'https://example.org/a.png' } },
      { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,BBBB' } },
      { type: 'file', file: { file_data: `data:text/plain;base64,${Buffer.from('ü').toString('base64')}` } },
    ];
    expect(body({ messages: [{ role: 'user', content }] }).messages[0]!.content).toEqual([
      { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } },
      { type: 'image', source: { type: 'base64', media_type: 'image/jpeg', data: 'AAAA' } },
      { type: 'image', source: { type: 'url', url: 'https://example.org/a.png' } },
      { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: 'BBBB' }, title: 'a.pdf' },
      { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'ü' } },
    ] satisfies Anthropic.ContentBlockParam[]);
    expect(dropped({ messages: [{ role: 'user', content }] })).toEqual(['messages.content.image_url.detail']);
  });

  it('declares tools with an object for their input, and keeps strict', () => {
    const tools: OpenAI.ChatCompletionTool[] = [
      tool('f'),
      { type: 'function', function: { name: 'g', description: 'd', strict: true, parameters: { properties: { a: {} } } } },
    ];
    expect(body({ tools }).tools).toEqual([
      { name: 'f', input_schema: { type: 'object', properties: {} } },
      { name: 'g', description: 'd', strict: true, input_schema: { type: 'object', properties: { a: {} } } },
    ] satisfies Anthropic.Tool[]);
  });

  it.each<[Chat['tool_choice'], boolean | undefined, Anthropic.ToolChoice | undefined]>([
    [undefined, undefined, undefined],
    ['auto', undefined, { type: 'auto' }],
    ['none', false, { type: 'none' }],
    ['required', undefined, { type: 'any' }],
    ['required', false, { type: 'any', disable_parallel_tool_use: true }],
    [undefined, false, { type: 'auto', disable_parallel_tool_use: true }],
    [{ type: 'function', function: { name: 'g' } }, undefined, { type: 'tool', name: 'g' }],
  ])('says the choice %j with parallel_tool_calls %j as %j', (tool_choice, parallel_tool_calls, expected) => {
    const more = {
      tools: [tool('f'), tool('g')],
      ...(tool_choice ? { tool_choice } : {}),
      ...(parallel_tool_calls === undefined ? {} : { parallel_tool_calls }),
    };
    expect(body(more).tool_choice).toEqual(expected);
  });

  it('sends only the tools that allowed_tools allows', () => {
    const tool_choice: Chat['tool_choice'] = {
      type: 'allowed_tools',
      allowed_tools: { mode: 'required', tools: [{ type: 'function', function: { name: 'g' } }] },
    };
    expect(body({ tools: [tool('f'), tool('g')], tool_choice })).toMatchObject({ tools: [{ name: 'g' }], tool_choice: { type: 'any' } });
  });

  it('writes ids that Messages would refuse so that they can be read again, and numbers of arguments as they came', () => {
    const messages: Chat['messages'] = [
      user,
      { role: 'assistant', tool_calls: [call('functions.get:0', '{"id":9223372036854775807}')] },
      { role: 'tool', tool_call_id: 'functions.get:0', content: '' },
    ];
    const written = JSON.stringify(body({ messages }).messages);
    expect(written).toContain('"id":"tk-functions_2eget_3a0","name":"f","input":{"id":9223372036854775807}');
    expect(written).toContain('{"type":"tool_result","tool_use_id":"tk-functions_2eget_3a0"}');
  });

  it('does not send a sampling value at its default beside another, since models from Opus 4.1 on refuse both together', () => {
    const sampling = (temperature: number, top_p: number) => {
      const { temperature: t, top_p: p } = translated(chatToMessages, chat({ temperature, top_p })).body;
      return [t, p];
    };
    expect([sampling(0.2, 1), sampling(1, 0.5), sampling(2, 0.5), sampling(1, 1)]).toEqual([
      [0.2, undefined],
      [undefined, 0.5],
      [undefined, 0.5],
      [1, undefined],
    ]);
    expect([sampling(0.2, 0.5), dropped({ temperature: 0.2, top_p: 1 })]).toEqual([[0.2, 0.5], []]);
  });

  it('drops stop sequences of white space, and clamps what it samples by', () => {
    expect(body({ stop: ['\n', 'END'], temperature: 1.7 })).toMatchObject({ stop_sequences: ['END'], temperature: 1 });
    expect(dropped({ stop: '\n' })).toEqual(['stop']);
    expect(translated(chatToMessages, chat({ temperature: 1, top_p: 1 }), WITHOUT_SAMPLING)).toMatchObject({
      dropped: ['temperature', 'top_p'],
    });
  });

  it('says a schema as the output format, and asks for JSON where there is none', () => {
    const schema = { type: 'object', properties: {}, additionalProperties: false };
    expect(body({ response_format: { type: 'json_schema', json_schema: { name: 'x', schema, strict: true } } }).output_config).toEqual({
      format: { type: 'json_schema', schema },
    });
    expect(body({ response_format: { type: 'json_object' } }).system).toMatch(/JSON object/);
    expect(body({ response_format: { type: 'text' } })).not.toHaveProperty('output_config');
  });

  it.each<[OpenAI.ReasoningEffort, object]>([
    ['none', { thinking: { type: 'disabled' } }],
    ['minimal', { thinking: { type: 'adaptive' }, output_config: { effort: 'low' } }],
    ['high', { thinking: { type: 'adaptive' }, output_config: { effort: 'high' } }],
  ])('says the effort %s as %j', (reasoning_effort, expected) => expect(body({ reasoning_effort })).toMatchObject(expected));

  it('samples by nothing where it thinks', () =>
    expect(translated(chatToMessages, chat({ reasoning_effort: 'low', temperature: 0.5 }))).toMatchObject({ dropped: ['temperature'] }));

  it('does not think where a call is forced, nor where the model cannot', () => {
    expect(body({ reasoning_effort: 'high', tools: [tool('f')], tool_choice: 'required' })).not.toHaveProperty('thinking');
    const untold = translated(chatToMessages, chat({ reasoning_effort: 'high' }), WITHOUT_REASONING);
    expect([untold.body['thinking'], untold.dropped]).toEqual([undefined, ['reasoning_effort']]);
  });

  it('names what it drops, known or not, and says nothing of what changes no answer', () => {
    const lost = { frequency_penalty: 1, seed: 5, logit_bias: { a: 1 }, prompt_cache_key: 'x', future_field: true };
    expect(dropped({ ...lost, presence_penalty: 0, store: false, service_tier: 'auto', n: 1, stream_options: {} })).toEqual(
      Object.keys(lost),
    );
    expect(dropped({ messages: [{ ...user, name: 'Ann' }] })).toEqual(['messages.name']);
    expect(body({ safety_identifier: 'u1' }).metadata).toEqual({ user_id: 'u1' });
  });

  it.each([
    [{ n: 2 }, 'n'],
    [{ logprobs: true }, 'logprobs'],
    [{ top_logprobs: 3 }, 'top_logprobs'],
    [{ modalities: ['text', 'audio'] }, 'modalities'],
    [{ audio: {} }, 'audio'],
    [{ web_search_options: {} }, 'web_search_options'],
    [{ functions: [{}] }, 'functions'],
    [{ tools: [{ type: 'custom', custom: { name: 'x' } }] }, 'tools[0].type'],
    [{ tools: [tool('f', { type: 'string' })] }, 'tools[0].function.parameters.type'],
    [{ tool_choice: 'required' }, 'tool_choice'],
    [{ tools: [tool('f')], tool_choice: { type: 'custom' } }, 'tool_choice'],
    [{ response_format: { type: 'grammar' } }, 'response_format'],
    [{ reasoning_effort: 'huge' }, 'reasoning_effort'],
    [{ messages: [user, { role: 'assistant', content: 'So' }] }, 'messages[1].role'],
    [{ messages: [{ role: 'system', content: 'x' }] }, 'messages'],
    [{ messages: [{ role: 'function', name: 'f', content: 'x' }] }, 'messages[0].role'],
    [{ messages: [user, { role: 'assistant', tool_calls: [call('a', '{"a"')] }, user] }, 'messages[1].tool_calls[0].function.arguments'],
    [{ messages: [user, { role: 'assistant', tool_calls: [call('a', '[1]')] }, user] }, 'messages[1].tool_calls[0].function.arguments'],
    [{ messages: [{ role: 'user', content: [{ type: 'file', file: { file_id: 'f' } }] }] }, 'messages[0].content[0].file.file_id'],
    [
      { messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:image/svg+xml,x' } }] }] },
      'messages[0].content[0].image_url.url',
    ],
    [{ messages: [{ role: 'user', content: [{ type: 'input_audio', input_audio: {} }] }] }, 'messages[0].content[0].type'],
  ])('refuses %j by the name of the field', (more, field) => expect(refused(more)).toBe(field));
});
