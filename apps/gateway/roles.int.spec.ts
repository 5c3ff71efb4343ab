import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Scope } from '#identity';
import { createLog, parseEnvironment } from '#process';
import { Gateway } from './gateway.js';
import { Secrets } from './ground/secrets.js';
import type { Access } from './http/route/route-settings.js';
import { routeMap, type RouteFacts } from './http/route/route-map.js';

type Headers = Readonly<Record<string, string>>;
type Wanted = 'taken' | 401 | 403;

/** Somebody who calls: what he shows, and what that gives him of a route under `/admin`, and of one for keys. */
interface Role {
  readonly name: string;
  readonly headers: () => Headers | Promise<Headers>;
  readonly ofAdmin: Wanted;
  readonly ofKeys: (scopes: readonly Scope[], path: string) => Wanted;
}

const SCOPES: readonly Scope[] = ['inference', 'billing:read', 'keys:write'];

const dataDir = mkdtempSync(join(tmpdir(), 'tokenok-roles-'));
let gateway: Gateway;
let facts: readonly RouteFacts[];
let token: string;
const keys: Record<string, string> = {};

beforeAll(async () => {
  gateway = await Gateway.start({ environment: parseEnvironment({ PORT: '0', TOKENOK_DATA_DIR: dataDir }), log: createLog('silent') });
  facts = routeMap(gateway.app);
  token = gateway.app.get(Secrets).adminToken ?? '';
  await makeKeys();
});
afterAll(async () => {
  await gateway.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

async function call(method: string, path: string, headers: Headers, body?: object): Promise<Response> {
  const json = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } };
  return fetch(gateway.url + path, { method, headers, ...json });
}
const bearer = (secret = ''): Headers => ({ authorization: `Bearer ${secret}` });

async function admin<T>(method: string, path: string, body?: object): Promise<T> {
  const answer = await call(method, path, bearer(token), body);
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}

async function customer(): Promise<string> {
  return (await admin<{ id: string }>('POST', '/admin/customers', { name: 'R', email: 'r@example.com', currency: 'USD' })).id;
}

const issue = (of: string, scopes: readonly Scope[]) =>
  admin<{ id: string; key: string }>('POST', `/admin/customers/${of}/api-keys`, { name: 'role', scopes });

async function makeKeys(): Promise<void> {
  const own = await customer();
  for (const scope of SCOPES) keys[scope] = (await issue(own, [scope])).key;
  keys['all'] = (await issue(own, SCOPES)).key;
  const [revoked, rotated, suspended] = [await issue(own, SCOPES), await issue(own, SCOPES), await customer()];
  await admin('DELETE', `/admin/customers/${own}/api-keys/${revoked.id}`);
  await admin('POST', `/admin/customers/${own}/api-keys/${rotated.id}/rotate`, { overlap_seconds: 0 });
  Object.assign(keys, { revoked: revoked.key, rotated: rotated.key, suspended: (await issue(suspended, SCOPES)).key });
  await admin('POST', `/admin/customers/${suspended}/suspend`);
}

let session: Headers | undefined;
/** Some routes end the session that they are called with: then it is opened anew. */
async function signedIn(): Promise<Headers> {
  return (session ??= await openSession());
}

async function openSession(): Promise<Headers> {
  const secret = (file: string): string => readFileSync(join(dataDir, file), 'utf8').trim();
  const opened = await call('POST', '/session', {}, { email: secret('admin-email'), password: secret('admin-password') });
  return { cookie: String(opened.headers.get('set-cookie')).split(';')[0] ?? '' };
}

const never = (wanted: Wanted) => (): Wanted => wanted;
const withScopes = (own: readonly Scope[]) => (scopes: readonly Scope[]) => (scopes.some((scope) => own.includes(scope)) ? 'taken' : 403);
const keyed = (name: string, ofKeys: Role['ofKeys'], header = bearer): Role => {
  return { name, headers: () => header(keys[name.split(',', 1)[0] ?? '']), ofAdmin: 401, ofKeys };
};

