import type { ClientRequest } from 'node:http';
import { cutPlain, failing, hangUp, inTurn, malformed, messageOf, plain, silent, stream } from '../support/upstream/answers.js';
import { Latch } from '../support/upstream/latch.js';
import type { ProviderAnswer } from '../support/upstream/provider-answer.js';
import { MODEL, say, type Customer } from './administration.js';
import type { Stage } from './stage.js';

const CHAT = '/v1/chat/completions';
const FIRST_EVENT = `data: ${JSON.stringify({
  id: 'chatcmpl-upstream',
  object: 'chat.completion.chunk',
  created: 1_780_000_000,
  model: 'large',
  choices: [{ index: 0, delta: { role: 'assistant', content: 'Well' }, finish_reason: null }],
})}\n\n`;

/** Takes so long on the scenario's clock, and no time on ours. */
const after = (stage: Stage, ms: number, answer: ProviderAnswer): ProviderAnswer => {
  return (response, received) => {
    stage.clock.pass(ms);
    return answer(response, received);
  };
};

const message: ProviderAnswer = (response) =>
  void response
    .writeHead(200, { 'content-type': 'application/json' })
    .end(JSON.stringify(messageOf({ input_tokens: 12, cache_read_input_tokens: 3, output_tokens: 5 })));

/** Says one word, and goes on once that has reached the client. */
function slowly(stage: Stage): { readonly answer: ProviderAnswer; readonly onChunk: () => void } {
  const arrived = new Latch();
  const rest = arrived.before(after(stage, 900, stream({ withoutHead: true })));
  const answer: ProviderAnswer = (response, received) => {
    stage.clock.pass(70);
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(FIRST_EVENT);
    return rest(response, received);
  };
  return { answer, onChunk: () => arrived.release() };
}

/** With latencies, failures before and within an answer, and other providers behind those that fail. */
export async function askProvider(stage: Stage, { key }: Customer): Promise<void> {
  const ask = (model: string, answer: ProviderAnswer, more: object = {}, onChunk?: () => void) => {
    stage.provider.expect(answer);
    return stage.ask(CHAT, { key, body: say(model, 'Hello', more), ...(onChunk && { onChunk }) });
  };
  const { chat, fallback, messages } = MODEL;
  await ask(chat, after(stage, 123, plain({ usage: { prompt_tokens: 30, completion_tokens: 12, cached_tokens: 7, reasoning_tokens: 4 } })));
  const streamed = slowly(stage);
  await ask(chat, streamed.answer, { stream: true }, streamed.onChunk);
  await ask(chat, stream({ usage: null }), { stream: true });
  await ask(chat, stream({ cutAfter: 3 }), { stream: true });
  await ask(chat, stream({ withoutDone: true }), { stream: true });
  await ask(chat, plain({ usage: null }));
  await ask(chat, cutPlain);
  await ask(chat, malformed('not JSON'));
  await ask(chat, failing(400, 'Never'));
  await ask(chat, after(stage, 50, failing(500)));
  await ask(messages, after(stage, 40, message));
  await ask(fallback, inTurn(after(stage, 11, failing(503)), after(stage, 22, message)));
  await ask(fallback, inTurn(hangUp, after(stage, 5, failing(529))));
  await ask(fallback, inTurn(failing(429), failing(500)), { stream: true });
  await ask(fallback, inTurn(failing(404, 'No such route'), failing(404, 'No such route'), message));
  await ask(fallback, failing(503), { messages: [{ role: 'user', content: '[sandbox:status=500]' }] });
}

/** Clients that go away before a word has come, and after one; the provider is read for two seconds more, on our clock. */
export async function leaveProvider(stage: Stage, { key }: Customer): Promise<void> {
  const leave = async (stream: boolean, first: string) => {
    const sent = Promise.withResolvers<ClientRequest>();
    stage.provider.expect(async (response) => {
      if (first !== '') response.writeHead(200, { 'content-type': 'text/event-stream' }).write(first);
      else (await sent.promise).destroy();
    });
    const onChunk = (_text: string, request: ClientRequest): void => void request.destroy();
    await stage.leave(CHAT, { key, body: say(MODEL.chat, 'Gone', { stream }), onSent: sent.resolve, onChunk });
    await stage.settled();
  };
  await leave(false, '');
  await leave(true, FIRST_EVENT);
}

/** Killed while a provider is asked: the next start ends what was open. */
export async function dieOver(stage: Stage, { key }: Customer): Promise<void> {
  const asked = Promise.withResolvers<void>();
  stage.provider.expect((response, received) => {
    asked.resolve();
    return silent(response, received);
  });
  const left = stage.leave(CHAT, { key, body: say(MODEL.chat, 'Killed') });
  await Promise.race([asked.promise, left.then(() => Promise.reject(new Error('It was answered without its provider')))]);
  await stage.settled(1);
  await stage.kill();
  await left;
}
