import type { ClientRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LedgerEvent } from '../support/gateway/admin-client.js';
import { say, type ChatBody } from '../support/gateway/installation.js';
import { nanos } from '../support/gateway/nanos.js';
import { Scene } from '../support/gateway/scene.js';
import { after, plain, silent, stream } from '../support/upstream/answers.js';
import type { ProviderAnswer } from '../support/upstream/provider-answer.js';

const scene = Scene.of('10.00');

/** Resolves with when the client of the last request went away. */
let gone: PromiseWithResolvers<number>;

/** Sends a request, goes away once its provider has it, or a word has come, and waits for its end. */
async function leave(provider: ProviderAnswer, body: ChatBody, when: 'before the first byte' | 'after a word'): Promise<LedgerEvent> {
  gone = Promise.withResolvers();
  const go = (request: ClientRequest): void => {
    request.destroy();
    gone.resolve(performance.now());
  };
  const before = (await scene.installation.books()).ends.size;
  const sent = Promise.withResolvers<ClientRequest>();
  scene.upstream.expect((response, received) => {
    if (when === 'before the first byte') void sent.promise.then(go);
    return provider(response, received);
  });
  const left = scene.installation.chat(scene.customer, body, {
    onSent: sent.resolve,
    onChunk: (text, request) => void (when === 'after a word' && text.includes('content":"') && go(request)),
  });
  await expect(left).rejects.toThrow();
  const books = await scene.installation.booksWhen((read) => read.ends.size > before);
  expect(books.ends.size).toBe(before + 1);
  expect(books.openHolds).toEqual([]);
  expect(books.violations).toEqual([]);
  const end = [...books.ends.values()].at(-1)!;
  const path = `/me/request-logs?limit=1&min_position=${end.position}`;
  const { data } = await scene.installation.me<{ data: { status: string; charge: string }[] }>(scene.customer, path);
  expect(data[0]).toMatchObject({ id: end.data.request, status: 'cancelled', charge: end.data['charge'] ?? '0.00' });
  return end;
}

describe.each([
  ['plain', say('Gone')],
  ['streamed', say('Gone', { stream: true })],
])('a client that leaves a %s answer before its first byte', (_kind, body) => {
  it('is charged what the provider tells within two seconds', async () => {
    const end = await leave(after(600, plain()), body, 'before the first byte');
    expect(end).toMatchObject({ type: 'TokensMetered', data: { outcome: 'cancelled', charge: '0.00006', usage: { source: 'reported' } } });
  });

  it('is charged nothing where nothing came, and the provider is cut after two seconds', async () => {
    const end = await leave(silent, body, 'before the first byte');
    expect(end).toMatchObject({ type: 'RequestFailed', data: { outcome: 'cancelled', reason: 'client_gone' } });
    await scene.upstream.received[0]?.closed;
    const tookMs = performance.now() - (await gone.promise);
    expect(tookMs).toBeGreaterThan(1_900);
    expect(tookMs).toBeLessThan(20_000);
  });
});

describe('a client that leaves within a stream', () => {
  const body = say('Gone', { stream: true });
  const words = Array.from({ length: 8 }, (_, index) => ` word${index}`);

  /** A word, and everything else a moment after the client has gone. */
  const restToNobody: ProviderAnswer = async (response, received) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const choices = [{ index: 0, delta: { role: 'assistant', content: 'A word' }, finish_reason: null }];
    response.write(`data: ${JSON.stringify({ id: 'chatcmpl-upstream', object: 'chat.completion.chunk', choices })}\n\n`);
    await gone.promise;
    await sleep(100);
    return stream({ withoutHead: true, words })(response, received);
  };

  it('is charged the usage that the provider told within two seconds', async () => {
    const end = await leave(restToNobody, body, 'after a word');
    expect(end).toMatchObject({ type: 'TokensMetered', data: { outcome: 'cancelled', charge: '0.00006', usage: { source: 'reported' } } });
  });

  it('is charged an estimate of what was received where the provider goes on for longer', async () => {
    const end = await leave(stream({ words, hangAfter: 4 }), body, 'after a word');
    expect(end).toMatchObject({ type: 'TokensMetered', data: { outcome: 'cancelled', usage: { source: 'estimated' } } });
    const { output_tokens: output } = end.data['usage'] as { output_tokens: number };
    expect(output).toBeGreaterThanOrEqual(4);
    expect(output).toBeLessThanOrEqual(12);
    expect(nanos(String(end.data['charge']))).toBeGreaterThan(0n);
    await scene.upstream.received[0]?.closed;
  });

  it.each([
    ['by its pages', 2, 2 * 1_500],
    ['as the whole context window at most, which is what was held', 100, 128_000],
  ])('is charged for a file that it sent, %s', async (_how, pages, tokens) => {
    const pdf = Buffer.from(`%PDF-1.4\n${'<</Type/Page>>\n'.repeat(pages)}`).toString('base64');
    const file = { type: 'file', file: { filename: 'a.pdf', file_data: `data:application/pdf;base64,${pdf}` } };
    const messages = [{ role: 'user', content: [{ type: 'text', text: 'Gone' }, file] }];
    const end = await leave(stream({ words, hangAfter: 4 }), { ...body, messages }, 'after a word');
    expect(end.data['usage']).toMatchObject({ source: 'estimated' });
    const { input_tokens: input } = end.data['usage'] as { input_tokens: number };
    expect(input).toBeGreaterThanOrEqual(tokens);
    expect(input).toBeLessThanOrEqual(Math.min(tokens + 20, 128_000));
  });
});

describe('many clients that leave at once', () => {
  it('leave no hold behind', async () => {
    scene.upstream.expect(after(300, plain()));
    const before = (await scene.installation.books()).ends.size;
    const gone = Array.from({ length: 100 }, (_, index) =>
      scene.installation.chat(scene.customer, say('Gone', { stream: index % 2 === 0 }), {
        onSent: (request) => void setTimeout(() => request.destroy(), index * 4),
      }),
    );
    const settled = await Promise.allSettled(gone);
    const whole = settled.flatMap((result) => (result.status === 'fulfilled' ? [String(result.value.headers['x-request-id'])] : []));
    const books = await scene.installation.booksWhen((read) => read.routed.size === read.ends.size && read.ends.size > before);
    expect(books.openHolds).toEqual([]);
    expect(books.violations).toEqual([]);
    for (const id of whole) expect(books.charge(id)?.data['outcome']).toBe('succeeded');
  });
});
