import fc from 'fast-check';
import { ChatStreamRelay } from './stream.js';

const chunk = (choices: unknown[], more: object = {}) => `data: ${JSON.stringify({ id: 'c', model: 'up/stream', choices, ...more })}\n\n`;
const delta = (content: string, more: object = { usage: null }, index = 0) =>
  chunk([{ index, delta: { content }, finish_reason: null }], more);
const finish = (more: object = { usage: null }, index = 0) => chunk([{ index, delta: {}, finish_reason: 'stop' }], more);
const usage = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 };
const done = 'data: [DONE]\n\n';
const whole = [': ping\n\n', delta('Hel'), delta('lo "usage": null, \\"finish_reason":null 😀'), finish(), chunk([], { usage }), done].join(
  '',
);

function relay(text: string, client: { includeUsage?: boolean; choices?: number } = {}, chunkBytes = Infinity) {
  const machine = new ChatStreamRelay({ includeUsage: client.includeUsage ?? false, choices: client.choices ?? 1 });
  const bytes = Buffer.from(text);
  let sent = '';
  for (let at = 0; at < bytes.length; at += chunkBytes) sent += machine.push(bytes.subarray(at, at + chunkBytes))?.toString('latin1') ?? '';
  const started = machine.started;
  const end = machine.end();
  return { sent: Buffer.from(sent, 'latin1').toString(), last: end.last?.toString() ?? '', started, end };
}

