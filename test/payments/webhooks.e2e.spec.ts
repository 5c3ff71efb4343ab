import { randomUUID } from 'node:crypto';
import { call, type Answer } from '../support/gateway/http.js';
import { nanos } from '../support/gateway/nanos.js';
import { Scene } from '../support/gateway/scene.js';
import { makeWebhookSecret, signWebhook, type Signing } from '../support/gateway/signed-webhook.js';
import { until } from '../support/gateway/until.js';

const secret = makeWebhookSecret();

const scene = Scene.of(undefined, { environment: { TOKENOK_PAYMENTS_PAYCO_SECRET: secret } });

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

  it.each([
    ['data.amount', { amount: '-1.00' }],
    ['data.amount', { amount: '1.0000000001' }],
    ['data.amount', { amount: 10 }],
    ['data.currency', { currency: 'XXQ' }],
    ['data.currency', { currency: 'EUR' }],
    ['data.customer_id', { customer_id: 'cus_nobody' }],
    ['data.payment_id', { payment_id: '' }],
  ])('because its %s is wrong, is refused by that name', async (field, facts) => {
    const answer = await send(payment(facts));
    expect([answer.status, answer.json()]).toMatchObject([400, { field }]);
  });

  it('because it is no JSON, is refused although it is signed', async () => {
    expect((await send('{"type":')).status).toBe(400);
  });
});
