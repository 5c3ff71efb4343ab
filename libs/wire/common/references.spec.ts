import { writeUpstreamRequest } from '../bridge.js';
import { readChatRequest } from '../chat/request.js';
import { USUAL_TRAITS } from '../fitting/target-traits.js';
import { readMessagesRequest } from '../messages/request.js';
import { readResponsesRequest } from '../responses/request.js';
import { MAX_REFERENCES, findReferences } from './references.js';

const fieldsOf = (body: object) => findReferences({ model: 'm', ...body }).map(({ id, field }) => [field, id]);
const itemsOf = (...input: object[]) => findReferences({ model: 'm', input });

describe('what a body names at a provider', () => {
  it.each([
    ['previous_response_id', { previous_response_id: 'x' }],
    ['conversation', { conversation: 'x' }],
    ['conversation.id', { conversation: { id: 'x' } }],
    ['container', { container: 'x' }],
    ['container.id', { container: { id: 'x' } }],
    ['prompt.id', { prompt: { id: 'x' } }],
    ['audio.voice.id', { audio: { voice: { id: 'x' }, format: 'wav' } }],
    ['diagnostics.previous_message_id', { diagnostics: { previous_message_id: 'x' } }],
    ['user_profile_id', { user_profile_id: 'x' }],
    ['container.skills[0].skill_id', { container: { skills: [{ skill_id: 'x' }] } }],
    ['messages[0].content[0].file.file_id', { messages: [{ content: [{ type: 'file', file: { file_id: 'x' } }] }] }],
    ['messages[0].content[0].source.file_id', { messages: [{ content: [{ source: { type: 'file', file_id: 'x' } }] }] }],
    ['messages[0].content[0].content[0].file_id', { messages: [{ content: [{ type: 'tool_result', content: [{ file_id: 'x' }] }] }] }],
    ['messages[0].content[0].citations[0].file_id', { messages: [{ content: [{ type: 'text', citations: [{ file_id: 'x' }] }] }] }],
    ['input[0].container_id', { input: [{ type: 'code_interpreter_call', container_id: 'x' }] }],
    ['input[0].approval_request_id', { input: [{ type: 'mcp_approval_response', approval_request_id: 'x' }] }],
    ['input[0].output.file_id', { input: [{ type: 'computer_call_output', output: { file_id: 'x' } }] }],
    ['tools[0].vector_store_ids[0]', { tools: [{ type: 'file_search', vector_store_ids: ['x'] }] }],
    ['tools[0].container', { tools: [{ type: 'code_interpreter', container: 'x' }] }],
  ])('%s', (field, body) => expect(fieldsOf(body)).toEqual([[field, 'x']]));

  it('wherever it stands: in parts of unknown kinds, deep within, and in whatever spelling a decoder may take', () => {
    expect(
      fieldsOf({ input: [{ type: 'future', parts: [{ deep: { future_file_id: 'x' } }] }], future: { session_ids: ['y', 'z'] } }),
    ).toEqual([
      ['input[0].parts[0].deep.future_file_id', 'x'],
      ['future.session_ids[0]', 'y'],
      ['future.session_ids[1]', 'z'],
    ]);
    expect(fieldsOf({ input: [{ type: 'future', input: { file_id: 'x' } }], future: { parameters: { file_id: 'y' } } })).toHaveLength(2);
    expect(fieldsOf({ Input: [{ type: 'message', ID: 'x' }], Prompt: { Id: 'y' }, container: { ID: 'z' } })).toHaveLength(3);
    expect(itemsOf({ type: 'message', role: 'user', ID: 'x' })).toMatchObject([{ isWhole: false }]);
    expect(findReferences({ input: 'x', Input: [{ type: 'message', role: 'user', id: 'x' }] })).toMatchObject([{ isWhole: false }]);
    expect(fieldsOf({ 'conver\u017fation': 'x', 'file_id\u017f': ['y'] })).toHaveLength(2);
    expect(fieldsOf({ conversation: { id: ['x'] }, file_id: [['y']], stop_token_ids: [[7]] })).toEqual([['conversation.id[0]', 'x'], ['file_id[0][0]', 'y']]); // prettier-ignore
    expect(fieldsOf({ previousResponseId: 'x', Conversation: 'y', FILE_ID: 'z' })).toHaveLength(3);
  });

  it('never an id that ties the parts of one request together, nor what is written in a schema, in notes or by a model', () => {
    const own = {
      metadata: { file_id: 'x' },
      client_metadata: { session_id: 'x', thread_id: 'x', turn_id: 'x' },
      tools: [
        { type: 'custom', input_schema: { file_id: 'x' }, input_examples: [{ file_id: 'x' }] },
        { type: 'function', parameters: { properties: { file_id: { default: 'x' } }, examples: [{ file_id: 'x' }] } },
      ],
      messages: [
        { role: 'assistant', tool_calls: [{ id: 'call_1', function: { arguments: '{"file_id":"x"}' } }] },
        { role: 'tool', tool_call_id: 'call_1' },
        { role: 'assistant', content: [{ type: 'tool_use', id: 'toolu_1', input: { file_id: 'x' } }] },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1' }] },
      ],
    };
    expect(fieldsOf({ ...own, prompt: 'Say conversation', container: { type: 'auto' } })).toEqual([]);
  });
});

