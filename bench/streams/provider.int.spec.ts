import { relayOf } from '#wire';
import { Processes } from '../harness/processes.js';
import { DIRECT, passingOn, startProvider, type StreamContender } from './contenders.js';
import { CHAT, EXCHANGES, OWN_ROUTE } from './exchange.js';
import { streamedAnswer } from '../payloads/provider-answers.js';
import { StreamClient } from './stream-client.js';
import { understood } from './translation.js';

const processes = new Processes();
const client = new StreamClient(4);
let provider: StreamContender;

beforeAll(async () => {
  const { child, origin } = await startProvider(processes);
  provider = passingOn(DIRECT, child, origin);
});
afterAll(async () => {
  await client.close();
  await processes.close();
});

describe("the provider of the streams' bench", () => {
  it.each(EXCHANGES)('answers $name with the usage that every exchange of the bench is charged for', (exchange) => {
    const { first, deltas, end } = streamedAnswer(exchange.protocol, 3);
    const context = { createdAt: 0, request: {}, estimatedInputTokens: 0 };
    const relay = relayOf(understood(exchange, true), OWN_ROUTE[exchange.protocol], context);
    relay.push(Buffer.from([first, ...deltas, ...end].join('')));
    expect(relay.end()).toMatchObject({ state: 'done', usage: { input: 50, cached_input: 0, cache_write: 0, output: 30 } });
  });

  it('gives its first token when its path says', async () => {
    const seen = await client.read(provider.target(CHAT, 'first-300'));
    expect(seen.firstTokenMs).toBeGreaterThanOrEqual(290);
  });

  it('sends every delta', async () => {
    const { first, deltas, end } = streamedAnswer('openai', 50);
    const whole = [first, ...deltas, ...end].join('');
    expect((await client.read(provider.target(CHAT, 'deltas-50'))).bytes).toBe(Buffer.byteLength(whole));
  });

  it('stays silent after its first token until its client leaves', async () => {
    const close = await client.open(provider.target(CHAT, 'silent'));
    close();
  });

  it('a stream that is refused is no measurement', () =>
    expect(client.read({ ...provider.target(CHAT, 'silent'), path: '/nowhere' })).rejects.toThrow(/answered 404/));
});
