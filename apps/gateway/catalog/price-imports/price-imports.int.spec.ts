import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { startAdminGateway, type AdminGateway } from '../../testing/admin.js';

type Body = Record<string, unknown>;
interface Answer {
  readonly status: number;
  readonly body: Body;
  readonly headers: Headers;
}
interface Row {
  readonly model: string;
  readonly status: string;
  readonly code: string | null;
  readonly price: Body | null;
  readonly targets: readonly Body[];
  readonly price_version: string | null;
  readonly compared_with: string | null;
}

let gateway: AdminGateway;
beforeEach(async () => {
  gateway = await startAdminGateway();
  await admin('PUT', '/admin/providers/openai', { protocol: 'openai', base_url: 'http://127.0.0.1:1/v1', api_key: 'k' });
  await admin('PUT', '/admin/providers/backup', { protocol: 'openai', base_url: 'http://127.0.0.1:1/v1', api_key: 'k' });
});
afterEach(() => gateway.stop());

async function admin(method: string, path: string, body?: unknown, key?: string): Promise<Answer> {
  const headers = {
    'content-type': 'application/json',
    authorization: `Bearer ${gateway.admin.token}`,
    ...(key && { 'idempotency-key': key }),
  };
  const response = await fetch(`${gateway.url}${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Body), headers: response.headers };
}
const refused = ({ status, body }: Answer): unknown[] => [status, body['code'], body['field']];
const rowsOf = ({ body }: Answer): readonly Row[] => body['rows'] as Row[];
const statuses = (answer: Answer): unknown => Object.fromEntries(rowsOf(answer).map(({ model, status, code }) => [model, code ?? status]));
const path = ({ body }: Answer): string => `/admin/price-imports/${String(body['id'])}`;

/** A list in LiteLLM's form, dollars per token as their text. */
const listOf = (models: Readonly<Record<string, readonly [input: string, output: string]>>): string =>
  `{${Object.entries(models)
    .map(
      ([name, [input, output]]) =>
        `"${name}":{"litellm_provider":"openai","input_cost_per_token":${input},"output_cost_per_token":${output},"max_input_tokens":1000,"max_output_tokens":100}`,
    )
    .join()}}`;
const LIST = listOf({ one: ['2e-06', '8e-06'], two: ['1.5e-07', '6e-07'] });
const today = { currency: 'USD', input_per_million: '1.00', output_per_million: '4.00' };
const configure = (id: string, more: object = {}): Promise<Answer> =>
  admin('PUT', `/admin/models/${id}`, {
    targets: [{ provider: 'openai', upstream_model: id }],
    price: today,
    context_window: 777,
    ...more,
  });
const draft = (more: object = {}, key?: string): Promise<Answer> =>
  admin('POST', '/admin/price-imports', { source: 'litellm', list: LIST, ...more }, key);

describe('a price import', () => {
  it('proposes as a draft, and changes nothing before an admin confirms it', async () => {
    await configure('one');
    await configure('unlisted');
    const made = await draft({ markup_ppm: 250_000 });
    expect(made.status).toBe(201);
    expect(made.headers.get('x-tokenok-position')).toBe(String(await gateway.store.head()));
    expect(made.body).toMatchObject({
      id: expect.stringMatching(/^pim_\w{26}$/) as unknown,
      status: 'draft',
      source: {
        list: 'litellm',
        version: null,
        url: null,
        sha256: createHash('sha256').update(LIST).digest('hex'),
        fetched_by: 'admin:token',
      },
      markup_ppm: 250_000,
      apply: 'both',
      row_counts: { proposed: 1, unimportable: 1 },
    });
    const [one] = rowsOf(made);
    expect(one).toMatchObject({
      model: 'one',
      status: 'proposed',
      compared_with: 'model-one@1',
      price: { currency: 'USD', input_per_million: '2.50', cached_input_per_million: '2.50', output_per_million: '10.00' },
      targets: [
        { provider: 'openai', list_provider: 'openai', list_model: 'one', cost: { input_per_million: '2.00', output_per_million: '8.00' } },
      ],
    });
    expect(statuses(made)).toEqual({ one: 'proposed', unlisted: 'not_listed' });
    expect((await admin('GET', path(made))).body).toEqual(made.body);
    expect((await admin('GET', '/admin/models/one')).body).toMatchObject({
      price: { input_per_million: '1.00' },
      price_version: 'model-one@1',
    });
  });

  it('once confirmed is in force, keeps what the model had besides, and says in its history where it came from', async () => {
    await configure('one', { targets: [{ provider: 'openai', upstream_model: 'one', weight: 7 }, { provider: 'backup', upstream_model: 'b', priority: 1, cost: today }] }); // prettier-ignore
    const made = await draft();
    const unclear = await admin('POST', `${path(made)}/confirm`, { rows: null });
    expect([unclear.status, unclear.body['field']]).toEqual([400, 'rows']);
    const confirmed = await admin('POST', `${path(made)}/confirm`);
    expect([confirmed.status, confirmed.body['status'], statuses(confirmed)]).toEqual([200, 'confirmed', { one: 'applied' }]);
    expect(rowsOf(confirmed)[0]?.price_version).toBe('model-one@3');
    const model = (await admin('GET', '/admin/models/one')).body;
    expect(model).toMatchObject({
      targets: [
        { provider: 'openai', weight: 7, cost: { input_per_million: '2.00', output_per_million: '8.00' } },
        { provider: 'backup', priority: 1, cost: { input_per_million: '1.00' } },
      ],
      price: { input_per_million: '2.00', output_per_million: '8.00' },
      context_window: 777,
      price_version: 'model-one@3',
      price_source: {
        import: made.body['id'],
        list: 'litellm',
        list_version: null,
        list_provider: 'openai',
        list_model: 'one',
        effective_from: null,
      },
    });
    expect(gateway.directory.resolveModel('one')?.choices[0]?.model.priceVersion).toBe('model-one@3');
    const history = await gateway.store.readStream('model-one');
    expect(history.map(({ type, data }) => [type, (data['source'] as Body | undefined)?.['import']])).toEqual([
      ['ModelConfigured', undefined],
      ['ModelPriced', undefined],
      ['ModelConfigured', made.body['id']],
      ['ModelPriced', made.body['id']],
    ]);
    await configure('one');
    expect((await admin('GET', '/admin/models/one')).body['price_source']).toBeNull();
  });

  it('confirmed again, with a key or without, writes nothing more', async () => {
    await configure('one');
    const made = await draft({}, 'd1');
    expect((await draft({}, 'd1')).body).toEqual(made.body);
    const confirmed = await admin('POST', `${path(made)}/confirm`, { rows: ['one'] }, 'c1');
    const models = await gateway.store.readStream('model-one');
    const events = await gateway.store.readStream(`price-import-${String(made.body['id'])}`);
    for (const key of ['c1', 'c2', undefined]) {
      expect((await admin('POST', `${path(made)}/confirm`, { rows: ['one'] }, key)).body).toEqual(confirmed.body);
    }
    expect(await gateway.store.readStream('model-one')).toEqual(models);
    expect(await gateway.store.readStream(`price-import-${String(made.body['id'])}`)).toEqual(events);
    expect(refused(await admin('POST', `${path(made)}/confirm`, { rows: ['two'] }, 'c1'))).toEqual([
      422,
      'idempotency_key_reused',
      'Idempotency-Key',
    ]);
  });

  it('refuses a row whose model has changed since, and applies the others', async () => {
    await configure('one');
    await configure('two');
    const made = await draft();
    await configure('one', { price: { ...today, output_per_million: '5.00' } });
    const confirmed = await admin('POST', `${path(made)}/confirm`);
    expect(statuses(confirmed)).toEqual({ one: 'price_stale', two: 'applied' });
    expect(rowsOf(confirmed)[0]).toMatchObject({ status: 'refused', price_version: null });
    expect((await admin('GET', '/admin/models/one')).body).toMatchObject({ price: { output_per_million: '5.00' } });
    expect((await admin('GET', '/admin/models/two')).body).toMatchObject({
      price: { input_per_million: '0.15', output_per_million: '0.60' },
    });
  });

  it('is confirmed in parts: the rows that are named, later the rest', async () => {
    await configure('one');
    await configure('two');
    const made = await draft();
    const part = await admin('POST', `${path(made)}/confirm`, { rows: ['two'] });
    expect(statuses(part)).toEqual({ one: 'proposed', two: 'applied' });
    expect(statuses(await admin('POST', `${path(made)}/confirm`))).toEqual({ one: 'applied', two: 'applied' });
    expect(refused(await admin('POST', `${path(made)}/confirm`, { rows: ['three'] }))).toEqual([400, 'invalid_request', 'rows[0]']);
  });

  it('is discarded for good, and a confirmed one is not', async () => {
    await configure('one');
    const made = await draft();
    expect((await admin('DELETE', path(made))).status).toBe(204);
    expect((await admin('DELETE', path(made))).status).toBe(204);
    expect((await admin('GET', path(made))).body).toMatchObject({ status: 'discarded', discarded_by: 'admin:token' });
    expect(refused(await admin('POST', `${path(made)}/confirm`))).toEqual([409, 'conflict', undefined]);
    const second = await draft();
    await admin('POST', `${path(second)}/confirm`);
    expect(refused(await admin('DELETE', path(second)))).toEqual([409, 'conflict', undefined]);
    for (const [method, rest] of [
      ['GET', ''],
      ['DELETE', ''],
      ['POST', '/confirm'],
    ] as const) {
      // prettier-ignore
      expect((await admin(method, `/admin/price-imports/pim_nobody${rest}`)).status).toBe(404);
    }
    const listed = (await admin('GET', '/admin/price-imports?limit=1')).body;
    expect(listed).toMatchObject({ data: [{ id: made.body['id'], status: 'discarded' }], has_more: true });
    expect((listed['data'] as Body[])[0]).not.toHaveProperty('rows');
  });
});

describe('what an import takes', () => {
  it('makes models that are named, with the limits of the list', async () => {
    const models = [{ id: 'openai/one', provider: 'openai', list_provider: 'openai', list_model: 'one' }];
    const made = await draft({ providers: {}, models });
    expect(rowsOf(made)[0]).toMatchObject({
      model: 'openai/one',
      status: 'proposed',
      compared_with: null,
      context_window: 1_000,
      max_output_tokens: 100,
    });
    await admin('POST', `${path(made)}/confirm`);
    expect((await admin('GET', '/admin/models/openai/one')).body).toMatchObject({
      targets: [{ provider: 'openai', upstream_model: 'one', cost: { output_per_million: '8.00' } }],
      price: { input_per_million: '2.00' },
      context_window: 1_000,
      max_output_tokens: 100,
      price_source: { list_model: 'one' },
    });
  });

  it('only costs, or only prices, where that is asked for', async () => {
    await configure('one');
    await configure('two');
    const costs = await draft({ apply: 'cost' });
    expect(rowsOf(costs)[0]).toMatchObject({ price: null, status: 'proposed' });
    await admin('POST', `${path(costs)}/confirm`, { rows: ['one'] });
    expect((await admin('GET', '/admin/models/one')).body).toMatchObject({
      price_version: 'model-one@1',
      targets: [{ cost: { input_per_million: '2.00' } }],
    });
    const prices = await draft({ apply: 'price' });
    await admin('POST', `${path(prices)}/confirm`, { rows: ['two'] });
    const two = (await admin('GET', '/admin/models/two')).body;
    expect(two).toMatchObject({ price: { input_per_million: '0.15' }, price_version: 'model-two@2' });
    expect((two['targets'] as Body[])[0]).not.toHaveProperty('cost');
  });

  it('the list that comes along: of the package’s version, by the hash of its file', async () => {
    await configure('gpt-4.1');
    const made = await admin('POST', '/admin/price-imports', { source: 'genai-prices' });
    const file = readFileSync(fileURLToPath(import.meta.resolve('@pydantic/genai-prices')));
    expect(made.body['source']).toMatchObject({
      list: 'genai-prices',
      version: expect.stringMatching(/^0\.\d+\.\d+$/) as unknown,
      sha256: createHash('sha256').update(file).digest('hex'),
    });
    expect(rowsOf(made)[0]).toMatchObject({ model: 'gpt-4.1', status: 'proposed', targets: [{ list_provider: 'openai', unpriced: expect.arrayContaining(['web_searches_kcount']) as unknown }] }); // prettier-ignore
  });

  it('a list of several megabytes', async () => {
    await configure('one');
    const large = `${LIST.slice(0, -1)},"pad":"${'x'.repeat(4_000_000)}"}`;
    expect((await draft({ list: large })).status).toBe(201);
    expect(refused(await draft({ list: `${LIST}${' '.repeat(8_400_000)}` }))).toEqual([413, 'request_too_large', undefined]);
  });

  it.each<[string, object, string, string | undefined]>([
    ['neither list nor url', { list: undefined }, 'invalid_request', 'list'],
    ['both', { url: 'https://example.com/list.json' }, 'invalid_request', 'url'],
    ['no JSON', { list: '{' }, 'price_list_invalid', 'list'],
    ['another list', { source: 'genai-prices' }, 'price_list_invalid', 'list'],
    ['JSON that is no text', { list: {} }, 'invalid_request', 'list'],
    ['an unknown list', { source: 'mine' }, 'invalid_request', 'source'],
    ['plain http', { list: undefined, url: 'http://example.com/list.json' }, 'invalid_request', 'url'],
    ['a token in the URL', { list: undefined, url: 'https://example.com/list.json?token=s3cret' }, 'invalid_request', 'url'],
    ['a password in the URL', { list: undefined, url: 'https://u:p@example.com/' }, 'invalid_request', 'url'],
    ['a provider that we do not have', { providers: { nobody: 'openai' } }, 'invalid_request', 'providers.nobody'],
    ['a provider that the list does not have', { providers: { openai: 'nobody' } }, 'invalid_request', 'providers.openai'],
    ['a provider that is no text', { providers: { openai: 1 } }, 'invalid_request', 'providers.openai'],
    ['nothing to propose', { providers: {} }, 'invalid_request', 'providers'],
    ['nothing of the list that comes along', { source: 'genai-prices', list: undefined, providers: {} }, 'invalid_request', 'providers'],
    [
      'a provider that the list that comes along does not have',
      { source: 'genai-prices', list: undefined, providers: { openai: 'nobody' } },
      'invalid_request',
      'providers.openai',
    ],
    ['a markup on costs', { apply: 'cost', markup_ppm: 1 }, 'invalid_request', 'markup_ppm'],
    ['half a markup', { markup_ppm: 0.5 }, 'invalid_request', 'markup_ppm'],
    ['an unknown field', { markup: '1.2' }, 'unknown_field', 'markup'],
  ])('not %s', async (_what, more, code, field) => {
    await configure('one');
    expect(refused(await draft(more))).toEqual([400, code, field]);
  });

  it('no more than 200 rows', async () => {
    const models = Array.from({ length: 200 }, (_, index) => ({
      id: `new-${index}`,
      provider: 'openai',
      list_provider: 'openai',
      list_model: 'one',
    }));
    await configure('one');
    expect(refused(await draft({ models }))).toEqual([400, 'invalid_request', 'providers']);
    expect((await draft({ models, providers: {} })).status).toBe(201);
  });
});

describe('rows that cannot be imported', () => {
  it('say why, and are refused by name', async () => {
    const list = listOf({
      fine: ['1e-05', '1e-06'],
      free: ['0.0', '0'],
      tiny: ['1e-16', '1e-06'],
      euro: ['1e-06', '1e-06'],
      late: ['1e-06', '1e-06'],
    });
    for (const id of ['fine', 'free', 'tiny']) await configure(id);
    await configure('euro', { price: { ...today, currency: 'EUR' } });
    await configure('late', { targets: [{ provider: 'backup', upstream_model: 'x' }, { provider: 'openai', upstream_model: 'late', priority: 1 }] }); // prettier-ignore
    const models = [
      { id: 'fine', provider: 'backup', list_provider: 'openai', list_model: 'fine' },
      { id: 'a//b', provider: 'openai', list_provider: 'openai', list_model: 'fine' },
      { id: 'new', provider: 'nobody', list_provider: 'openai', list_model: 'fine' },
      { id: 'newer', provider: 'openai', list_provider: 'openai', list_model: 'none' },
    ];
    const made = await draft({ list, models, providers: { openai: 'openai' } });
    expect(statuses(made)).toEqual({
      'a//b': 'model_id_invalid',
      euro: 'currency_mismatch',
      fine: 'proposed',
      free: 'price_free',
      late: 'first_target_unlisted',
      new: 'provider_unknown',
      newer: 'not_listed',
      tiny: 'price_inexact',
    });
    expect(refused(await admin('POST', `${path(made)}/confirm`, { rows: ['fine', 'tiny'] }))).toEqual([400, 'invalid_request', 'rows[1]']);
    expect(statuses(await admin('POST', `${path(made)}/confirm`))).toMatchObject({ fine: 'applied', tiny: 'price_inexact' });
  });

  it('are unchanged where all is in force already', async () => {
    await configure('one');
    await admin('POST', `${path(await draft())}/confirm`);
    const again = await draft();
    expect(statuses(again)).toEqual({ one: 'unchanged' });
    const before = await gateway.store.readStream('model-one');
    expect(statuses(await admin('POST', `${path(again)}/confirm`))).toEqual({ one: 'unchanged' });
    expect(await gateway.store.readStream('model-one')).toEqual(before);
  });
});

describe('a list at a URL', () => {
  let server: Server;
  let answer: { readonly status: number; readonly body: string; readonly headers?: Record<string, string> };
  let url: string;
  beforeEach(async () => {
    server = createServer((_request, response) => response.writeHead(answer.status, answer.headers).end(answer.body));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/prices.json`;
    await configure('one');
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));
  const fetched = () => draft({ list: undefined, url });

  it('is fetched, and recorded with where it was and what it held', async () => {
    answer = { status: 200, body: LIST };
    const sha256 = createHash('sha256').update(LIST).digest('hex');
    expect((await fetched()).body).toMatchObject({ source: { url, sha256 }, rows: [{ status: 'proposed' }] });
  });

  it.each<[string, typeof answer, string]>([
    ['is not there', { status: 404, body: '' }, 'answered 404'],
    ['is elsewhere', { status: 302, body: '', headers: { location: 'http://127.0.0.1:1/' } }, 'redirects (302)'],
    ['is too large', { status: 200, body: `${LIST}${' '.repeat(9_000_000)}` }, 'larger than'],
  ])('that %s is a named error', async (_what, given, text) => {
    answer = given;
    const refusal = await fetched();
    expect(refused(refusal)).toEqual([502, 'price_list_unavailable', 'url']);
    expect(refusal.body['detail']).toContain(text);
  });

  it('that nobody answers at is a named error', async () => {
    url = 'http://127.0.0.1:1/';
    expect(refused(await fetched())).toEqual([502, 'price_list_unavailable', 'url']);
  });

  it('that is no list is refused by the URL', async () => {
    answer = { status: 200, body: '<html>' };
    expect(refused(await fetched())).toEqual([400, 'price_list_invalid', 'url']);
  });
});