describe('a body that names more than anybody has', () => {
  it.each([
    ['in a list', { input: 'x', future_ids: Array.from({ length: MAX_REFERENCES + 1 }, () => 'x') }, `future_ids[${MAX_REFERENCES}]`],
    ['by its items', { input: Array.from({ length: MAX_REFERENCES + 9 }, () => ({ role: 'user', content: 'x', id: 'x' })) }, `input[${MAX_REFERENCES}].id`], // prettier-ignore
  ])('is refused %s, and not read to its end', (_how, body, field) => {
    const read = readResponsesRequest(Buffer.from(JSON.stringify({ model: 'm', ...body })));
    expect(read).toMatchObject({ kind: 'refusal', param: field });
  });
  it('is taken up to that', () => {
    const ids = Array.from({ length: MAX_REFERENCES }, () => 'x');
    const read = readResponsesRequest(Buffer.from(JSON.stringify({ model: 'm', input: 'x', future_ids: ids })));
    expect(read).toMatchObject({ kind: 'request' });
  });
});

describe('an item of Responses that has an id', () => {
  it.each([
    { type: 'item_reference', id: 'x' },
    { id: 'x' },
    { type: null, id: 'x' },
    { type: 'reasoning', id: 'x', summary: [{ type: 'summary_text', text: 'So' }] },
    { type: 'reasoning', id: 'x', summary: [], encrypted_content: '' },
    { type: 'compaction', id: 'x' },
    { type: 'image_generation_call', id: 'x' },
    { type: 'future', id: 'x' },
  ])('is fetched by it: %j', (item) => expect(itemsOf(item)).toMatchObject([{ id: 'x', field: 'input[0].id', isWhole: false }]));

  it.each([
    { role: 'assistant', id: 'x', content: [] },
    { type: 'message', role: 'assistant', id: 'x', content: [] },
    { type: 'function_call', id: 'x', call_id: 'c', name: 'f', arguments: '{}' },
    { type: 'reasoning', id: 'x', summary: [], encrypted_content: 'AAAA' },
    { type: 'reasoning', id: 'x', summary: [], content: [{ type: 'reasoning_text', text: 'So' }] },
  ])('says everything without it: %j', (item) => expect(itemsOf(item)).toEqual([{ id: 'x', field: 'input[0].id', isWhole: true }]));
});

it('a body of more members than any request has is refused before anybody goes through them', () => {
  const body = (count: number) => Buffer.from(JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, at) => [`m${at}`, at]))));
  expect(readResponsesRequest(body(1_001))).toMatchObject({ kind: 'refusal', message: 'The body has more than 1,000 members' });
  expect(readResponsesRequest(body(1_000))).toMatchObject({ kind: 'refusal', param: 'model' });
});

