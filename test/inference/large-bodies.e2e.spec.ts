import { fileURLToPath } from 'node:url';
import type { Books } from '../support/gateway/books.js';
import { call, type Answer } from '../support/gateway/http.js';
import { MODEL } from '../support/gateway/installation.js';
import { Scene } from '../support/gateway/scene.js';
import { messageOf, plain } from '../support/upstream/answers.js';
import type { ProviderAnswer } from '../support/upstream/provider-answer.js';

const WATCH = fileURLToPath(new URL('../../dist/test/support/gateway/json-watch.program.js', import.meta.url));
const CLAUDE = 'acme/claude';
const MIB = 1024 * 1024;

const scene = Scene.of('500.00', { environment: { NODE_OPTIONS: `--import=${WATCH}` } });

beforeAll(async () => {
  await scene.offerAnthropic();
  await scene.installation.model(CLAUDE, [{ provider: 'anthropic', upstream_model: 'claude-up' }]);
});

afterEach(() => expect(parsed('main')).toBe(false));
afterAll(() => expect(parsed('aside')).toBe(true));

const parsed = (who: string) =>
  scene.installation.gateway.err.includes(`large JSON parsed by ${who}`) ||
  scene.installation.gateway.err.includes(`large JSON written by ${who}`);

function post(path: string, body: object | string): Promise<Answer> {
  const url = scene.installation.url + path;
  const headers = { 'x-api-key': scene.customer.key, 'content-type': 'application/json' };
  return call({ method: 'POST', url, headers, body: typeof body === 'string' ? body : { ...body } });
}

async function charged(answer: Answer): Promise<Record<string, unknown>> {
  const request = String(answer.headers['x-request-id']);
  const books: Books = await scene.installation.booksWhen((read) => read.ends.has(request));
  expect([books.openHolds, books.violations]).toEqual([[], []]);
  return books.ends.get(request)!.data;
}

const json =
  (body: object): ProviderAnswer =>
  (response) =>
    void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));

/** Small messages, and so much of them that nobody may wait for it. */
const turns = Array.from({ length: 36_001 }, (_, at) => ({ role: at % 2 === 0 ? 'user' : 'assistant', content: 'a' }));
const usage = { input_tokens: 3, output_tokens: 2 };

describe('a body above 1 MiB', () => {
  it('goes on as it came, with the model in place', async () => {
    scene.upstream.expect(plain());
    const answer = await post('/v1/chat/completions', { model: MODEL, messages: turns });
    expect(await charged(answer)).toMatchObject({ outcome: 'succeeded', usage: { source: 'reported' } });
    expect(scene.upstream.received[0]?.body).toMatchObject({ model: 'acme-large-2026', messages: turns });
  });

  it('is said in the other protocol, plain and streamed, with what nobody told estimated', async () => {
    scene.upstream.expect(json(messageOf(usage)));
    const answer = await post('/v1/chat/completions', { model: CLAUDE, max_tokens: 64, messages: turns, seed: 1 });
    expect(answer.json()).toMatchObject({ object: 'chat.completion', choices: [{ message: { content: 'Hi' } }] });
    expect(answer.headers['x-tokenok-dropped']).toBe('seed');
    expect(scene.upstream.received[0]?.body['messages']).toHaveLength(turns.length);
    scene.upstream.expect(plain({ usage: null }));
    const long = 'f'.repeat(90);
    const tools = [{ name: long, input_schema: { type: 'object' } }];
    const streamed = await post('/v1/messages', { model: MODEL, max_tokens: 64, messages: turns, tools, stream: true });
    expect(streamed.text).toContain('message_stop');
    const told = Number(/"input_tokens":(\d+)/.exec(streamed.text)?.[1]);
    expect(told).toBeGreaterThan(turns.length);
    // No more than was held for: the context window.
    expect(await charged(streamed)).toMatchObject({ usage: { source: 'estimated', input_tokens: 128_000 } });
  });

  it('calls tools by the client’s names', async () => {
    const name = 'f'.repeat(90);
    const tools = [{ name, input_schema: { type: 'object' } }];
    scene.upstream.expect((response, { body }) => {
      const [{ function: tool }] = body['tools'] as [{ function: { name: string } }];
      const tool_calls = [{ id: 'call_1', type: 'function', function: { name: tool.name, arguments: '{}' } }];
      const choices = [{ index: 0, message: { role: 'assistant', content: null, tool_calls }, finish_reason: 'tool_calls' }];
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ id: 'x', model: 'm', choices }));
    });
    const answer = await post('/v1/messages', { model: MODEL, max_tokens: 64, messages: turns, tools });
    expect(answer.json()).toMatchObject({ content: [{ type: 'tool_use', name }] });
  });

  it('goes on from a response that was kept, and is kept itself', async () => {
    scene.upstream.expect(json(messageOf(usage)));
    const first = await post('/v1/responses', { model: CLAUDE, input: turns, instructions: 'Be brief' });
    const { id, instructions } = first.json<{ id: string; instructions: string }>();
    expect(instructions).toBe('Be brief');
    const next = await post('/v1/responses', { model: CLAUDE, input: 'And now?', previous_response_id: id });
    expect(next.json()).toMatchObject({ previous_response_id: id, status: 'completed' });
    expect(scene.upstream.received.at(-1)?.body['messages']).toHaveLength(turns.length + 2);
    await charged(next);
  });

  it('has its input counted', async () => {
    const counted = await post('/v1/messages/count_tokens', { model: MODEL, messages: turns });
    expect(counted.json<{ input_tokens: number }>().input_tokens).toBeGreaterThan(turns.length);
  });

  it('is refused as a small one is, by the field, and where it holds more than any request', async () => {
    const refusal = async (path: string, body: object | string) => {
      const { status, text } = await post(path, body);
      return [status, (JSON.parse(text) as { error: { param?: string; message: string } }).error] as const;
    };
    expect(await refusal('/v1/chat/completions', { model: MODEL, messages: [...turns, { role: 'user', content: 1 }] })).toMatchObject([
      400,
      { param: `messages[${turns.length}].content` },
    ]);
    expect(await refusal('/v1/chat/completions', { model: CLAUDE, n: 2, messages: turns })).toMatchObject([400, { param: 'n' }]);
    expect(await refusal('/v1/messages', '{'.repeat(2 * MIB))).toMatchObject([400, { message: expect.stringContaining('JSON') as string }]);
    const many = `{"model":"${MODEL}","messages":[${'[],'.repeat(4_000_000)}1]}`;
    expect(await refusal('/v1/chat/completions', many)).toMatchObject([413, { message: expect.stringContaining('4,000,000') as string }]);
  });
});

