import { jest } from '@jest/globals';
import { failure, hold, meter, payment, usd } from '../ledger/testing/account.commands.js';
import { FaultyStore } from './testing/faulty-store.js';
import { auditedEvents, typesOf, type Office } from './testing/office.js';
import { Offices, audited } from './testing/offices.js';

const cents = (n: number): string => `${Math.trunc(n / 100)}.${String(n % 100).padStart(2, '0')}`;
const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
};
const request = (id: string) => ({ request: { request: id } });

describe('several gateways on one balance', () => {
  let offices: Offices;
  let first: Office;
  let second: Office;
  beforeEach(async () => {
    offices = new Offices(new FaultyStore());
    first = offices.open();
    second = offices.open();
    await first.execute(payment('100.00'));
  });
  afterEach(() => offices.close());
  const types = async () => typesOf(await auditedEvents(offices.store.connect()));
  const balance = () => audited(offices.store.connect());

  it('spend from leases, without a word to the account for each request', async () => {
    for (let n = 0; n < 5; n += 1) {
      await first.execute(hold('0.10', request(`a${n}`)));
      await second.execute(hold('0.10', request(`b${n}`)));
      await first.execute(meter('0.05', { request: `a${n}` }));
    }
    const events = await auditedEvents(offices.store.connect());
    const onAccount = events.filter(({ stream }) => stream.startsWith('account-')).map(({ type }) => type);
    expect(onAccount).toEqual(['AccountOpened', 'PeriodOpened', 'PaymentReceived', 'FundsLeased', 'FundsLeased']);
    expect(await balance()).toMatchObject({ available: usd('99.25').nanos, held: usd('0.50').nanos });
  });

  it('lease nothing when one is alone', async () => {
    offices.others = false;
    await first.execute(hold('0.10'));
    expect(await types()).not.toContain('FundsLeased');
  });

  it('lease nothing below the floor, where a slice would cover fewer than sixteen requests', async () => {
    await first.execute(hold('1.57', request('a')));
    expect(await types()).not.toContain('FundsLeased');
    await second.execute(hold('1.50', request('b')));
    expect(await types()).toContain('FundsLeased');
  });

  it('find what is leased to others when they need it: a hold of all that is available is granted', async () => {
    await first.execute(hold('0.10', request('a')));
    await first.execute(meter('0.05', { request: 'a' }));
    expect(await second.execute(hold('99.95', { ...request('b'), minimumOutputTokens: 1 }))).toMatchObject({ held: usd('99.95').nanos });
    expect(await types()).toEqual(expect.arrayContaining(['FundsRecalled', 'LeaseSealed', 'LeaseSettled']));
    expect(await second.execute(hold('0.01', request('c')))).toMatchObject({ refusal: { code: 'INSUFFICIENT_FUNDS' } });
    expect(await balance()).toMatchObject({ available: 0n, held: usd('99.95').nanos });
  });

  it('keep a lease for the small requests that it is meant for when a large one does not fit: the account takes that', async () => {
    await first.execute(hold('0.10', request('a')));
    expect(await first.execute(hold('30.00', request('large')))).toMatchObject({ stream: 'account-acc_1-2026-11' });
    expect(await first.execute(hold('0.10', request('b')))).toMatchObject({ stream: 'lease-acc_1-2026-11-1' });
    await first.execute(meter('0.05', { request: 'a' }));
    await first.execute(meter('30.00', { request: 'large' }));
    expect((await types()).filter((type) => type.includes('Lease'))).toEqual(['FundsLeased', 'LeaseOpened']);
    expect(await balance()).toMatchObject({ available: usd('69.85').nanos, held: usd('0.10').nanos });
  });

  it('call their own lease back for a request that only all of the balance covers', async () => {
    await first.execute(hold('0.10', request('a')));
    expect(await first.execute(hold('99.90', request('all')))).toMatchObject({ held: usd('100.00').nanos });
    expect(await balance()).toMatchObject({ available: 0n, held: usd('100.00').nanos });
  });

  it('lease anew where a lease is used up by requests that it is meant for', async () => {
    const streams = [];
    for (let n = 0; n < 17; n += 1) {
      const executed = await first.execute(hold(n < 16 ? '1.55' : '0.50', request(`a${n}`)));
      streams.push(executed.refusal ? executed.refusal.code : executed.stream);
    }
    expect(new Set(streams.slice(0, 16))).toEqual(new Set(['lease-acc_1-2026-11-1']));
    expect(streams.at(-1)).toBe('lease-acc_1-2026-11-2');
  });

  it('lease anew where a payment has made a lease possible that covers a request too large for the old one', async () => {
    await first.execute(hold('0.10', request('a')));
    await first.execute(hold('20.00', request('b')));
    await first.execute(payment('1000.00', { payment: 'pay_2' }));
    expect(await first.execute(hold('10.00', request('c')))).toMatchObject({ stream: 'lease-acc_1-2026-11-2' });
  });

  it('give a lease back that is idle, however many requests it does not cover are asked of it', async () => {
    const now = jest.spyOn(performance, 'now');
    const start = performance.now();
    await first.execute(hold('0.10', request('a')));
    await first.execute(meter('0.10', { request: 'a' }));
    for (let second = 1; second <= 3; second += 1) {
      now.mockReturnValue(start + second * 11_000);
      await first.execute(hold('26.00', request(`large${second}`)));
      await first.execute(failure({ request: `large${second}` }));
      await first.accounts.tick();
    }
    now.mockRestore();
    expect((await balance()).account.leases).toEqual([]);
  });

  it('charge a request whose lease was recalled meanwhile, in the account’s own stream', async () => {
    await first.execute(hold('0.10', request('a')));
    await second.execute(hold('99.00', request('b')));
    expect(await first.execute(meter('0.05', { request: 'a' }))).toMatchObject({ stream: 'account-acc_1-2026-11' });
    expect(await balance()).toMatchObject({ available: usd('0.95').nanos, held: usd('99.00').nanos });
  });

  it('charge usage above a hold up to that hold, in the lease, and call nothing back for it', async () => {
    await first.execute(hold('0.10', request('a')));
    await second.execute(hold('0.10', request('b')));
    const executed = await first.execute(meter('99.00', { request: 'a' }));
    expect(executed.events?.map(({ event }) => event).find((event) => event.type === 'TokensMetered')?.data).toMatchObject({
      charge: '0.10',
      uncollected: '98.90',
      uncollected_reason: 'beyond_bound',
    });
    expect(executed).toMatchObject({ stream: 'lease-acc_1-2026-11-1' });
    expect((await balance()).account.leases).toHaveLength(2);
  });

  it('take the lease of a dead gateway back by sealing its stream; its holds are abandoned', async () => {
    await first.execute(hold('0.10', request('a')));
    await first.execute(hold('0.20', request('b')));
    await first.execute(meter('0.05', { request: 'a' }));
    offices.kill(first);
    expect(await second.accounts.reclaimFromDead('acc_1')).toBe(1);
    expect(await balance()).toMatchObject({ available: usd('99.95').nanos, held: 0n, account: { leases: [] } });
    const events = await auditedEvents(offices.store.connect());
    expect(events.findLast(({ type }) => type === 'RequestAbandoned')?.stream).toMatch(/^lease-/);
    expect(await second.accounts.reclaimFromDead('acc_1')).toBe(0);
  });

  it('cut off one that was only slow: it charges nothing more, and its open requests hear of it', async () => {
    await first.execute(hold('0.10', request('a')));
    const lost = first.accounts.lost('acc_1', 'a');
    expect(lost?.aborted).toBe(false);
    offices.presumeDead(first);
    await second.accounts.reclaimFromDead('acc_1');
    await until(() => lost?.aborted === true);
    expect(await first.execute(meter('0.05', { request: 'a' }))).toMatchObject({ refusal: { code: 'HOLD_NOT_FOUND' } });
    expect(await first.execute(hold('0.10', request('b')))).not.toHaveProperty('refusal');
    expect(await balance()).toMatchObject({ available: usd('99.90').nanos, held: usd('0.10').nanos });
  });

  it('wait for a living gateway to give back what is recalled, also when it hears of it late', async () => {
    await first.execute(hold('0.10', request('a')));
    const held = second.execute(hold('99.00', request('b')));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await held).toMatchObject({ held: usd('99.00').nanos + usd('0.10').nanos });
    expect(await first.execute(failure({ request: 'a' }))).not.toHaveProperty('refusal');
  });

  it('close a month with all leases settled, and carry their open holds into the next', async () => {
    await first.execute(hold('0.10', request('a')));
    await second.execute(hold('0.10', request('b')));
    await second.execute(meter('0.04', { request: 'b' }));
    offices.moveClock(25 * 24 * 3_600_000);
    await Promise.all([second.accounts.keepUp('acc_1'), first.accounts.tick()]);
    expect(await first.execute(meter('0.05', { request: 'a', at: first.clock }))).toMatchObject({ stream: 'account-acc_1-2026-12' });
    expect(await balance()).toMatchObject({ available: usd('99.91').nanos, held: 0n, account: { period: '2026-12', leases: [] } });
  });

  it('give back a lease whose grant was never heard of', async () => {
    offices.store.faultyStreams = 'account-';
    offices.store.faults = ['lost', 'unwritten', 'unwritten', 'unwritten', 'unwritten'];
    await expect(first.execute(hold('0.10', request('a')))).rejects.toMatchObject({ code: 'AMBIGUOUS' });
    await first.accounts.open('acc_1');
    expect((await balance()).account.leases).toHaveLength(1);
    await first.accounts.tick();
    expect((await balance()).account.leases).toEqual([]);
  });

  it('move more open holds than one event can carry', async () => {
    await Promise.all(Array.from({ length: 400 }, (_, n) => first.execute(hold('0.01', request(`a${n}`)))));
    await first.accounts.close();
    const settled = (await auditedEvents(offices.store.connect())).filter(({ type }) => type === 'LeaseSettled');
    expect(settled.length).toBeGreaterThan(1);
    expect(settled.map(({ data }) => data['last'])).toEqual([...settled.slice(1).map(() => false), true]);
    await Promise.all(Array.from({ length: 400 }, (_, n) => first.execute(meter('0.01', { request: `a${n}` }))));
    expect(await balance()).toMatchObject({ available: usd(cents(10_000 - 400)).nanos, held: 0n });
  });
});
