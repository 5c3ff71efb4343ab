import { call, type Answer } from '../support/gateway/http.js';
import { MODEL } from '../support/gateway/installation.js';
import { Scene } from '../support/gateway/scene.js';
import { messageOf } from '../support/upstream/answers.js';
import type { ProviderAnswer } from '../support/upstream/provider-answer.js';

const CLAUDE = 'acme/claude';
const USAGE = { prompt_tokens: 20, completion_tokens: 10, total_tokens: 30 };
const scene = Scene.of('50.00');

beforeAll(async () => {
  await scene.offerAnthropic();
  await scene.installation.model(CLAUDE, [{ provider: 'anthropic', upstream_model: 'claude-up' }]);
});

type Route = 'chat/completions' | 'completions' | 'messages' | 'responses';
const ROUTES: readonly Route[] = ['chat/completions', 'completions', 'messages', 'responses'];

interface Receipt {
  readonly outcome: string;
  readonly finish: string | null;
  readonly finish_told: string | null;
  readonly charge: string;
  readonly uncollected_reason: string | null;
  readonly usage: { readonly source: string; readonly marks?: readonly string[] } & Readonly<Record<string, unknown>>;
}

const asked = (route: Route, stream: boolean) => ({
  ...(route === 'responses' ? { input: 'Hello', max_output_tokens: 64 } : { max_tokens: 64 }),
  ...(route === 'completions' && { prompt: 'Hello' }),
  ...((route === 'messages' || route === 'chat/completions') && { messages: [{ role: 'user', content: 'Hello' }] }),
  stream,
});

/** One request, what its client got, and its receipt. The books hold behind it, and its provider was asked once. */
async function ask(provider: ProviderAnswer, route: Route, stream: boolean, model = MODEL): Promise<{ answer: Answer; receipt: Receipt }> {
  let calls = 0;
  scene.upstream.expect((response, received) => {
    // As providers do that have neither.
    if (/\/(responses|completions)$/.test(received.path) && !received.path.includes('chat')) return void response.writeHead(404).end('{}');
    calls += 1;
    return provider(response, received);
  });
  const answer = await call({
    method: 'POST',
    url: `${scene.installation.url}/v1/${route}`,
    headers: { 'x-api-key': scene.customer.key },
    body: { model, ...asked(route, stream) },
  });
  const id = String(answer.headers['x-request-id']);
  const books = await scene.installation.booksWhen((read) => read.ends.has(id));
  expect([books.openHolds, books.violations, calls]).toEqual([[], [], 1]);
  return { answer, receipt: await scene.installation.me<Receipt>(scene.customer, `/me/requests/${id}`) };
}

const answering =
  (body: string, type: string | null): ProviderAnswer =>
  (response) =>
    void response.writeHead(200, type === null ? {} : { 'content-type': type }).end(body);
const data = (value: object): string => `data: ${JSON.stringify(value)}\n\n`;
const chunk = (choices: readonly object[], more: object = {}): string =>
  data({ id: 'c1', object: 'chat.completion.chunk', created: 1, model: 'x', choices, ...more });
const choice = (delta: object, finish: unknown = null): object => ({ index: 0, delta, finish_reason: finish });
const chatStream = (finish: unknown, usage: object | null = USAGE): string =>
  chunk([choice({ role: 'assistant', content: 'Hello' })]) + chunk([choice({}, finish)], usage ? { usage } : {}) + 'data: [DONE]\n\n';
const chatBody = (finish: unknown, usage: object | null = USAGE): string =>
  JSON.stringify({
    ...{ id: 'c1', object: 'chat.completion', created: 1, model: 'x' },
    choices: [{ index: 0, message: { role: 'assistant', content: 'Hello' }, finish_reason: finish }],
    ...(usage && { usage }),
  });
const EVENTS = 'text/event-stream';
const chat = (finish: unknown, stream: boolean, usage: object | null = USAGE): ProviderAnswer =>
  stream ? answering(chatStream(finish, usage), EVENTS) : answering(chatBody(finish, usage), 'application/json');
const event = (value: { readonly type: string } & Record<string, unknown>): string => `event: ${value.type}\n${data(value)}`;
const messagesStream = (start: object, delta: object | null, stop = true): string =>
  event({ type: 'message_start', message: { ...messageOf(start), content: [], stop_reason: null } }) +
  event({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }) +
  event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hello' } }) +
  event({ type: 'content_block_stop', index: 0 }) +
  event({ type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null }, ...(delta && { usage: delta }) }) +
  (stop ? event({ type: 'message_stop' }) : '');

