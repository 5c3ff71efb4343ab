import { startAdminGateway, type AdminGateway } from '../testing/admin.js';

type Body = Record<string, unknown>;

let gateway: AdminGateway;
beforeAll(async () => {
  gateway = await startAdminGateway();
});
afterAll(() => gateway.stop());

interface Answer {
  readonly status: number;
  readonly body: Body;
  readonly headers: Headers;
}

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const init = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
  const response = await fetch(`${gateway.url}${path}`, { method, headers: { 'content-type': 'application/json', ...headers }, ...init });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Body), headers: response.headers };
}
const admin = (method: string, path: string, body?: unknown): Promise<Answer> =>
  call(method, path, body, { authorization: `Bearer ${gateway.admin.token}` });
const withKey = (key: unknown, method: string, path: string, body?: unknown): Promise<Answer> =>
  call(method, path, body, { authorization: `Bearer ${String(key)}` });

const newCustomer = async (): Promise<string> =>
  String((await admin('POST', '/admin/customers', { name: 'Ada', email: 'ada@example.com', currency: 'USD' })).body['id']);
const newKey = async (customer: string, more: object = {}): Promise<Body> =>
  (await admin('POST', `/admin/customers/${customer}/api-keys`, { name: 'prod', ...more })).body;
const refused = ({ status, body }: Answer): unknown[] => [status, body['code'], body['field']];

const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);
const ANY_TEXT: unknown = expect.any(String);

/** Everything that was ever written, as text. */
async function recorded(): Promise<string> {
  let text = '';
  for await (const event of gateway.store.scan({ after: 0n })) text += event.text;
  return text;
}

describe('every route under /admin and /me', () => {
  it.each(['/admin/customers', '/admin/providers', '/admin/models/a/b', '/admin/aliases', '/me', '/me/api-keys'])(
    '%s wants credentials',
    async (path) => {
      const { status, headers, body } = await call('GET', path);
      expect([status, headers.get('www-authenticate'), body['code']]).toEqual([401, 'Bearer', 'unauthenticated']);
    },
  );

  it('/admin takes neither a customer’s key nor a wrong token', async () => {
    const { key } = await newKey(await newCustomer());
    expect((await withKey(key, 'GET', '/admin/customers')).status).toBe(401);
    expect((await withKey(`${gateway.admin.token}x`, 'GET', '/admin/customers')).status).toBe(401);
  });

  it('/me takes no admin token', async () => expect((await admin('GET', '/me')).status).toBe(401));
});

