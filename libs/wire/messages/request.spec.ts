import type Anthropic from '@anthropic-ai/sdk';
import { upstreamText } from '../testing/translations.js';
import { boundInputTokens } from '../common/wire-request.js';
import { readCountTokensRequest, readMessagesRequest } from './request.js';

const base = { model: 'm', max_tokens: 9, messages: [{ role: 'user', content: 'Hello' }] } satisfies Anthropic.MessageCreateParams;
const read = (body: unknown) => readMessagesRequest(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)));
const readWell = (body: unknown) => {
  const request = read(body);
  if (request.kind === 'refusal') throw new Error(request.message);
  return request;
};
/** A tool of the provider's, in the middle of a conversation. */
const added = { type: 'tool_addition', tool: { type: 'tool_definition', definition: { type: 'web_search_20250305', name: 'web_search' } } };
const withBlock = (block: object) => ({ ...base, messages: [{ role: 'user', content: [block] }] });

describe('reading a request for /v1/messages', () => {
  it('understands what metering needs', () => {
    expect(readWell({ ...base, stream: true, thinking: { type: 'enabled', budget_tokens: 2048 } })).toMatchObject({
      api: 'messages',
      model: 'm',
      stream: true,
      choices: 1,
      outputLimit: 9,
      outputAtLeast: 2049,
      needsContextWindow: false,
      references: [],
    });
  });

  it('takes a limit of zero, which warms the cache', () => expect(readWell({ ...base, max_tokens: 0 }).outputLimit).toBe(0));

  it.each([
    [{ ...base, model: undefined }, 'model'],
    [{ ...base, max_tokens: undefined }, 'max_tokens'],
    [{ ...base, max_tokens: -1 }, 'max_tokens'],
    [{ ...base, stream: 'yes' }, 'stream'],
    [{ ...base, messages: [] }, 'messages'],
    [{ ...base, messages: [{ content: 'x' }] }, 'messages[0].role'],
    [{ ...base, messages: [{ role: 'user', content: 5 }] }, 'messages[0].content'],
    [{ ...base, system: 5 }, 'system'],
    [{ ...base, system: [{ type: 'text' }] }, 'system[0].text'],
    [withBlock({ type: 'image', source: { type: 'base64' } }), 'messages[0].content[0].source.data'],
    [withBlock({ type: 'tool_result', tool_use_id: 'a', content: [{ type: 'text' }] }), 'messages[0].content[0].content[0].text'],
    [withBlock(added), 'messages[0].content[0].tool.definition.type'],
    [withBlock({ type: 'compaction', tool_changes: [added] }), 'messages[0].content[0].tool_changes[0].tool.definition.type'],
    [{ ...base, mcp_servers: [{}] }, 'mcp_servers'],
    [{ ...base, fallbacks: [{}] }, 'fallbacks'],
    [{ ...base, thread: {} }, 'thread'],
    [{ ...base, compaction: {} }, 'compaction'],
    [{ ...base, speed: 'fast' }, 'speed'],
    [{ ...base, inference_geo: 'us' }, 'inference_geo'],
    [{ ...base, service_tier: ['priority'] }, 'service_tier'],
    [{ ...base, context_management: { edits: [{ type: 'compact_20260112' }] } }, 'context_management.edits[0].type'],
    [
      {
        ...base,
        tools: [
          { name: 'f', input_schema: {} },
          { type: 'web_search_20250305', name: 'web_search' },
        ],
      },
      'tools[1].type',
    ],
    ['{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"x"}],"max_tokens":1}', 'max_tokens'],
  ])('refuses %j by the name of the field', (body, param) => {
    expect(read(body)).toMatchObject({ kind: 'refusal', code: 'INVALID_REQUEST', param });
  });

  it('refuses what is nested so deep that walking it would end the stack', () => {
    const deep = `${'{"type":"tool_result","content":['.repeat(100_000)}${']}'.repeat(100_000)}`;
    expect(read(`{"model":"m","max_tokens":9,"messages":[{"role":"user","content":[${deep}]}]}`)).toMatchObject({ param: 'messages' });
  });

  it('lets pass what costs nothing more, and what it does not know', () => {
    const context_management = { edits: [{ type: 'clear_tool_uses_20250919' }] };
    const tools = [
      { type: 'custom', name: 'f', input_schema: { type: 'object' } },
      { type: 'bash_20250124', name: 'bash' },
    ];
    expect(read({ ...base, tools, context_management, service_tier: 'standard_only', speed: 'standard', future_field: 1 })).toMatchObject({
      kind: 'request',
    });
  });

  it('names what stands at the provider under our account', () => {
    const content = [
      { type: 'image', source: { type: 'file', file_id: 'file_1' } },
      { type: 'document', source: { type: 'file', file_id: 'file_2' } },
      { type: 'container_upload', file_id: 'file_3' },
    ];
    const body = {
      ...base,
      container: { id: 'cont_1' },
      diagnostics: { previous_message_id: 'msg_1' },
      messages: [{ role: 'user', content }],
    };
    expect(readWell(body).references).toEqual([
      { id: 'file_1', field: 'messages[0].content[0].source.file_id', isWhole: false },
      { id: 'file_2', field: 'messages[0].content[1].source.file_id', isWhole: false },
      { id: 'file_3', field: 'messages[0].content[2].file_id', isWhole: false },
      { id: 'cont_1', field: 'container.id', isWhole: false },
      { id: 'msg_1', field: 'diagnostics.previous_message_id', isWhole: false },
    ]);
    expect(readWell({ ...base, container: 'cont_2' }).references).toMatchObject([{ id: 'cont_2', field: 'container' }]);
  });
});

