import { randomUUID } from 'node:crypto';
import { ADMIN_TOKEN } from '../support/gateway/gateway.process.js';
import { call, type Answer } from '../support/gateway/http.js';
import { nanos } from '../support/gateway/nanos.js';
import { Scene } from '../support/gateway/scene.js';
import { makeWebhookSecret, signWebhook, type Signing } from '../support/gateway/signed-webhook.js';
import { until } from '../support/gateway/until.js';

const secret = makeWebhookSecret();
const nextSecret = makeWebhookSecret();

const scene = Scene.of(undefined, { environment: { TOKENOK_PAYMENTS_PAYCO_SECRET: `${secret},${nextSecret}` } });

const payment = (facts: object = {}, type = 'payment.succeeded'): string =>
  JSON.stringify({
    type,
    timestamp: new Date().toISOString(),
    data: { payment_id: `pay-${randomUUID()}`, customer_id: scene.customer.id, amount: '10.00', currency: 'USD', ...facts },
  });

const post = (body: string, headers: Readonly<Record<string, string>>, provider = 'payco'): Promise<Answer> =>
  call({ method: 'POST', url: `${scene.installation.url}/webhooks/payments/${provider}`, body, headers });

const send = (body: string, signing: Partial<Signing> = {}): Promise<Answer> => post(body, signWebhook(body, { secret, ...signing }));

async function available(): Promise<bigint> {
  const books = await scene.installation.books();
  expect(books.violations).toEqual([]);
  return books.account(scene.customer.account).available;
}

describe('a payment webhook', () => {
  it('credits once, however often, in whatever order and however many at once it comes', async () => {
    const before = await available();
    const body = payment();
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(body)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect((await send(body)).text).toBe(answers[0]?.text);
    expect((await available()) - before).toBe(nanos('10.00'));
  });

  it('that reports the same payment with other facts is refused, and shown to admins', async () => {
    const payment_id = `pay-${randomUUID()}`;
    expect((await send(payment({ payment_id }))).status).toBe(200);
    const before = await available();
    const contradicted = await send(payment({ payment_id, amount: '11.00' }));
    expect([contradicted.status, contradicted.json()]).toMatchObject([409, { code: 'payment_contradicted' }]);
    expect(await available()).toBe(before);
    // The read model may be a moment behind.
    const shown = () => scene.installation.admin.send('GET', '/admin/ledger/contradictions');
    await until('admins see it', async () => (await shown()).text.includes(payment_id));
  });

  it('of another kind is acknowledged, and changes nothing', async () => {
    const before = await available();
    expect((await send(payment({}, 'payment.created'))).status).toBe(200);
    expect(await available()).toBe(before);
  });
});

describe('a payment webhook that is not to be trusted', () => {
  let events: number;
  beforeEach(async () => {
    events = (await scene.installation.books()).events.length;
  });
  afterEach(async () => {
    expect((await scene.installation.books()).events).toHaveLength(events);
  });

  it.each([
    ['is not signed', (body: string) => post(body, {})],
    ['is signed with another secret', (body: string) => send(body, { secret: makeWebhookSecret() })],
    ['is ten minutes old', (body: string) => send(body, { timestamp: Math.floor(Date.now() / 1_000) - 600 })],
    ['comes from the future', (body: string) => send(body, { timestamp: Math.floor(Date.now() / 1_000) + 600 })],
    ['was changed by one byte after it was signed', (body: string) => post(body.replace('10.00', '90.00'), signWebhook(body, { secret }))],
    [
      'bears the signature of another message',
      (body: string) => post(body, { ...signWebhook(body, { secret }), 'webhook-id': 'msg_other' }),
    ],
    [
      'bears a new time on an old signature',
      (body: string) =>
        post(body, {
          ...signWebhook(body, { secret, timestamp: 1_700_000_000 }),
          'webhook-timestamp': String(Math.floor(Date.now() / 1_000)),
        }),
    ],
  ])('because it %s, is refused with 400 and writes nothing', async (_what, deliver) => {
    const answer = await deliver(payment());
    expect([answer.status, answer.json()]).toMatchObject([400, { code: 'invalid_signature' }]);
  });

  it('because nobody knows its provider, is refused with 404', async () => {
    const body = payment();
    expect((await post(body, signWebhook(body, { secret }), 'unknown')).status).toBe(404);
  });

  it('because it is not signed, is refused whatever is wrong with it besides', async () => {
    expect((await post('{"type":', {})).status).toBe(400);
    expect((await send(payment({ customer_id: 'cus_nobody' }), { secret: makeWebhookSecret() })).status).toBe(400);
  });
});

interface Unmatched {
  readonly id: string;
  readonly payment_id: string;
  readonly reason: string;
  readonly amount: string | null;
  readonly currency: string | null;
  readonly customer_id: string | null;
  readonly reports: readonly { readonly facts: string | null; readonly reason: string }[];
}

/** Sent, acknowledged, and as the list has it. */
async function keep(body: string, signing: Partial<Signing> = {}): Promise<Unmatched> {
  const answer = await send(body, signing);
  const { id, status } = answer.json<{ id: string; status: string }>();
  expect([answer.status, status]).toEqual([200, 'unmatched']);
  const list = await scene.installation.admin.send('GET', '/admin/payments/unmatched?limit=1000');
  const found = list.json<{ data: Unmatched[] }>().data.filter((row) => row.id === id);
  expect(found).toHaveLength(1);
  return found[0] as Unmatched;
}

const assign = (id: string, body: object): Promise<Answer> =>
  call({
    method: 'POST',
    url: `${scene.installation.url}/admin/payments/unmatched/${id}/assign`,
    headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
    body,
  });

