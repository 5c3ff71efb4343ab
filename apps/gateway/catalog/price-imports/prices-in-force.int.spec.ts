import { createLog } from '#process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnvironment } from '#process';
import { Secrets } from '../../ground/secrets.js';
import { Gateway } from '../../gateway.js';

type Body = Record<string, unknown>;

const MODEL = 'openai/gpt-4.1-mini';
const LIST = '{"gpt-4.1-mini":{"litellm_provider":"openai","input_cost_per_token":5e-06,"output_cost_per_token":7e-06}}';
const dataDir = mkdtempSync(join(tmpdir(), 'tokenok-prices-'));
const start = (): Promise<Gateway> =>
  Gateway.start({ environment: parseEnvironment({ PORT: '0', TOKENOK_DATA_DIR: dataDir }), log: createLog('error') });

let gateway: Gateway;
beforeAll(async () => {
  gateway = await start();
});
afterAll(async () => {
  await gateway.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

async function call(method: string, path: string, body?: unknown, secret?: string): Promise<{ readonly body: Body; readonly id: string }> {
  const authorization = `Bearer ${secret ?? gateway.app.get(Secrets).adminToken ?? ''}`;
  const headers = { 'content-type': 'application/json', authorization, 'idempotency-key': `${method}:${path}` };
  const response = await fetch(gateway.url + path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  return { body: (await response.json()) as Body, id: response.headers.get('x-request-id') ?? '' };
}

describe('a price from a public list', () => {
  it('is what the next request pays once it is confirmed, on the sandbox as anywhere, and still after a restart', async () => {
    const customer = String((await call('POST', '/admin/customers', { name: 'Ada', email: 'a@b.co', currency: 'USD' })).body['id']);
    const key = String((await call('POST', `/admin/customers/${customer}/api-keys`, { name: 'k' })).body['key']);
    await call('POST', `/admin/customers/${customer}/credits`, { amount: '5.00', reason: 'x' });
    const paid = async (): Promise<unknown> => {
      const { id } = await call('POST', '/v1/chat/completions', { model: MODEL, messages: [{ role: 'user', content: 'Hello' }] }, key);
      const { rating } = (await call('GET', `/me/requests/${id}`, undefined, key)).body as { rating: Body };
      return [rating['price_version'], ...(rating['price'] as Body[]).map((unit) => unit['per_million'])];
    };
    expect(await paid()).toEqual([`model-${MODEL}@1`, '0.40', '1.60']);
    const draft = { source: 'litellm', list: LIST, providers: { sandbox: 'openai' }, markup_ppm: 100_000 };
    const { id } = (await call('POST', '/admin/price-imports', draft)).body;
    expect(await paid()).toEqual([`model-${MODEL}@1`, '0.40', '1.60']);
    await call('POST', `/admin/price-imports/${String(id)}/confirm`);
    expect(await paid()).toEqual([`model-${MODEL}@3`, '5.50', '7.70']);

    const { body: shown } = await call('GET', `/admin/price-imports/${String(id)}`);
    await gateway.stop();
    gateway = await start();
    expect((await call('GET', `/admin/price-imports/${String(id)}`)).body).toEqual(shown);
    expect(await paid()).toEqual([`model-${MODEL}@3`, '5.50', '7.70']);
    expect((await call('GET', '/admin/ledger/verify')).body).toMatchObject({ holds: true });
  });
});
