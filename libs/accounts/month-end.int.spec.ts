import type { EventStore, RecordedEvent } from '#event-store';
import { accountStream, freezeAccount, type AccountEventData } from '#ledger';
import { claim, meter, payment, usd } from '../ledger/testing/account.commands.js';
import { FaultyStore } from './testing/faulty-store.js';
import { claimOf, fullMonth } from './testing/full-month.js';
import { ACCOUNT, Office } from './testing/office.js';

/** Tens of thousands of events are written first, on a machine that may be busy. */
const LONG_MS = 300_000;
const NOVEMBER = accountStream(ACCOUNT, '2026-11');
const DECEMBER = accountStream(ACCOUNT, '2026-12');
const CLOCK = '2026-12-02T08:00:00.000Z';
const PAYMENTS = 20_000;
/** AccountOpened and PeriodOpened stand before the payments. */
const OPENING = 2;
const late = (id: string) => payment('1.00', { at: CLOCK, payment: id, claim: claim(`payment-stripe-${id}`, '2026-12') });

async function behind(store: EventStore, stream: string, from = 0): Promise<readonly RecordedEvent[]> {
  return store.readStream(stream, { from: BigInt(from), max: 10_000 });
}

const listed = (events: readonly RecordedEvent[]): readonly string[] =>
  events.flatMap(({ data }) => (data as AccountEventData['ClaimsListed']).claims);

/** How the month ended, and what stands in the next one: all but times, ids and hashes. */
async function ending(store: EventStore) {
  const closing = await behind(store, NOVEMBER, OPENING + PAYMENTS);
  const december = await behind(store, DECEMBER);
  const office = new Office(store, CLOCK, 'life_later');
  return {
    types: [...closing, ...december].map(({ type }) => type),
    claims: listed(closing),
    account: await office.frozen(),
  };
}

describe('a month of 20,000 payments', () => {
  const { written: history } = fullMonth({ payments: PAYMENTS });
  const all = Array.from({ length: PAYMENTS }, (_, index) => claimOf(index));

  it(
    'lists the claim of each once, in events that every append takes, and goes on in the next month',
    async () => {
      const store = new FaultyStore(history).connect();
      const office = new Office(store, CLOCK);
      expect(await office.execute(late('late'))).toMatchObject({ stream: DECEMBER, available: usd('20001.00').nanos });
      const { types, claims, account } = await ending(store);
      expect(claims).toEqual(all);
      expect(types.slice(0, 8)).toEqual([
        ...Array<string>(4).fill('ClaimsListed'),
        'PeriodClosed',
        'PeriodOpened',
        'PeriodCarried',
        'PeriodCarried',
      ]);
      expect(account.claims).toEqual(['payment-stripe-late']);
      expect(account.lots).toHaveLength(PAYMENTS + 1);
    },
    LONG_MS,
  );
  it(
    'ends after a crash between any two appends as it would have ended without one',
    async () => {
      const whole = new FaultyStore(history);
      await new Office(whole.connect(), CLOCK).execute(late('late'));
      const expected = await ending(whole.connect());
      const appends = whole.written.length - history.length;
      for (let survived = 1; survived < appends; survived += 1) {
        const faulty = new FaultyStore(history);
        faulty.appendsLeft = survived;
        await expect(new Office(faulty.connect(), CLOCK).execute(late('late'))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
        faulty.appendsLeft = Infinity;
        const clock = survived % 2 === 0 ? CLOCK : '2026-11-30T23:00:00.000Z'; // the next one to come may be behind: a closing is not undone
        const restarted = new Office(faulty.connect(), clock, 'life_2');
        expect(await restarted.execute(late('late'))).toMatchObject({ stream: DECEMBER });
        expect(await ending(faulty.connect())).toEqual(expected);
      }
    },
    LONG_MS,
  );
  it(
    'ends once where several gateways close it at the same time, each with what it was asked to write',
    async () => {
      const store = new FaultyStore(history).connect();
      const peers = { others: () => true, isDead: () => false };
      const offices = [1, 2, 3].map((n) => new Office(store, CLOCK, `life_${n}`, undefined, peers));
      await Promise.all(offices.map((office, n) => office.execute(late(`late_${n}`))));
      const { types, claims, account } = await ending(store);
      expect(claims).toEqual(all);
      expect(types.filter((type) => type === 'PeriodClosed' || type === 'PeriodOpened')).toEqual(['PeriodClosed', 'PeriodOpened']);
      expect([...account.claims].sort()).toEqual(['payment-stripe-late_0', 'payment-stripe-late_1', 'payment-stripe-late_2']);
    },
    LONG_MS,
  );
});

describe('a month that ends with 50,000 lots and 10,000 open holds', () => {
  it(
    'is carried over whole, and its holds are charged in the next month',
    async () => {
      const faulty = fullMonth({ payments: 50_000, holds: 10_000 });
      const office = new Office(faulty.connect(), CLOCK);
      const before = freezeAccount((await new Office(faulty.connect(), '2026-11-30T00:00:00.000Z').accounts.open(ACCOUNT)) as never);
      expect(await office.execute(meter('0.01', { at: CLOCK, request: 'req_9999' }))).toMatchObject({
        stream: DECEMBER,
        available: usd('49900.00').nanos,
        held: usd('99.99').nanos,
      });
      const { lots, holds } = await new Office(faulty.connect(), CLOCK, 'life_2').frozen();
      expect(holds).toEqual(before.holds.slice(0, -1));
      expect(lots).toHaveLength(50_000);
      expect(lots[49_999]).toEqual(before.lots[49_999]);
    },
    LONG_MS,
  );
});

describe('a month that ends with 200 leases out, of gateways that do not answer', () => {
  it(
    'settles all of them and closes',
    async () => {
      const peers = { others: () => true, isDead: () => false };
      const store = fullMonth({ payments: 5_100 }).connect();
      const before = new Office(store, '2026-11-20T00:00:00.000Z', 'life_1', undefined, peers);
      const grants = Array.from(
        { length: 200 },
        (_, n) => ({ type: 'LeaseFunds', at: before.clock, life: `life_of_${n}`, need: 0n }) as const,
      );
      const granted = await Promise.all(grants.map((grant) => before.execute(grant)));
      expect(granted.filter(({ refusal }) => refusal)).toEqual([]);

      const office = new Office(store, CLOCK, 'life_2', undefined, peers);
      expect(await office.execute(late('late'))).toMatchObject({ stream: DECEMBER, available: usd('5101.00').nanos });
      const settled = await behind(store, NOVEMBER, OPENING + 5_100);
      expect(settled.filter(({ type }) => type === 'LeaseSettled')).toHaveLength(200);
      expect(settled.at(-1)?.type).toBe('PeriodClosed');
    },
    LONG_MS,
  );
});