describe('a genuine payment that no account can take', () => {
  const nobodyTwice = (): string => payment({ customer_id: 'cus_a' }).replace('"cus_a"', '"cus_a","customer_id":"cus_b"');
  const twice = (): string => payment().replace('"amount":"10.00"', '"amount":"10.00","amount":"90.00"');

  it.each([
    ['names nobody', () => payment({ customer_id: 'cus_nobody' }), 'customer_unknown', '10.00'],
    ['names no customer', () => payment({ customer_id: 7 }), 'customer_unknown', '10.00'],
    ['is in another currency', () => payment({ currency: 'EUR' }), 'currency_mismatch', '10.00'],
    ['is in a currency that we do not keep', () => payment({ currency: 'XXQ' }), 'currency_mismatch', null],
    ['has more decimals than its currency', () => payment({ amount: '10.005' }), 'too_many_decimals', null],
    ['has decimals where its currency has none', () => payment({ amount: '10.50', currency: 'JPY' }), 'too_many_decimals', null],
    ['says its amount twice', twice, 'duplicate_members', null],
    ['names two customers', nobodyTwice, 'duplicate_members', '10.00'],
    ['says its amount as a number', () => payment({ amount: 10 }), 'unreadable', null],
    ['says less than nothing', () => payment({ amount: '-1.00' }), 'unreadable', null],
    ['names no payment', () => payment({ payment_id: '' }), 'unreadable', null],
    ['is no JSON', () => '{"type":', 'unreadable', null],
    ['has a NUL in its id', () => payment({ payment_id: 'a\0b' }), 'unreadable', null],
  ])('because it %s, is acknowledged, kept as sent, and credited nowhere', async (_what, make, reason, amount) => {
    const before = await available();
    const body = make();
    const kept = await keep(body);
    expect(kept).toMatchObject({ reason, amount });
    expect(kept.reports.map(({ facts }) => facts)).toEqual([body]);
    expect(await available()).toBe(before);
    expect((await scene.installation.admin.send('GET', '/admin/ledger/trial-balance')).json()).toMatchObject({ balanced: true });
  });

  it('is kept once, however often it comes, and its facts stand nowhere in the clear', async () => {
    const customer_id = `someone-${randomUUID()}@example.com`;
    const body = payment({ customer_id });
    const { id } = await keep(body);
    expect(await keep(body)).toMatchObject({ id, reports: [{ reason: 'customer_unknown' }] });
    const { events } = await scene.installation.books();
    expect(events.filter(({ data }) => data['id'] === id)).toHaveLength(1);
    expect(JSON.stringify(events.map(({ data }) => data))).not.toContain(customer_id);
  });

  it('is credited once to whom it is assigned, and then answers its processor with the credit', async () => {
    const body = payment({ customer_id: 'cus_nobody' });
    const { id } = await keep(body);
    const before = await available();
    const answers = await Promise.all(Array.from({ length: 5 }, () => assign(id, { customer_id: scene.customer.id })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(new Set(answers.map((answer) => answer.json<{ id: string }>().id)).size).toBe(1);
    expect((await available()) - before).toBe(nanos('10.00'));
    expect((await send(body)).json()).toMatchObject({ id: answers[0]?.json<{ id: string }>().id, status: 'credited' });
    expect((await available()) - before).toBe(nanos('10.00'));
    const position = String(answers[0]?.headers['x-tokenok-position']);
    const list = await scene.installation.admin.send('GET', `/admin/payments/unmatched?limit=1000&min_position=${position}`);
    expect(list.text).not.toContain(id);
    const other = await scene.installation.customer();
    expect((await assign(id, { customer_id: other.id })).status).toBe(409);
  });

  it('is credited as what the admin says where it came in another currency, and each currency stays in balance', async () => {
    const { id } = await keep(payment({ currency: 'EUR' }));
    const before = await available();
    const refused = await assign(id, { customer_id: scene.customer.id });
    expect([refused.status, refused.json()]).toMatchObject([400, { field: 'amount' }]);
    expect((await assign(id, { customer_id: scene.customer.id, amount: '11.505' })).json()).toMatchObject({ field: 'amount' });
    const inEuro = await assign(id, { customer_id: scene.customer.id, amount: '10.00', currency: 'EUR' });
    expect([inEuro.status, inEuro.json()]).toMatchObject([400, { code: 'currency_mismatch', field: 'currency' }]);
    expect((await assign(id, { customer_id: scene.customer.id, amount: '11.50', currency: 'USD', reason: 'By wire' })).status).toBe(200);
    expect((await available()) - before).toBe(nanos('11.50'));
    expect(await scene.installation.admin.verify()).toMatchObject({ holds: true, balanced: true, findings: [] });
  });

  it('can be assigned to a customer that there is, and only where there is such a payment', async () => {
    const { id } = await keep(payment({ customer_id: 'cus_nobody' }));
    const nobody = await assign(id, { customer_id: 'cus_nobody' });
    expect([nobody.status, nobody.json()]).toMatchObject([400, { field: 'customer_id' }]);
    expect((await assign('unm_0', { customer_id: scene.customer.id })).status).toBe(404);
  });
});

describe('metrics', () => {
  it('count reports by what became of them', async () => {
    const { text } = await call({ method: 'GET', url: `${scene.installation.url}/metrics` });
    for (const outcome of ['credited', 'unmatched', 'contradicted']) {
      expect(text).toMatch(new RegExp(`tokenok_payment_webhooks_total\\{provider="payco",outcome="${outcome}"\\} [1-9]`));
    }
  });
});

describe('a payment provider whose secret is being replaced', () => {
  it('is believed with the old one and with the new one', async () => {
    const before = await available();
    for (const each of [secret, nextSecret]) expect((await send(payment(), { secret: each })).json()).toMatchObject({ status: 'credited' });
    expect((await available()) - before).toBe(nanos('20.00'));
  });
});
