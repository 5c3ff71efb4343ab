import OpenAI from 'openai';
import { serveSandbox } from './sandbox.js';
import { type Sandbox } from './sandbox.js';
import { SandboxMemory } from './sandbox.memory.js';

let sandbox: Sandbox;
let client: OpenAI;
beforeAll(async () => {
  sandbox = await serveSandbox();
  client = new OpenAI({ baseURL: sandbox.baseUrl, apiKey: 'any', maxRetries: 0 });
});
afterAll(() => sandbox.close());

const model = 'gpt-4.1-mini';
const ask = (body: Partial<OpenAI.Responses.ResponseCreateParamsNonStreaming>) =>
  client.responses.create({ model, input: 'Hello', ...body });
const whole = (response: OpenAI.Responses.Response) => response.output as OpenAI.Responses.ResponseInputItem[];

describe('a stored response of the sandbox', () => {
  it('is gone on from as if the conversation had been sent whole, and counted so', async () => {
    const first = await ask({ input: 'My name is Ada' });
    const second = await ask({ previous_response_id: first.id, input: 'What is it?' });
    const asked = { role: 'user' as const, content: 'My name is Ada' };
    const sent = await ask({ input: [asked, ...whole(first), { role: 'user', content: 'What is it?' }] });
    expect(second.previous_response_id).toBe(first.id);
    expect(second.usage?.input_tokens).toBe(sent.usage?.input_tokens);
    const third = await ask({ previous_response_id: second.id, input: 'And now?' });
    expect(third.usage!.input_tokens).toBeGreaterThan(second.usage!.input_tokens);
  });

  it('lends its items to whoever refers to them, also when it was streamed', async () => {
    const stream = client.responses.stream({ model, input: 'Hello' });
    const { output } = await stream.finalResponse();
    const reference = { type: 'item_reference' as const, id: output[0]!.id! };
    const referred = await ask({ input: [reference, { role: 'user', content: 'Go on' }] });
    const sent = await ask({ input: [output[0] as OpenAI.Responses.ResponseInputItem, { role: 'user', content: 'Go on' }] });
    expect(referred.usage?.input_tokens).toBe(sent.usage?.input_tokens);
  });

  it('is none with store: false, and what is not kept is refused as OpenAI refuses it', async () => {
    const { id, output } = await ask({ store: false, input: 'Keep nothing of this' });
    await expect(ask({ previous_response_id: id })).rejects.toMatchObject({ status: 400, code: 'previous_response_not_found' });
    const referring = ask({ input: [{ type: 'item_reference', id: output[0]!.id! }] });
    await expect(referring).rejects.toMatchObject({ status: 404, param: 'input' });
  });
});

describe('the memory of the sandbox', () => {
  const response = (n: number, text = '') => ({ id: `resp_${n}`, output: [{ id: `msg_${n}`, role: 'assistant', content: text }] });
  const isKept = (memory: SandboxMemory, n: number) => !('error' in memory.recall({ input: [{ type: 'item_reference', id: `msg_${n}` }] }));

  it('forgets the oldest of more than 1,000 responses', () => {
    const memory = new SandboxMemory();
    for (let n = 0; n <= 1_000; n += 1) memory.keep({ input: 'x' }, response(n));
    expect([isKept(memory, 0), isKept(memory, 1), isKept(memory, 1_000)]).toEqual([false, true, true]);
  });

  it('holds 32 MB at most', () => {
    const memory = new SandboxMemory();
    for (let n = 0; n < 5; n += 1) memory.keep({ input: 'x'.repeat(10 * 1024 * 1024) }, response(n));
    expect([0, 1, 2, 3, 4].map((n) => isKept(memory, n))).toEqual([false, false, true, true, true]);
  });
});
