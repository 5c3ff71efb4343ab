import { ADMIN_TOKEN, GatewayProcess, removeDirectories } from '../support/gateway/gateway.process.js';
import { call, type Answer } from '../support/gateway/http.js';
import { Visitor, refusalOf } from '../support/gateway/visitor.js';
import { SmtpServer, type Received } from '../support/smtp/smtp-server.js';

const OWNER = { email: 'root@example.com', password: 'correct horse battery' };
const PASSWORD = 'a password of my own';

let smtp: SmtpServer;
let gateway: GatewayProcess;
let root: Visitor;

beforeAll(async () => {
  smtp = await SmtpServer.start();
  gateway = await GatewayProcess.start({
    environment: {
      TOKENOK_SMTP_URL: smtp.url,
      TOKENOK_MAIL_FROM: 'Tokenok <no-reply@example.com>',
      TOKENOK_SIGNUP: 'open',
      TOKENOK_ADMIN_EMAIL: OWNER.email,
      TOKENOK_ADMIN_PASSWORD: OWNER.password,
    },
  });
  root = new Visitor(gateway.url);
  expect((await root.signIn(OWNER.email, OWNER.password)).status).toBe(200);
});

afterAll(async () => {
  await gateway?.stop();
  await smtp?.stop();
  removeDirectories();
});

let counted = 0;
const address = (): string => `Person${(counted += 1)}@example.com`;
const lower = (email: string): string => email.toLowerCase();
const visitor = (headers = {}): Visitor => new Visitor(gateway.url, headers);
const mailTo = (email: string): Promise<Received> => smtp.take(({ to }) => to.includes(lower(email)));
const linkIn = ({ text }: Received): string => /https?:\/\/\S+/.exec(text)?.[0] ?? '';
const tokenIn = (mail: Received): string => linkIn(mail).split('#')[1] ?? '';

/** A customer with one owner, signed in. */
async function owned(): Promise<{ id: string; owner: Visitor; email: string; person: string }> {
  const email = address();
  const made = await root.send('POST', '/admin/customers', {
    name: 'Ada & Co',
    email: 'books@example.com',
    currency: 'USD',
    owner: { email },
  });
  expect([made.status, made.json()['invitation']]).toMatchObject([201, { role: 'owner', mailed: true }]);
  const owner = visitor();
  const joined = await owner.send('POST', '/session/invitation', { token: tokenIn(await mailTo(email)), password: PASSWORD });
  expect(joined.status).toBe(200);
  const { id } = made.json<{ id: string }>();
  return { id, owner, email, person: String(joined.json()['person']) };
}

async function invited(owner: Visitor, email: string, role = 'developer'): Promise<{ id: string; token: string; mail: Received }> {
  const sent = await owner.send('POST', '/me/people/invitations', { email, role });
  expect([sent.status, sent.json()]).toMatchObject([201, { email, role, mailed: true }]);
  expect(sent.json()).not.toHaveProperty('link');
  const mail = await mailTo(email);
  return { id: String(sent.json()['id']), token: tokenIn(mail), mail };
}

const join = (who: Visitor, token: string, password?: string): Promise<Answer> =>
  who.send('POST', '/session/invitation', { token, ...(password !== undefined && { password }) });
const look = (who: Visitor, token: string): Promise<Answer> => who.send('POST', '/session/invitation/look', { token });

