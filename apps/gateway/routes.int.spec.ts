import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PersonKeeper } from '#directory';
import { mintCommandId } from '#event-store';
import { InstallationSecrets, hashEmail, sealNewPerson } from '#identity';
import { parseEnvironment } from '#process';
import { MasterKey, PersonalData } from '#vault';
import { newId } from './ground/request-id.js';
import { Secrets } from './ground/secrets.js';
import type { Answered } from './http/route/documented.js';
import { shown } from './http/route/example.js';
import { routeMap, type RouteFacts } from './http/route/route-map.js';
import { routesPage } from './testing/routes-page.js';
import { Gateway } from './gateway.js';
import { createLog } from '#process';

/** Everything that takes no credentials. */
const PUBLIC =
  /^\/(|console.*|healthz|readyz|metrics|session(\/(installation|passkey.*|invitation.*|reset.*|sign-up.*|address\/confirm))?|api\/openapi\.json|api\/docs.*|webhooks\/payments\/.*)$/;
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

/** Links are tried with the mail that brings them: test/people. */
const BY_LINK = /^POST \/session\/(invitation|reset|sign-up|address)/;

/** Of people: the console and the interactive documents, which are no part of the API. */
const isOfPages = (url: string): boolean => url === '/' || /^\/(api|console)(\/|$)/.test(url);

/** What browsers say of a page of ours that names no origin. */
const OUR_PAGE = { 'sec-fetch-site': 'same-origin' };

type Body = Record<string, unknown>;
interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: unknown;
}

