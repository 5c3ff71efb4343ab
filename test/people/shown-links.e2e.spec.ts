import { GatewayProcess, removeDirectories, runTokenok } from '../support/gateway/gateway.process.js';
import { Visitor, refusalOf } from '../support/gateway/visitor.js';
import type { Answer } from '../support/gateway/http.js';

const OWNER = { email: 'root@example.com', password: 'correct horse battery' };
const PASSWORD = 'a password of my own';

let gateway: GatewayProcess;
let root: Visitor;

beforeAll(async () => {
  const environment = { TOKENOK_ADMIN_EMAIL: OWNER.email, TOKENOK_ADMIN_PASSWORD: OWNER.password };
  gateway = await GatewayProcess.start({ environment: { ...environment, TOKENOK_PUBLIC_URL: 'http://localhost:9999/ai/' } });
  root = new Visitor(gateway.url);
  await root.signIn(OWNER.email, OWNER.password);
});

afterAll(async () => {
  await gateway?.stop();
  removeDirectories();
});

const visitor = (): Visitor => new Visitor(gateway.url);
const tokenIn = (link: unknown): string => String(link).split('#')[1] ?? '';
const join = (who: Visitor, token: string, password = PASSWORD): Promise<Answer> =>
  who.send('POST', '/session/invitation', { token, password });

async function customer(email: string): Promise<{ id: string; token: string; link: string }> {
  const body = { name: 'A', email: 'a@example.com', currency: 'USD', owner: { email } };
  const { id, invitation } = (await root.send('POST', '/admin/customers', body)).json<{ id: string; invitation: { link: string } }>();
  return { id, link: invitation.link, token: tokenIn(invitation.link) };
}

describe('without mail', () => {
  it('a link is shown to who invites, once, under the public URL; a repetition of the command has none', async () => {
    const { id } = await customer('one@example.com');
    const body = { email: 'two@example.com', role: 'developer' };
    const send = () => root.send('POST', `/admin/customers/${id}/people`, body, { 'idempotency-key': 'invite-two' });
    const [first, again] = [await send(), await send()];
    expect(first.json()).toMatchObject({ email: body.email, mailed: false });
    expect(first.json()['link']).toMatch(/^http:\/\/localhost:9999\/ai\/console\/join#cus_\w+\.inv_\w+\.[\w-]{43}$/);
    expect([again.status, again.json()['id'], again.json()['link']]).toEqual([201, first.json()['id'], undefined]);
    expect(JSON.stringify(again.json())).not.toContain(body.email);
  });

  it('whoever comes by it is unproven, belongs to that one customer, and no other invitation attaches', async () => {
    const [one, other] = [await customer('three@example.com'), await customer('three@example.com')];
    const who = visitor();
    expect((await join(who, one.token)).status).toBe(200);
    const { data } = (await root.send('GET', `/admin/customers/${one.id}/people`)).json<{ data: object[] }>();
    expect(data).toMatchObject([{ email: 'three@example.com', role: 'owner', is_proven: false }]);
    for (const each of [visitor(), who]) {
      expect(refusalOf(await join(each, other.token))).toEqual([409, 'address_unproven']);
      expect(refusalOf(await each.send('POST', '/session/invitation/look', { token: other.token }))).toEqual([409, 'address_unproven']);
    }
    const asOperator = (await root.send('POST', '/admin/people', { email: 'three@example.com', role: 'support' })).json();
    expect(refusalOf(await join(who, tokenIn(asOperator['link'])))).toEqual([409, 'address_unproven']);
  });

  it('no address is changed, nobody signs up, and a reset is a link for the owner of the installation to hand on', async () => {
    const { token } = await customer('four@example.com');
    const who = visitor();
    const { person } = (await join(who, token)).json<{ person: string }>();
    expect(refusalOf(await who.send('POST', '/session/address', { email: 'x@example.com' }))).toEqual([409, 'mail_off']);
    expect(refusalOf(await who.send('POST', '/session/sign-up', { email: 'x@example.com' }))).toEqual([404, 'not_found']);
    expect((await visitor().send('POST', '/session/reset-request', { email: 'four@example.com' })).status).toBe(202);
    const reset = await root.send('POST', `/admin/people/${person}/reset`, {});
    expect(reset.json()).toMatchObject({ mailed: false });
    const facts = { token: tokenIn(reset.json()['link']), new_password: 'another password' };
    expect((await visitor().send('POST', '/session/reset', facts)).status).toBe(204);
    expect((await who.send('GET', '/session')).status).toBe(401);
    expect((await who.signIn('four@example.com', 'another password')).status).toBe(200);
    const { data } = (await root.send('GET', '/admin/people?limit=1000')).json<{ data: { person: string; is_proven: boolean }[] }>();
    expect(data.find((each) => each.person === person)?.is_proven).toBe(false);
  });

  it('the banner says once that no mail is sent', () => expect(gateway.out.match(/No mail is sent/g)).toHaveLength(1));
});

describe('tokenok people', () => {
  const people = async (...args: readonly string[]) => {
    const ran = await runTokenok(['people', ...args, '--json', '--data-dir', gateway.dataDir]);
    return { ...ran, answer: ran.code === 0 ? (JSON.parse(ran.out) as { person: string; password: string | null }) : undefined };
  };

  it('lets somebody in beside a running gateway: with a proven address, a password that is asked to be changed, and a role', async () => {
    const { id } = await customer('five@example.com');
    const added = await people('add', 'six@example.com', '--role', 'auditor');
    expect(added.code).toBe(0);
    const who = visitor();
    expect((await who.signIn('six@example.com', added.answer?.password ?? '')).status).toBe(200);
    expect((await who.send('GET', '/session')).json()).toMatchObject({ installation_role: 'auditor', password_change_asked: true });
    expect((await people('role', 'six@example.com', '--customer', id, '--role', 'viewer')).code).toBe(0);
    expect((await who.send('GET', '/session')).json()).toMatchObject({ memberships: [{ customer: id, role: 'viewer' }] });
    const reset = await people('reset', 'six@example.com');
    expect((await who.send('GET', '/session')).status).toBe(401);
    expect((await who.signIn('six@example.com', reset.answer?.password ?? '')).status).toBe(200);
  });

  it('says what does not fit: the last owner, a role that is none, somebody who is there or is not', async () => {
    const refused = await Promise.resolve([
      await people('role', OWNER.email, '--role', 'none'),
      await people('role', 'six@example.com', '--role', 'viewer'),
      await people('add', 'six@example.com', '--role', 'auditor'),
      await people('reset', 'nobody@example.com'),
    ]);
    expect(refused.map(({ code, err }) => [code, /^tokenok: (.{9})/.exec(err)?.[1]])).toEqual([
      [1, 'Somebody '],
      [1, 'viewer is'],
      [1, 'There is '],
      [1, 'There is '],
    ]);
  });

  it('does the same while the gateway is stopped', async () => {
    await gateway.stop();
    const added = await people('add', 'seven@example.com', '--role', 'owner');
    expect([added.code, added.err]).toEqual([0, '']);
    expect((await people('role', OWNER.email, '--role', 'none')).code).toBe(0);
    expect((await people('role', 'seven@example.com', '--role', 'none')).code).toBe(1);
    gateway = await GatewayProcess.start({ dataDir: gateway.dataDir });
    const who = visitor();
    expect((await who.signIn('seven@example.com', added.answer?.password ?? '')).status).toBe(200);
    expect((await who.send('GET', '/session')).json()).toMatchObject({ installation_role: 'owner' });
    expect((await runTokenok(['verify', '--data-dir', gateway.dataDir])).code).toBe(0);
  });
});
