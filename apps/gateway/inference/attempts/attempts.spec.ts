import { resolveTraits } from '#routing';
import { readRequest, type ReadRequest } from '#wire';
import { askProviders } from './attempts.js';
import type { Exchange } from '../exchange/exchange.js';
import type { Providers } from '../providers/providers.js';
import type { AnswerListener, UpstreamResponse } from '../upstream/index.js';
import type { Answered, Unanswered } from './outcome.js';

const target = { model: 'm', price_version: 'model-m@1', provider: 'p', upstream_model: 'up' };
const traits = resolveTraits({ protocol: 'openai', host: '', upstreamModel: 'up', provider: undefined, target: undefined });
const STEP = { target, upstream: 'responses', foreignIds: new Set<string>(), traits, storedTokens: 0 } as const;

/** Asks a provider that answers 404 to everything; `meanwhile` happens while it does. */
async function ask(body: object, meanwhile: (exchange: { isCut: boolean }) => void = () => undefined, isCut = false) {
  const asked: string[] = [];
  const missing: string[] = [];
  const request = readRequest('responses', Buffer.from(JSON.stringify({ model: 'm', input: 'x', ...body }))) as ReadRequest;
  const exchange = {
    api: 'responses',
    request,
    client: { gone: false },
    plan: { steps: [STEP] },
    attempts: [],
    planned: 0,
    outputLimit: { tokens: 9, by: 'client' },
    elapsedMs: 0,
    headers: {},
    isCut,
    watch: () => undefined,
    unwatch: () => undefined,
    noteFailing: () => undefined,
    run: (step: () => void) => step(),
  };
  const providers = {
    ask: (_target: unknown, { api }: { api: string }, listener: AnswerListener) => {
      asked.push(api);
      meanwhile(exchange);
      const found = { kind: 'plain', status: asked.length > 1 ? 500 : 404, headers: {}, body: Buffer.from('404 page not found') };
      queueMicrotask(() => listener.answered(found as unknown as UpstreamResponse));
      return { abort: () => undefined };
    },
    upstreamBeside: () => 'chat',
    noteMissing: (_provider: string, api: string) => void missing.push(api),
  } as unknown as Providers;
  const outcome = await new Promise<Answered | Unanswered>((resolve) => askProviders(exchange as unknown as Exchange, providers, resolve));
  expect(outcome.kind).toBe('failed');
  return { asked, missing };
}

describe('a provider that does not find the route of a request', () => {
  it('is asked by another one, and remembered', async () =>
    expect(await ask({})).toEqual({ asked: ['responses', 'chat'], missing: ['responses'] }));

  it('is not asked by another one once the answer has to end', async () =>
    expect(await ask({}, (exchange) => (exchange.isCut = true))).toEqual({ asked: ['responses'], missing: [] }));

  it('is not asked at all for an answer that was cut before its hold stood', async () =>
    expect(await ask({}, undefined, true)).toEqual({ asked: [], missing: [] }));

  it('has not found what the request names, if it names anything: that was got by this very route', async () =>
    expect(await ask({ previous_response_id: 'resp_1' })).toEqual({ asked: ['responses'], missing: [] }));
});
