import { upstreamText } from '../testing/translations.js';
import { isBoundByWindow } from '../common/wire-request.js';
import { readResponsesRequest } from './request.js';

const base = { model: 'm', input: 'Hello' };
const read = (body: unknown) => readResponsesRequest(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)));
const readWell = (body: unknown) => {
  const request = read(body);
  if (request.kind === 'refusal') throw new Error(request.message);
  return request;
};
const withPart = (part: object) => ({ ...base, input: [{ role: 'user', content: [part] }] });

describe('reading a request for /v1/responses', () => {
  it('understands what metering needs', () => {
    expect(readWell({ ...base, stream: true, max_output_tokens: 40 })).toMatchObject({
      api: 'responses',
      stream: true,
      outputLimit: 40,
      choices: 1,
      needsContextWindow: false,
      references: [],
    });
  });

  it.each([
    [{ ...base, model: null }, 'model'],
    [{ ...base, max_output_tokens: 0 }, 'max_output_tokens'],
    [{ ...base, background: true }, 'background'],
    [{ ...base, context_management: [{}] }, 'context_management'],
    [{ ...base, service_tier: {} }, 'service_tier'],
    [{ ...base, reasoning: { mode: 'pro' } }, 'reasoning.mode'],
    [{ ...base, input: 5 }, 'input'],
    [{ ...base, input: ['x'] }, 'input[0]'],
    [{ ...base, input: [{ role: 'user', content: 5 }] }, 'input[0].content'],
    [{ ...base, input: [{ content: 'x' }] }, 'input[0].role'],
    [withPart({ type: 'input_text' }), 'input[0].content[0].text'],
    [withPart({ type: 'input_audio' }), 'input[0].content[0].type'],
    [withPart({ type: 'input_image' }), 'input[0].content[0].image_url'],
    [{ ...base, tools: [{ type: 'function', name: 'f' }, { type: 'web_search' }] }, 'tools[1].type'],
    [{ ...base, tools: [{ type: 'mcp' }] }, 'tools[0].type'],
    [{ ...base, tools: [{ type: 'namespace', tools: [{ type: 'code_interpreter' }] }] }, 'tools[0].tools[0].type'],
    [{ ...base, tools: [{ type: 'shell', environment: { type: 'container_auto' } }] }, 'tools[0].type'],
    [{ ...base, input: [{ type: 'additional_tools', role: 'developer', tools: [{ type: 'web_search' }] }] }, 'input[0].tools[0].type'],
    [{ ...base, input: [{ type: 'tool_search_output', tools: [{ type: 'image_generation' }] }] }, 'input[0].tools[0].type'],
    [{ ...base, input: [{ type: 'compaction_trigger' }] }, 'input[0].type'],
  ])('refuses %j by the name of the field', (body, param) => {
    expect(read(body)).toMatchObject({ kind: 'refusal', param });
  });

  it('takes every tool that the client runs itself', () => {
    const tools = [
      { type: 'function' },
      { type: 'custom' },
      { type: 'local_shell' },
      { type: 'apply_patch' },
      { type: 'shell', environment: { type: 'local' } },
    ];
    const all = [...tools, { type: 'namespace', tools: [{ type: 'function' }] }];
    expect(read({ ...base, tools: all })).toMatchObject({ kind: 'request' });
    expect(read({ ...base, input: [{ type: 'additional_tools', role: 'developer', tools: all }] })).toMatchObject({ kind: 'request' });
  });

  it('names what stands at the provider under our account, whose size nobody knows', () => {
    const input = [
      {
        role: 'user',
        content: [
          { type: 'input_image', file_id: 'file_1' },
          { type: 'input_file', file_id: 'file_2' },
        ],
      },
      { type: 'item_reference', id: 'msg_1' },
    ];
    const request = readWell({ ...base, input, previous_response_id: 'resp_1', conversation: { id: 'conv_1' }, prompt: { id: 'pmpt_1' } });
    expect(request.references.map(({ id, field }) => [id, field])).toEqual([
      ['file_1', 'input[0].content[0].file_id'],
      ['file_2', 'input[0].content[1].file_id'],
      ['msg_1', 'input[1].id'],
      ['resp_1', 'previous_response_id'],
      ['conv_1', 'conversation.id'],
      ['pmpt_1', 'prompt.id'],
    ]);
    expect(isBoundByWindow(request, ['responses'])).toBe(true);
    expect(readWell({ ...base, conversation: 'conv_2' }).references).toMatchObject([{ id: 'conv_2', field: 'conversation' }]);
  });

  it('refuses an id that the client chooses for the response: it could be that of another customer', () =>
    expect(read({ ...base, request_id: 'resp_1' })).toMatchObject({ kind: 'refusal', param: 'request_id' }));

  it('needs no context window for items that are given back whole, and one for what is fetched by its id', () => {
    const message = { type: 'message', role: 'assistant', id: 'msg_1', content: [{ type: 'output_text', text: 'x', annotations: [] }] };
    const isBound = (...input: object[]) => isBoundByWindow(readWell({ ...base, input }), ['messages', 'responses']);
    expect([isBound(message), isBound(message, { id: 'msg_2' })]).toEqual([false, true]);
    expect(isBound({ type: 'reasoning', id: 'rs_1', summary: [] })).toBe(true);
  });

  it('needs none for reasoning where the request is translated, since no translation passes it on', () =>
    expect(isBoundByWindow(readWell({ ...base, input: [{ type: 'reasoning', id: 'rs_1', summary: [] }] }), ['messages'])).toBe(false));

  it('leaves out ids of items that are foreign to the provider, and not one digit more', () => {
    const text =
      '{"model":"m","max_output_tokens":20,"input":[{"role":"user","content":"x","id":"a","n":9223372036854775807},{"id":"b"}], "future":1.0}';
    const written = upstreamText(readWell(text), { model: 'm', outputLimit: 20, foreignIds: new Set(['a']) });
    expect(written).toBe(
      '{"model":"m","max_output_tokens":20,"input":[{"role":"user","content":"x","n":9223372036854775807},{"id":"b"}], "future":1.0}',
    );
  });

  it('leaves out reasoning that is looked up by a foreign id, whole and by that spelling of its id only', () => {
    const sent = (...input: object[]) => {
      const written = upstreamText(readWell({ ...base, input }), { model: 'm', outputLimit: 20, foreignIds: new Set(['a']) });
      return (JSON.parse(written) as { input: object[] }).input;
    };
    const reasoning = { type: 'reasoning', id: 'a', summary: [], encrypted_content: null };
    const whole = { type: 'reasoning', summary: [], encrypted_content: 'AAAA' };
    expect(sent(reasoning, { role: 'user', content: 'x' })).toEqual([{ role: 'user', content: 'x' }]);
    expect(sent({ ...whole, id: 'a' }, { ...reasoning, id: 'b' })).toEqual([whole, { ...reasoning, id: 'b' }]);
    expect(readWell({ ...base, input: [{ type: 'reasoning', ID: 'a' }] }).references).toEqual([
      { id: 'a', field: 'input[0].ID', isWhole: false },
    ]);
  });

  it('counts images at their published maximum, wherever they stand', () => {
    const image = { type: 'input_image', image_url: `data:image/png;base64,${'A'.repeat(100_000)}` };
    const request = readWell({ ...base, input: [{ type: 'function_call_output', call_id: 'a', output: [image] }] });
    expect([request.images, request.textBytes < 300]).toEqual([1, true]);
  });

  it('writes the client’s own bytes with the model and the limit', () => {
    const text = '{"model":"m","input":"x","future":9223372036854775807}';
    expect(upstreamText(readWell(text), { model: 'up', outputLimit: 20 })).toBe(
      '{"max_output_tokens":20,"model":"up","input":"x","future":9223372036854775807}',
    );
  });
});
