import { readRequest, type ReadRequest } from '#wire';
import { askProviders } from './attempts.js';
import type { Exchange } from '../exchange/exchange.js';
import type { Providers } from '../providers/providers.js';

const target = { model: 'm', price_version: 'model-m@1', provider: 'p', upstream_model: 'up' };
const STEP = { target, upstream: 'responses', foreignIds: new Set<string>(), storedTokens: 0 } as const;
const client = { gone: false, onGone: () => undefined, waitNoMore: () => undefined };

/** Asks a provider that answers 404 to everything; `meanwhile` happens while it does. */
async function ask(body: object, meanwhile: (cut: AbortController) => void = () => undefined, cut = new AbortController()) {
  const asked: string[] = [];
  const missing: string[] = [];
  const providers = {
    call: (_target: unknown, { api }: { api: string }) => {
      asked.push(api);
      meanwhile(cut);
      const found = { kind: 'plain', status: asked.length > 1 ? 500 : 404, headers: {}, body: Buffer.from('404 page not found') };
      return { response: Promise.resolve(found), abort: () => undefined };
    },
    upstreamBeside: () => 'chat',
    noteMissing: (_provider: string, api: string) => void missing.push(api),
  } as unknown as Providers;
  const admitted = {
    plan: { steps: [STEP] },
    attempts: [],
    planned: 0,
    outputLimit: { tokens: 9, by: 'client' },
    elapsedMs: 0,
    cut: cut.signal,
  };
  const request = readRequest('responses', Buffer.from(JSON.stringify({ model: 'm', input: 'x', ...body }))) as ReadRequest;
  const outcome = await askProviders({ request, client, admitted, clientHeaders: {} } as unknown as Exchange, providers);
  expect(outcome.kind).toBe('failed');
  return { asked, missing };
}

function aborted(): AbortController {
  const cut = new AbortController();
  cut.abort();
  return cut;
}

describe('a provider that does not find the route of a request', () => {
  it('is asked by another one, and remembered', async () =>
    expect(await ask({})).toEqual({ asked: ['responses', 'chat'], missing: ['responses'] }));

  it('is not asked by another one once the answer has to end', async () =>
    expect(await ask({}, (cut) => cut.abort())).toEqual({ asked: ['responses'], missing: [] }));

  it('is not asked at all for an answer that was cut before its hold stood', async () =>
    expect(await ask({}, undefined, aborted())).toEqual({ asked: [], missing: [] }));

  it('has not found what the request names, if it names anything: that was got by this very route', async () =>
    expect(await ask({ previous_response_id: 'resp_1' })).toEqual({ asked: ['responses'], missing: [] }));
});
