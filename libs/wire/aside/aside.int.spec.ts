import {
  keptInput,
  namedResponses,
  outputItems,
  readRequest,
  readUpstreamAnswer,
  recallInput,
  translateAnswer,
  writeUpstreamRequest,
} from '#wire';
import type { AnswerContext, ReadRequest, WireApi } from '#wire';
import { embeddingsAsAsked, estimateInputTokens, LARGE_BYTES, USUAL_TRAITS } from '#wire';
import { Aside, type LargeAnswer, type LargeRequest } from './index.js';

const aside = new Aside();
afterAll(() => aside.close());

const TARGET = { model: 'up', outputLimit: 9, traits: USUAL_TRAITS };
const USAGE = { input: 7, cached_input: 0, cache_write: 0, output: 3, reasoning: 0 };
const turns = (text: string) =>
  Array.from({ length: 9_001 }, (_, at) => ({ role: at % 2 === 0 ? 'user' : 'assistant', content: text.repeat(25) }));
const OURS = '01hzy3v7k8m2n4p6q9r1s3t5vx';

const BODIES: Readonly<Record<WireApi, object>> = {
  chat: { messages: turns('chat '), tools: [{ type: 'function', function: { name: 'f', parameters: { n: 1 } } }] },
  messages: { max_tokens: 9, messages: turns('mess '), tools: [{ name: 'f'.repeat(90), input_schema: { type: 'object' } }] },
  responses: { input: turns('resp '), instructions: 'Be brief', store: false, previous_response_id: `resp_${OURS}` },
  completions: { prompt: 'prompt '.repeat(200_000), max_tokens: 9 },
  embeddings: { input: Array.from({ length: 300_000 }, (_, at) => at), encoding_format: 'base64' },
  count_tokens: { messages: turns('count ') },
};

const bytesOf = (value: object): Buffer => Buffer.from(JSON.stringify(value));

function here(api: WireApi, more: object = {}): ReadRequest {
  const read = readRequest(api, bytesOf({ model: 'm', ...BODIES[api], ...more }));
  if (read.kind === 'refusal') throw new TypeError(read.message);
  return read;
}

async function there(api: WireApi, more: object = {}): Promise<LargeRequest> {
  const bytes = bytesOf({ model: 'm', ...BODIES[api], ...more });
  expect(bytes.length).toBeGreaterThan(LARGE_BYTES);
  const reading = aside.read(api, bytes);
  const read = await reading;
  expect(bytes).toHaveLength(0);
  if (read.kind !== 'request') throw new TypeError(JSON.stringify(read));
  return read;
}

describe('a large body', () => {
  it.each(Object.keys(BODIES) as WireApi[])('is understood as a small one is: %s', async (api) => {
    const { body: _body, text, members: _members, asked: _asked, ...facts } = here(api);
    const { large: _large, asked: _told, named, chars, ...read } = await there(api);
    expect(read).toEqual(facts);
    expect([chars, named]).toEqual([text.length, namedResponses(here(api))]);
  });

  it.each<[WireApi, WireApi]>([
    ['chat', 'chat'],
    ['chat', 'messages'],
    ['messages', 'messages'],
    ['messages', 'chat'],
    ['completions', 'chat'],
    ['embeddings', 'embeddings'],
  ])('of %s is written for %s as a small one is', async (api, upstream) => {
    const { renamed, ...written } = (await (await there(api)).large.write(upstream, TARGET)) as { renamed?: ReadonlyMap<string, object> };
    expect(written).toEqual(writeUpstreamRequest(here(api), upstream, TARGET));
    expect([...(renamed ?? [])].map(([, { ...tool }]) => tool)).toEqual(
      upstream === 'chat' && api === 'messages' ? [{ name: 'f'.repeat(90) }] : [],
    );
  });

  it('tells what its answer needs, but for what is long', async () => {
    expect((await there('responses')).asked).toEqual({ instructions: 'Be brief', store: false, previous_response_id: `resp_${OURS}` });
    expect((await there('responses', { instructions: 'x'.repeat(2 * LARGE_BYTES) })).asked).not.toHaveProperty('instructions');
    expect((await there('embeddings')).asked).toEqual({ encoding_format: 'base64' });
  });

  it('is estimated, asked whether it can be translated, and refused as a small one is', async () => {
    const request = await there('messages');
    expect(await request.large.estimateInput('gpt-4o')).toEqual({
      tokens: await estimateInputTokens(here('messages'), 'gpt-4o'),
      audioTokens: 0,
    });
    expect(await request.large.refusals(['chat'], 9)).toEqual({ chat: undefined });
    const images = { n: 3, messages: turns('many ') };
    expect(await (await there('chat', images)).large.refusals(['messages'], 9)).toMatchObject({
      messages: { kind: 'refusal', param: 'n' },
    });
    expect(await aside.read('chat', bytesOf({ model: 'm', ...BODIES.chat, n: 'x' }))).toMatchObject({ kind: 'refusal', param: 'n' });
    expect(await aside.read('chat', Buffer.from('{'.repeat(2 * LARGE_BYTES)))).toMatchObject({ code: 'INVALID_JSON' });
    expect(await aside.read('chat', Buffer.from(`{"x":[${'[],'.repeat(4_000_000)}1]}`))).toEqual({ kind: 'too many values' });
  });

  it('goes on from what was kept, as a small one does', async () => {
    const output = JSON.stringify([{ id: `msg_${OURS}_0`, type: 'message', role: 'assistant', content: [] }]);
    const found = { before: [{ input: keptInput([], '[{"role":"user","content":"One"}]'), output }], outputs: new Map<string, string>() };
    const small = here('responses');
    const expected = recallInput(small, namedResponses(small)!, found) as { request: ReadRequest; own: readonly unknown[] };
    for (const request of [small, await there('responses')]) {
      const recalled = (await aside.recall(request, namedResponses(small)!, found)) as {
        request: LargeRequest;
        own: string;
        itemsBefore: number;
      };
      expect([recalled.itemsBefore, recalled.own]).toEqual([2, JSON.stringify(expected.own)]);
      expect(recalled.request.chars).toBe(expected.request.text.length);
      expect(await recalled.request.large.ownInput()).toBe(JSON.stringify(expected.request.body['input']));
    }
  });
});

