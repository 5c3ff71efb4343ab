import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Directory } from '#directory';
import { InstallationSecrets, hashEmail, type Person } from '#identity';
import { createLog, parseEnvironment } from '#process';
import { totpCode } from '../../../libs/identity/people/totp.js';
import { Gateway } from '../gateway.js';
import { Secrets } from '../ground/secrets.js';
import { SoftPasskey } from './testing/soft-passkey.js';

type Body = Record<string, unknown>;
interface Answer {
  readonly status: number;
  readonly body: Body;
  readonly cookie: string;
}

const dataDir = mkdtempSync(join(tmpdir(), 'tokenok-people-'));
let gateway: Gateway;
let origin: string;
beforeAll(async () => {
  gateway = await Gateway.start({ environment: parseEnvironment({ PORT: '0', TOKENOK_DATA_DIR: dataDir }), log: createLog('silent') });
  origin = `http://localhost:${new URL(gateway.url).port}`;
});
afterAll(async () => {
  await gateway.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** As a page of ours at localhost. */
async function call(method: string, path: string, body?: object, cookie = '', headers: Record<string, string> = {}): Promise<Answer> {
  const own = { origin, 'content-type': 'application/json', ...(cookie && { cookie }), ...headers };
  const response = await fetch(`${origin}${path}`, { method, headers: own, ...(body && { body: JSON.stringify(body) }) });
  const text = await response.text();
  const set = response.headers.get('set-cookie')?.split(';')[0] ?? '';
  return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Body), cookie: set };
}
const refused = ({ status, body }: Answer): unknown[] => [status, body['code'], body['field']];

const email = (): string => readFileSync(join(dataDir, 'admin-email'), 'utf8').trim();
let password = '';
beforeAll(() => void (password = readFileSync(join(dataDir, 'admin-password'), 'utf8').trim()));

const signIn = (code?: string): Promise<Answer> =>
  call('POST', '/session', { email: email(), password, ...(code !== undefined && { code }) });
async function signedIn(code?: string): Promise<string> {
  const answer = await signIn(code);
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return answer.cookie;
}
const isOpen = async (cookie: string): Promise<boolean> => (await call('GET', '/session', undefined, cookie)).status === 200;
function owner(): Person {
  const { pepper } = gateway.app.get(InstallationSecrets);
  return gateway.app.get(Directory).personByAddress(hashEmail(pepper, email())) as Person;
}

describe('whoever is signed in', () => {
  it('is told who he is, what he may and until when', async () => {
    const { body } = await call('GET', '/session', undefined, await signedIn());
    expect(body).toMatchObject({
      ...{ person: owner().person, email: email(), language: null, time_zone: null, installation_role: 'owner' },
      memberships: [{ name: 'Demo', role: 'owner', currency: 'USD', permissions: expect.arrayContaining(['people.write']) as unknown }],
      password_change_asked: true,
      factors: { password: true, totp: false, recovery_codes_left: 0, passkeys: [] },
      features: { mail: false, sign_up: false, passkeys: true },
    });
    const left = (name: string): number => (Date.parse(String(body[name])) - Date.now()) / 60_000;
    expect([left('step_up_until'), left('idle_expires_at'), left('expires_at')].map(Math.round)).toEqual([10, 12 * 60, 7 * 24 * 60]);
  });

  it('is nobody without a session, and a page may know what is offered before anybody has signed in', async () => {
    expect(refused(await call('GET', '/session'))).toEqual([401, 'unauthenticated', undefined]);
    const { body } = await call('GET', '/session/installation');
    expect(body).toMatchObject({ name: 'Tokenok', has_started: true, languages: ['en', 'zh', 'ja', 'ko'] });
  });

  it('chooses a language and a time zone, each by itself', async () => {
    const cookie = await signedIn();
    const chosen = async (): Promise<unknown[]> => {
      const { body } = await call('GET', '/session', undefined, cookie);
      return [body['language'], body['time_zone']];
    };
    expect((await call('PUT', '/session/preferences', { language: 'ja' }, cookie)).status).toBe(204);
    expect((await call('PUT', '/session/preferences', { time_zone: 'Asia/Tokyo' }, cookie)).status).toBe(204);
    expect(await chosen()).toEqual(['ja', 'Asia/Tokyo']);
    expect((await call('PUT', '/session/preferences', { language: null, time_zone: null }, cookie)).status).toBe(204);
    expect(await chosen()).toEqual([null, null]);
    expect(refused(await call('PUT', '/session/preferences', { time_zone: 'Mars/Base' }, cookie))).toEqual([
      400,
      'invalid_request',
      'time_zone',
    ]);
  });

  it('sees where he is signed in, in words, and ends one or all others', async () => {
    const [one, two, three] = [await signedIn(), await signedIn(), await signedIn()];
    const list = (await call('GET', '/session/sessions', undefined, three)).body['data'] as Body[];
    const [own, second] = list;
    expect(own).toMatchObject({ current: true, client: 'node', factors: ['password'] });
    expect(String(own?.['address'])).toMatch(/127\.0\.0\.1|::1/);
    expect((await call('DELETE', `/session/sessions/${String(second?.['id'])}`, undefined, three)).status).toBe(204);
    expect([await isOpen(one), await isOpen(two), await isOpen(three)]).toEqual([true, false, true]);
    expect((await call('DELETE', '/session/sessions/ses_none', undefined, three)).status).toBe(404);
    expect((await call('DELETE', '/session/sessions', undefined, three)).status).toBe(204);
    expect([await isOpen(one), await isOpen(three)]).toEqual([false, true]);
    expect(((await call('GET', '/session/sessions', undefined, three)).body['data'] as Body[]).length).toBe(1);
  });
});