describe('an invitation', () => {
  it('is mailed, leads to where people reach the gateway, and makes a member of whoever has its address, once', async () => {
    const { id, owner } = await owned();
    const email = address();
    const { token, mail } = await invited(owner, email);
    expect(linkIn(mail)).toBe(`${gateway.url}/console/join#${token}`);
    expect(mail.subject).toBe('Invitation to Tokenok');
    const who = visitor();
    expect((await look(who, token)).json()).toMatchObject({
      ...{ email: lower(email), customer: id, customer_name: 'Ada & Co', role: 'developer', needs: 'password' },
    });
    expect(refusalOf(await join(who, token))).toEqual([400, 'invalid_request']);
    const joined = await join(who, token, PASSWORD);
    expect([joined.status, who.isSignedIn]).toEqual([200, true]);
    expect((await who.send('GET', '/session')).json()).toMatchObject({ memberships: [{ customer: id, role: 'developer' }] });
    expect(refusalOf(await join(visitor(), token, PASSWORD))).toEqual([410, 'link_spent']);
    const { data } = (await owner.send('GET', '/me/people')).json<{ data: object[] }>();
    expect(data).toMatchObject([
      { role: 'owner', is_you: true, is_proven: true },
      { email: lower(email), role: 'developer', is_you: false, is_proven: true },
    ]);
    expect((await owner.send('GET', '/me/people/invitations')).json()).toMatchObject({ data: [] });
  });

  it('is told in the language of who invites, where the person has chosen none', async () => {
    const { email, owner } = await owned();
    expect((await owner.send('PUT', '/session/preferences', { language: 'ko' })).status).toBe(204);
    const { mail } = await invited(owner, address());
    expect([mail.subject, mail.text]).toEqual(['Tokenok 초대', expect.stringContaining('개발자')]);
    expect(email).toBeDefined();
  });

  it('is nowhere in the events or the log but as a keyed hash', async () => {
    const { owner } = await owned();
    const email = address();
    const { token } = await invited(owner, email);
    const events = await call({
      ...{ method: 'GET', url: `${gateway.url}/admin/ledger/events?type=MemberInvited&limit=1000` },
      headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
    });
    expect(events.json<{ data: unknown[] }>().data.length).toBeGreaterThan(0);
    const [secret = ''] = token.split('.').slice(-1);
    for (const text of [events.text, gateway.err, gateway.out]) {
      expect(text).not.toContain(secret);
      expect(text.toLowerCase()).not.toContain(lower(email));
    }
  });

  it('of somebody who is here already is accepted as that person, and by nobody else', async () => {
    const [one, other] = [await owned(), await owned()];
    const { token } = await invited(one.owner, other.email, 'viewer');
    const stranger = visitor();
    expect((await look(stranger, token)).json()).toMatchObject({ needs: 'sign_in' });
    expect(refusalOf(await join(stranger, token, PASSWORD))).toEqual([401, 'unauthenticated']);
    expect((await look(one.owner, token)).json()).toMatchObject({ needs: 'other_person' });
    expect(refusalOf(await join(one.owner, token))).toEqual([403, 'permission_denied']);
    expect((await look(other.owner, token)).json()).toMatchObject({ needs: 'accept' });
    expect((await join(other.owner, token)).json()).toEqual({ person: other.person, customer: one.id });
    const { memberships } = (await other.owner.send('GET', '/session')).json<{ memberships: object[] }>();
    expect(memberships).toMatchObject([
      { customer: one.id, role: 'viewer' },
      { customer: other.id, role: 'owner' },
    ]);
  });

  it('grants no more than whoever invites has, and dies with that right', async () => {
    const { owner, id, person } = await owned();
    const second = address();
    const partner = visitor();
    await join(partner, (await invited(owner, second, 'owner')).token, PASSWORD);
    const { token } = await invited(partner, address());
    const people = (await owner.send('GET', '/me/people')).json<{ data: { person: string; is_you: boolean }[] }>().data;
    const theirs = people.find(({ is_you }) => !is_you)?.person ?? '';
    expect((await owner.send('PUT', `/me/people/${theirs}`, { role: 'developer' })).json()).toMatchObject({ role: 'developer' });
    expect(refusalOf(await join(visitor(), token, PASSWORD))).toEqual([410, 'link_spent']);
    expect(refusalOf(await partner.send('POST', '/me/people/invitations', { email: address(), role: 'viewer' }))[0]).toBe(403);
    for (const [method, body] of [['PUT', { role: 'viewer' }], ['DELETE']] as const) {
      expect(refusalOf(await owner.send(method, `/me/people/${person}`, body))).toEqual([409, 'last_owner']);
    }
    expect(refusalOf(await partner.send('DELETE', `/me/people/${person}`))).toEqual([403, 'permission_denied']);
    expect((await partner.send('DELETE', `/me/people/${theirs}`)).status).toBe(204);
    expect((await partner.send('GET', '/me/people')).status).toBe(403);
    expect(id).toMatch(/^cus_/);
  });

  it('is withdrawn, and its address may be invited again', async () => {
    const { owner } = await owned();
    const email = address();
    const { id, token } = await invited(owner, email);
    expect(refusalOf(await owner.send('POST', '/me/people/invitations', { email, role: 'viewer' }))).toEqual([409, 'conflict']);
    expect((await owner.send('GET', '/me/people/invitations')).json()).toMatchObject({ data: [{ id, email: lower(email) }] });
    expect((await owner.send('DELETE', `/me/people/invitations/${id}`)).status).toBe(204);
    expect(refusalOf(await look(visitor(), token))).toEqual([410, 'link_spent']);
    await invited(owner, email);
  });

  it.each(['', 'x', 'cus_1.inv_1.short', 'installation', '__proto__.inv_1'])(
    'that is none of ours (%s) is as one that was used',
    async (text) => {
      const token = text === '' ? `cus_01kb.inv_01kb.${'a'.repeat(43)}` : text;
      expect(refusalOf(await look(visitor(), token))).toEqual([410, 'link_spent']);
    },
  );

  it('is taken by pages of our own origin only', async () => {
    const { token } = await invited((await owned()).owner, address());
    const foreign = visitor({ 'sec-fetch-site': 'cross-site' });
    expect(refusalOf(await join(foreign, token, PASSWORD))).toEqual([403, 'permission_denied']);
  });
});

