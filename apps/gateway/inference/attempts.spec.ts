import { readResponsesRequest, type WireRequest } from '#wire';
import type { AdmittedRequest } from './admitted-request.js';
import { askProviders } from './attempts.js';
import type { ClientConnection } from './client-connection.js';
import type { Providers } from './providers.js';

const target = { model: 'm', price_version: 'model-m@1', provider: 'p', upstream_model: 'up' };
const STEP = { target, upstream: 'responses', foreignIds: new Set<string>(), keptTokens: 0 } as const;
const client = { gone: false, onGone: () => undefined } as unknown as ClientConnection;

describe('a provider without the route of a request', () => {
  it('is not asked by another one once the answer has to end', async () => {
    const cut = new AbortController();
    const asked: string[] = [];
    const providers = {
      call: (_target: unknown, { api }: { api: string }) => {
        asked.push(api);
        cut.abort();
        const body = Buffer.from('404 page not found');
        return { response: Promise.resolve({ kind: 'plain', status: 404, headers: {}, body }), abort: () => undefined };
      },
      upstreamBeside: () => 'chat',
      noteMissing: () => undefined,
    } as unknown as Providers;
    const admitted = { plan: { steps: [STEP] }, attempts: [], planned: 0, outputLimit: 9, elapsedMs: 0, cut: cut.signal };
    const request = readResponsesRequest(Buffer.from('{"model":"m","input":"x"}')) as WireRequest;
    const context = { providers, clientHeaders: {} };
    const outcome = await askProviders(admitted as unknown as AdmittedRequest, request, client, context);
    expect([outcome.kind, asked]).toEqual(['failed', ['responses']]);
  });
});