const dataDir = mkdtempSync(join(tmpdir(), 'tokenok-routes-'));
let gateway: Gateway;
let token: string;
let facts: readonly RouteFacts[];
/** By route: the body to try it with, and what it answers. */
let BODIES: Readonly<Record<string, object>>;
let ANSWERS: Readonly<Record<string, Answered>>;
const nameOf = ({ method, path }: Pick<RouteFacts, 'method' | 'path'>): string => `${method} ${path}`;
/** What went over the buses, in order. */
const asked: string[] = [];
beforeAll(async () => {
  const environment = parseEnvironment({ PORT: '0', TOKENOK_DATA_DIR: dataDir, TOKENOK_PAYMENTS_ACME_SECRET: SECRET });
  gateway = await Gateway.start({ environment, log: createLog('error') });
  token = gateway.app.get(Secrets).adminToken ?? '';
  facts = routeMap(gateway.app);
  // A customer is suspended, reinstated and given credit before anything else: those who come after call in its name.
  const first = ['/suspend', '/reinstate', '/credits'];
  // And whoever is erased is erased behind all others.
  const turn = ({ path }: RouteFacts) =>
    path.endsWith('/erase') ? first.length + 1 : [...first, ''].findIndex((end) => path.endsWith(end));
  const tried = facts.toSorted((a, b) => turn(a) - turn(b));
  BODIES = Object.fromEntries(
    tried.flatMap((each) => (each.documentation?.body ? [[nameOf(each), shown(each.documentation.body) as object]] : [])),
  );
  ANSWERS = Object.fromEntries(facts.flatMap((each) => (each.documentation ? [[nameOf(each), each.documentation.answer]] : [])));
  for (const bus of [gateway.app.get(CommandBus), gateway.app.get(QueryBus)]) bus.subscribe((each) => asked.push(each.constructor.name));
});
afterAll(async () => {
  await gateway.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Somebody who is no admin. */
async function registered(email: string): Promise<string> {
  const { app } = gateway;
  const tools = { master: app.get(MasterKey), personalData: app.get(PersonalData) };
  const registration = { how: 'command_line', addressHash: hashEmail(app.get(InstallationSecrets).pepper, email), isProven: true } as const;
  const origin = { actor: 'test', cause: 'test', commandId: mintCommandId() };
  const written = await app.get(PersonKeeper).register(registration, newId('per'), (id) => sealNewPerson(id, { email }, tools), origin);
  if (written.refusal) throw new Error(written.refusal.message);
  return written.state.person;
}

async function call(method: string, path: string, headers: Record<string, string> = {}, body?: unknown): Promise<Answer> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const init =
    body === undefined ? { method, headers } : { method, headers: { 'content-type': 'application/json', ...headers }, body: text };
  const response = await fetch(gateway.url + path, init);
  const answer = await response.text();
  const type = response.headers.get('content-type') ?? '';
  return { status: response.status, type, body: type.includes('json') && answer !== '' ? JSON.parse(answer) : answer };
}
const secretOf = (file: string): string => readFileSync(join(dataDir, file), 'utf8').trim();
/** Some routes change it. */
let password: string | undefined;
async function signedIn(): Promise<Record<string, string>> {
  const body = JSON.stringify({ email: secretOf('admin-email'), password: password ?? secretOf('admin-password') });
  const init = { method: 'POST', headers: { 'content-type': 'application/json', ...OUR_PAGE }, body };
  const { headers } = await fetch(`${gateway.url}/session`, init);
  return { cookie: headers.get('set-cookie')?.split(';')[0] ?? '', 'content-type': 'application/json', ...OUR_PAGE };
}
/** `POST /session/step-up`: no key and no token takes it. */
function needsPerson(route: string): boolean {
  const isIt = (each: RouteFacts): boolean => nameOf(each).replace(/\{\w+\}/g, '{}') === route.replace(/\{\w+\}/g, '{}');
  const access = facts.find(isIt)?.access;
  return access?.kind === 'person' || ((access?.kind === 'admin' && access.isForPeople) ?? false) || isForMembers(access);
}
/** Codes and signatures are made for one moment, passkeys for a page at a name: `people.int.spec.ts` has what is right. */
const MADE_FOR_ONCE = new Set([
  'POST /session/totp/confirm',
  'POST /session/recovery-codes',
  'POST /session/passkeys/options',
  'POST /session/passkey/options',
  'POST /session/step-up/passkey/options',
  'POST /session/passkeys',
  'POST /session/passkey',
  'POST /session/step-up/passkey',
]);
const access = (route: string) => facts.find((each) => nameOf(each) === route)?.access?.kind;
const isForMembers = (access: RouteFacts['access']): boolean => access?.kind === 'customer' && access.scopes.length === 0;
const bearer = (secret: unknown): Record<string, string> => ({ authorization: `Bearer ${String(secret)}` });

/** The headers of a payment provider, by Standard Webhooks. */
function signed(body: string): Record<string, string> {
  const at = String(Math.floor(Date.now() / 1_000));
  const secret = Buffer.from(SECRET.slice(6), 'base64');
  const signature = createHmac('sha256', secret).update(`msg_1.${at}.${body}`).digest('base64');
  return { 'webhook-id': 'msg_1', 'webhook-timestamp': at, 'webhook-signature': `v1,${signature}` };
}

/** Every route that Fastify knows, from the tree that it prints: each level is indented by four characters. Parameters are `{}`. */
function routes(): readonly { method: string; url: string }[] {
  const printed = gateway.app.getHttpAdapter().getInstance().printRoutes({ commonPrefix: false });
  const path: string[] = [];
  return printed.split('\n').flatMap((line) => {
    const [, indent = '', part = '', methods = ''] = /^([\s│├└─]*)(\S+)(?: \(([A-Z, ]+)\))?$/.exec(line) ?? [];
    path.splice(indent.length / 4 - 1, Infinity, part.replace(/:\w+(\|:\w+)*|\*/g, '{}'));
    return methods === '' ? [] : methods.split(', ').map((method) => ({ method, url: path.join('').replace(/([^/])\{\}$/, '$1/{}') }));
  });
}
const concrete = (url: string): string => url.replaceAll('{}', 'x');
const document = async (): Promise<{ paths: Record<string, Record<string, Body>> }> =>
  (await call('GET', '/api/openapi.json')).body as { paths: Record<string, Record<string, Body>> };

describe('every registered route', () => {
  it('is found by this test', () => {
    expect(routes().length).toBeGreaterThan(60);
    for (const url of ['/v1/chat/completions', '/admin/models/{}', '/me/requests/{}', '/webhooks/payments/{}']) {
      expect(routes().map((route) => route.url)).toContain(url);
    }
  });

  it('wants credentials, unless it is one of the few that the blueprint opens', async () => {
    const unguarded = [];
    for (const { method, url } of routes()) {
      if (PUBLIC.test(url) || method === 'OPTIONS') continue;
      const { status } = await call(method, concrete(url));
      if (status !== 401) unguarded.push([method, url, status]);
    }
    expect(unguarded).toEqual([]);
  });

  it('under /admin takes no API key, and under /me and /v1 no admin token', async () => {
    const customer = (await call('POST', '/admin/customers', bearer(token), { name: 'A', email: 'a@b.co', currency: 'USD' })).body as Body;
    const path = `/admin/customers/${String(customer['id'])}/api-keys`;
    const scopes = ['inference', 'billing:read', 'keys:write'];
    const { key } = (await call('POST', path, bearer(token), { name: 'all', scopes })).body as Body;
    const taken = [];
    for (const { method, url } of routes()) {
      if (PUBLIC.test(url) || method === 'OPTIONS') continue;
      const { status } = await call(method, concrete(url), bearer(url.startsWith('/admin') ? key : token));
      if (status !== 401) taken.push([method, url, status]);
    }
    expect(taken).toEqual([]);
  });

  it('under /v1 that a provider would charge us for is held before: without credit it answers 402', async () => {
    const { id } = (await call('POST', '/admin/customers', bearer(token), { name: 'P', email: 'p@b.co', currency: 'USD' })).body as Body;
    const { key } = (await call('POST', `/admin/customers/${String(id)}/api-keys`, bearer(token), { name: 'poor' })).body as Body;
    const unheld = [];
    for (const { method, url } of routes()) {
      if (!url.startsWith('/v1/') || !['POST', 'PUT', 'PATCH', 'DELETE'].includes(method) || url === '/v1/messages/count_tokens') continue;
      const { status } = await call(method, url, bearer(key), BODIES[`${method} ${url}`] ?? {});
      if (status !== 402) unheld.push([method, url, status]);
    }
    expect(unheld).toEqual([]);
  });

  it('under /admin and /me refuses a query parameter that it does not know: a filter that is not applied answers with everything', async () => {
    const { id } = (await call('POST', '/admin/customers', bearer(token), { name: 'Q', email: 'q@b.co', currency: 'USD' })).body as Body;
    const scopes = ['inference', 'billing:read', 'keys:write'];
    const { key } = (await call('POST', `/admin/customers/${String(id)}/api-keys`, bearer(token), { name: 'all', scopes })).body as Body;
    const lax = [];
    for (const { method, url } of routes()) {
      if (!/^\/(admin|me|session\/.+)\b/.test(url) || PUBLIC.test(url) || ['HEAD', 'OPTIONS'].includes(method)) continue;
      const by = needsPerson(`${method} ${url}`) ? await signedIn() : bearer(url.startsWith('/admin') ? token : key);
      const { status, body } = await call(method, `${concrete(url)}?form=2026-11-01`, by);
      if (status !== 400 || (body as Body)['field'] !== 'form') lax.push([method, url, status, body]);
    }
    expect(lax).toEqual([]);
    const known = '/me/request-logs?from=2026-11-01&to=2026-12-01&format=json&limit=1&min_position=1';
    expect((await call('GET', known, bearer(key))).status).toBe(200);
  });

  it('says which methods it takes, for one that it does not', async () => {
    expect(await call('PATCH', '/admin/customers')).toMatchObject({ status: 405, body: { code: 'method_not_allowed' } });
  });
});

describe('the OpenAPI document', () => {
  it('lists every route, with its credentials, the body that it takes and what it answers', async () => {
    const paths = Object.fromEntries(
      Object.entries((await document()).paths).map(([path, item]) => [path.replace(/\{\w+\}/g, '{}'), item]),
    );
    const missing = [];
    for (const { method, url } of routes()) {
      if (['HEAD', 'OPTIONS'].includes(method) || isOfPages(url)) continue;
      const operation = paths[url]?.[method.toLowerCase()];
      const success = Object.keys(operation?.['responses'] ?? {}).find((status) => status.startsWith('2'));
      const answer = ((operation?.['responses'] ?? {}) as Record<string, Body>)[success ?? '']?.['content'];
      const isWhole =
        operation !== undefined &&
        (PUBLIC.test(url) || Array.isArray(operation['security'])) &&
        (!['POST', 'PUT'].includes(method) || 'requestBody' in operation) &&
        (success === '202' || success === '204' || answer !== undefined);
      if (!isWhole) missing.push(`${method} ${url}`);
    }
    expect(missing).toEqual([]);
  });

  it('names every part of a path as a parameter', async () => {
    for (const [path, item] of Object.entries((await document()).paths)) {
      const parts = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      for (const operation of Object.values(item)) {
        const named = (operation['parameters'] as { name: string; in: string }[])
          .filter((each) => each.in === 'path')
          .map(({ name }) => name);
        expect([path, ...named.sort()]).toEqual([path, ...parts.sort()]);
      }
    }
  });

  it('has an example of every body, and each of them does what the route says', async () => {
    const { paths } = await document();
    const described = Object.entries(paths).flatMap(([path, item]) =>
      Object.entries(item)
        .filter(([, operation]) => 'requestBody' in operation)
        .map(([method]) => `${method.toUpperCase()} ${path}`),
    );
    expect(Object.keys(BODIES).sort()).toEqual(described.sort());
    const admin = bearer(token);
    const { id } = (await call('POST', '/admin/customers', admin, { name: 'E', email: 'e@b.co', currency: 'USD' })).body as Body;
    const keys = `/admin/customers/${String(id)}/api-keys`;
    const scopes = ['inference', 'billing:read', 'keys:write'];
    const caller = (await call('POST', keys, admin, { name: 'caller', scopes })).body as Body;
    const rotated = (await call('POST', keys, admin, { name: 'rotated' })).body as Body;
    const nobodys = JSON.stringify({
      type: 'payment.succeeded',
      data: { payment_id: 'pay_nobodys', customer_id: 'cus_nobody', amount: '10.00', currency: 'USD' },
    });
    const kept = (await call('POST', '/webhooks/payments/acme', signed(nobodys), nobodys)).body as Body;
    const me = String(((await call('GET', '/session', await signedIn())).body as Body)['person']);
    const parts: Record<string, string> = {
      '/me/people/{person}': `/me/people/${me}`,
      '/admin/people/{id}': `/admin/people/${me}`,
      '/admin/people/{id}/reset': `/admin/people/${me}/reset`,
      '/admin/people/{id}/erase': `/admin/people/${await registered('leaver@example.com')}/erase`,
      '/admin/payments/unmatched/{id}/assign': `/admin/payments/unmatched/${String(kept['id'])}/assign`,
      '/admin/providers/{id}': '/admin/providers/openai',
      '/admin/models/{path}': '/admin/models/example/priced',
      '/admin/aliases/{path}': '/admin/aliases/example',
    };
    password = secretOf('admin-password');
    const wrong = [];
    for (const [route, example] of Object.entries(BODIES)) {
      const [method = '', path = ''] = route.split(' ');
      const { content } = paths[path]?.[method.toLowerCase()]?.['requestBody'] as { content: Record<string, Body> };
      expect([route, content['application/json']?.['example']]).toEqual([route, example]);
      if (BY_LINK.test(route)) continue;
      const url = (parts[path] ?? path)
        .replace(/\{(id|customer)\}/, String(id))
        .replace('{key}', String(rotated['id']))
        .replace('{provider}', 'acme');
      const body = JSON.stringify(example)
        .replace('cus_01kb', String(id))
        .replace('the password of the first start', () => password ?? '');
      const by = needsPerson(route) ? await signedIn() : admin;
      const headers =
        access(route) === 'anyone' && path.startsWith('/session')
          ? OUR_PAGE
          : path.startsWith('/admin') || needsPerson(route)
            ? { ...by, 'idempotency-key': route.replace(' ', ':') }
            : bearer(caller['key']);
      const answer = await call(method, url, path.startsWith('/webhooks') ? signed(body) : headers, body);
      if (path.endsWith('/password')) password = (example as { new_password: string }).new_password;
      if (MADE_FOR_ONCE.has(route)) expect([route, [401, 403, 409].includes(answer.status)]).toEqual([route, true]);
      else if (answer.status !== ANSWERS[route]?.status) wrong.push([route, answer.status, answer.body]);
      if (route === 'POST /admin/price-imports') parts[`${path}/{id}/confirm`] = `${path}/${String((answer.body as Body)['id'])}/confirm`;
    }
    expect(wrong).toEqual([]);
    expect((await call('GET', '/admin/models/openai/gpt-4.1', admin)).body).toMatchObject({ price_source: { list: 'genai-prices' } });
  });

  it('shows no answer of a route that is not there', async () => {
    const { paths } = await document();
    for (const route of Object.keys(ANSWERS)) {
      const [method = '', path = ''] = route.split(' ');
      expect([route, paths[path]?.[method.toLowerCase()] !== undefined]).toEqual([route, true]);
    }
  });

  it('is shown by pages that load nothing from anywhere else', async () => {
    const page = String((await call('GET', '/api/docs')).body);
    const loaded = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url ?? '');
    expect(loaded.length).toBeGreaterThan(3);
    for (const url of loaded) {
      expect(url).toMatch(/^\.\/docs\//);
      expect((await call('GET', `/api/${url.slice(2)}`)).status).toBe(200);
    }
    expect(page).not.toMatch(/@import|url\(|import\(/);
  });
});

/** Members of the answer and of the example that the other has not; an empty object in the example stands for anything. */
function differences(actual: unknown, example: unknown, path = ''): string[] {
  if (Array.isArray(example)) return Array.isArray(actual) ? actual.flatMap((each) => differences(each, example[0], `${path}[]`)) : [path];
  if (typeof example !== 'object' || example === null) {
    return actual === null || example === null || typeof actual === typeof example ? [] : [`${path} is ${typeof actual}`];
  }
  if (Object.keys(example).length === 0) return [];
  if (typeof actual !== 'object' || actual === null) return actual === null ? [] : [path];
  const names = new Set([...Object.keys(actual), ...Object.keys(example)]);
  return [...names].flatMap((name) => {
    if (!(name in actual && name in example)) return [`${path}.${name}`];
    return differences((actual as Body)[name], (example as Body)[name], `${path}.${name}`);
  });
}

/** Present in some answers of the route only. */
const OPTIONAL =
  /(\.key|\.left_out|\.cost|\.request_id|\.model|\.payment_id|\.lot|\.kind|\.reason|\.USD|\.tiers|\.service_tiers|\.error|\.marks|\.price\[\]\.above_input_tokens|\.price\[\]\.service_tier)$/;

describe('answers', () => {
  it('are what the document says, member by member', async () => {
    const admin = bearer(token);
    const customer = (await call('POST', '/admin/customers', admin, { name: 'A', email: 'a@b.co', currency: 'USD' })).body as Body;
    const id = String(customer['id']);
    const scopes = ['inference', 'billing:read', 'keys:write'];
    const key = (await call('POST', `/admin/customers/${id}/api-keys`, admin, { name: 'all', scopes })).body as Body;
    const other = (await call('POST', `/admin/customers/${id}/api-keys`, admin, { name: 'other' })).body as Body;
    const mine = bearer(key['key']);
    const chat = { model: 'tokenok-fast', messages: [{ role: 'user', content: 'Hello' }] };
    const payment = { payment_id: 'pay_2', customer_id: id, amount: '10.00', currency: 'USD' };
    const paid = JSON.stringify({ type: 'payment.succeeded', timestamp: new Date().toISOString(), data: payment });
    const credit = (once: string): Record<string, string> => ({ ...admin, 'idempotency-key': once });
    const price = { currency: 'USD', input_per_million: '1', output_per_million: '2' };
    const model = { targets: [{ provider: 'sandbox', upstream_model: 'm' }], price };
    const steps: [string, string, Record<string, string>, unknown?][] = [
      ['GET /healthz', '/healthz', {}],
      ['GET /readyz', '/readyz', {}],
      ['POST /webhooks/payments/{provider}', '/webhooks/payments/acme', signed(paid), paid],
      ['POST /admin/customers/{id}/credits', `/admin/customers/${id}/credits`, credit('a'), { amount: '5.00', reason: 'x' }],
      [
        'POST /admin/customers/{id}/adjustments',
        `/admin/customers/${id}/adjustments`,
        credit('b'),
        { amount: '1', direction: 'debit', reason: 'x' },
      ],
      ['POST /v1/chat/completions', '/v1/chat/completions', mine, chat],
      ...['completions', 'responses', 'embeddings', 'messages', 'messages/count_tokens'].map(
        (path): [string, string, Record<string, string>, unknown] => [`POST /v1/${path}`, `/v1/${path}`, mine, BODIES[`POST /v1/${path}`]],
      ),
      ['GET /v1/models', '/v1/models', mine],
      ['GET /v1/models/{path}', '/v1/models/openai/gpt-4.1-mini', mine],
      ['PUT /admin/models/{path}', '/admin/models/a/b', admin, model],
      ['POST /admin/price-imports', '/admin/price-imports', admin, { source: 'genai-prices', providers: { sandbox: 'openai' } }],
      ['GET /admin/price-imports', '/admin/price-imports', admin],
      ['PUT /admin/aliases/{path}', '/admin/aliases/a', admin, { targets: [{ model: 'a/b' }] }],
      ['PUT /admin/providers/{id}', '/admin/providers/p', admin, { protocol: 'openai', base_url: 'http://127.0.0.1:9/v1', api_key: 'k' }],
      ['GET /admin/providers/{id}', '/admin/providers/p', admin],
      ['GET /admin/models/{path}', '/admin/models/a%2Fb', admin],
      ['GET /admin/aliases/{path}', '/admin/aliases/a', admin],
      ['POST /admin/customers/{id}/suspend', `/admin/customers/${id}/suspend`, admin],
      ['POST /admin/customers/{id}/reinstate', `/admin/customers/${id}/reinstate`, admin],
      ['GET /admin/customers/{id}', `/admin/customers/${id}`, admin],
      ['POST /me/api-keys', '/me/api-keys', mine, { name: 'mine' }],
      ['POST /me/api-keys/{key}/rotate', `/me/api-keys/${String(other['id'])}/rotate`, mine],
      ['DELETE /me/api-keys/{key}', `/me/api-keys/${String(other['id'])}`, mine],
      ['GET /admin/customers/{customer}/api-keys', `/admin/customers/${id}/api-keys`, admin],
      ...['customers', 'providers', 'models', 'aliases', 'audit-log', 'ledger/events', 'ledger/trial-balance', 'ledger/verify'].map(
        (path): [string, string, Record<string, string>] => [`GET /admin/${path}`, `/admin/${path}`, admin],
      ),
      ...['', '/api-keys', '/balance', '/usage', '/request-logs', '/billing/statement'].map(
        (path): [string, string, Record<string, string>] => [`GET /me${path}`, `/me${path}`, mine],
      ),
    ];
    const wrong = [];
    const unsaid = [];
    for (const [route, path, headers, body] of steps) {
      asked.length = 0;
      const answer = await call(route.split(' ')[0] ?? '', path, headers, body);
      const said = facts.find((each) => nameOf(each) === route)?.runs.map((each) => (typeof each === 'string' ? each : each.name)) ?? [];
      unsaid.push(...asked.filter((each) => !said.includes(each)).map((each) => `${route} asks ${each}`));
      const { status, example } = ANSWERS[route] ?? { status: 0 };
      if (answer.status !== status) wrong.push([route, answer.status, answer.body]);
      else if (example !== undefined && !route.startsWith('POST /v1/')) {
        const differing = differences(answer.body, example).filter((each) => !OPTIONAL.test(each));
        if (differing.length > 0) wrong.push([route, [...new Set(differing)]]);
      }
    }
    const [drafted] = ((await call('GET', '/admin/price-imports', admin)).body as { data: Body[] }).data;
    const priceImport = `/admin/price-imports/${String(drafted?.['id'])}`;
    for (const [route, path] of [
      ['GET /admin/price-imports/{id}', priceImport],
      ['POST /admin/price-imports/{id}/confirm', `${priceImport}/confirm`],
      ['GET /admin/models/{path}', '/admin/models/openai/gpt-4.1-mini'],
    ] as const) {
      const { body } = await call(route.split(' ')[0] ?? '', path, admin);
      wrong.push(...differences(body, ANSWERS[route]?.example, route).filter((each) => !OPTIONAL.test(each)));
    }
    const { data } = (await call('GET', '/me/request-logs', mine)).body as { data: { id: string }[] };
    const receipt = await call('GET', `/me/requests/${data[0]?.id ?? ''}`, mine);
    const differing = differences(receipt.body, ANSWERS['GET /me/requests/{id}']?.example).filter((each) => !OPTIONAL.test(each));
    expect([...wrong, ...new Set(differing)]).toEqual([]);
    expect(unsaid).toEqual([]);
  });
});

describe('docs/routes.md', () => {
  it('says of every route who may take it, what takes it, what it asks and which events that may write', () => {
    const page = routesPage(facts);
    if (process.env['TOKENOK_WRITE_DOCS'] !== undefined) writeFileSync('docs/routes.md', page);
    expect(readFileSync('docs/routes.md', 'utf8')).toBe(page);
  });

  it('knows every registered route, and each says who may take it and what it asks', () => {
    const known = new Set(facts.map(({ method, path }) => `${method} ${path.replace(/\{\w+\}/g, '{}')}`));
    const served = routes().filter(({ method, url }) => !['HEAD', 'OPTIONS'].includes(method) && !isOfPages(url));
    expect(served.map(({ method, url }) => `${method} ${url}`).filter((each) => !known.has(each))).toEqual([]);
    expect(facts.filter(({ access, runs, documentation }) => !access || runs.length === 0 || !documentation).map(nameOf)).toEqual([]);
  });
});