describe('relaying a chat stream', () => {
  it('forwards every byte to a client that asked for usage, and holds the end', () => {
    const { sent, last, end } = relay(whole, { includeUsage: true });
    expect(sent + last).toBe(whole);
    expect(last).toBe(finish() + chunk([], { usage }) + done);
    expect(end).toMatchObject({ state: 'done', ending: { kind: 'finished' }, usage: { input: 3, output: 2 } });
  });

  it('cuts out the usage that the client did not ask for, and nothing else', () => {
    const { sent, last } = relay(whole);
    expect(sent + last).toBe(
      [': ping\n\n', delta('Hel', {}), delta('lo "usage": null, \\"finish_reason":null 😀', {}), finish({}), done].join(''),
    );
  });

  it('takes usage out of chunks with content, wherever it stands', () => {
    const late = `data: {"usage":${JSON.stringify(usage)},"big":9223372036854775807,"choices":[{"index":0,"delta":{"content":"x"},"finish_reason":"stop"}]}\n\n`;
    const first = `data: {"usage": null, "choices":[{"index":0,"delta":{"content":"x"},"finish_reason":null}]}\n\n`;
    const { sent, last, end } = relay(first + late + done);
    expect(sent).toBe('data: {"choices":[{"index":0,"delta":{"content":"x"},"finish_reason":null}]}\n\n');
    expect(last).toBe(
      'data: {"big":9223372036854775807,"choices":[{"index":0,"delta":{"content":"x"},"finish_reason":"stop"}]}\n\n' + done,
    );
    expect(end.usage).toMatchObject({ input: 3, output: 2 });
  });

  it('takes the last of cumulative usages', () => {
    const { end } = relay(delta('a', { usage: { ...usage, completion_tokens: 1 } }) + finish({ usage }) + done);
    expect(end.usage).toMatchObject({ output: 2 });
  });

  it('knows in which tier it is served from the first chunk on, wherever it is cut', () => {
    const first = delta('Hel', { service_tier: 'priority', usage: null });
    const { sent, end } = relay(first + delta('lo'));
    expect(sent).toBe(delta('Hel', { service_tier: 'priority' }) + delta('lo', {}));
    expect(end).toMatchObject({ state: 'open', serviceTier: 'priority' });
    expect(end.receivedText()).toBe('Hello');
  });

  it('keeps chunks without choices that carry something else', () => {
    const filtered = chunk([], { prompt_filter_results: [] });
    expect(relay(filtered + delta('a', {})).sent).toBe(filtered + delta('a', {}));
  });

  it('holds the end only when the last of several choices has finished', () => {
    const stream = delta('a', {}) + finish({}, 0) + delta('b', {}, 1) + finish({}, 1) + done;
    const { sent, last } = relay(stream, { choices: 2 });
    expect(sent).toBe(delta('a', {}) + finish({}, 0) + delta('b', {}, 1));
    expect(last).toBe(finish({}, 1) + done);
  });

  it('collects text, reasoning, refusals and calls for an estimate', () => {
    const call = { tool_calls: [{ index: 0, id: 'x', type: 'function', function: { name: 'f', arguments: '{"a":' } }] };
    const stream = delta('Hi ü') + chunk([{ index: 0, delta: { reasoning_content: 'hm' }, logprobs: null, finish_reason: null }]);
    const { end } = relay(
      stream +
        chunk([{ index: 0, delta: call, finish_reason: null }]) +
        chunk([{ index: 0, finish_reason: null, delta: { refusal: 'no' } }]),
    );
    expect(end.receivedText()).toBe('Hi ühmf{"a":no');
  });

  it('tells when the stream ended without its marker, and makes none up', () => {
    const { end, last } = relay(delta('a') + finish({}));
    expect(end.state).toBe('open');
    expect(last).toBe(finish({}));
  });

  it('takes the reason alone for the end where its provider never marks one, and marks it', () => {
    const machine = new ChatStreamRelay({ includeUsage: false, choices: 1 });
    machine.endsWithoutDone = true;
    machine.push(Buffer.from(delta('a') + finish({})));
    const end = machine.end();
    expect(end).toMatchObject({ state: 'done', usage: undefined });
    expect(end.last?.toString()).toBe(finish({}) + done);
    const cut = new ChatStreamRelay({ includeUsage: false, choices: 1 });
    cut.endsWithoutDone = true;
    cut.push(Buffer.from(delta('a')));
    expect(cut.end().state).toBe('open');
  });

  it('accepts a marker without its blank line, and drops an event that was cut', () => {
    expect(relay(delta('a', {}) + 'data: [DONE]')).toMatchObject({ last: done, end: { state: 'done' } });
    expect(relay(delta('a', {}) + delta('b', {}).slice(0, -9))).toMatchObject({ sent: delta('a', {}), last: '', end: { state: 'open' } });
  });

  it.each([
    [`data: {"error":{"message":"Overloaded","type":"server_error","code":"overloaded"}}\n\n`, 'Overloaded'],
    [`event: error\ndata: {"message":"Broken"}\n\n`, 'Broken'],
    [chunk([{ index: 0, delta: {}, finish_reason: 'error' }], { error: { code: 502, message: 'Gone' } }), 'Gone'],
  ])('recognises an error of the provider within the stream: %j', (frame, message) => {
    const { sent, end } = relay(delta('a', {}) + frame + done);
    expect(sent).toBe(delta('a', {}));
    expect(end).toMatchObject({ state: 'failed', last: undefined, error: { message } });
  });

  it('has not started while only comments came', () => {
    expect(relay(': OPENROUTER PROCESSING\n\n').started).toBe(false);
    expect(relay(delta('')).started).toBe(true);
  });

  it('gives up on a provider that goes on after the end', () => {
    expect(relay(finish() + delta('x'.repeat(1100)).repeat(1000)).end).toMatchObject({ state: 'failed', error: { param: null } });
  });

  it('takes an event without end for a failure', () => {
    const machine = new ChatStreamRelay({ includeUsage: false, choices: 1 });
    const chunk = Buffer.alloc(1024 * 1024, 120);
    for (let sent = 0; sent < 20; sent += 1) machine.push(chunk);
    expect(machine.end()).toMatchObject({ state: 'failed', last: undefined });
  });

  it('sends the same bytes however the stream was chunked, asked for usage or not', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.boolean(), (chunkBytes, includeUsage) => {
        const cut = relay(whole.replaceAll('\n', '\r\n'), { includeUsage }, chunkBytes);
        const uncut = relay(whole.replaceAll('\n', '\r\n'), { includeUsage });
        expect(cut.sent + cut.last).toBe(uncut.sent + uncut.last);
        expect(cut.last).toBe(uncut.last);
        expect(cut.end.receivedText()).toBe(uncut.end.receivedText());
      }),
    );
  });
});
