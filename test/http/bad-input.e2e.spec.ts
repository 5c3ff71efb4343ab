import { ADMIN_TOKEN } from '../support/gateway/gateway.process.js';
import { call, type Answer } from '../support/gateway/http.js';
import { MODEL, PRICE, say } from '../support/gateway/installation.js';
import { Scene } from '../support/gateway/scene.js';
import { plain } from '../support/upstream/answers.js';

const scene = Scene.of('5.00');
let eventsBefore: number;

beforeEach(async () => {
  scene.upstream.expect(plain());
  eventsBefore = (await scene.installation.books()).events.length;
});

/** Whatever was refused has left no trace: no event, and nothing was asked of a provider. */
afterEach(async () => {
  expect((await scene.installation.books()).events).toHaveLength(eventsBefore);
  expect(scene.upstream.received).toEqual([]);
});

const admin = (method: string, path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> =>
  call({ method, url: scene.installation.url + path, body, headers: { authorization: `Bearer ${ADMIN_TOKEN}`, ...headers } });

/** RFC 9457, with the field that is wrong. */
function expectProblem(answer: Answer, status: number, code: string, field?: string): void {
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  expect({ answered: answer.status, ...answer.json() }).toMatchObject({
    answered: status,
    status,
    code,
    ...(field === undefined ? {} : { field }),
  });
  expect(answer.json()['request_id']).toBe(answer.headers['x-request-id']);
}

describe('chat completions', () => {
  const key = () => ({ authorization: `Bearer ${scene.customer.key}` });
  const chat = (body: unknown, headers = key()): Promise<Answer> =>
    call({ method: 'POST', url: `${scene.installation.url}/v1/chat/completions`, body, headers });

  it.each([
    ['malformed JSON', '{"model":', null],
    ['no object', '[]', null],
    ['no model', { messages: [] }, 'model'],
    ['a model that is no string', say('x', { model: 7 }), 'model'],
    ['messages that are no list', { model: MODEL, messages: 'x' }, 'messages'],
    ['a limit below zero', say('x', { max_tokens: -1 }), 'max_tokens'],
    ['a limit that is no number', say('x', { max_completion_tokens: '9' }), 'max_completion_tokens'],
    ['n of zero', say('x', { n: 0 }), 'n'],
    ['stream that is no boolean', say('x', { stream: 'yes' }), 'stream'],
  ])('refuse %s with 400 in the words of the OpenAI API', async (_what, body, param) => {
    const answer = await chat(body);
    expect(answer.status).toBe(400);
    expect(answer.json()).toMatchObject({ error: { type: 'invalid_request_error', message: expect.any(String) as string } });
    if (param !== null) expect(answer.json()).toMatchObject({ error: { param } });
  });

  it('refuse a missing key with 401', async () => {
    const answer = await call({ method: 'POST', url: `${scene.installation.url}/v1/chat/completions`, body: say('x') });
    expect([answer.status, answer.json()]).toMatchObject([401, { error: { type: 'invalid_request_error' } }]);
  });

  it('refuse a model priced in another currency than the account’s', async () => {
    const targets = [{ provider: 'acme', upstream_model: 'euro' }];
    await scene.installation.admin.send('PUT', '/admin/models/acme/euro', { targets, price: { ...PRICE, currency: 'EUR' } });
    eventsBefore = (await scene.installation.books()).events.length;
    const answer = await chat(say('x', { model: 'acme/euro', max_tokens: 16 }));
    expect([answer.status, answer.json()]).toMatchObject([400, { error: { code: 'currency_mismatch' } }]);
  });
});

describe('amounts', () => {
  const grant = (body: unknown): Promise<Answer> =>
    admin('POST', `/admin/customers/${scene.customer.id}/credits`, body, { 'idempotency-key': `bad-${Math.random()}` });

  it.each([
    ['below zero', '-5.00'],
    ['of zero', '0.00'],
    ['with ten decimals', '1.0000000001'],
    ['with ten digits', '1000000000'],
    ['with an exponent', '1e3'],
    ['with a sign', '+1'],
    ['with a comma', '1,00'],
    ['without digits before the point', '.5'],
    ['with spaces', ' 1'],
    ['that are empty', ''],
    ['that are JSON numbers', 5],
    ['that are null', null],
    ['in other digits', '١'],
  ])('%s are refused, and the field is named', async (_what, amount) => {
    expectProblem(await grant({ amount, reason: 'x' }), 400, 'invalid_request', 'amount');
  });

  it('need an Idempotency-Key', async () => {
    expectProblem(
      await admin('POST', `/admin/customers/${scene.customer.id}/credits`, { amount: '1', reason: 'x' }),
      400,
      'idempotency_key_required',
    );
  });

  it('for nobody are refused with 404', async () => {
    const headers = { 'idempotency-key': 'nobody' };
    expectProblem(await admin('POST', '/admin/customers/cus_nobody/credits', { amount: '1', reason: 'x' }, headers), 404, 'not_found');
  });
});

type Refused = readonly [
  what: string,
  method: string,
  path: string,
  body: unknown,
  status: number,
  code: string,
  field: string | undefined,
];

describe('bodies under /admin', () => {
  it.each<Refused>([
    ['malformed JSON', 'POST', '/admin/customers', '{"name"', 400, 'invalid_json', undefined],
    [
      'an unknown field',
      'POST',
      '/admin/customers',
      { name: 'x', email: 'x@example.com', currency: 'USD', colour: 1 },
      400,
      'unknown_field',
      'colour',
    ],
    [
      'an unknown currency',
      'POST',
      '/admin/customers',
      { name: 'x', email: 'x@example.com', currency: 'XXQ' },
      400,
      'invalid_request',
      'currency',
    ],
    [
      'a name that is no string',
      'POST',
      '/admin/customers',
      { name: 1, email: 'x@example.com', currency: 'USD' },
      400,
      'invalid_request',
      'name',
    ],
    ['an e-mail that is none', 'POST', '/admin/customers', { name: 'x', email: 'x', currency: 'USD' }, 400, 'invalid_request', 'email'],
    [
      'an unknown protocol',
      'PUT',
      '/admin/providers/p',
      { protocol: 'smtp', base_url: 'http://x', api_key: 'x' },
      400,
      'invalid_request',
      'protocol',
    ],
    [
      'an address that is none',
      'PUT',
      '/admin/providers/p',
      { protocol: 'openai', base_url: 'nowhere', api_key: 'x' },
      400,
      'invalid_request',
      'base_url',
    ],
    ...[
      'https://169.254.169.254/latest',
      'http://169.254.169.254/v1',
      'http://[::ffff:169.254.169.254]/v1',
      'http://2852039166',
      'https://0.0.0.0/v1',
      'https://[::]/v1',
      'https://[fe80::1]/v1',
      'https://metadata.google.internal/v1',
    ].map((base_url): Refused => [
      `${base_url}, which is no provider’s`,
      'PUT',
      '/admin/providers/p',
      { protocol: 'openai', base_url, api_key: 'x', insecure: true },
      400,
      'invalid_request',
      'base_url',
    ]),
    [
      'a provider that is called in the clear',
      'PUT',
      '/admin/providers/p',
      { protocol: 'openai', base_url: 'http://10.0.0.1/v1', api_key: 'x' },
      400,
      'invalid_request',
      'base_url',
    ],
    [
      'a price list of a metadata service',
      'POST',
      '/admin/price-imports',
      { source: 'litellm', url: 'https://169.254.169.254/prices.json' },
      400,
      'invalid_request',
      'url',
    ],
    [
      'a price below zero',
      'PUT',
      '/admin/models/m',
      { targets: [{ provider: 'acme', upstream_model: 'x' }], price: { ...PRICE, output_per_million: '-1' } },
      400,
      'invalid_request',
      'price.output_per_million',
    ],
    [
      'a target that does not exist',
      'PUT',
      '/admin/models/m',
      { targets: [{ provider: 'nobody', upstream_model: 'x' }], price: PRICE },
      400,
      'invalid_request',
      'targets[0].provider',
    ],
    [
      'a member that stands twice',
      'POST',
      '/admin/customers',
      '{"name":"x","email":"x@example.com","currency":"USD","currency":"EUR"}',
      400,
      'invalid_request',
      'currency',
    ],
    [
      'a member that stands twice, once in other letters',
      'PUT',
      '/admin/models/m',
      String.raw`{"targets":[{"provider":"acme","pro\u0076ider":"other","upstream_model":"x"}],"price":{}}`,
      400,
      'invalid_request',
      'targets[0].provider',
    ],
    ['a NUL', 'POST', '/admin/customers', { name: 'x\0y', email: 'x@example.com', currency: 'USD' }, 400, 'invalid_request', 'name'],
    ['a NUL in the name of a member', 'POST', '/admin/customers', { 'na\0me': 'x' }, 400, 'invalid_request', 'na\\0me'],
    ['a NUL in the path', 'PUT', '/admin/aliases/a%00b', { targets: [] }, 400, 'invalid_request', 'path'],
  ])('are refused for %s, and nothing is half done', async (_what, method, path, body, status, code, field) => {
    expectProblem(await admin(method, path, body), status, code, field);
  });

  it('need credentials of an admin: a scene.customer’s key is none', async () => {
    expectProblem(await call({ method: 'GET', url: `${scene.installation.url}/admin/customers` }), 401, 'unauthenticated');
    const asCustomer = { authorization: `Bearer ${scene.customer.key}` };
    const { status } = await call({ method: 'GET', url: `${scene.installation.url}/admin/customers`, headers: asCustomer });
    expect([401, 403]).toContain(status);
  });
});

describe('lists', () => {
  it.each([
    ['/me/request-logs?cursor=nonsense', 'invalid_cursor', 'cursor'],
    ['/me/request-logs?limit=0', 'invalid_request', 'limit'],
    ['/me/request-logs?limit=1001', 'invalid_request', 'limit'],
    ['/me/billing/statement?period=2026-13', 'invalid_request', 'period'],
    ['/me/billing/statement?period=2026-00', 'invalid_request', 'period'],
    ['/me/billing/statement?period=0000-01', 'invalid_request', 'period'],
    ['/me/billing/statement?period=2026-1', 'invalid_request', 'period'],
    ['/me/billing/statement?period=9999-12', 'invalid_request', 'period'],
    ['/me/billing/statement?period=', 'invalid_request', 'period'],
    ['/me/billing/statement?bom=1', 'invalid_request', 'bom'],
    ['/me/billing/statement?format=csv&bom=yes', 'invalid_request', 'bom'],
    ['/me/usage?period=2026-13', 'invalid_request', 'period'],
    ['/me/usage?period=2026-11&from=2026-11-01', 'invalid_request', 'period'],
    ['/me/usage?from=2026-02-30', 'invalid_request', 'from'],
    ['/me/usage?from=0000-01-01', 'invalid_request', 'from'],
    ['/me/usage?from=2026-12-01&to=2026-11-01', 'invalid_request', 'to'],
    ['/me/request-logs?from=2026-12-01&to=2026-11-30T23:59:59Z', 'invalid_request', 'to'],
    ['/me/request-logs?cursor=%00', 'invalid_request', 'cursor'],
    ['/me/balance?min_position=x', 'invalid_request', 'min_position'],
  ])('refuse %s', async (path, code, field) => {
    const headers = { authorization: `Bearer ${scene.customer.key}` };
    expectProblem(await call({ method: 'GET', url: scene.installation.url + path, headers }), 400, code, field);
  });

  it.each([
    ['/admin/customers?cursor=nonsense', 'invalid_cursor', 'cursor'],
    ['/admin/ledger/events?after=x', 'invalid_request', 'after'],
    ['/admin/audit-log?cursor=nonsense', 'invalid_cursor', 'cursor'],
  ])('of admins refuse %s', async (path, code, field) => {
    expectProblem(await admin('GET', path, undefined), 400, code, field);
  });
});

describe('in the language that is asked for', () => {
  let poor: string;
  beforeAll(async () => {
    ({ key: poor } = await scene.installation.customer('0.0001'));
  });
  const asKey = (path: string, language: string, body: unknown, more: Readonly<Record<string, string>> = {}): Promise<Answer> =>
    call({
      method: 'POST',
      url: scene.installation.url + path,
      body,
      headers: { authorization: `Bearer ${scene.customer.key}`, 'accept-language': language, ...more },
    });

  it.each([
    ['zh-CN,zh;q=0.9', 'zh', /^余额不足：需要 [0-9.]+ USD，可用 0\.0001 USD。/],
    ['ja', 'ja', /^残高が不足しています（必要 [0-9.]+ USD、利用可能 0\.0001 USD）。/],
    ['ko-KR', 'ko', /^잔액이 부족합니다\(필요 [0-9.]+ USD, 사용 가능 0\.0001 USD\)\./],
    ['fr, en', 'en', /^The balance has 0\.0001 USD available; this request needs at least [0-9.]+ USD$/],
  ])('a balance that is too small is told with its figures: %s', async (asked, language, message) => {
    const body = say('x '.repeat(1_000), { max_tokens: 16 });
    const answer = await asKey('/v1/chat/completions', asked, body, { authorization: `Bearer ${poor}` });
    expect([answer.status, answer.headers['content-language'], answer.headers['vary']]).toEqual([402, language, 'Accept-Language']);
    expect(answer.json()).toMatchObject({ error: { code: 'insufficient_quota', message: expect.stringMatching(message) as string } });
  });

  it('a model that does not exist is told with the nearest name, in the shape of either SDK', async () => {
    const body = { ...say('x', { max_tokens: 5 }), model: 'acme/larg' };
    const openai = await asKey('/v1/chat/completions', 'ko', body);
    expect(openai.json()).toMatchObject({
      error: { param: 'model', message: `모델 "acme/larg"이(가) 존재하지 않습니다. 가장 가까운 이름은 ${MODEL}입니다.` },
    });
    const anthropic = await asKey('/v1/messages', 'zh', body);
    expect(anthropic.json()).toMatchObject({
      error: { type: 'not_found_error', message: `model: 模型 "acme/larg" 不存在。最接近的名称是 ${MODEL}。` },
    });
  });

  it('a key, a field and an Idempotency-Key are told so', async () => {
    const unknown = await asKey('/v1/chat/completions', 'ja', say('x'), { authorization: 'Bearer tok_nonsense' });
    expect(unknown.json()).toMatchObject({
      error: { code: 'invalid_api_key', message: 'Tokenok の API キーではないか、誤記または途中で切れています' },
    });
    const field = await admin('POST', '/admin/customers', { name: 7, nickname: 'x' }, { 'accept-language': 'zh' });
    expectProblem(field, 400, 'unknown_field', 'nickname');
    expect(field.json()).toMatchObject({ title: '请求包含未知字段', detail: 'nickname 不是已知字段' });
    const keyless = await admin(
      'POST',
      `/admin/customers/${scene.customer.id}/credits`,
      { amount: '1.00', reason: 'none' },
      { 'accept-language': 'ko' },
    );
    expectProblem(keyless, 400, 'idempotency_key_required', 'Idempotency-Key');
    expect(keyless.json()).toMatchObject({ detail: 'Idempotency-Key 헤더가 필요합니다' });
  });
});