describe('customers', () => {
  it('are registered with a position, and read back', async () => {
    const made = await admin('POST', '/admin/customers', {
      name: 'Zoë',
      email: 'Zoe@Example.com',
      currency: 'EUR',
      time_zone: 'Europe/Paris',
    });
    expect(made.status).toBe(201);
    expect(made.headers.get('x-tokenok-position')).toBe(String(await gateway.store.head()));
    expect(made.body).toMatchObject({
      id: matching(/^cus_\w{26}$/),
      name: 'Zoë',
      currency: 'EUR',
      time_zone: 'Europe/Paris',
      status: 'active',
    });
    expect((await admin('GET', `/admin/customers/${String(made.body['id'])}`)).body).toEqual(made.body);
  });

  it('may leave out what is optional, or send it as null', async () => {
    const made = await admin('POST', '/admin/customers', { name: 'Ada', email: 'a@b.co', currency: 'USD', time_zone: null });
    expect([made.status, made.body['time_zone']]).toEqual([201, 'UTC']);
    const suspended = await admin('POST', `/admin/customers/${String(made.body['id'])}/suspend`, { reason: null });
    expect(suspended.body).toMatchObject({ status: 'suspended', suspension_reason: null });
    const key = await newKey(String(made.body['id']), { scopes: null, policy: null, expires_at: null });
    expect(key).toMatchObject({ scopes: ['inference', 'billing:read'], policy: {}, expires_at: null });
  });

  it('never stand in an event in the clear', async () => {
    await admin('POST', '/admin/customers', { name: 'Secretive Person', email: 'hidden@example.com', currency: 'USD' });
    expect(await recorded()).not.toMatch(/Secretive|hidden@/);
  });

  it.each<[object, string, string]>([
    [{ name: 'A', email: 'a@b.co', currency: 'XXX' }, 'invalid_request', 'currency'],
    [{ name: 'A', email: 'nobody', currency: 'USD' }, 'invalid_request', 'email'],
    [{ name: '', email: 'a@b.co', currency: 'USD' }, 'invalid_request', 'name'],
    [{ name: 'A', email: 'a@b.co' }, 'invalid_request', 'currency'],
    [{ name: 'A', email: 'a@b.co', currency: 'USD', time_zone: 'Mars' }, 'invalid_request', 'time_zone'],
    [{ name: 'A', email: 'a@b.co', currency: 'USD', balance: '5' }, 'unknown_field', 'balance'],
  ])('%j are refused by the field', async (body, code, field) =>
    expect(refused(await admin('POST', '/admin/customers', body))).toEqual([400, code, field]),
  );

  it('are listed page by page', async () => {
    const ids = [await newCustomer(), await newCustomer()];
    const first = (await admin('GET', '/admin/customers?limit=1')).body;
    expect(first).toMatchObject({ has_more: true, next_cursor: ANY_TEXT });
    const rest = (await admin('GET', `/admin/customers?limit=1000&cursor=${String(first['next_cursor'])}`)).body;
    const listed = [...(first['data'] as Body[]), ...(rest['data'] as Body[])].map(({ id }) => id);
    expect(listed).toEqual(expect.arrayContaining(ids));
    expect(new Set(listed).size).toBe(listed.length);
    expect(rest).toMatchObject({ has_more: false, next_cursor: null });
  });

  it('who are suspended read what they were charged and do nothing else, until they are reinstated', async () => {
    const customer = await newCustomer();
    const { key } = await newKey(customer, { scopes: ['billing:read', 'keys:write'] });
    expect((await admin('POST', `/admin/customers/${customer}/suspend`, { reason: 'unpaid' })).body).toMatchObject({
      status: 'suspended',
      suspension_reason: 'unpaid',
    });
    expect((await withKey(key, 'GET', '/me/api-keys')).status).toBe(200);
    expect(refused(await withKey(key, 'POST', '/me/api-keys', { name: 'x' }))).toEqual([403, 'account_suspended', undefined]);
    expect((await admin('POST', `/admin/customers/${customer}/reinstate`)).body).toMatchObject({
      status: 'active',
      suspension_reason: null,
    });
    expect((await withKey(key, 'POST', '/me/api-keys', { name: 'x' })).status).toBe(201);
  });

  it('who are not there are 404', async () => {
    for (const [method, path] of [
      ['GET', ''],
      ['POST', '/suspend'],
      ['POST', '/reinstate'],
      ['GET', '/api-keys'],
    ] as const) {
      expect((await admin(method, `/admin/customers/cus_nobody${path}`)).status).toBe(404);
    }
    expect((await admin('POST', '/admin/customers/cus_nobody/api-keys', { name: 'x' })).status).toBe(404);
  });
});

