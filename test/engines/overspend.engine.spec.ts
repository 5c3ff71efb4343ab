import type { Answer } from '../support/gateway/http.js';
import { say, type Customer } from '../support/gateway/installation.js';
import { amountOf, nanos } from '../support/gateway/nanos.js';
import { until } from '../support/gateway/until.js';
import { plain } from '../support/upstream/answers.js';
import { Latch } from '../support/upstream/latch.js';
import { FleetLoad } from './testing/fleet-load.js';
import { Fleet, SEED, lively, tell } from './testing/fleet.js';
import { Seeded } from '../support/load/seeded.js';

const GATEWAYS = 4;
const AT_ONCE = 400;
/** Too small to be lowered: a hold of it is taken whole or not at all. */
const SMALL = say('Of what use is a balance that can be overspent?', { max_tokens: 16 });

let fleet: Fleet;
let hold: bigint;

beforeAll(async () => {
  fleet = await Fleet.start(GATEWAYS);
  hold = await holdOfSmall();
});
afterAll(() => fleet?.stop());
beforeEach(() => fleet.upstream.expect(plain()));

async function holdOfSmall(): Promise<bigint> {
  const { status, headers } = await fleet.first.chat(await fleet.customer('1.00'), SMALL);
  expect(status).toBe(200);
  return nanos(String((await fleet.followed()).routed.get(String(headers['x-request-id']))?.data['hold']));
}

/** So many at once over all gateways; the provider answers only after all the others are refused. */
async function allAtOnce(customer: Customer, affordable: number): Promise<readonly Answer[]> {
  const latch = new Latch();
  fleet.upstream.expect(latch.before(plain()));
  let refused = 0;
  const pending = Array.from({ length: AT_ONCE }, async (_, index) => {
    const answer = await fleet.offices[index % GATEWAYS]!.chat(customer, SMALL);
    if (answer.status !== 200) refused += 1;
    return answer;
  });
  await until('all but those who can pay are refused', () => refused >= AT_ONCE - affordable);
  latch.release();
  return Promise.all(pending);
}

const statuses = (answers: readonly Answer[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
};

/** Every 200 is routed and charged once, nobody else is in the log, and nothing was below zero at any position. */
async function expectExact(customer: Customer, credit: bigint, answers: readonly Answer[]): Promise<{ leased: number; direct: number }> {
  await fleet.settled();
  const { violations, events, routed, charge, account } = bound(fleet);
  expect(violations).toEqual([]);
  const ids = answers.filter(({ status }) => status === 200).map(({ headers }) => String(headers['x-request-id']));
  const mine = events.filter(({ type, stream }) => type === 'RequestRouted' && stream.includes(customer.account));
  expect(mine.map(({ data }) => data.request).sort()).toEqual([...ids].sort());
  const charged = ids.reduce((sum, id) => sum + nanos(String(charge(id)?.data['charge'])), 0n);
  const { available, leased, held } = account(customer.account);
  expect({ left: available + leased, held }).toEqual({ left: credit - charged, held: 0n });
  const inLeases = ids.filter((id) => routed.get(id)?.stream.startsWith('lease-')).length;
  return { leased: inLeases, direct: ids.length - inLeases };
}

const bound = ({ books }: Fleet) => ({
  violations: books.violations,
  events: books.events,
  routed: books.routed,
  charge: books.charge.bind(books),
  account: books.account.bind(books),
});

describe(`${AT_ONCE} requests at once over four gateways`, () => {
  it.each([
    ['exactly one hold (no lease is granted)', 1, { leased: 0, direct: 1 }],
    ['fewer holds than the floor of leases (none is granted)', 50, { leased: 0, direct: 50 }],
  ])('are answered as often as the balance covers: %s', async (_, affordable, ways) => {
    const credit = hold * BigInt(affordable + 1) - 1n;
    const customer = await fleet.customer(amountOf(credit));
    const answers = await allAtOnce(customer, affordable);
    expect(statuses(answers)).toEqual({ 200: affordable, 402: AT_ONCE - affordable });
    expect(await expectExact(customer, credit, answers)).toEqual(ways);
  });

  it('are answered as often as the balance covers: more than the floor, so that slices of it are out on leases', async () => {
    const affordable = 200;
    const credit = hold * BigInt(affordable + 1) - 1n;
    const customer = await fleet.customer(amountOf(credit));
    const answers = await allAtOnce(customer, affordable);
    expect(statuses(answers)).toEqual({ 200: affordable, 402: AT_ONCE - affordable });
    const { leased, direct } = await expectExact(customer, credit, answers);
    const granted = fleet.books.ofType('FundsLeased').filter(({ stream }) => stream.includes(customer.account));
    expect(granted.length).toBeGreaterThan(0);
    tell(`${granted.length} leases: ${leased} holds of ${affordable} in them, ${direct} in the account's own stream`);
  });
});

describe('a balance that is spent over four gateways until it is gone', () => {
  it.each([
    ['below the floor of leases', 40n],
    ['above it', 150n],
  ])('is never below zero at any position, and what is refused cannot be afforded: %s', async (_, holds) => {
    const credit = hold * holds;
    const customer = await fleet.customer(amountOf(credit));
    const chance = new Seeded(SEED);
    fleet.upstream.expect(lively(chance));
    const load = new FleetLoad(fleet.offices, [customer], 8);
    await until('nobody is answered any more', () => load.refusedInARow >= 2);
    await load.stop();
    tell(`${load.seen.length} answered until it was gone, ${load.told.length} refused`);
    expect(load.faults).toEqual([]);
    expect(load.cut).toEqual([]);
    expect(Object.keys(load.codes)).toEqual(['insufficient_quota']);
    await fleet.settled();
    const { available, leased } = fleet.books.account(customer.account);
    expect(available + leased).toBeLessThan(hold * 2n);
    await fleet.expectSound(load.seen, [customer]);
  });
});

describe('leases', () => {
  it('spare the account’s stream: of many requests nearly none is written there', async () => {
    const customer = await fleet.customer('1000.00');
    const load = new FleetLoad(fleet.offices, [customer], 4);
    await until('some hundred answers', () => load.seen.length >= 400);
    await load.stop();
    expect(load.told).toEqual([]);
    const { events } = await fleet.followed();
    const direct = events.filter(({ stream }) => stream.startsWith(`account-${customer.account}`)).length;
    tell(`${load.seen.length} requests over four gateways: ${direct} events in the account's own stream`);
    expect(direct).toBeLessThan(load.seen.length / 10);
    await fleet.expectSound(load.seen, [customer]);
  });
});