describe('step-up', () => {
  const age = (): void => {
    for (const session of owner().sessions) Object.assign(session, { shown_at: new Date(Date.now() - 11 * 60_000).toISOString() });
  };

  it('is asked for ten minutes after a sign-in, and given for the password', async () => {
    const cookie = await signedIn();
    const issue = () => call('POST', '/me/api-keys', { name: 'k' }, cookie);
    expect((await issue()).status).toBe(201);
    age();
    expect(refused(await issue())).toEqual([403, 'step_up_required', undefined]);
    expect(refused(await call('POST', '/session/step-up', { password: 'wrong' }, cookie))).toEqual([403, 'permission_denied', 'password']);
    const { status, body } = await call('POST', '/session/step-up', { password }, cookie);
    expect([status, Math.round((Date.parse(String(body['step_up_until'])) - Date.now()) / 60_000)]).toEqual([200, 10]);
    expect((await issue()).status).toBe(201);
  });

  it('is nothing that a key or the admin token has: what only people do they cannot', async () => {
    const { adminToken = '' } = gateway.app.get(Secrets);
    const bearer = { authorization: `Bearer ${adminToken}` };
    const change = { current_password: password, new_password: 'another password' };
    expect((await call('PUT', '/admin/me/password', change, '', bearer)).status).toBe(403);
    for (const path of ['/session/password', '/session/preferences'])
      expect([path, (await call('PUT', path, change, '', bearer)).status]).toEqual([path, 401]);
  });
});

describe('a password', () => {
  it('that was made up is asked to be changed until it is; all sessions end but the one that goes on', async () => {
    const [one, other] = [await signedIn(), await signedIn()];
    const next = 'a password of his own';
    const changed = await call('PUT', '/session/password', { current_password: password, new_password: next }, one);
    expect(changed.status).toBe(204);
    expect([await isOpen(one), await isOpen(other), await isOpen(changed.cookie)]).toEqual([false, false, true]);
    expect((await signIn()).status).toBe(401);
    password = next;
    expect((await call('GET', '/session', undefined, await signedIn())).body['password_change_asked']).toBe(false);
  });
});

describe('one-time codes', () => {
  let secret = '';
  let recovery: string[] = [];
  /** The codes of three steps around now are taken: each once, the next later than the last. */
  let step = 0;
  const nextCode = async (): Promise<string> => {
    const now = (): number => Math.floor(Date.now() / 30_000);
    step = Math.max(step + 1, now() - 1);
    while (step > now() + 1) await new Promise((resolve) => setTimeout(resolve, 250));
    return totpCode(secret, step * 30_000);
  };

  it('are on once a code was given; recovery codes are shown once, and all other sessions end', async () => {
    const [cookie, other] = [await signedIn(), await signedIn()];
    const begun = await call('POST', '/session/totp', {}, cookie);
    expect(begun.status).toBe(201);
    secret = String(begun.body['secret']);
    expect(begun.body['uri']).toContain(`secret=${secret}`);
    expect(refused(await call('POST', '/session/totp/confirm', { code: '000000' }, cookie))).toEqual([403, 'permission_denied', 'code']);
    const confirmed = await call('POST', '/session/totp/confirm', { code: await nextCode() }, cookie);
    recovery = confirmed.body['recovery_codes'] as string[];
    expect([confirmed.status, recovery.length, await isOpen(cookie), await isOpen(other)]).toEqual([200, 10, true, false]);
    expect((await call('POST', '/session/totp', {}, cookie)).status).toBe(409);
  });

  it('are wanted at a sign-in then, and count once', async () => {
    expect(refused(await signIn())).toEqual([401, 'second_factor_required', 'code']);
    expect(refused(await signIn('000000'))).toEqual([401, 'unauthenticated', 'code']);
    const code = await nextCode();
    const both = await Promise.all([signIn(code), signIn(code)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401]);
    expect((await signIn(code)).status).toBe(401);
  });

  it('are stood in for by recovery codes, each once', async () => {
    const [one = '', two = ''] = recovery;
    const both = await Promise.all([signIn(one), signIn(one)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401]);
    const cookie = await signedIn(two.toUpperCase());
    const left = (await call('GET', '/session', undefined, cookie)).body['factors'] as Body;
    expect(left).toMatchObject({ totp: true, recovery_codes_left: 8 });
    const made = await call('POST', '/session/recovery-codes', {}, cookie);
    expect((await signIn(recovery[2])).status).toBe(401);
    recovery = made.body['recovery_codes'] as string[];
  });

  it('are wanted at a step-up, and go when they are turned off', async () => {
    const cookie = await signedIn(recovery[0]);
    expect(refused(await call('POST', '/session/step-up', { password }, cookie))).toEqual([401, 'second_factor_required', 'code']);
    expect((await call('POST', '/session/step-up', { password, code: recovery[1] }, cookie)).status).toBe(200);
    expect((await call('DELETE', '/session/totp', undefined, cookie)).status).toBe(204);
    expect((await signIn()).status).toBe(200);
  });
});