const CASES = ROUTES.flatMap((route) => [true, false].map((stream) => [route, stream] as const));

describe.each(CASES)('by /v1/%s (stream: %j)', (route, stream) => {
  it('an end that nobody knows is no success, and marked with what was told', async () => {
    const { answer, receipt } = await ask(chat('weird', stream), route, stream);
    expect(answer.text).not.toMatch(/end_turn|response\.completed|"finish_reason":"stop"/);
    expect(receipt).toMatchObject({ outcome: 'incomplete', finish: 'unknown', finish_told: 'weird', usage: { source: 'reported' } });
    const { receipt: untold } = await ask(chat('', stream), route, stream);
    expect(untold).toMatchObject({ outcome: 'incomplete', finish: 'unknown', finish_told: null });
  });

  it('a failing end is a failure, and charged only what was told', async () => {
    const { answer, receipt } = await ask(chat('error', stream, null), route, stream);
    expect(answer.text).toContain('error');
    expect(answer.text).not.toMatch(/\[DONE\]|message_stop|response\.completed/);
    expect(receipt).toMatchObject({ outcome: 'failed', charge: '0.00' });
  });

  it('a count that cannot be true is estimated and marked, and the other stays', async () => {
    const { receipt } = await ask(chat('stop', stream, { prompt_tokens: 0, completion_tokens: 7, total_tokens: 7 }), route, stream);
    expect(receipt).toMatchObject({ outcome: 'succeeded', usage: { output_tokens: 7, source: 'estimated', marks: ['zero_input'] } });
    expect(receipt.usage['input_tokens']).toBeGreaterThan(0);
  });

  it('a count beyond the hold is recorded as told, and the charge is capped', async () => {
    const { receipt } = await ask(chat('stop', stream, { ...USAGE, completion_tokens: 5_000_000, total_tokens: 5_000_020 }), route, stream);
    expect(receipt).toMatchObject({ uncollected_reason: 'beyond_bound', usage: { output_tokens: 5_000_000, source: 'reported' } });
    expect(receipt.usage.marks).toBeUndefined();
  });

  it.each([null, 'text/plain', 'application/json', EVENTS])('a stream called %p is answered once', async (type) => {
    const { answer, receipt } = await ask(answering(chatStream('stop'), type), route, stream);
    expect([answer.status, answer.text.includes('Hello'), answer.text.includes('data: ')]).toEqual([200, true, stream]);
    expect(receipt).toMatchObject({ outcome: 'succeeded', charge: '0.00006', usage: { source: 'reported', output_tokens: 10 } });
  });

  it.each([null, 'application/json', EVENTS])('a plain answer called %p is answered once', async (type) => {
    const { answer, receipt } = await ask(answering(chatBody('stop'), type), route, stream);
    expect([answer.status, answer.text.includes('Hello'), answer.text.includes('data: ')]).toEqual([200, true, stream]);
    expect(receipt).toMatchObject({ outcome: 'succeeded', charge: '0.00006', usage: { source: 'reported', output_tokens: 10 } });
  });

  it('a provider of Messages that takes no notice of `stream` is answered, and one without its mark', async () => {
    const whole = messagesStream({ input_tokens: 20, output_tokens: 1 }, { output_tokens: 10 }, false);
    for (const provider of [
      answering(whole, EVENTS),
      answering(JSON.stringify(messageOf({ input_tokens: 20, output_tokens: 10 })), 'application/json'),
    ]) {
      const { answer, receipt } = await ask(provider, route, stream, CLAUDE);
      expect([answer.status, /Hello|Hi/.test(answer.text)]).toEqual([200, true]);
      expect(receipt).toMatchObject({ outcome: 'succeeded', charge: '0.00006' });
    }
  });

  it('a placeholder that is never corrected and a count that falls are not believed', async () => {
    const never = await ask(
      answering(messagesStream({ input_tokens: 0, output_tokens: 0 }, { output_tokens: 9 }), EVENTS),
      route,
      stream,
      CLAUDE,
    );
    expect(never.receipt.usage).toMatchObject({ output_tokens: 9, source: 'estimated', marks: ['zero_input'] });
    const fallen = await ask(
      answering(messagesStream({ input_tokens: 20, output_tokens: 1 }, { input_tokens: 0, output_tokens: 9 }), EVENTS),
      route,
      stream,
      CLAUDE,
    );
    expect(fallen.receipt.usage).toMatchObject({ input_tokens: 20, output_tokens: 9, source: 'reported', marks: ['count_fell'] });
  });
});
