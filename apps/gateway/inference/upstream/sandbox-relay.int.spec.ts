import { estimateTokens, readRequest, USUAL_TRAITS, writeUpstreamRequest } from '#wire';
import { readChatResponse } from '../../../../libs/wire/chat/response.js';
import { ChatStreamRelay } from '../../../../libs/wire/chat/stream.js';
import { startSandbox } from '#sandbox';
import { type Sandbox } from '../../../../libs/sandbox/sandbox.js';
import { MemoryBudget, RequestMemory } from '../../ground/memory-budget.js';
import { UpstreamClient, type PlainResponse, type StreamResponse } from './index.js';

let sandbox: Sandbox;
const client = new UpstreamClient();
beforeAll(async () => void (sandbox = await startSandbox()));
afterAll(async () => {
  await client.close({ cut: true });
  await sandbox.close();
});

async function send(content: string, more: object = {}) {
  const request = readRequest(
    'chat',
    Buffer.from(JSON.stringify({ model: 'tokenok-fast', messages: [{ role: 'user', content }], ...more })),
  );
  if (request.kind === 'refusal') throw new Error(request.message);
  const target = { model: 'gpt-4.1-mini', outputLimit: request.outputLimit ?? 100 };
  const written = writeUpstreamRequest(request, 'chat', { ...target, traits: USUAL_TRAITS });
  if (written.kind === 'refusal') throw new Error(written.message);
  return client.call({
    url: `${sandbox.baseUrl}/chat/completions`,
    headers: ['authorization', 'Bearer any'],
    credential: 'any',
    body: written.bytes,
    deadline: Date.now() + 60_000,
    room: { wholeBytes: 64 * 1024 * 1024, memory: new RequestMemory(new MemoryBudget(64 * 1024 * 1024), 'a') },
  }).response;
}

async function relay(content: string) {
  const response = (await send(content, { stream: true })) as StreamResponse;
  const machine = new ChatStreamRelay({ includeUsage: false, choices: 1 });
  let sent = '';
  let fault: unknown;
  try {
    for await (const chunk of response.chunks) {
      sent += machine.push(chunk)?.toString() ?? '';
      if (machine.state !== 'open') break;
    }
  } catch (error) {
    fault = error;
  }
  return { sent, fault, end: machine.end() };
}

describe('a request on its way to the sandbox and back', () => {
  it('is metered from a plain answer', async () => {
    const response = (await send('[sandbox:tokens=12]')) as PlainResponse;
    expect(readChatResponse(response.body)).toMatchObject({ usage: { output: 12 }, ending: { kind: 'finished' } });
  });

  it('is metered from a stream whose client did not ask for usage and does not get it', async () => {
    const { sent, end } = await relay('[sandbox:tokens=12]');
    expect(sent + String(end.last)).not.toContain('usage');
    expect(end).toMatchObject({ state: 'done', usage: { output: 12 }, ending: { kind: 'finished' } });
    expect(String(end.last)).toMatch(/"finish_reason":"stop"[^]*data: \[DONE\]\n\n$/);
  });

  it('can be estimated where the stream broke off', async () => {
    const { end, fault } = await relay('[sandbox:tokens=40][sandbox:cut=21]');
    expect(fault).toMatchObject({ code: 'UPSTREAM_CUT' });
    expect(end).toMatchObject({ state: 'open', usage: undefined, last: undefined });
    expect(await estimateTokens('gpt-4.1-mini', [end.receivedText()])).toBe(20);
  });

  it('shows an ending without a marker and an error within the stream for what they are', async () => {
    expect((await relay('[sandbox:no-done]')).end).toMatchObject({ state: 'done', usage: { cached_input: 0 } });
    expect((await relay('[sandbox:no-done][sandbox:no-usage]')).end).toMatchObject({ state: 'open', usage: undefined });
    expect((await relay('[sandbox:error=2]')).end).toMatchObject({ state: 'failed', error: { message: 'Rehearsed error' } });
  });
});