describe('the bound on the input of a message', () => {
  it('counts an image at its published maximum instead of its payload, in results of calls too', () => {
    const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'A'.repeat(100_000) } };
    const request = readWell(withBlock({ type: 'tool_result', tool_use_id: 'a', content: [image] }));
    expect(request.textBytes).toBeLessThan(300);
    expect(boundInputTokens(request, ['claude-opus-4-6'])).toBe(request.textBytes + 4_784 + 256);
  });

  it('is the bytes for plain text documents, and the context window for PDFs, toolsets and unknown blocks', () => {
    const plain = { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'x' } };
    expect(readWell(withBlock(plain)).needsContextWindow).toBe(false);
    const pdf = { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: 'AA' } };
    for (const block of [pdf, { type: 'future' }]) expect(readWell(withBlock(block)).needsContextWindow).toBe(true);
    expect(readWell({ ...base, tools: [{ type: 'computer_toolset_20260801' }] }).needsContextWindow).toBe(true);
  });

  it('has room for the tools that the provider describes itself', () => {
    const [custom, bash] = [
      { name: 'f', input_schema: {} },
      { type: 'bash_20250124', name: 'bash' },
    ].map((tool) => readWell({ ...base, tools: [tool] }));
    expect(custom!.inputTokenBound - custom!.textBytes).toBe(256 + 768);
    expect(bash!.inputTokenBound - bash!.textBytes).toBe(256 + 768 + 1024);
  });
});

describe('the body for a provider of Messages', () => {
  const text = '{ "model":"m", "max_tokens" : 9,"messages":[{"role":"user","content":"x"}], "future": 9223372036854775807 }';
  it('is the client’s own bytes but for the model', () =>
    expect(upstreamText(readWell(text), { model: 'up', outputLimit: 9 })).toBe(text.replace('"m"', '"up"')));
  it('has the limit that was held for, where it is lower', () =>
    expect(upstreamText(readWell(text), { model: 'up', outputLimit: 5 })).toBe(text.replace('"m"', '"up"').replace(': 9,', ': 5,')));
});

describe('reading a request for /v1/messages/count_tokens', () => {
  it('needs no limit and refuses no tool, since nothing is charged', () => {
    const body = { model: 'm', messages: base.messages, tools: [{ type: 'web_search_20250305', name: 'web_search' }] };
    expect(readCountTokensRequest(Buffer.from(JSON.stringify(body)))).toMatchObject({
      kind: 'request',
      api: 'count_tokens',
      outputLimit: 0,
    });
    expect(readCountTokensRequest(Buffer.from('{"model":"m"}'))).toMatchObject({ kind: 'refusal', param: 'messages' });
  });
});

describe('a thread', () => {
  it.each([{ type: 'create' }, { type: 'continue', previous_message_id: 'msg_1' }])(
    'is refused as SDKs know a feature that is not to be had: they go on without it (%j)',
    (thread) => expect(read({ ...base, thread })).toMatchObject({ param: 'thread', errorCode: 'thread_unsupported_request' }),
  );
});