describe('API keys', () => {
  it('are shown once, and their secret stands nowhere', async () => {
    const customer = await newCustomer();
    const made = await admin('POST', `/admin/customers/${customer}/api-keys`, { name: 'prod' });
    expect(made.status).toBe(201);
    expect(made.headers.get('cache-control')).toBe('no-store');
    expect(made.body).toMatchObject({
      key: matching(/^tok_\w{49}$/),
      scopes: ['inference', 'billing:read'],
      status: 'active',
      expires_at: null,
    });
    const { key, ...rest } = made.body;
    const list = (await admin('GET', `/admin/customers/${customer}/api-keys`)).body;
    expect(list['data']).toEqual([{ ...rest, last_used_on: null, spent_today: '0.00' }]);
    expect((await recorded()).includes(String(key))).toBe(false);
    expect(gateway.logged().includes(String(key))).toBe(false);
  });

  it('open /me by either header, and say whose they are', async () => {
    const customer = await newCustomer();
    const { key, id } = await newKey(customer);
    expect((await call('GET', '/me', undefined, { 'x-api-key': String(key) })).body).toMatchObject({
      id: customer,
      name: 'Ada',
      key: { id },
    });
    expect((await call('GET', '/me', undefined, { authorization: `bearer ${String(key)}` })).status).toBe(200);
  });

  it('that are unknown, mistyped or cut off are refused without being repeated', async () => {
    const key = String((await newKey(await newCustomer()))['key']);
    for (const wrong of [`${key}x`, key.slice(0, -1), key.replace(/.$/, (last) => (last === 'a' ? 'b' : 'a')), 'sk-1234567890']) {
      const answer = await withKey(wrong, 'GET', '/me');
      expect(refused(answer)).toEqual([401, 'invalid_api_key', undefined]);
      expect(JSON.stringify(answer.body)).not.toContain(wrong.slice(4));
    }
  });

  it('need the scope of the route', async () => {
    const { key } = await newKey(await newCustomer(), { scopes: ['inference'] });
    expect(refused(await withKey(key, 'GET', '/me/api-keys'))).toEqual([403, 'permission_denied', undefined]);
    expect((await withKey(key, 'GET', '/me')).status).toBe(200);
  });

  it.each<[object, string, string]>([
    [{ name: 'x', scopes: ['inference', 'root'] }, 'invalid_request', 'scopes[1]'],
    [{ name: 'x', scopes: [] }, 'invalid_request', 'scopes'],
    [{ name: 'x', scopes: 'inference' }, 'invalid_request', 'scopes'],
    [{ name: 'x', expires_at: '2020-01-01T00:00:00Z' }, 'invalid_request', 'expires_at'],
    [{ name: 'x', expires_at: 'tomorrow' }, 'invalid_request', 'expires_at'],
    [{ name: 'x', policy: { budget: '5' } }, 'unknown_field', 'policy.budget'],
    [{ name: 'x', limit: 5 }, 'unknown_field', 'limit'],
    [{}, 'invalid_request', 'name'],
  ])('%j are refused by the field', async (body, code, field) => {
    const path = `/admin/customers/${await newCustomer()}/api-keys`;
    expect(refused(await admin('POST', path, body))).toEqual([400, code, field]);
  });

  it('expire when they say', async () => {
    const soonMs = Date.now() + 3_000;
    const { key } = await newKey(await newCustomer(), { expires_at: new Date(soonMs).toISOString() });
    expect((await withKey(key, 'GET', '/me')).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, soonMs + 50 - Date.now()));
    expect((await withKey(key, 'GET', '/me')).body).toMatchObject({ status: 401, detail: matching(/expired/) });
  });

  it('keep their id over a rotation; the old secret works for the overlap, or not at all', async () => {
    const { key: first, id } = await newKey(await newCustomer(), { scopes: ['billing:read', 'keys:write'] });
    const rotated = await withKey(first, 'POST', `/me/api-keys/${String(id)}/rotate`);
    expect([rotated.status, rotated.body['id']]).toEqual([200, id]);
    const second = rotated.body['key'];
    expect(Date.parse(String(rotated.body['previous_valid_until'])) - Date.now()).toBeGreaterThan(86_390_000);
    for (const key of [first, second]) expect((await withKey(key, 'GET', '/me')).status).toBe(200);
    const again = await withKey(second, 'POST', `/me/api-keys/${String(id)}/rotate`, { overlap_seconds: 0 });
    expect(again.body['previous_valid_until']).toBeNull();
    for (const key of [first, second]) expect((await withKey(key, 'GET', '/me')).status).toBe(401);
    expect((await withKey(again.body['key'], 'GET', '/me')).status).toBe(200);
  });

  it.each([[{ overlap_seconds: -1 }], [{ overlap_seconds: 1.5 }], [{ overlap_seconds: '60' }]])(
    'cannot be rotated with %j',
    async (body) => {
      const customer = await newCustomer();
      const { id } = await newKey(customer);
      const answer = await admin('POST', `/admin/customers/${customer}/api-keys/${String(id)}/rotate`, body);
      expect(refused(answer)).toEqual([400, 'invalid_request', 'overlap_seconds']);
    },
  );

  it('stop at once when they are revoked, by their customer or an admin', async () => {
    const customer = await newCustomer();
    const [one, two] = [await newKey(customer, { scopes: ['keys:write'] }), await newKey(customer)];
    const revoked = await withKey(one['key'], 'DELETE', `/me/api-keys/${String(two['id'])}`);
    expect([revoked.status, revoked.headers.get('x-tokenok-position')]).toEqual([204, String(await gateway.store.head())]);
    expect((await withKey(two['key'], 'GET', '/me')).status).toBe(401);
    expect((await admin('DELETE', `/admin/customers/${customer}/api-keys/${String(one['id'])}`)).status).toBe(204);
    expect((await withKey(one['key'], 'GET', '/me')).status).toBe(401);
    expect(refused(await admin('POST', `/admin/customers/${customer}/api-keys/${String(one['id'])}/rotate`))).toEqual([
      409,
      'conflict',
      undefined,
    ]);
  });

  it('hand on no more than they hold: scopes, models, life', async () => {
    const customer = await newCustomer();
    const wide = await newKey(customer);
    const held = { scopes: ['keys:write'], policy: { models: ['a/b'] }, expires_at: '2100-01-01T00:00:00.000Z' };
    const { key } = await newKey(customer, held);
    const made = await withKey(key, 'POST', '/me/api-keys', { name: 'made' });
    expect(made.body).toMatchObject(held);
    for (const [more, field] of [
      [{ scopes: ['keys:write', 'inference'] }, 'scopes'],
      [{ policy: { models: ['a/b', 'c'] } }, 'policy.models[1]'],
      [{ expires_at: '2100-01-01T00:00:00.001Z' }, 'expires_at'],
    ] as const) {
      expect(refused(await withKey(key, 'POST', '/me/api-keys', { name: 'x', ...more }))).toEqual([403, 'permission_denied', field]);
    }
    expect(refused(await withKey(key, 'POST', `/me/api-keys/${String(wide['id'])}/rotate`))).toEqual([403, 'permission_denied', undefined]);
    expect((await withKey(key, 'POST', `/me/api-keys/${String(made.body['id'])}/rotate`)).status).toBe(200);
    expect((await withKey(wide['key'], 'GET', '/me')).status).toBe(200);
  });

  it('say whose they are by name and e-mail where they may read what was billed, and only there', async () => {
    const customer = await newCustomer();
    for (const scopes of [['inference'], ['keys:write'], ['billing:read']]) {
      const { key, id } = await newKey(customer, { scopes });
      const { body } = await withKey(key, 'GET', '/me');
      expect(body).toMatchObject({ id: customer, currency: 'USD', key: { id } });
      expect([body['name'], body['email']]).toEqual(scopes[0] === 'billing:read' ? ['Ada', 'ada@example.com'] : [undefined, undefined]);
    }
  });

  it('of another customer are as good as none', async () => {
    const mine = await newKey(await newCustomer(), { scopes: ['keys:write'] });
    const theirs = await newKey(await newCustomer());
    for (const [method, path] of [
      ['DELETE', ''],
      ['POST', '/rotate'],
    ] as const) {
      expect((await withKey(mine['key'], method, `/me/api-keys/${String(theirs['id'])}${path}`)).status).toBe(404);
    }
    expect((await withKey(theirs['key'], 'GET', '/me')).status).toBe(200);
  });
});