describe('a stream with an event above 1 MiB', () => {
  it('is charged by it, and goes on with every byte of it', async () => {
    const content = [{ type: 'output_text', text: 'Hi', logprobs: Array.from({ length: 40_000 }, () => ({ token: 'a', bytes: [97] })) }];
    const usage = { input_tokens: 3, output_tokens: 2, total_tokens: 5 };
    const response = {
      id: 'resp_up',
      object: 'response',
      status: 'completed',
      output: [{ type: 'message', id: 'msg_up', content }],
      usage,
    };
    const event = `event: response.completed\ndata: ${JSON.stringify({ type: 'response.completed', response })}\n\n`;
    expect(event.length).toBeGreaterThan(MIB);
    scene.upstream.expect((reply) => void reply.writeHead(200, { 'content-type': 'text/event-stream' }).end(event));
    const answer = await post('/v1/responses', { model: MODEL, input: 'x', max_output_tokens: 100_000, stream: true });
    expect(answer.text === event).toBe(true);
    expect(await charged(answer)).toMatchObject({ usage: { input_tokens: 3, output_tokens: 2, source: 'reported' } });
  });
});

describe('a plain answer above 1 MiB', () => {
  it('that failed is charged, and cleaned', async () => {
    const output = [{ type: 'message', id: 'msg_up', content: Array.from({ length: 80_000 }, () => ({ text: 'a' })) }];
    const error = { code: 'server_error', message: 'Not for sk-upstream' };
    const usage = { input_tokens: 3, output_tokens: 2, total_tokens: 5 };
    scene.upstream.expect(json({ id: 'resp_up', object: 'response', status: 'failed', error, output, usage }));
    const answer = await post('/v1/responses', { model: MODEL, input: 'x', max_output_tokens: 100_000 });
    expect(answer.json<{ error: object }>().error).toEqual({ code: 'server_error', message: 'Not for [removed]' });
    expect(await charged(answer)).toMatchObject({ usage: { source: 'reported' } });
  });

  it('is charged and said as a small one is', async () => {
    const text = 'word '.repeat(300_000);
    scene.upstream.expect(json({ ...messageOf(usage), content: [{ type: 'text', text }] }));
    const body = { model: CLAUDE, max_tokens: 100_000, messages: [{ role: 'user', content: 'Hello' }] };
    for (const path of ['/v1/messages', '/v1/chat/completions']) {
      const answer = await post(path, body);
      expect(answer.text).toContain(text);
      expect(await charged(answer)).toMatchObject({ usage: { ...usage, source: 'reported' } });
    }
  });

  it('has its vectors in the encoding that was asked for', async () => {
    const embedding = Array.from({ length: 150_000 }, (_, at) => at / 8);
    scene.upstream.expect(
      json({ object: 'list', data: [{ object: 'embedding', index: 0, embedding }], usage: { prompt_tokens: 2, total_tokens: 2 } }),
    );
    const answer = await post('/v1/embeddings', { model: MODEL, input: 'x', encoding_format: 'base64' });
    const [vector] = answer.json<{ data: [{ embedding: string }] }>().data;
    expect(Buffer.from(vector.embedding, 'base64').readFloatLE(8 * 4)).toBe(1);
  });
});
