import OpenAI from 'openai';
import { serveSandbox } from './sandbox.js';
import { type Sandbox } from './sandbox.js';

let sandbox: Sandbox;
let client: OpenAI;
beforeAll(async () => {
  sandbox = await serveSandbox();
  client = new OpenAI({ baseURL: sandbox.baseUrl, apiKey: 'any', maxRetries: 0 });
});
afterAll(() => sandbox.close());

const say = (content: string) => ({ model: 'gpt-4.1-mini', messages: [{ role: 'user' as const, content }] });

describe('the sandbox provider', () => {
  it('gives the same answer to the same request, and another to another', async () => {
    const [first, again, other] = await Promise.all([say('a'), say('a'), say('b')].map((body) => client.chat.completions.create(body)));
    expect(first).toEqual(again);
    expect(first!.id).not.toBe(other!.id);
    expect(first!.usage!.completion_tokens).toBe(first!.choices[0]!.message.content!.split(' ').length);
    expect(first!.choices[0]!.finish_reason).toBe('stop');
  });

  it('stops at the output limit', async () => {
    const answer = await client.chat.completions.create({ ...say('[sandbox:tokens=50]'), max_completion_tokens: 5 });
    expect(answer.usage?.completion_tokens).toBe(5);
    expect(answer.choices[0]?.finish_reason).toBe('length');
  });

  it('streams as OpenAI does, so that the strict helper of its SDK accepts it', async () => {
    const stream = client.chat.completions.stream({ ...say('x [sandbox:tokens=9]'), n: 2, stream_options: { include_usage: true } });
    const answer = await stream.finalChatCompletion();
    expect(answer.choices.map(({ finish_reason: reason }) => reason)).toEqual(['stop', 'stop']);
    expect(answer.usage).toMatchObject({ completion_tokens: 18 });
  });

  it('tells usage on a stream only when asked', async () => {
    const usages: unknown[] = [];
    for await (const chunk of await client.chat.completions.create({ ...say('x'), stream: true }))
      usages.push(chunk.usage, chunk.choices.length);
    expect(new Set(usages)).toEqual(new Set([undefined, 1]));
  });

  it.each([false, true])('answers with a call of the chosen tool (stream: %s)', async (stream) => {
    const parameters = { type: 'object', properties: { city: { type: 'string' }, days: { type: 'integer' } }, required: ['city', 'days'] };
    const tools = [{ type: 'function' as const, function: { name: 'weather', parameters } }];
    const body = { ...say('Berlin'), tools, tool_choice: 'required' as const };
    const answer = stream ? await client.chat.completions.stream(body).finalChatCompletion() : await client.chat.completions.create(body);
    expect(answer.choices[0]?.finish_reason).toBe('tool_calls');
    expect(answer.choices[0]?.message.tool_calls?.[0]).toMatchObject({
      function: { name: 'weather', arguments: '{"city":"Berlin","days":1}' },
    });
  });

  it.each([
    [
      'chat/completions',
      { messages: [{ role: 'user', content: 'x' }], tools: [{ type: 'function', function: { name: 'run' } }], tool_choice: 'auto' },
    ],
    ['responses', { input: 'x', tools: [{ type: 'function', name: 'run' }], tool_choice: 'auto' }],
    ['messages', { max_tokens: 99, messages: [{ role: 'user', content: 'x' }], tools: [{ name: 'run' }], tool_choice: { type: 'auto' } }],
  ])('/v1/%s: calls no tool that it is not told to call: an agent would run what its user says', async (path, body) =>
    expect(await post(path, body)).not.toContain('run"'),
  );

  it('gives reasoning whole to whoever keeps the conversation for itself', async () => {
    const body = { input: 'x', reasoning: { effort: 'high' } };
    expect(await post('responses', body)).not.toContain('encrypted_content');
    const include = ['reasoning.encrypted_content'];
    expect(await post('responses', { ...body, include })).toMatch(/"encrypted_content":"\w+/);
  });

  it('rehearses statuses, waits, cuts and errors', async () => {
    await expect(client.chat.completions.create(say('[sandbox:status=429]'))).rejects.toMatchObject({ status: 429 });
    const started = performance.now();
    await client.chat.completions.create(say('[sandbox:delay=60]'));
    expect(performance.now() - started).toBeGreaterThan(55);
    await expect(client.chat.completions.create(say('[sandbox:cut=1]'))).rejects.toThrow();
    await expect(received(say('[sandbox:cut=3]'))).resolves.toMatchObject({ chunks: 3, failed: true });
    await expect(received(say('[sandbox:error=2]'))).resolves.toMatchObject({ chunks: 2, failed: true });
  });

  it('rehearses missing, chosen and unfinished endings', async () => {
    expect((await client.chat.completions.create(say('[sandbox:no-usage]'))).usage).toBeUndefined();
    expect((await client.chat.completions.create(say('[sandbox:usage=prompt:10,cached:4,completion:7,reasoning:2]'))).usage).toMatchObject({
      prompt_tokens: 10,
      completion_tokens: 7,
      total_tokens: 17,
      prompt_tokens_details: { cached_tokens: 4 },
      completion_tokens_details: { reasoning_tokens: 2 },
    });
    const answer = await fetch(`${sandbox.baseUrl}/chat/completions`, {
      method: 'POST',
      body: JSON.stringify({ ...say('[sandbox:no-done]'), stream: true }),
    });
    expect(await answer.text()).not.toContain('[DONE]');
  });

  it('lists models and refuses what is no chat request', async () => {
    expect((await client.models.list()).data.length).toBeGreaterThan(0);
    expect((await fetch(`${sandbox.baseUrl}/chat/completions`, { method: 'POST', body: '{' })).status).toBe(400);
    expect((await fetch(`${sandbox.baseUrl}/embeddings`, { method: 'POST', body: '{}' })).status).toBe(400);
    expect((await fetch(`${sandbox.baseUrl}/images`, { method: 'POST', body: '{}' })).status).toBe(404);
  });
});

/** The output alone: a response repeats the tools of its request. */
async function post(path: string, body: object): Promise<string> {
  const answer = await fetch(`${sandbox.baseUrl}/${path}`, { method: 'POST', body: JSON.stringify({ model: 'gpt', ...body }) });
  const { choices, output, content } = (await answer.json()) as Record<string, unknown>;
  return JSON.stringify(choices ?? output ?? content);
}

async function received(body: ReturnType<typeof say>): Promise<{ chunks: number; failed: boolean }> {
  let chunks = 0;
  try {
    for await (const chunk of await client.chat.completions.create({ ...body, stream: true })) chunks += chunk.choices.length;
    return { chunks, failed: false };
  } catch {
    return { chunks, failed: true };
  }
}