describe('providers, models and aliases', () => {
  const provider = { protocol: 'openai', base_url: 'http://127.0.0.1:9/v1/', api_key: 'sk-very-secret' };
  const price = { currency: 'USD', input_per_million: '0.40', output_per_million: '1.60' };
  const model = { targets: [{ provider: 'openai', upstream_model: 'gpt-4.1-mini' }], price };

  it('keep a credential encrypted and never show it again', async () => {
    const put = await admin('PUT', '/admin/providers/openai', provider);
    expect([put.status, put.body]).toEqual([
      200,
      { id: 'openai', protocol: 'openai', base_url: 'http://127.0.0.1:9/v1', traits: {}, configured_at: ANY_TEXT },
    ]);
    expect((await admin('GET', '/admin/providers')).body['data']).toEqual([put.body]);
    expect(await recorded()).not.toContain('sk-very-secret');
    expect(gateway.directory.provider('openai')?.credential).toBe('sk-very-secret');
  });

  it('write nothing when nothing changes', async () => {
    await admin('PUT', '/admin/providers/openai', provider);
    await admin('PUT', '/admin/models/openai/gpt-4.1-mini', model);
    await admin('PUT', '/admin/aliases/fast', { targets: [{ model: 'openai/gpt-4.1-mini' }] });
    const head = await gateway.store.head();
    const same = [
      await admin('PUT', '/admin/providers/openai', provider),
      await admin('PUT', '/admin/models/openai%2Fgpt-4.1-mini', { ...model, price: { ...price, cached_input_per_million: '0.4' } }),
      await admin('PUT', '/admin/aliases/fast', { targets: [{ model: 'openai/gpt-4.1-mini', priority: 0, weight: 1 }] }),
    ];
    expect(await gateway.store.head()).toBe(head);
    for (const { status, headers } of same) expect([status, headers.get('x-tokenok-position')]).toEqual([200, matching(/^\d+$/)]);
  });

  it('take ids with slashes, plain and URL-encoded', async () => {
    await admin('PUT', '/admin/providers/openai', provider);
    const put = await admin('PUT', '/admin/models/openai%2Fgpt-4.1', model);
    expect([put.status, put.body['id']]).toEqual([200, 'openai/gpt-4.1']);
    for (const path of ['openai/gpt-4.1', 'openai%2Fgpt-4.1']) expect((await admin('GET', `/admin/models/${path}`)).body).toEqual(put.body);
    expect((await admin('PUT', '/admin/aliases/team/fast', { targets: [{ model: 'openai/gpt-4.1' }] })).body).toMatchObject({
      name: 'team/fast',
    });
    expect((await admin('GET', '/admin/aliases/team%2Ffast')).status).toBe(200);
  });

  it('show tiers, service tiers and what is told apart as they were meant, for the price and for what a target costs', async () => {
    await admin('PUT', '/admin/providers/openai', provider);
    const whole = {
      ...price,
      cache_write_1h_per_million: '0.8',
      output_audio_per_million: '20',
      tiers: [{ above_input_tokens: 200_000, input_per_million: '0.8', cached_input_per_million: '0.1', cache_write_per_million: '0.80' }],
      service_tiers: { flex: { output_per_million: '0.80', tiers: [{ above_input_tokens: 200_000, output_per_million: '1' }] } },
    };
    const targets = [{ provider: 'openai', upstream_model: 'x', cost: whole }];
    const { status, body } = await admin('PUT', '/admin/models/whole', { price: whole, targets });
    const shown = {
      currency: 'USD',
      input_per_million: '0.40',
      cached_input_per_million: '0.40',
      cache_write_per_million: '0.40',
      cache_write_1h_per_million: '0.80',
      output_per_million: '1.60',
      output_audio_per_million: '20.00',
      tiers: [
        { above_input_tokens: 200_000, input_per_million: '0.80', cached_input_per_million: '0.10', cache_write_per_million: '0.80' },
      ],
      service_tiers: { flex: { output_per_million: '0.80', tiers: [{ above_input_tokens: 200_000, output_per_million: '1.00' }] } },
    };
    expect([status, body['price']]).toEqual([200, shown]);
    expect(body['targets']).toMatchObject([{ cost: shown }]);
    const again = await admin('PUT', '/admin/models/whole', { price: body['price'], targets: body['targets'] });
    expect(again.body).toEqual(body);
  });

  it('show a price with what is charged for cached tokens, and the version of it', async () => {
    await admin('PUT', '/admin/providers/openai', provider);
    const { body } = await admin('PUT', '/admin/models/priced', model);
    expect(body).toMatchObject({
      price: { cached_input_per_million: '0.40', cache_write_per_million: '0.40' },
      price_version: 'model-priced@1',
    });
    const changed = await admin('PUT', '/admin/models/priced', {
      ...model,
      price: { ...price, output_per_million: '2' },
      max_output_tokens: 100,
    });
    expect(changed.body).toMatchObject({ price_version: 'model-priced@3', max_output_tokens: 100 });
  });

  it.each<[string, object, number, string, string]>([
    ['/admin/providers/p', { ...provider, base_url: 'ftp://x' }, 400, 'invalid_request', 'base_url'],
    ['/admin/providers/p', { ...provider, protocol: 'gemini' }, 400, 'invalid_request', 'protocol'],
    ['/admin/providers/p', { ...provider, api_key: '' }, 400, 'invalid_request', 'api_key'],
    ['/admin/providers/p', { ...provider, timeout: 5 }, 400, 'unknown_field', 'timeout'],
    ['/admin/models/m', { ...model, targets: [{ provider: 'none', upstream_model: 'x' }] }, 400, 'invalid_request', 'targets[0].provider'],
    ['/admin/models/m', { ...model, targets: [] }, 400, 'invalid_request', 'targets'],
    [
      '/admin/models/m',
      { ...model, price: { ...price, output_per_million: '1.0000000001' } },
      400,
      'invalid_request',
      'price.output_per_million',
    ],
    ['/admin/models/m', { ...model, price: { ...price, output_per_million: 1.6 } }, 400, 'invalid_request', 'price.output_per_million'],
    ['/admin/models/m', { ...model, price: { ...price, input_per_million: '-1' } }, 400, 'invalid_request', 'price.input_per_million'],
    ['/admin/models/m', { ...model, price: { currency: 'USD' } }, 400, 'invalid_request', 'price.input_per_million'],
    [
      '/admin/models/m',
      { ...model, price: { ...price, tiers: [{ above_input_tokens: 1, output: '1' }] } },
      400,
      'unknown_field',
      'price.tiers[0].output',
    ],
    [
      '/admin/models/m',
      { ...model, price: { ...price, service_tiers: { flex: { output: '1' } } } },
      400,
      'invalid_request',
      'price.service_tiers.flex.output',
    ],
    ['/admin/models/m', { ...model, price: { ...price, service_tiers: 'flex' } }, 400, 'invalid_request', 'price.service_tiers'],
    ['/admin/models/m', { ...model, price: { ...price, currency: 'XXX' } }, 400, 'invalid_request', 'price.currency'],
    ['/admin/models/m', { ...model, price: { ...price, discount: '1' } }, 400, 'unknown_field', 'price.discount'],
    ['/admin/models/m', { ...model, default_output_tokens: 0 }, 400, 'invalid_request', 'default_output_tokens'],
    ['/admin/aliases/a', { targets: [{ model: 'nothing' }] }, 400, 'invalid_request', 'targets[0].model'],
    ['/admin/aliases/a', { targets: [] }, 400, 'invalid_request', 'targets'],
  ])('PUT %s %j is refused by the field, and nothing is written', async (path, body, status, code, field) => {
    await admin('PUT', '/admin/providers/openai', provider);
    const head = await gateway.store.head();
    expect(refused(await admin('PUT', path, body))).toEqual([status, code, field]);
    expect(await gateway.store.head()).toBe(head);
  });

  it('have one name each: of a model and an alias at the same moment one is refused, and a name that is removed is free', async () => {
    await admin('PUT', '/admin/providers/openai', provider);
    const model = { targets: [{ provider: 'openai', upstream_model: 'x' }], price };
    const alias = { targets: [{ model: 'one/base' }] };
    expect((await admin('PUT', '/admin/models/one/base', model)).status).toBe(200);
    for (const name of ['one/a', 'one/b', 'one/c']) {
      const both = [admin('PUT', `/admin/models/${name}`, model), admin('PUT', `/admin/aliases/${name}`, alias)] as const;
      const statuses = (await Promise.all(both)).map(({ status }) => status);
      expect(statuses.toSorted()).toEqual([200, 409]);
      const [had, other] = statuses[0] === 200 ? (['models', 'aliases'] as const) : (['aliases', 'models'] as const);
      expect(refused(await admin('DELETE', `/admin/${other}/${name}`))[0]).toBe(404);
      expect((await admin('DELETE', `/admin/${had}/${name}`)).status).toBe(204);
      expect((await admin('GET', `/admin/${had}/${name}`)).status).toBe(404);
      expect((await admin('PUT', `/admin/${other}/${name}`, other === 'models' ? model : alias)).status).toBe(200);
    }
    expect((await admin('PUT', '/admin/aliases/one/d', alias)).status).toBe(200);
    expect(refused(await admin('DELETE', '/admin/models/one/base'))).toEqual([409, 'conflict', undefined]);
    expect(JSON.stringify((await admin('GET', '/admin/aliases?limit=1000')).body)).toContain('one/d');
  });

  it('that do not exist are 404', async () => {
    for (const path of ['providers/none', 'models/none/at-all', 'aliases/none'])
      expect((await admin('GET', `/admin/${path}`)).status).toBe(404);
  });
});

