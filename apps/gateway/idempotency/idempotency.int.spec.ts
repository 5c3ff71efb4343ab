import { jest } from '@jest/globals';
import type { EventStore, SealedEvent } from '#event-store';
import { createMemoryEventStore } from '#event-store/memory';
import { VaultUnavailableError } from '#vault';
import { CommandBus } from '@nestjs/cqrs';
import { RotateKey } from '../api-keys/api-keys.commands.js';
import { startAdminGateway, type AdminGateway } from '../testing/admin.js';

type Body = Record<string, unknown>;
interface Answer {
  readonly status: number;
  readonly body: Body;
  readonly headers: Headers;
}

/** When the event of this type is next written, the gateway does not get further: it had not written it, or had just done so. */
let killed: { readonly type: string; readonly when: 'before' | 'after' } | undefined;

/** Told of the type of each event that is about to be written. */
let onAppend = (_type: string): void => undefined;

/** Rotations are written once that is so. */
let held: Promise<void> | undefined;

function mortal(store: EventStore): EventStore {
  const append = async (stream: string, events: readonly SealedEvent[], expected: bigint | 'no_stream') => {
    for (const { type } of events) onAppend(type);
    if (events.some(({ type }) => type === 'KeyRotated')) await held;
    const here = killed !== undefined && events.some(({ type }) => type === killed?.type) ? killed.when : undefined;
    if (here !== undefined) killed = undefined;
    if (here === 'before') throw new Error('killed');
    const appended = await store.append(stream, events, expected);
    if (here === 'after') throw new Error('killed');
    return appended;
  };
  return {
    gapless: store.gapless,
    certain: store.certain,
    probe: () => store.probe(),
    append,
    readStream: (...args) => store.readStream(...args),
    readAll: (...args) => store.readAll(...args),
    eventAt: (position) => store.eventAt(position),
    scan: (...args) => store.scan(...args),
    subscribe: (...args) => store.subscribe(...args),
    head: () => store.head(),
    close: () => store.close(),
  };
}

let gateway: AdminGateway;
beforeAll(async () => {
  gateway = await startAdminGateway(mortal(createMemoryEventStore()));
});
afterAll(() => gateway.stop());
afterEach(() => expect(killed).toBeUndefined());

let keys = 0;
const newKey = (): string => `key-${(keys += 1)}`;

async function call(method: string, path: string, body: unknown, token: string, key?: string): Promise<Answer> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...(key && { 'idempotency-key': key }) };
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(gateway.url + path, { method, headers, ...(body === undefined ? {} : { body: text }) });
  const answer = await response.text();
  return { status: response.status, body: answer === '' ? {} : (JSON.parse(answer) as Body), headers: response.headers };
}
const admin = (method: string, path: string, body?: unknown, key?: string) => call(method, path, body, gateway.admin.token, key);

async function eventsOf(type: string) {
  return (await gateway.store.readAll({ after: 0n, max: 10_000, filter: { types: [type] } })).events;
}
async function recorded(): Promise<string> {
  let text = '';
  for await (const event of gateway.store.scan({ after: 0n })) text += event.text;
  return text;
}
const customerIds = async () => (await eventsOf('CustomerRegistered')).map(({ data }) => data['customer']);
const ADA = { name: 'Ada Lovelace', email: 'ada@example.com', currency: 'USD' };
const newCustomer = async (): Promise<string> => String((await admin('POST', '/admin/customers', ADA)).body['id']);
const code = ({ status, body }: Answer): unknown[] => [status, body['code'], body['field']];