describe('a passkey', () => {
  const passkey = new SoftPasskey();
  const signing = (options: Body, by = passkey, isVerified = true) => ({
    challenge_id: options['challenge_id'],
    response: by.signed({ challenge: String(options['challenge']), origin, rpId: 'localhost', isVerified }),
  });
  const toSignIn = async (): Promise<Body> => (await call('POST', '/session/passkey/options', {})).body;
  const enter = (body: object): Promise<Answer> => call('POST', '/session/passkey', body);

  it('is made for this place by whoever is signed in, and ends all other sessions', async () => {
    const [cookie, other] = [await signedIn(), await signedIn()];
    const { body: options } = await call('POST', '/session/passkeys/options', {}, cookie);
    expect(options).toMatchObject({ rp: { id: 'localhost' }, authenticatorSelection: { userVerification: 'required' } });
    const of = { challenge: String(options['challenge']), origin, rpId: 'localhost' };
    const add = (response: object) =>
      call('POST', '/session/passkeys', { challenge_id: options['challenge_id'], name: 'Laptop', response }, cookie);
    expect(refused(await add(passkey.created({ ...of, origin: 'http://localhost:1' })))).toEqual([403, 'permission_denied', 'response']);
    expect((await add(passkey.created({ ...of, isVerified: false }))).status).toBe(403);
    expect((await add({ id: 'x' })).status).toBe(403);
    const added = await add(passkey.created(of));
    expect([added.status, added.body['name'], await isOpen(cookie), await isOpen(other)]).toEqual([201, 'Laptop', true, false]);
    expect((await add(passkey.created(of))).status).toBe(403);
    const { factors } = (await call('GET', '/session', undefined, cookie)).body as { factors: { passkeys: Body[] } };
    expect(factors.passkeys).toMatchObject([{ id: added.body['id'], name: 'Laptop', last_used_on: null }]);
  });

  it('signs in by itself, for each challenge once, and only where its device has recognised whoever is there', async () => {
    const options = await toSignIn();
    expect((await enter(signing(options, passkey, false))).status).toBe(401);
    const body = signing(options);
    const opened = await enter(body);
    expect([opened.status, await isOpen(opened.cookie)]).toEqual([200, true]);
    expect((await enter(body)).status).toBe(401);
    expect((await enter(signing(options))).status).toBe(401);
    expect((await enter(signing(await toSignIn(), new SoftPasskey()))).status).toBe(401);
    expect((await enter({ ...signing(await toSignIn()), challenge_id: 'v1.cookie.a.b' })).status).toBe(401);
  });

  it('steps up, by a challenge for that session alone', async () => {
    const { cookie } = await enter(signing(await toSignIn()));
    const path = '/session/step-up/passkey';
    const { body: options } = await call('POST', `${path}/options`, {}, cookie);
    const { cookie: elsewhere } = await enter(signing(await toSignIn()));
    expect((await call('POST', path, signing(options), elsewhere)).status).toBe(403);
    expect((await call('POST', path, signing(await toSignIn()), cookie)).status).toBe(403);
    const { body: again } = await call('POST', `${path}/options`, {}, cookie);
    expect((await call('POST', path, signing(again), cookie)).status).toBe(200);
  });

  it('is none of an address: there it is refused, and offered to nobody', async () => {
    const own = { origin: gateway.url, 'content-type': 'application/json' };
    expect((await fetch(`${gateway.url}/session/passkey/options`, { method: 'POST', headers: own, body: '{}' })).status).toBe(409);
    const { features } = (await (await fetch(`${gateway.url}/session/installation`)).json()) as { features: Body };
    expect(features['passkeys']).toBe(false);
  });

  it('that was removed opens nothing', async () => {
    const { cookie } = await enter(signing(await toSignIn()));
    const id = owner().passkeys[0]?.passkey ?? '';
    expect((await call('DELETE', `/session/passkeys/${id}`, undefined, cookie)).status).toBe(204);
    expect((await call('DELETE', `/session/passkeys/${id}`, undefined, cookie)).status).toBe(404);
    expect((await enter(signing(await toSignIn()))).status).toBe(401);
  });
});