describe('an invitation to the installation', () => {
  it('gives a role, which an owner changes and takes; the last owner stays', async () => {
    const email = address();
    const sent = await root.send('POST', '/admin/people', { email, role: 'auditor' });
    expect([sent.status, sent.json()]).toMatchObject([201, { email, role: 'auditor', mailed: true }]);
    const auditor = visitor();
    const joined = await join(auditor, tokenIn(await mailTo(email)), PASSWORD);
    expect(joined.json()).toMatchObject({ customer: null });
    const person = String(joined.json()['person']);
    expect((await auditor.send('GET', '/admin/people')).status).toBe(200);
    expect(refusalOf(await auditor.send('POST', '/admin/people', { email: address(), role: 'support' }))[0]).toBe(403);
    expect((await root.send('PUT', `/admin/people/${person}`, { role: 'operator' })).json()).toMatchObject({ role: 'operator' });
    expect((await auditor.send('GET', '/admin/audit-log')).status).toBe(403);
    expect((await root.send('DELETE', `/admin/people/${person}`)).status).toBe(204);
    expect((await auditor.send('GET', '/admin/customers')).status).toBe(403);
    const me = String((await root.send('GET', '/session')).json()['person']);
    expect(refusalOf(await root.send('DELETE', `/admin/people/${me}`))).toEqual([409, 'last_owner']);
    expect(refusalOf(await root.send('PUT', `/admin/people/${me}`, { role: 'viewer' }))).toEqual([400, 'invalid_request']);
    expect(refusalOf(await root.send('PUT', '/admin/people/__proto__', { role: null }))).toEqual([404, 'not_found']);
  });
});

