import { MODEL, say, type Customer } from './administration.js';
import type { Stage } from './stage.js';

const FAST = 'tokenok-fast';
const CLAUDE = 'anthropic/claude-sandbox';

/** What the sandbox is told, for every route, plain and streamed, in both protocols: each goes another way to its end. */
const REHEARSALS = [
  '',
  '[sandbox:usage=prompt:10,completion:7]',
  '[sandbox:usage=prompt:100,cached:60,written:20,written_1h:5,completion:9,reasoning:4]',
  '[sandbox:usage=audio_in:3,audio_out:2]',
  '[sandbox:usage=prompt:0,completion:0]',
  '[sandbox:usage=prompt:5,completion:9000]',
  '[sandbox:no-usage]',
  '[sandbox:tier=priority]',
  '[sandbox:tokens=3]',
  '[sandbox:chunk-bytes=7]',
  '[sandbox:tool]',
  '[sandbox:refusal]',
  '[sandbox:finish=length]',
  '[sandbox:finish=content_filter]',
  '[sandbox:status=400]',
  '[sandbox:status=401]',
  '[sandbox:status=429]',
  '[sandbox:status=503]',
  '[sandbox:cut=0]',
  '[sandbox:cut=3]',
  '[sandbox:cut=6]',
  '[sandbox:error=0]',
  '[sandbox:error=4]',
  '[sandbox:no-done]',
];

interface Route {
  readonly path: string;
  readonly body: (model: string, content: string) => object;
}

const CHAT: Route = {
  path: '/v1/chat/completions',
  body: (model, content) =>
    say(model, content, { tools: [{ type: 'function', function: { name: 'weather', parameters: { type: 'object' } } }] }),
};
const MESSAGES: Route = {
  path: '/v1/messages',
  body: (model, content) => say(model, content, { max_tokens: 64, tools: [{ name: 'weather', input_schema: { type: 'object' } }] }),
};
const RESPONSES: Route = { path: '/v1/responses', body: (model, input) => ({ model, input }) };
const COMPLETIONS: Route = { path: '/v1/completions', body: (model, prompt) => ({ model, prompt }) };

/** Natively and translated. */
export async function askSandbox(stage: Stage, { key }: Customer): Promise<void> {
  for (const { path, body } of [CHAT, MESSAGES, RESPONSES])
    for (const model of [FAST, CLAUDE])
      for (const rehearsal of REHEARSALS)
        for (const stream of [false, true]) {
          await stage.ask(path, { key, body: { ...body(model, `Hello ${rehearsal}`), stream } });
        }
  for (const rehearsal of REHEARSALS.slice(0, 7)) {
    for (const stream of [false, true]) {
      await stage.ask(COMPLETIONS.path, { key, body: { ...COMPLETIONS.body(FAST, `Hello ${rehearsal}`), stream } });
      await stage.ask(CHAT.path, { key, body: { ...say(MODEL.priced, `Hello ${rehearsal}`), stream } });
    }
    await stage.ask('/v1/embeddings', { key, body: { model: FAST, input: ['Hello', rehearsal] } });
  }
}

/** What is asked beside the plain case: weights, choices, limits, tiers, and what is refused. */
export async function askOtherwise(stage: Stage, ada: Customer, eve: Customer): Promise<void> {
  const chat = (model: string, more: object = {}, { key } = ada) => stage.ask(CHAT.path, { key, body: say(model, 'Hello', more) });
  for (let time = 0; time < 6; time += 1) await chat('cheap');
  await chat(FAST, { n: 3, max_tokens: 20 });
  await chat(FAST, { stream: true, stream_options: { include_usage: true } });
  await chat(MODEL.priced, { service_tier: 'priority' });
  await chat(MODEL.priced, { max_completion_tokens: 9_999 });
  await stage.ask(MESSAGES.path, { key: ada.key, body: say(FAST, 'Hello', { max_tokens: 16, system: 'Be brief', temperature: 0.5 }) });
  await stage.ask('/v1/messages/count_tokens', { key: ada.key, body: say(CLAUDE) });
  await chat('acme/unknown');
  await chat(FAST, {}, eve);
  await chat(FAST, {}, { ...ada, key: 'tok_wrong' });
  await chat(FAST, { messages: 'none' });
  await stage.ask('/v1/embeddings', { key: ada.key, body: { model: CLAUDE, input: 'Hello' } });
}

/** Responses that go on from others, kept at the provider and by us; by another customer, and from one that was not kept. */
export async function goOn(stage: Stage, ada: Customer, bob: Customer): Promise<void> {
  const respond = async (model: string, more: object = {}, { key } = ada) => {
    const answer = await stage.ask(RESPONSES.path, { key, body: { model, input: 'And then?', ...more } });
    return answer.headers['content-type']?.startsWith('application/json') ? answer.json<{ id?: string }>().id : undefined;
  };
  for (const model of [FAST, CLAUDE]) {
    const first = await respond(model);
    const second = await respond(model, { previous_response_id: first });
    await respond(model, { previous_response_id: second, stream: true });
    await respond(model === FAST ? CLAUDE : FAST, { previous_response_id: second });
    await respond(model, { previous_response_id: first }, bob);
    await respond(model, { previous_response_id: await respond(model, { store: false }) });
  }
}
