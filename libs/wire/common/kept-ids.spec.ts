import { readUpstreamAnswer } from '../bridge.js';
import { eventsOf, messageEnd, messageStart, messagesEvent, relayThrough } from '../testing/streams.js';

const citing = {
  type: 'output_text',
  text: 'x',
  annotations: [{ type: 'container_file_citation', container_id: 'cntr_1', file_id: 'cfile_1' }],
};
const output = [
  { type: 'reasoning', id: 'rs_1', summary: [] },
  { type: 'message', id: 'msg_1', role: 'assistant', content: [citing] },
  { type: 'function_call', id: 'fc_1', call_id: 'call_1', name: 'f', arguments: '{"id":"x"}' },
];
const whole = { id: 'resp_1', status: 'completed', conversation: { id: 'conv_1' }, output };
const ALL = ['resp_1', 'conv_1', 'rs_1', 'msg_1', 'cfile_1', 'cntr_1', 'fc_1'];
const plain = (body: object) => readUpstreamAnswer('responses', Buffer.from(JSON.stringify(body)))?.keptIds;
const event = (type: string, more: object) => `event: ${type}\ndata: ${JSON.stringify({ type, ...more })}\n\n`;
const streamed = (...frames: string[]) => relayThrough(['responses', 'responses'], frames.join('')).end.keptIds;

describe('what a response leaves at its provider', () => {
  it('is itself, its items, its conversation, and the containers and files that it cites', () => expect(plain(whole)).toEqual(ALL));

  it('is nothing where the provider says that it stores nothing, plain and streamed', () => {
    expect(plain({ ...whole, store: false })).toEqual([]);
    const created = event('response.created', { response: { id: 'resp_1', store: false } });
    expect(streamed(created, event('response.output_item.done', { item: output[1] }))).toEqual([]);
  });

  it('is known from a stream as far as it came', () => {
    const created = event('response.created', { response: { id: 'resp_1', status: 'in_progress', output: [] } });
    const added = event('response.output_item.added', { item: { type: 'message', id: 'msg_1', content: [] } });
    const annotated = event('response.output_text.annotation.added', { item_id: 'msg_1', annotation: { file_id: 'cfile_1' } });
    expect(streamed(created, added, annotated)).toEqual(['resp_1', 'msg_1', 'cfile_1']);
    expect(new Set(streamed(created, added, event('response.completed', { response: whole })))).toEqual(new Set(ALL));
  });

  it('is never what a model wrote: it could write the id of another customer', () => {
    const written = { type: 'local_shell_call', id: 'lsh_1', action: { env: { file_id: 'file_x', container_id: 'cntr_x' } } };
    const named = { type: 'function_call', id: 'fc_2', arguments: '{"file_id":"file_x"}', annotations: [{ file_id: 'file_x' }] };
    expect(plain({ ...whole, output: [written, named] })).toEqual(['resp_1', 'conv_1', 'lsh_1', 'fc_2']);
  });

  it('is recorded up to 256 ids', () => {
    const many = Array.from({ length: 300 }, (_, index) => ({ type: 'message', id: `msg_${index}`, content: [] }));
    expect(plain({ ...whole, output: many })).toHaveLength(256);
  });
});

describe('what a message leaves at its provider', () => {
  const container = { id: 'container_1', expires_at: '2026-11-10T12:00:00Z' };
  it('is its container, plain and streamed', () => {
    const body = Buffer.from(JSON.stringify({ id: 'msg_1', type: 'message', content: [], container }));
    expect(readUpstreamAnswer('messages', body)?.keptIds).toEqual(['container_1']);
    const delta = messagesEvent({ type: 'message_delta', delta: { stop_reason: 'end_turn', container }, usage: { output_tokens: 1 } });
    expect(relayThrough(['messages', 'messages'], messageStart() + delta).end.keptIds).toEqual(['container_1']);
  });
  it('is nothing where it was translated: what the client sees are ids of ours', () => {
    const translated = relayThrough(['responses', 'messages'], messageStart() + messageEnd('end_turn'));
    expect(eventsOf(translated.last ?? '')).not.toEqual([]);
    expect(translated.end.keptIds).toEqual([]);
  });
});
