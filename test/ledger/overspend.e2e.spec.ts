import { removeDirectories } from '../support/gateway/gateway.process.js';
import type { Answer } from '../support/gateway/http.js';
import { Installation, say, type ChatBody, type Customer } from '../support/gateway/installation.js';
import { amountOf, nanos } from '../support/gateway/nanos.js';
import { until } from '../support/gateway/until.js';
import { after, plain } from '../support/upstream/answers.js';
import { Latch } from '../support/upstream/latch.js';
import { Upstream } from '../support/upstream/upstream.js';

const AT_ONCE = 1_000;
/** Too small to be lowered: a hold of it is taken whole or not at all. */
const SMALL: ChatBody = say('Of what use is a balance that can be overspent?', { max_tokens: 16 });

let upstream: Upstream;
let installation: Installation;

beforeAll(async () => {
  upstream = await Upstream.start();
  installation = await Installation.start(upstream.baseUrl);
});

afterAll(async () => {
  await installation?.gateway.stop('SIGKILL');
  await upstream?.stop();
  removeDirectories();
});

beforeEach(() => upstream.expect(plain()));

const send = (customer: Customer, bodies: readonly ChatBody[]): Promise<Answer>[] =>
  bodies.map((body) => installation.chat(customer, body));
const times = (count: number, body: ChatBody): ChatBody[] => Array.from({ length: count }, () => body);

/** What the gateway holds for this body, in nanos: asked of a customer who can pay for it. */
async function holdOf(body: ChatBody): Promise<bigint> {
  const answer = await installation.chat(await installation.customer('1.00'), body);
  expect(answer.status).toBe(200);
  const books = await installation.books();
  return nanos(String(books.routed.get(String(answer.headers['x-request-id']))?.data['hold']));
}

/** Every answer against the log: 200s routed and charged once, refusals not in it at all, nothing below zero at any position. */
async function expectExact(customer: Customer, credit: bigint, answers: readonly Answer[]): Promise<void> {
  const books = await installation.books();
  expect(books.violations).toEqual([]);
  const succeeded = answers.filter(({ status }) => status === 200);
  expect(answers.filter(({ status }) => status !== 200 && status !== 402).map(({ status, text }) => [status, text])).toEqual([]);
  const ids = succeeded.map(({ headers }) => String(headers['x-request-id']));
  expect(new Set(ids).size).toBe(ids.length);
  const mine = books.events.filter(({ stream }) => stream.startsWith(`account-${customer.account}-`));
  const requestsOf = (type: string) =>
    mine
      .filter((event) => event.type === type)
      .map(({ data }) => data.request)
      .sort();
  expect(requestsOf('RequestRouted')).toEqual([...ids].sort());
  expect(requestsOf('TokensMetered')).toEqual([...ids].sort());
  const charged = ids.reduce((sum, id) => sum + nanos(String(books.charge(id)?.data['charge'])), 0n);
  const { available, held } = books.account(customer.account);
  expect({ available, held }).toEqual({ available: credit - charged, held: 0n });
  const shown = await installation.me<{ available: string; held: string }>(customer, '/me/balance');
  expect([nanos(shown.available), nanos(shown.held)]).toEqual([available, 0n]);
}

describe('1,000 requests at once', () => {
  it('admits exactly one on a balance of exactly one hold, when the provider answers only after all are decided', async () => {
    const hold = await holdOf(SMALL);
    const customer = await installation.customer(amountOf(hold));
    const latch = new Latch();
    upstream.expect(latch.before(plain()));
    const pending = send(customer, times(AT_ONCE, SMALL));
    await decided(pending, AT_ONCE - 1);
    latch.release();
    const answers = await Promise.all(pending);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 402)).toHaveLength(AT_ONCE - 1);
    expect(upstream.received).toHaveLength(1);
    await expectExact(customer, hold, answers);
  });

  it('admits as many as the balance holds, and not one more', async () => {
    const affordable = 250;
    const credit = (await holdOf(SMALL)) * BigInt(affordable + 1) - 1n;
    const customer = await installation.customer(amountOf(credit));
    const latch = new Latch();
    upstream.expect(latch.before(plain()));
    const pending = send(customer, times(AT_ONCE, SMALL));
    await decided(pending, AT_ONCE - affordable);
    latch.release();
    const answers = await Promise.all(pending);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(affordable);
    expect(upstream.received).toHaveLength(affordable);
    await expectExact(customer, credit, answers);
  });

  it('covers every open hold at every position while holds, charges and releases interleave', async () => {
    const credit = 40_000_000n;
    const customer = await installation.customer(amountOf(credit));
    upstream.expect((response, received) => after(Math.random() * 30, plain())(response, received));
    const kinds = [
      SMALL,
      say('Plain', { max_tokens: 100 }),
      say('Streamed', { stream: true }),
      say('Many', { max_completion_tokens: 4_000 }),
    ];
    const answers = await Promise.all(
      send(
        customer,
        Array.from({ length: AT_ONCE }, (_, index) => kinds[index % kinds.length]!),
      ),
    );
    const statuses = new Set(answers.map(({ status }) => status));
    expect(statuses).toEqual(new Set([200, 402]));
    await expectExact(customer, credit, answers);
  });

  async function refused(customer: Customer): Promise<void> {
    const before = (await installation.books()).events.length;
    const { status, headers, json } = await installation.chat(customer, SMALL);
    expect(status).toBe(402);
    expect(json()).toMatchObject({ error: { type: 'insufficient_quota', code: 'insufficient_quota' } });
    expect(headers['x-request-id']).toMatch(/^req_/);
    expect((await installation.books()).events).toHaveLength(before);
    expect(upstream.received).toEqual([]);
  }

  it('refuses in the words of the OpenAI API, and writes nothing', async () => refused(await installation.customer('0.000000001')));

  it('writes nothing for a customer who never had credit either', async () => refused(await installation.customer()));
});

describe('a balance that does not cover what is asked', () => {
  it('lowers the output limit to what it covers, says so, and asks the provider for no more', async () => {
    const body = say('As long as you like', { max_tokens: 10_000 });
    const credit = (await holdOf(body)) / 2n;
    const customer = await installation.customer(amountOf(credit));
    const answer = await installation.chat(customer, body);
    expect(answer.status).toBe(200);
    const lowered = Number(answer.headers['x-tokenok-max-tokens']);
    expect(lowered).toBeGreaterThan(16);
    expect(lowered).toBeLessThan(10_000);
    expect(upstream.received.at(-1)?.body['max_tokens']).toBe(lowered);
    const hold = nanos(String((await installation.books()).routed.get(String(answer.headers['x-request-id']))?.data['hold']));
    expect(hold).toBeLessThanOrEqual(credit);
    // One token more (4,000 nanos) would not have fitted.
    expect(hold + 4_000n).toBeGreaterThan(credit);
    await expectExact(customer, credit, [answer]);
  });

  it('says nothing of a limit that it did not lower', async () => {
    const answer = await installation.chat(await installation.customer('1.00'), SMALL);
    expect(answer.headers['x-tokenok-max-tokens']).toBeUndefined();
    expect(upstream.received.at(-1)?.body['max_tokens']).toBe(16);
  });
});

/** So many have been answered, and those that are not are with the provider. */
async function decided(pending: readonly Promise<Answer>[], count: number): Promise<void> {
  let settled = 0;
  for (const answer of pending) void answer.finally(() => settled++).catch(() => undefined);
  await until('as many are refused as cannot be paid', () => settled >= count && upstream.received.length >= pending.length - count);
}