describe('POST /admin/customers under an Idempotency-Key', () => {
  it('registers once and gives the first answer again, with a position, whatever the spelling of the body', async () => {
    const key = newKey();
    const before = (await customerIds()).length;
    const first = await admin('POST', '/admin/customers', ADA, key);
    const again = await admin('POST', '/admin/customers', ' {"currency":"USD", "email":"ada@example.com","name":"Ada Lovelace"}', key);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect(Number(again.headers.get('x-tokenok-position'))).toBeGreaterThan(0);
    expect(await customerIds()).toHaveLength(before + 1);
  });

  it('gives the first answer even when the customer has changed since', async () => {
    const key = newKey();
    const first = await admin('POST', '/admin/customers', ADA, key);
    await admin('POST', `/admin/customers/${String(first.body['id'])}/suspend`);
    expect((await admin('POST', '/admin/customers', ADA, key)).body).toEqual(first.body);
  });

  it('refuses the key with another body, and changes nothing', async () => {
    const key = newKey();
    await admin('POST', '/admin/customers', ADA, key);
    const head = await gateway.store.head();
    const other = await admin('POST', '/admin/customers', { ...ADA, name: 'Grace' }, key);
    expect(code(other)).toEqual([422, 'idempotency_key_reused', 'Idempotency-Key']);
    expect(await gateway.store.head()).toBe(head);
  });

  it('registers one customer for many requests at once', async () => {
    const key = newKey();
    const answers = await Promise.all(Array.from({ length: 10 }, () => admin('POST', '/admin/customers', ADA, key)));
    expect(new Set(answers.map(({ body }) => body['id'])).size).toBe(1);
  });

  it('keeps no name and no e-mail in the clear', async () => {
    await admin('POST', '/admin/customers', { ...ADA, name: 'Planted Person', email: 'planted@example.com' }, newKey());
    expect(await recorded()).not.toMatch(/Planted|planted@/);
  });

  it.each([
    ['CommandAccepted', 'before'],
    ['CommandAccepted', 'after'],
    ['CustomerRegistered', 'before'],
    ['CustomerRegistered', 'after'],
    ['AccountOpened', 'before'],
    ['AccountOpened', 'after'],
    ['CommandAnswered', 'before'],
    ['CommandAnswered', 'after'],
  ] as const)('registers once when the gateway dies at %s, %s it is written', async (type, when) => {
    const key = newKey();
    const before = (await customerIds()).length;
    killed = { type, when };
    expect((await admin('POST', '/admin/customers', ADA, key)).status).toBe(500);
    const answers = [await admin('POST', '/admin/customers', ADA, key), await admin('POST', '/admin/customers', ADA, key)];
    expect(answers[0]?.status).toBe(201);
    expect(answers[1]?.body).toEqual(answers[0]?.body);
    const ids = await customerIds();
    expect(ids.slice(before)).toEqual([answers[0]?.body['id']]);
  });

  it('is refused alike for good; what was never claimed may be mended', async () => {
    const key = newKey();
    for (let time = 0; time < 2; time += 1) {
      expect(code(await admin('POST', '/admin/customers', { ...ADA, currency: 'XXX' }, key))).toEqual([400, 'invalid_request', 'currency']);
    }
    expect(code(await admin('POST', '/admin/customers', ADA, key))[0]).toBe(422);
    const malformed = newKey();
    expect((await admin('POST', '/admin/customers', { name: 5 }, malformed)).status).toBe(400);
    expect((await admin('POST', '/admin/customers', ADA, malformed)).status).toBe(201);
  });

  it.each(['', 'a b', 'x'.repeat(256), 'ü'])('does not take %j for a key', async (key) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${gateway.admin.token}` };
    const request = new Headers(headers);
    request.set('idempotency-key', Buffer.from(key).toString('latin1'));
    const response = await fetch(`${gateway.url}/admin/customers`, { method: 'POST', headers: request, body: JSON.stringify(ADA) });
    expect([response.status, ((await response.json()) as Body)['field']]).toEqual([400, 'Idempotency-Key']);
  });
});

describe('a command about a person under an Idempotency-Key', () => {
  const suspend = (customer: string, key: string) => admin('POST', `/admin/customers/${customer}/suspend`, { reason: 'x' }, key);
  const suspended = async (customer: string): Promise<number> => {
    const events = await gateway.store.readStream(`customer-${customer}`);
    return events.filter(({ type }) => type === 'CustomerSuspended').length;
  };
  afterEach(() => jest.restoreAllMocks());
  /** From now on, or from the moment that the event is written. */
  function vaultGoesAway(): void {
    const away = () => Promise.reject(new VaultUnavailableError('away'));
    jest.spyOn(gateway.vault, 'open').mockImplementation(away);
    jest.spyOn(gateway.vault, 'create').mockImplementation(away);
  }

  it('is answered alike where the person has been erased', async () => {
    const [customer, key] = [await newCustomer(), newKey()];
    await gateway.vault.erase(customer);
    const answers = [await suspend(customer, key), await suspend(customer, key)];
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(answers[0]?.body).toMatchObject({ name: 'erased', email: null, status: 'suspended' });
    expect(answers[1]?.body).toEqual(answers[0]?.body);
    expect(await suspended(customer)).toBe(1);
  });

  it('is answered where the gateway died before its answer, and the person was erased then', async () => {
    const key = newKey();
    killed = { type: 'CommandAnswered', when: 'before' };
    expect((await admin('POST', '/admin/customers', ADA, key)).status).toBe(500);
    const customer = (await customerIds()).at(-1) as string;
    await gateway.vault.erase(customer);
    for (let time = 0; time < 2; time += 1) {
      const { status, body } = await admin('POST', '/admin/customers', ADA, key);
      expect([status, body['id'], body['name']]).toEqual([201, customer, 'erased']);
    }
  });

  it('is refused before its effect while the vault does not answer, and done once it does', async () => {
    const [customer, key] = [await newCustomer(), newKey()];
    vaultGoesAway();
    const registered = (await customerIds()).length;
    expect((await admin('POST', '/admin/customers', ADA, newKey())).status).toBe(503);
    expect((await suspend(customer, key)).status).toBe(503);
    expect([await suspended(customer), (await customerIds()).length]).toEqual([0, registered]);
    jest.restoreAllMocks();
    expect([(await suspend(customer, key)).status, await suspended(customer)]).toEqual([200, 1]);
  });

  it.each(['CustomerSuspended', 'CustomerRegistered'])(
    'is answered, and its answer kept, by a vault that goes away at %s',
    async (type) => {
      const [customer, key] = [await newCustomer(), newKey()];
      const ask = () => (type === 'CustomerSuspended' ? suspend(customer, key) : admin('POST', '/admin/customers', ADA, key));
      onAppend = (written) => {
        if (written === type) vaultGoesAway();
      };
      const first = await ask();
      onAppend = () => undefined;
      jest.restoreAllMocks();
      expect([first.status, first.body['name']]).toEqual([type === 'CustomerSuspended' ? 200 : 201, ADA.name]);
      expect((await ask()).body).toEqual(first.body);
      expect((await recorded()).includes(ADA.name)).toBe(false);
    },
  );
});

describe('keys under an Idempotency-Key', () => {
  it('are shown once: a repeated command answers without the secret, and issues no other', async () => {
    const path = `/admin/customers/${await newCustomer()}/api-keys`;
    const key = newKey();
    const first = await admin('POST', path, { name: 'prod' }, key);
    const again = await admin('POST', path, { name: 'prod' }, key);
    const { key: secret, ...rest } = first.body;
    expect([first.status, again.status, first.headers.get('cache-control')]).toEqual([201, 201, 'no-store']);
    expect(again.body).toEqual(rest);
    expect((await admin('GET', path)).body['data']).toHaveLength(1);
    expect(await recorded()).not.toContain(String(secret));
  });

  it.each(['KeyIssued', 'CommandAnswered'])(
    'are issued once when the gateway dies right after %s or before; nobody knows the secret then',
    async (type) => {
      for (const when of ['before', 'after'] as const) {
        const path = `/admin/customers/${await newCustomer()}/api-keys`;
        const key = newKey();
        killed = { type, when };
        expect((await admin('POST', path, { name: 'prod' }, key)).status).toBe(500);
        const again = await admin('POST', path, { name: 'prod' }, key);
        expect(again.status).toBe(201);
        expect(again.body['key'] === undefined).toBe(!(type === 'KeyIssued' && when === 'before'));
        expect((await admin('GET', path)).body['data']).toHaveLength(1);
      }
    },
  );

  it('are rotated once, by customers too, also when the gateway dies in between', async () => {
    const path = `/admin/customers/${await newCustomer()}/api-keys`;
    const { id, key: secret } = (await admin('POST', path, { name: 'prod', scopes: ['keys:write'] })).body;
    const rotate = (key: string, by = secret) =>
      call('POST', `/me/api-keys/${String(id)}/rotate`, { overlap_seconds: 600 }, String(by), key);
    const rotations = async () => (await eventsOf('KeyRotated')).filter(({ data }) => data['key'] === id).length;
    const key = newKey();
    const [first, again] = [await rotate(key), await rotate(key)];
    expect([first.status, typeof first.body['key'], again.body['key'], again.body['id']]).toEqual([200, 'string', undefined, id]);
    expect(await rotations()).toBe(1);
    killed = { type: 'CommandAnswered', when: 'before' };
    const other = newKey();
    const newest = first.body['key'];
    expect((await rotate(other, newest)).status).toBe(500);
    const { status, body } = await rotate(other, newest);
    expect([status, body['id'], body['key']]).toEqual([200, id, undefined]);
    expect(await rotations()).toBe(2);
  });

  it.each([undefined, newKey])('are rotated once where three ask at the same moment, and the others are told so', async (once) => {
    const customer = await newCustomer();
    const path = `/admin/customers/${customer}/api-keys`;
    const { id, key } = (await admin('POST', path, { name: 'prod', scopes: ['keys:write'] })).body;
    let asked = 0;
    let goOn = (): void => undefined;
    held = new Promise<void>((resolve) => (goOn = resolve));
    const bus = gateway.gateway.app.get(CommandBus).subscribe((command) => {
      if (command instanceof RotateKey && (asked += 1) === 3) goOn();
    });
    const rotate = () => admin('POST', `${path}/${String(id)}/rotate`, {}, once?.());
    const answers = await Promise.all([rotate(), rotate(), rotate()]);
    bus.unsubscribe();
    held = undefined;
    expect(answers.map(code).sort()).toEqual([
      [200, undefined, undefined],
      [409, 'conflict', undefined],
      [409, 'conflict', undefined],
    ]);
    const newest = String(answers.find(({ status }) => status === 200)?.body['key']);
    expect((await call('GET', '/me', undefined, newest)).status).toBe(200);
    // One after another they all happen; by the secret that was replaced, none.
    expect(code(await call('POST', `/me/api-keys/${String(id)}/rotate`, {}, String(key)))).toEqual([409, 'conflict', undefined]);
    expect([(await rotate()).status, (await rotate()).status]).toEqual([200, 200]);
  });

  it('are refused with a policy that is too large to be answered with, before they are issued', async () => {
    const path = `/admin/customers/${await newCustomer()}/api-keys`;
    // Six bytes for each character as it comes; a text of that text has seven.
    const models = Array.from({ length: 900 }, () => '\u0001'.repeat(180));
    expect(code(await admin('POST', path, { name: 'x', policy: { models } }, newKey()))).toEqual([400, 'invalid_request', 'policy.models']);
    expect((await admin('GET', path)).body['data']).toEqual([]);
    const most = { models: Array.from({ length: 1_000 }, () => '"'.repeat(145)) };
    const key = newKey();
    const answers = [
      await admin('POST', path, { name: 'x', policy: most }, key),
      await admin('POST', path, { name: 'x', policy: most }, key),
    ];
    expect(answers.map(({ status, body }) => [status, body['policy']])).toEqual([
      [201, most],
      [201, most],
    ]);
  });

  it('are revoked once, and answered with 204 again', async () => {
    const path = `/admin/customers/${await newCustomer()}/api-keys`;
    const { id } = (await admin('POST', path, { name: 'prod' })).body;
    const key = newKey();
    for (let time = 0; time < 2; time += 1) expect((await admin('DELETE', `${path}/${String(id)}`, undefined, key)).status).toBe(204);
  });
});

describe('other commands under an Idempotency-Key', () => {
  it('do not come back: a suspension that is sent again after the reinstatement suspends nobody', async () => {
    const path = `/admin/customers/${await newCustomer()}`;
    const key = newKey();
    const first = await admin('POST', `${path}/suspend`, { reason: 'unpaid' }, key);
    await admin('POST', `${path}/reinstate`);
    expect((await admin('POST', `${path}/suspend`, { reason: 'unpaid' }, key)).body).toEqual(first.body);
    expect((await admin('GET', path)).body['status']).toBe('active');
  });

  it('do not set an old price again', async () => {
    await admin('PUT', '/admin/providers/p', { protocol: 'openai', base_url: 'http://127.0.0.1:9/v1', api_key: 'sk-planted' });
    const model = (output: string) => ({
      targets: [{ provider: 'p', upstream_model: 'm' }],
      price: { currency: 'USD', input_per_million: '1', output_per_million: output },
    });
    const key = newKey();
    await admin('PUT', '/admin/models/a/b', model('1'), key);
    await admin('PUT', '/admin/models/a/b', model('2'));
    expect((await admin('PUT', '/admin/models/a%2Fb', model('1'), key)).body['price']).toMatchObject({ output_per_million: '1.00' });
    expect((await admin('GET', '/admin/models/a/b')).body['price']).toMatchObject({ output_per_million: '2.00' });
  });

  it('are other commands on another route or by another caller', async () => {
    const key = newKey();
    const [one, two] = [await newCustomer(), await newCustomer()];
    for (const customer of [one, two]) {
      const answer = await admin('POST', `/admin/customers/${customer}/api-keys`, { name: 'x', scopes: ['keys:write'] }, key);
      expect([answer.status, typeof answer.body['key']]).toEqual([201, 'string']);
    }
  });
});

describe('credits and corrections', () => {
  const credit = { amount: '5.00', reason: 'welcome' };

  it('want a key', async () => {
    const path = `/admin/customers/${await newCustomer()}`;
    expect(code(await admin('POST', `${path}/credits`, credit))).toEqual([400, 'idempotency_key_required', 'Idempotency-Key']);
    expect(code(await admin('POST', `${path}/adjustments`, { ...credit, direction: 'credit' }))[1]).toBe('idempotency_key_required');
  });

  it.each(['CommandAccepted', 'CreditGranted', 'CommandAnswered'])('are given once when the gateway dies at %s', async (type) => {
    for (const when of ['before', 'after'] as const) {
      const customer = await newCustomer();
      const key = newKey();
      killed = { type, when };
      expect((await admin('POST', `/admin/customers/${customer}/credits`, credit, key)).status).toBe(500);
      const again = await admin('POST', `/admin/customers/${customer}/credits`, credit, key);
      expect([again.status, again.body['balance'], again.body['customer_id']]).toEqual([201, '5.00', customer]);
      expect((await admin('POST', `/admin/customers/${customer}/credits`, credit, key)).body).toEqual(again.body);
      expect((await eventsOf('CreditGranted')).filter(({ data }) => data['lot'] === again.body['id'])).toHaveLength(1);
    }
  });

  it('that are refused are refused alike, as a problem of the request that asks', async () => {
    const path = `/admin/customers/${await newCustomer()}/adjustments`;
    const key = newKey();
    const debit = { amount: '1.00', direction: 'debit', reason: 'mistake' };
    const answers = [await admin('POST', path, debit, key), await admin('POST', path, debit, key)];
    for (const answer of answers) {
      expect(code(answer)).toEqual([409, 'conflict', 'amount']);
      expect(answer.body['detail']).toBe('amount: Only 0.00 USD of paid credit can be taken back');
      expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      expect(answer.body['request_id']).toBe(answer.headers.get('x-request-id'));
    }
  });

  it('name the field that an account refuses them for', async () => {
    const path = `/admin/customers/${await newCustomer()}`;
    const expired = await admin('POST', `${path}/credits`, { ...credit, expires_at: '2020-01-01T00:00:00Z' }, newKey());
    expect(code(expired)).toEqual([400, 'invalid_request', 'expires_at']);
    expect(expired.body['detail']).toMatch(/^expires_at: /);
    const { body } = await admin('POST', `${path}/adjustments`, { ...credit, direction: 'credit' }, newKey());
    const reversal = { ...credit, direction: 'debit', reverses: body['id'] };
    const reverse = (changes: object = {}) => admin('POST', `${path}/adjustments`, { ...reversal, ...changes }, newKey());
    const refused = [await reverse({ amount: '1.00' }), await reverse({ reverses: `adj_${'0'.repeat(26)}` })];
    expect((await reverse()).status).toBe(201);
    for (const answer of [...refused, await reverse()]) {
      expect(code(answer)).toEqual([409, 'conflict', 'reverses']);
      expect(answer.body['detail']).toMatch(/^reverses: adj_/);
    }
  });
});
