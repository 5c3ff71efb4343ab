import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Directory, PersonKeeper } from '#directory';
import { mintCommandId } from '#event-store';
import {
  CUSTOMER_ROLES,
  INSTALLATION_ROLES,
  InstallationSecrets,
  hashEmail,
  memberMay,
  operatorMay,
  sealNewPerson,
  type CustomerRole,
  type InstallationRole,
  type Scope,
} from '#identity';
import { createLog, parseEnvironment } from '#process';
import { MasterKey, PersonalData } from '#vault';
import { CommandBus } from '@nestjs/cqrs';
import { AddMember } from './people/members.commands.js';
import { Gateway } from './gateway.js';
import { newId } from './ground/request-id.js';
import { Secrets } from './ground/secrets.js';
import type { Access } from './http/route/route-settings.js';
import { routeMap, type RouteFacts } from './http/route/route-map.js';
import { rolesPage } from './testing/roles-page.js';

type Headers = Readonly<Record<string, string>>;
type Wanted = 'taken' | 401 | 403 | 404;

/** Somebody who calls: what he shows, and what that gives him of a route of each kind. */
interface Caller {
  readonly name: string;
  readonly headers: () => Headers | Promise<Headers>;
  readonly wanted: (access: Exclude<Access, { readonly kind: 'anyone' }>) => Wanted;
}

const SCOPES: readonly Scope[] = ['inference', 'billing:read', 'keys:write'];
const PASSWORD = 'a password of the roles';

const dataDir = mkdtempSync(join(tmpdir(), 'tokenok-roles-'));
let gateway: Gateway;
let facts: readonly RouteFacts[];
let token: string;
const keys: Record<string, string> = {};
/** The customer that all callers belong to, and another one that none of them does. */
let own: string;
let foreign: string;