/** What browsers say of a page of ours that names no origin. */
const OUR_PAGE = { 'sec-fetch-site': 'same-origin' };

describe('the session of somebody who runs the installation', () => {
  const signIn = (email: string, password: string): Promise<Answer> => call('POST', '/session', { email, password }, OUR_PAGE);
  const cookieOf = ({ headers }: Answer): string => headers.get('set-cookie')?.split(';')[0] ?? '';

  it('is opened with e-mail and password, opens /admin, and stands in the events as the actor', async () => {
    const signed = await signIn(' ROOT@example.com', gateway.admin.password);
    expect(signed.status).toBe(200);
    expect(signed.headers.getSetCookie()[0]).toMatch(/^tokenok_session=[^;]+; Max-Age=604(800|799); Path=\/; HttpOnly; SameSite=Strict$/);
    const cookie = cookieOf(signed);
    expect((await call('GET', '/admin/customers', undefined, { cookie })).status).toBe(200);
    const made = await call('POST', '/admin/customers', { name: 'By session', email: 'a@b.co', currency: 'USD' }, { ...OUR_PAGE, cookie });
    const [event] = await gateway.store.readStream(`customer-${String(made.body['id'])}`);
    expect(event?.metadata).toMatchObject({ actor: `person:${String(signed.body['admin'])}`, cause: made.headers.get('x-request-id') });
  });

  it('is neither opened nor used by who does not say whose page it is, nor by a form', async () => {
    const cookie = cookieOf(await signIn(gateway.admin.email, gateway.admin.password));
    const body = { email: gateway.admin.email, password: gateway.admin.password };
    expect(refused(await call('POST', '/session', body))).toEqual([403, 'permission_denied', 'origin']);
    expect(refused(await call('POST', '/admin/customers', {}, { cookie }))).toEqual([403, 'permission_denied', 'origin']);
    const form = { ...OUR_PAGE, cookie, 'content-type': 'text/plain' };
    expect(refused(await call('POST', '/admin/customers', '{}', form))).toEqual([415, 'unsupported_media_type', 'content-type']);
  });

  it('takes no command from a page of another origin', async () => {
    const cookie = cookieOf(await signIn(gateway.admin.email, gateway.admin.password));
    const post = (origin: string): Promise<Answer> =>
      call('POST', '/admin/customers', { name: 'A', email: 'a@b.co', currency: 'USD' }, { cookie, origin });
    expect((await post('http://127.0.0.1:1')).status).toBe(403);
    expect((await post('null')).status).toBe(403);
    expect((await post(gateway.url)).status).toBe(201);
  });

  it('does not open with a cookie that was changed or made up', async () => {
    const cookie = cookieOf(await signIn(gateway.admin.email, gateway.admin.password));
    for (const wrong of [
      cookie.slice(0, -2),
      `${cookie.slice(0, 60)}A${cookie.slice(61)}x`,
      'tokenok_session=',
      'tokenok_session=v1.cookie.a.b',
    ]) {
      expect((await call('GET', '/admin/customers', undefined, { cookie: wrong })).status).toBe(401);
    }
  });

  it('ends with DELETE, as often as one likes', async () => {
    for (let round = 0; round < 2; round += 1) {
      const ended = await call('DELETE', '/session');
      expect([ended.status, ended.headers.get('set-cookie')]).toEqual([204, matching(/^tokenok_session=; Max-Age=0;/)]);
    }
  });

  const reads = async (cookie: string): Promise<number> => (await call('GET', '/admin/customers', undefined, { cookie })).status;
  const signedIn = async (password = gateway.admin.password): Promise<string> => cookieOf(await signIn(gateway.admin.email, password));

  it('is over once it is signed out, whoever has copied the cookie; others go on', async () => {
    const [one, other] = [await signedIn(), await signedIn()];
    for (let round = 0; round < 2; round += 1) {
      expect((await call('DELETE', '/session', undefined, { cookie: one })).status).toBe(204);
      expect([await reads(one), await reads(other)]).toEqual([401, 200]);
    }
    expect((await recorded()).split('"SessionEnded"')).toHaveLength(2);
  });

  it('ends with all others, by an admin or by the admin token, which goes on', async () => {
    for (const by of ['session', 'token']) {
      const [one, other] = [await signedIn(), await signedIn()];
      const headers: Record<string, string> =
        by === 'token' ? { authorization: `Bearer ${gateway.admin.token}` } : { ...OUR_PAGE, cookie: one };
      expect((await call('DELETE', '/admin/sessions', undefined, headers)).status).toBe(204);
      expect([await reads(one), await reads(other), await reads(await signedIn())]).toEqual([401, 401, 200]);
    }
    expect((await admin('GET', '/admin/customers')).status).toBe(200);
  });

  it('changes the password: every session ends but the one that did it, and the old password opens nothing', async () => {
    const change = (cookie: string, current_password: string, new_password: string) =>
      call('PUT', '/admin/me/password', { current_password, new_password }, { ...OUR_PAGE, cookie });
    const [one, other] = [await signedIn(), await signedIn()];
    const { password } = gateway.admin;
    expect(refused(await change(one, 'wrong', 'another password'))).toEqual([403, 'permission_denied', 'current_password']);
    expect(refused(await change(one, password, 'short'))).toEqual([400, 'invalid_request', 'new_password']);
    const changed = await change(one, password, 'another password');
    expect(changed.status).toBe(204);
    expect([await reads(one), await reads(other), await reads(cookieOf(changed))]).toEqual([401, 401, 200]);
    expect((await signIn(gateway.admin.email, password)).status).toBe(401);
    expect(await reads(await signedIn('another password'))).toBe(200);
    expect((await recorded()).includes('another password')).toBe(false);
    expect((await change(cookieOf(changed), 'another password', password)).status).toBe(204);
  });

  it('is wanted for a change of the password: the admin token is nobody', async () => {
    const body = { current_password: gateway.admin.password, new_password: 'another password' };
    expect(refused(await admin('PUT', '/admin/me/password', body))).toEqual([403, 'permission_denied', undefined]);
  });

  it('tells a wrong password from an unknown e-mail in no way', async () => {
    const [wrong, unknown] = [await signIn(gateway.admin.email, 'wrong'), await signIn('nobody@example.com', 'wrong')];
    expect([wrong.status, wrong.body['detail']]).toEqual([401, unknown.body['detail']]);
    expect(unknown.status).toBe(401);
  });

  it('is refused for a minute after ten failures, even at once, and with the right password too; others are not', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => signIn('guessed@example.com', 'wrong')));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array<number>(10).fill(401), 429, 429]);
    const limited = answers.find(({ status }) => status === 429);
    expect(Number(limited?.headers.get('retry-after'))).toBeGreaterThan(50);
    expect((await signIn(gateway.admin.email, gateway.admin.password)).status).toBe(200);
  });

  it('wants e-mail and password and nothing else', async () =>
    expect(refused(await call('POST', '/session', { email: 'a', password: 'b', remember: true }, OUR_PAGE))).toEqual([
      400,
      'unknown_field',
      'remember',
    ]));
});