const ROLES: readonly Role[] = [
  { name: 'nobody', headers: () => ({}), ofAdmin: 401, ofKeys: never(401) },
  { name: 'nonsense', headers: () => bearer('nonsense'), ofAdmin: 401, ofKeys: never(401) },
  { name: 'an empty bearer', headers: () => ({ authorization: 'Bearer ' }), ofAdmin: 401, ofKeys: never(401) },
  { name: 'basic credentials', headers: () => ({ authorization: 'Basic YTpi' }), ofAdmin: 401, ofKeys: never(401) },
  { name: 'a cookie that is none of ours', headers: () => ({ cookie: 'tokenok_session=v1.a.b.c' }), ofAdmin: 401, ofKeys: never(401) },
  { name: 'the admin token', headers: () => bearer(token), ofAdmin: 'taken', ofKeys: never(401) },
  { name: 'the admin token as a key', headers: () => ({ 'x-api-key': token }), ofAdmin: 401, ofKeys: never(401) },
  {
    name: 'an admin’s session',
    headers: signedIn,
    ofAdmin: 'taken',
    // An admin is no customer; and a session opens nothing under /v1.
    ofKeys: (_scopes, path) => (path.startsWith('/v1') ? 401 : 403),
  },
  ...SCOPES.map((scope) => keyed(scope, withScopes([scope]))),
  keyed('all', withScopes(SCOPES)),
  keyed('all, by x-api-key', withScopes(SCOPES), (key) => ({ 'x-api-key': key ?? '' })),
  keyed('all, beside a bearer of another service', withScopes(SCOPES), (key) => ({ 'x-api-key': key ?? '', ...bearer('sk-of-another') })),
  keyed('all, beside an x-api-key of another service', withScopes(SCOPES), (key) => ({
    'x-api-key': 'sk-of-another',
    ...bearer(key ?? ''),
  })),
  keyed('revoked', never(401)),
  keyed('rotated', never(401)),
  keyed('suspended', (scopes) => (scopes.includes('billing:read') ? 'taken' : 403)),
];

function wantedOf({ ofAdmin, ofKeys }: Role, access: Access | undefined, path: string): Wanted {
  if (access === undefined || access.kind === 'anyone') return 'taken';
  return access.kind === 'admin' ? ofAdmin : ofKeys(access.scopes, path);
}

/** What no route does with a body that says nothing, and with an id that nothing has, is done by none of these calls. */
async function ask({ method, path }: RouteFacts, headers: Headers): Promise<Response> {
  const body = ['POST', 'PUT', 'PATCH'].includes(method) ? {} : undefined;
  const answer = await call(method, path.replaceAll(/\{\w+\}/g, 'x'), headers, body);
  await answer.arrayBuffer();
  if (answer.ok && method !== 'GET') session = undefined;
  return answer;
}

describe('every route', () => {
  it.each(ROLES.map((role) => [role.name, role] as const))('takes %s as its decorator says', async (_name, role) => {
    const wrong: unknown[] = [];
    for (const route of facts) {
      const wanted = wantedOf(role, route.access, route.path);
      const { status, headers } = await ask(route, await role.headers());
      const isOpen = route.access?.kind === 'anyone';
      const is = status === 401 || status === 403 ? (isOpen ? 'taken' : status) : status < 500 ? 'taken' : status;
      const isChallenged = status !== 401 || /^Bearer/.test(headers.get('www-authenticate') ?? '');
      if (is !== wanted || !isChallenged) wrong.push([route.method, route.path, { wanted, status, isChallenged }]);
    }
    expect(wrong).toEqual([]);
  });

  it('of a customer hides what is another’s, as if it were not there', async () => {
    const [mine, other] = [await customer(), await customer()];
    const [own, foreign] = [await issue(mine, SCOPES), await issue(other, SCOPES)];
    const chat = { model: 'tokenok-fast', messages: [{ role: 'user', content: 'Hello' }], max_tokens: 10 };
    await call('POST', `/admin/customers/${mine}/credits`, { ...bearer(token), 'idempotency-key': 'r' }, { amount: '1', reason: 'x' });
    const request = (await call('POST', '/v1/chat/completions', bearer(own.key), chat)).headers.get('x-request-id') ?? '';
    const statuses = async (key: string) =>
      Promise.all(
        [
          ['GET', `/me/requests/${request}`],
          ['POST', `/me/api-keys/${own.id}/rotate`],
          ['DELETE', `/me/api-keys/${own.id}`],
        ].map(async ([method = '', path = '']) => (await call(method, path, bearer(key))).status),
      );
    expect(await statuses(foreign.key)).toEqual([404, 404, 404]);
    expect((await call('GET', `/me/requests/${request}`, bearer(own.key))).status).toBe(200);
    const lists = await call('GET', '/me/api-keys', bearer(foreign.key));
    expect(await lists.text()).not.toContain(own.id);
  });

  it('was asked by more than ten roles, and there are all of them', () => {
    expect(ROLES.length).toBeGreaterThan(10);
    expect(facts.length).toBeGreaterThan(50);
    const asked = facts.flatMap(({ access }) => (access && 'scopes' in access ? access.scopes : []));
    expect([...new Set(asked)].sort()).toEqual([...SCOPES].sort());
  });
});