beforeAll(async () => {
  gateway = await Gateway.start({ environment: parseEnvironment({ PORT: '0', TOKENOK_DATA_DIR: dataDir }), log: createLog('silent') });
  facts = routeMap(gateway.app);
  token = gateway.app.get(Secrets).adminToken ?? '';
  await makeKeys();
  for (const role of CUSTOMER_ROLES) await person(`member.${role}`, { customerRole: role });
  for (const role of INSTALLATION_ROLES) await person(`operator.${role}`, { installationRole: role });
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
  [own, foreign] = [await customer(), await customer()];
  for (const scope of SCOPES) keys[scope] = (await issue(own, [scope])).key;
  keys['all'] = (await issue(own, SCOPES)).key;
  const [revoked, rotated, suspended] = [await issue(own, SCOPES), await issue(own, SCOPES), await customer()];
  await admin('DELETE', `/admin/customers/${own}/api-keys/${revoked.id}`);
  await admin('POST', `/admin/customers/${own}/api-keys/${rotated.id}/rotate`, { overlap_seconds: 0 });
  Object.assign(keys, { revoked: revoked.key, rotated: rotated.key, suspended: (await issue(suspended, SCOPES)).key });
  await admin('POST', `/admin/customers/${suspended}/suspend`);
}

/** Registered as an invitation would, with the same password each. */
async function person(name: string, of: { customerRole?: CustomerRole; installationRole?: InstallationRole }): Promise<void> {
  const { app } = gateway;
  const email = `${name}@example.com`;
  const origin = () => ({ actor: 'test', cause: 'test', commandId: mintCommandId() });
  const tools = { master: app.get(MasterKey), personalData: app.get(PersonalData) };
  const { pepper } = app.get(InstallationSecrets);
  const role = of.installationRole;
  const registration = { how: 'command_line', addressHash: hashEmail(pepper, email), isProven: true, ...(role && { role }) } as const;
  const seal = (id: string) => sealNewPerson(id, { email, password: PASSWORD }, tools);
  const written = await app.get(PersonKeeper).register(registration, newId('per'), seal, origin());
  if (written.refusal) throw new Error(written.refusal.message);
  if (of.customerRole) await app.get(CommandBus).execute(new AddMember(own, written.state.person, of.customerRole, origin()));
}

const OUR_PAGE: Headers = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' };
const sessions = new Map<string, Headers>();
/** Some routes end the session that they are called with: then it is opened anew. */
async function signedIn(name: string): Promise<Headers> {
  const opened = sessions.get(name) ?? (await openSession(`${name}@example.com`, PASSWORD));
  sessions.set(name, opened);
  return opened;
}

async function openSession(email: string, password: string): Promise<Headers> {
  const opened = await call('POST', '/session', OUR_PAGE, { email, password });
  if (opened.status !== 200) throw new Error(`${email} cannot sign in: ${await opened.text()}`);
  return { ...OUR_PAGE, cookie: String(opened.headers.get('set-cookie')).split(';')[0] ?? '' };
}

/** By scopes, and by nothing else; `other`: of a route that no key takes. */
const keyed = (
  name: string,
  held: readonly Scope[],
  header = bearer,
  refused?: (scopes: readonly Scope[]) => Wanted | undefined,
): Caller => ({
  name,
  headers: () => header(keys[name.split(',', 1)[0] ?? '']),
  wanted: (access) => {
    if (!('scopes' in access) || access.scopes.length === 0) return 401;
    return refused?.(access.scopes) ?? (access.scopes.some((scope) => held.includes(scope)) ? 'taken' : 403);
  },
});
const stranger = (name: string, headers: Headers): Caller => ({ name, headers: () => headers, wanted: () => 401 });

function member(role: CustomerRole): Caller {
  return {
    name: `a customer’s ${role}`,
    headers: () => signedIn(`member.${role}`),
    wanted: (access) => {
      if (access.kind === 'person') return 'taken';
      if (access.kind === 'customer') return memberMay(role, access.permission) ? 'taken' : 403;
      return access.kind === 'admin' ? 403 : 401;
    },
  };
}

function operator(role: InstallationRole): Caller {
  return {
    name: `the installation’s ${role}`,
    headers: () => signedIn(`operator.${role}`),
    wanted: (access) => {
      if (access.kind === 'person') return 'taken';
      if (access.kind === 'admin') return operatorMay(role, access.permission) ? 'taken' : 403;
      // Whoever runs the installation is no member of its customers; and a session opens nothing under /v1.
      return access.kind === 'customer' ? 403 : 401;
    },
  };
}

const CALLERS: readonly Caller[] = [
  stranger('nobody', {}),
  stranger('nonsense', bearer('nonsense')),
  stranger('an empty bearer', { authorization: 'Bearer ' }),
  stranger('basic credentials', { authorization: 'Basic YTpi' }),
  stranger('a cookie that is none of ours', { cookie: 'tokenok_session=v1.a.b.c' }),
  {
    name: 'the admin token',
    headers: () => bearer(token),
    wanted: (access) => (access.kind === 'admin' ? (access.isForPeople ? 403 : 'taken') : 401),
  },
  { name: 'the admin token as a key', headers: () => ({ 'x-api-key': token }), wanted: () => 401 },
  ...CUSTOMER_ROLES.map(member),
  {
    name: 'an owner of another customer',
    headers: async () => ({ ...(await signedIn('member.owner')), 'x-tokenok-customer': foreign }),
    wanted: (access) => (access.kind === 'customer' ? 404 : member('owner').wanted(access)),
  },
  ...INSTALLATION_ROLES.map(operator),
  ...SCOPES.map((scope) => keyed(scope, [scope])),
  keyed('all', SCOPES),
  keyed('all, by x-api-key', SCOPES, (key) => ({ 'x-api-key': key ?? '' })),
  keyed('all, beside a bearer of another service', SCOPES, (key) => ({ 'x-api-key': key ?? '', ...bearer('sk-of-another') })),
  keyed('all, beside an x-api-key of another service', SCOPES, (key) => ({ 'x-api-key': 'sk-of-another', ...bearer(key ?? '') })),
  keyed('revoked', [], bearer, () => 401),
  keyed('rotated', [], bearer, () => 401),
  keyed('suspended', [], bearer, (scopes) => (scopes.includes('billing:read') ? 'taken' : 403)),
];

/** What no route does with a body that says nothing, and with an id that nothing has, is done by none of these calls. */
async function ask({ method, path }: RouteFacts, headers: Headers): Promise<Response> {
  const body = ['POST', 'PUT', 'PATCH'].includes(method) ? {} : undefined;
  const answer = await call(method, path.replaceAll(/\{\w+\}/g, 'x'), headers, body);
  // What goes on for ever is listened to no further.
  if (answer.headers.get('content-type') === 'text/event-stream') await answer.body?.cancel();
  if (answer.ok && method === 'DELETE' && /session/.test(path)) sessions.clear();
  return answer;
}

/** What an answer says; a stream of events would never end. */
async function said<Body extends object>(answer: Response): Promise<Partial<Body>> {
  if (/event-stream/.test(answer.headers.get('content-type') ?? '')) {
    await answer.body?.cancel();
    return {};
  }
  return (await answer.json().catch(() => ({}))) as Partial<Body>;
}

const isRefusal = (status: number): status is 401 | 403 => status === 401 || status === 403;

describe('every route', () => {
  it.each(CALLERS.map((caller) => [caller.name, caller] as const))('takes %s as its decorator says', async (_name, caller) => {
    const wrong: unknown[] = [];
    for (const route of facts) {
      const { access } = route;
      if (access === undefined || access.kind === 'anyone') continue;
      const wanted = caller.wanted(access);
      const answer = await ask(route, await caller.headers());
      const { status, headers } = answer;
      const { field, detail = '' } = await said<{ readonly field?: string; readonly detail?: string }>(answer);
      // What is not there is 404 also to whoever may ask for it.
      const isForeign = status === 404 && field === 'x-tokenok-customer';
      // The scope lets it in, and what it asks for is more than it holds.
      const isBeyond = detail.startsWith('A key hands on no more than it holds');
      const is = isRefusal(status) && !isBeyond ? status : isForeign ? 404 : status < 500 ? 'taken' : status;
      const isChallenged = status !== 401 || /^Bearer/.test(headers.get('www-authenticate') ?? '');
      if (is !== wanted || !isChallenged) wrong.push([route.method, route.path, { wanted, status, isChallenged }]);
    }
    expect(wrong).toEqual([]);
  });

  it('of a customer hides what is another’s, as if it were not there', async () => {
    const [mine, other] = [await customer(), await customer()];
    const [ownKey, foreignKey] = [await issue(mine, SCOPES), await issue(other, SCOPES)];
    const chat = { model: 'tokenok-fast', messages: [{ role: 'user', content: 'Hello' }], max_tokens: 10 };
    await call('POST', `/admin/customers/${mine}/credits`, { ...bearer(token), 'idempotency-key': 'r' }, { amount: '1', reason: 'x' });
    const request = (await call('POST', '/v1/chat/completions', bearer(ownKey.key), chat)).headers.get('x-request-id') ?? '';
    const statuses = async (by: Headers) =>
      Promise.all(
        [
          ['GET', `/me/requests/${request}`],
          ['POST', `/me/api-keys/${ownKey.id}/rotate`],
          ['DELETE', `/me/api-keys/${ownKey.id}`],
        ].map(async ([method = '', path = '']) => (await call(method, path, by, method === 'POST' ? {} : undefined)).status),
      );
    expect(await statuses(bearer(foreignKey.key))).toEqual([404, 404, 404]);
    expect(await statuses(await signedIn('member.owner'))).toEqual([404, 404, 404]);
    expect((await call('GET', `/me/requests/${request}`, bearer(ownKey.key))).status).toBe(200);
    const lists = await call('GET', '/me/api-keys', bearer(foreignKey.key));
    expect(await lists.text()).not.toContain(ownKey.id);
  });

  it('was asked by every role, and there are all of them', () => {
    expect(CALLERS.length).toBeGreaterThan(20);
    expect(facts.length).toBeGreaterThan(50);
    const asked = facts.flatMap(({ access }) => (access && 'scopes' in access ? access.scopes : []));
    expect([...new Set(asked)].sort()).toEqual([...SCOPES].sort());
  });
});

describe('a session of somebody who belongs to several customers', () => {
  it('says which it means, by the header or the query; of no other it hears anything', async () => {
    const second = await customer();
    const session = await signedIn('member.finance');
    const { person: id } = (await (await call('GET', '/session', session)).json()) as { readonly person: string };
    const origin = { actor: 'test', cause: 'test', commandId: mintCommandId() };
    await gateway.app.get(CommandBus).execute(new AddMember(second, id, 'viewer', origin));
    const read = async (headers: Headers, query = ''): Promise<unknown[]> => {
      const answer = await call('GET', `/me${query}`, { ...session, ...headers });
      const { code, field, customer: of } = (await answer.json()) as { code?: string; field?: string; customer?: { id: string } };
      return [answer.status, code ?? of?.id, field];
    };
    expect(await read({})).toEqual([400, 'customer_required', 'x-tokenok-customer']);
    expect(await read({ 'x-tokenok-customer': own })).toEqual([200, own, undefined]);
    expect(await read({}, `?customer=${second}`)).toEqual([200, second, undefined]);
    expect(await read({ 'x-tokenok-customer': foreign })).toEqual([404, 'not_found', 'x-tokenok-customer']);
    expect(await read({}, '?customer=cus_none')).toEqual([404, 'not_found', 'customer']);
  });
});

describe('step-up', () => {
  it('is wanted ten minutes after factors were shown, wherever a route says so, and nowhere else', async () => {
    const wrong: unknown[] = [];
    for (const [name, kind] of [
      ['member.owner', 'customer'],
      ['operator.owner', 'admin'],
      ['operator.owner', 'person'],
    ] as const) {
      const session = await signedIn(name);
      await age(name);
      for (const route of facts.filter(({ access }) => access?.kind === kind)) {
        const answer = await ask(route, session);
        const { code } = await said<{ readonly code?: string }>(answer);
        if ((code === 'step_up_required') !== route.needsStepUp) wrong.push([route.method, route.path, answer.status, code]);
        if (!sessions.has(name)) break;
      }
    }
    expect(wrong).toEqual([]);
    expect(facts.filter(({ needsStepUp }) => needsStepUp).length).toBeGreaterThan(10);
  });
});

/** As if the factors had been shown eleven minutes ago: what is recorded is what was, so the state in memory is aged. */
async function age(name: string): Promise<void> {
  const directory = gateway.app.get(Directory);
  const { pepper } = gateway.app.get(InstallationSecrets);
  const found = directory.personByAddress(hashEmail(pepper, `${name}@example.com`));
  for (const session of found?.sessions ?? []) Object.assign(session, { shown_at: new Date(Date.now() - 11 * 60_000).toISOString() });
  await Promise.resolve();
}

describe('docs/roles.md', () => {
  it('says which role may take which route, as the decorators and the one table have it', () => {
    const page = rolesPage(facts);
    if (process.env['TOKENOK_WRITE_DOCS'] !== undefined) writeFileSync('docs/roles.md', page);
    expect(readFileSync('docs/roles.md', 'utf8')).toBe(page);
  });
});