describe('a member that is given twice', () => {
  const read = (input: string) => readResponsesRequest(Buffer.from(`{"model":"m","input":${input}}`));
  it.each([
    '[{"type":"item_reference","id":"theirs","id":"mine"}]',
    '[{"role":"user","content":[{"type":"input_file","file_id":"theirs","file_id":null}]}]',
    '[{"role":"user","content":[{"type":"input_file","file_id":"theirs","file\\u005fid":"mine"}]}]',
    '[{"type":"future","a":{"b":[{"c":"theirs","d":1,"c":"mine"}]}}]',
  ])('is refused however deep it stands: a provider might take the other one: %s', (input) =>
    expect(read(input)).toMatchObject({ kind: 'refusal', param: 'input' }),
  );
  it('is none in a text that looks like one, nor of two objects', () => {
    const text = JSON.stringify('{"file_id":"x","file_id":"y"}');
    const input = `[{"role":"user","content":${text}},{ "role" : "user" , "content":[{"type":"input_text","text":${text},"__proto__":{"a":[{},[]]}}]}]`;
    expect(read(input)).toMatchObject({ kind: 'request' });
  });
});

describe('a translation', () => {
  const target = { model: 'up', outputLimit: 20, traits: USUAL_TRAITS };

  it('leaves out the reasoning of an earlier answer, which clients give back with all else that the answer had', () => {
    const input = [
      { role: 'user', content: 'x' },
      { type: 'reasoning', id: 'rs_1', summary: [{ type: 'summary_text', text: 'So' }] },
      { type: 'message', role: 'assistant', id: 'msg_1', content: [{ type: 'output_text', text: 'y', annotations: [] }] },
      { role: 'user', content: 'z' },
    ];
    const request = readResponsesRequest(Buffer.from(JSON.stringify({ model: 'm', input })));
    if (request.kind === 'refusal') throw new Error(request.message);
    for (const upstream of ['chat', 'messages'] as const) {
      const written = writeUpstreamRequest(request, upstream, target);
      expect(written).toMatchObject({ kind: 'upstream', dropped: ['input.reasoning'] });
      expect(written.kind === 'upstream' && (JSON.parse(written.bytes.toString()) as { messages: object[] }).messages).toHaveLength(3);
    }
  });

  const READ = { chat: readChatRequest, messages: readMessagesRequest, responses: readResponsesRequest } as const;
  const user = (...content: object[]) => ({
    messages: [{ role: 'user', content: [{ type: 'text', text: 'x' }, ...content] }],
    max_tokens: 9,
  });
  const bodies: readonly (readonly ['chat' | 'messages' | 'responses', 'chat' | 'messages', object])[] = [
    ...(['chat', 'messages'] as const).flatMap((upstream) =>
      [
        { previous_response_id: 'KEPT' },
        { conversation: { id: 'KEPT' } },
        { prompt: { id: 'KEPT' } },
        { input: [{ type: 'item_reference', id: 'KEPT' }] },
        {
          input: [
            { role: 'user', content: 'x' },
            { type: 'reasoning', id: 'KEPT', summary: [] },
          ],
        },
        { input: [{ role: 'assistant', id: 'KEPT', content: [{ type: 'output_text', text: 'x', annotations: [{ file_id: 'KEPT' }] }] }] },
        { input: [{ role: 'user', content: [{ type: 'input_file', file_id: 'KEPT' }] }] },
        { input: [{ role: 'user', content: [{ type: 'input_image', file_id: 'KEPT' }] }] },
      ].map((body) => ['responses', upstream, { input: 'x', ...body }] as const),
    ),
    ['chat', 'messages', user({ type: 'file', file: { file_id: 'KEPT' } })],
    ['chat', 'messages', { ...user(), container: 'KEPT' }],
    ...[
      user({ type: 'document', source: { type: 'file', file_id: 'KEPT' } }),
      user({ type: 'image', source: { type: 'file', file_id: 'KEPT' } }),
      user({ type: 'container_upload', file_id: 'KEPT' }),
      { ...user(), container: { id: 'KEPT' } },
      { ...user(), diagnostics: { previous_message_id: 'KEPT' } },
    ].map((body) => ['messages', 'chat', body] as const),
  ];
  it.each(bodies)('of %s to %s names nothing that is kept elsewhere: %j', (api, upstream, body) => {
    const request = READ[api](Buffer.from(JSON.stringify({ model: 'm', ...body })));
    if (request.kind === 'refusal') throw new Error(request.message);
    expect(request.references).not.toEqual([]);
    const written = writeUpstreamRequest(request, upstream, target);
    if (written.kind === 'upstream') expect(written.bytes.toString()).not.toContain('KEPT');
    else expect(written.param).not.toBeNull();
  });
});