describe('a forgotten password', () => {
  it('is replaced by a link that works once; the sessions end, and the person is told', async () => {
    const { email, owner } = await owned();
    const stranger = visitor({ 'accept-language': 'ja' });
    const asked = await stranger.send('POST', '/session/reset-request', { email });
    expect([asked.status, asked.text]).toEqual([202, '']);
    const mail = await mailTo(email);
    expect(mail.subject).toBe('Tokenok のパスワードの再設定');
    const token = tokenIn(mail);
    expect(linkIn(mail)).toBe(`${gateway.url}/console/reset#${token}`);
    expect((await stranger.send('POST', '/session/reset', { token, new_password: 'another password' })).status).toBe(204);
    expect((await mailTo(email)).subject).toMatch(/^Tokenok: password/);
    expect((await owner.send('GET', '/session')).status).toBe(401);
    expect((await owner.signIn(email, PASSWORD)).status).toBe(401);
    expect((await owner.signIn(email, 'another password')).status).toBe(200);
    expect(refusalOf(await stranger.send('POST', '/session/reset', { token, new_password: PASSWORD }))).toEqual([410, 'link_spent']);
  });

  it('of whom nobody knows is answered alike, and nothing is sent or recorded', async () => {
    const nobody = address();
    const asked = await visitor().send('POST', '/session/reset-request', { email: nobody });
    expect([asked.status, asked.text]).toEqual([202, '']);
    const { email } = await owned();
    await visitor().send('POST', '/session/reset-request', { email });
    await mailTo(email);
    expect(smtp.received.filter(({ to }) => to.includes(lower(nobody)))).toEqual([]);
  });

  it('is reset by an owner of the installation, not by the admin token', async () => {
    const { email, person } = await owned();
    const reset = await root.send('POST', `/admin/people/${person}/reset`, {});
    expect([reset.status, reset.json()]).toEqual([200, { mailed: true }]);
    expect(linkIn(await mailTo(email))).toMatch(/\/console\/reset#per_/);
    const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
    const byToken = await call({ method: 'POST', url: `${gateway.url}/admin/people/${person}/reset`, headers, body: {} });
    expect([401, 403]).toContain(byToken.status);
  });
});

describe('an address', () => {
  it('is changed by a link that is mailed there and followed by who is signed in; the old one is told and free', async () => {
    const { owner, email, person } = await owned();
    const next = address();
    expect((await owner.send('POST', '/session/address', { email: next })).status).toBe(202);
    const mail = await mailTo(next);
    expect(linkIn(mail)).toMatch(/\/console\/address#per_/);
    const confirm = (who: Visitor) => who.send('POST', '/session/address/confirm', { token: tokenIn(mail) });
    expect((await confirm(visitor())).status).toBe(401);
    expect((await confirm(root)).status).toBe(410);
    expect((await confirm(owner)).status).toBe(204);
    expect((await mailTo(email)).subject).toBe('Tokenok: address changed');
    expect((await owner.send('GET', '/session')).json()).toMatchObject({ person, email: lower(next) });
    expect((await visitor().signIn(email, PASSWORD)).status).toBe(401);
    expect((await visitor().signIn(next, PASSWORD)).status).toBe(200);
    expect(refusalOf(await confirm(owner))).toEqual([410, 'link_spent']);
  });

  it('that somebody else has is not had by asking for it', async () => {
    const [one, other] = [await owned(), await owned()];
    expect((await one.owner.send('POST', '/session/address', { email: other.email })).status).toBe(202);
    const token = tokenIn(await mailTo(other.email));
    expect(refusalOf(await one.owner.send('POST', '/session/address/confirm', { token }))).toEqual([409, 'conflict']);
  });
});

describe('signing up, where it is open', () => {
  it('makes a person of a proven address, and a customer without credit', async () => {
    const email = address();
    const who = visitor();
    expect((await who.send('POST', '/session/sign-up', { email })).status).toBe(202);
    const mail = await mailTo(email);
    const token = tokenIn(mail);
    expect(linkIn(mail)).toBe(`${gateway.url}/console/sign-up#${token}`);
    const facts = { token, name: 'Mine', password: PASSWORD, currency: 'EUR' };
    expect(refusalOf(await who.send('POST', '/session/sign-up/confirm', { ...facts, currency: 'XXX' }))).toEqual([400, 'invalid_request']);
    const made = await who.send('POST', '/session/sign-up/confirm', facts);
    expect(made.status).toBe(200);
    const customer = String(made.json()['customer']);
    expect((await who.send('GET', '/session')).json()).toMatchObject({ memberships: [{ customer, role: 'owner', currency: 'EUR' }] });
    expect((await who.send('GET', '/me/balance')).json()).toMatchObject({ available: '0.00' });
    expect(refusalOf(await visitor().send('POST', '/session/sign-up/confirm', facts))).toEqual([410, 'link_spent']);
    expect((await visitor().send('POST', '/session/sign-up', { email })).status).toBe(202);
    expect((await mailTo(email)).subject).toBe('Tokenok: this address has an account');
  });

  it('takes no token that was changed', async () => {
    const email = address();
    await visitor().send('POST', '/session/sign-up', { email });
    const token = tokenIn(await mailTo(email));
    const facts = { token: `${token.slice(0, -2)}AA`, name: 'Mine', password: PASSWORD, currency: 'EUR' };
    expect(refusalOf(await visitor().send('POST', '/session/sign-up/confirm', facts))).toEqual([410, 'link_spent']);
  });
});