describe('a large answer', () => {
  const context: AnswerContext = { createdAt: 1, request: {}, estimatedInputTokens: 1 };
  const message = {
    id: 'msg_1',
    type: 'message',
    model: 'claude',
    content: [{ type: 'text', text: 'word '.repeat(300_000) }],
    stop_reason: 'end_turn',
  };
  const read = async (upstream: WireApi, body: object) => (await aside.readAnswer(upstream, bytesOf(body))) as LargeAnswer;

  it('is read and said in another dialect as a small one is', async () => {
    const local = readUpstreamAnswer('messages', bytesOf(message))!;
    const answer = await read('messages', message);
    expect([answer.usage, answer.ending, answer.keptIds]).toEqual([local.usage, local.ending, local.keptIds]);
    expect(await answer.estimateOutput('gpt-4o')).toMatchObject({ tokens: expect.any(Number) as number, audioChars: 0 });
    const expected = translateAnswer('responses', 'messages', local, USAGE, context).bytes;
    const { bytes, output } = await answer.translated('responses', USAGE, context);
    expect([bytes.equals(expected), output]).toEqual([true, JSON.stringify(outputItems(expected))]);
  });

  it('goes on as it came, or has its vectors in the encoding that was asked for', async () => {
    const vectors = { data: [{ embedding: Array.from({ length: 200_000 }, (_, at) => at / 8) }], usage: { prompt_tokens: 1 } };
    expect((await (await read('embeddings', vectors)).sameDialect({})).equals(bytesOf(vectors))).toBe(true);
    const asked = { encoding_format: 'base64' };
    expect((await (await read('embeddings', vectors)).sameDialect(asked)).equals(embeddingsAsAsked(asked, vectors)!)).toBe(true);
    expect(await aside.readAnswer('chat', Buffer.alloc(2 * LARGE_BYTES, 'x'))).toBeUndefined();
  });
});

describe('what a provider says', () => {
  const words = { credential: 'sk-secret-word', account: [] };
  const error = { error: { message: 'Key sk-secret-word', more: Array.from({ length: 30_000 }, () => ({})) } };

  it('of a failure is cleaned as it is in place, as JSON and as frames', async () => {
    const cleaned = bytesOf({ ...error, error: { ...error.error, message: 'Key [removed]' } });
    expect((await aside.cleaned(bytesOf(error), words, { framed: false })).equals(cleaned)).toBe(true);
    const framed = Buffer.from(`event: error\ndata: ${JSON.stringify(error)}\n\n`);
    expect((await aside.cleaned(framed, words, { framed: true })).toString()).toBe(`event: error\ndata: ${cleaned.toString()}\n\n`);
    expect(
      (await aside.cleaned(bytesOf(error), { ...words, credential: 'sk-another-word' }, { framed: false })).equals(bytesOf(error)),
    ).toBe(true);
  });

  it('in an event is abridged, and its bytes stay', async () => {
    const frame = Buffer.from(`event: x\ndata: ${JSON.stringify({ ...error, type: 'x' })}\n\n`);
    expect(await aside.abridged(frame)).toMatchObject({ event: 'x', data: expect.stringContaining('"type":"x"') as string });
    expect(frame.length).toBeGreaterThan(30_000);
  });
});

describe('a thread', () => {
  it('leaves out what nobody waits for any more when its turn comes', async () => {
    const before = aside.read('chat', bytesOf({ model: 'm', ...BODIES.chat }));
    const unwanted = aside.read('chat', bytesOf({ model: 'm', ...BODIES.chat }), () => false);
    const behind = aside.read('chat', bytesOf({ model: 'm', ...BODIES.chat }), () => true);
    await expect(unwanted).rejects.toMatchObject({ code: 'ASIDE_FAILED' });
    expect([(await before).kind, (await behind).kind]).toEqual(['request', 'request']);
  });

  it('that fails fails the job at hand, and the next has a thread again', async () => {
    const request = await there('chat');
    const lost = request.large.write('nowhere' as WireApi, TARGET);
    await expect(lost).rejects.toMatchObject({ code: 'ASIDE_FAILED', message: expect.not.stringContaining('chat ') as string });
    expect((await there('chat')).kind).toBe('request');
  });

  it('that is gone is replaced', async () => {
    const hasty = new Aside({ idleMs: 1 });
    for (let time = 0; time < 3; time += 1) {
      expect(await hasty.estimateTexts('gpt-4o', ['Hello world'])).toBe(2);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await hasty.close();
    await expect(hasty.estimateTexts('gpt-4o', ['x'])).rejects.toMatchObject({ code: 'ASIDE_FAILED' });
  });
});
