import fc from 'fast-check';
import { AmbiguousError, UnavailableError, type RecordedEvent } from '#event-store';
import { failure, grant, hold, meter, payment, usage, usd } from '../ledger/testing/account.commands.js';
import type { Executed } from './index.js';
import { FaultyStore, type AppendFault } from './testing/faulty-store.js';
import { Office, auditedEvents, originOf, replayed, typesOf } from './testing/office.js';

const OPENING = ['AccountOpened', 'PeriodOpened'];
const request = (id: string | number) => ({ request: { request: `req_${id}` } });
const events = (outcome: Executed) => outcome.events ?? [];
const count = (all: readonly RecordedEvent[], type: string) => all.filter((event) => event.type === type).length;

/** An office whose account has 5.00. */
async function office(...faults: AppendFault[]) {
  const faulty = new FaultyStore();
  const opened = new Office(faulty.connect());
  await opened.execute(payment('5.00'));
  faulty.faults = faults;
  return { faulty, office: opened, again: () => new Office(faulty.connect()) };
}

describe('the one writer of an account', () => {
  it('opens the books with the first command, at the registration', async () => {
    const { office: opened } = await office();
    const all = await auditedEvents(opened.store);
    expect(typesOf(all)).toEqual([...OPENING, 'PaymentReceived']);
    expect(all[0]).toMatchObject({ stream: 'account-acc_1-2026-11', metadata: { effective: '2026-11-05T10:00:00.000Z' } });
  });
  it('appends together what comes while an append is in flight, at most 512 events at a time, in order', async () => {
    const { faulty, office: opened } = await office();
    await Promise.all(Array.from({ length: 500 }, (_, index) => opened.execute(hold('0.01', request(index)))));
    const batches = faulty.written.slice(2).map((call) => call.events.length);
    expect(batches).toEqual([256, 244]);
    const routed = (await auditedEvents(opened.store)).slice(3).map(({ data }) => data['request']);
    expect(routed).toEqual(Array.from({ length: 500 }, (_, index) => `req_${index}`));
  });
  it('answers with the events, their places, a position and the balance behind them', async () => {
    const { office: opened } = await office();
    const origin = originOf('req_1');
    const held = await opened.execute(hold('3.00'), origin);
    expect(held).toMatchObject({ stream: 'account-acc_1-2026-11', position: 4n, available: usd('2.00').nanos, held: usd('3.00').nanos });
    expect(events(held)).toMatchObject([{ revision: 3n, id: `${origin.commandId.slice(0, -3)}000`, event: { type: 'RequestRouted' } }]);
    const [recorded] = await opened.store.readStream('account-acc_1-2026-11', { from: 3n });
    expect(recorded).toMatchObject({ id: events(held)[0]?.id, metadata: { actor: 'system', cause: 'req_1' } });
  });
  it('refuses without writing, and does nothing where nothing new happened', async () => {
    const { faulty, office: opened } = await office();
    expect(await opened.execute(hold('6.00'))).toMatchObject({ refusal: { code: 'INSUFFICIENT_FUNDS' } });
    expect(await opened.execute(payment('5.00'))).toMatchObject({ events: [], position: 0n, available: usd('5.00').nanos });
    expect(faulty.written).toHaveLength(2);
  });
  it('does not let a faulty command fail its neighbours', async () => {
    const { office: opened } = await office();
    const [first, faultyMeter, second] = await Promise.allSettled([
      opened.execute(hold('1.00', request(1))),
      opened.execute(meter('0.00', { request: 'req_1', tokens: usage({ input: -1 }) })),
      opened.execute(hold('1.00', request(2))),
    ]);
    expect([first.status, faultyMeter.status, second.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await opened.frozen()).toEqual(await replayed(opened.store));
    expect(await opened.execute(meter('1.00', { request: 'req_1' }))).toMatchObject({ available: usd('3.00').nanos });
  });
});

describe('a conflict', () => {
  it('reads the account again and decides anew on what it finds', async () => {
    const { faulty, office: first, again } = await office();
    const second = again();
    await second.accounts.open('acc_1');
    await first.execute(hold('4.00', request(1)));
    expect(await second.execute(hold('4.00', request(2)))).toMatchObject({ refusal: { code: 'INSUFFICIENT_FUNDS' } });
    expect(await second.execute(hold('1.00', request(3)))).toMatchObject({ available: 0n, held: usd('5.00').nanos });
    expect(await second.frozen()).toEqual(await replayed(faulty.connect()));
  });
  it('among gateways that all write at once lets each command take effect once', async () => {
    const { faulty, again } = await office();
    const offices = Array.from({ length: 4 }, again);
    const held = await Promise.all(
      offices.flatMap((each, gateway) => [1, 2, 3, 4].map((n) => each.execute(hold('0.50', request(`${gateway}_${n}`))))),
    );
    expect(held.filter(({ refusal }) => !refusal)).toHaveLength(10); // 5.00 at 0.50 each
    expect(await replayed(faulty.connect())).toMatchObject({ holds: { length: 10 } });
  });
  it('that never ends is given up, and the account works again afterwards', async () => {
    const { office: opened } = await office(...Array<AppendFault>(41).fill('conflict'));
    await expect(opened.execute(hold('1.00'))).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await opened.execute(hold('1.00'))).toMatchObject({ held: usd('1.00').nanos });
  });
});

describe('an ambiguous append', () => {
  it.each(['lost', 'unwritten', 'late', 'lost lost lost', 'unwritten late lost'])(
    'is tried again with the same ids, and takes effect once (%s)',
    async (faults) => {
      const { office: opened } = await office(...(faults.split(' ') as AppendFault[]));
      expect(await opened.execute(hold('3.00'))).toMatchObject({ available: usd('2.00').nanos });
      expect(typesOf(await auditedEvents(opened.store))).toEqual([...OPENING, 'PaymentReceived', 'RequestRouted']);
      expect(await opened.execute(meter('1.00'))).toMatchObject({ available: usd('4.00').nanos });
      await auditedEvents(opened.store);
    },
  );
  it.each(['lost lost lost lost', 'unwritten unwritten unwritten unwritten', 'unwritten unwritten unwritten late'])(
    'that stays so fails its commands; each may be tried again as it is (%s)',
    async (faults) => {
      const { faulty, office: opened } = await office();
      await opened.execute(hold('3.00'));
      faulty.faults = faults.split(' ') as AppendFault[];
      const commands = [meter('1.00'), hold('2.00', request(2)), payment('7.00', { payment: 'pay_2' })].map(
        (command) => [command, originOf()] as const,
      );
      const first = await Promise.allSettled(commands.map(([command, origin]) => opened.execute(command, origin)));
      expect(first.map((each) => each.status === 'rejected' && (each.reason as AmbiguousError).code)).toEqual([
        'AMBIGUOUS',
        'AMBIGUOUS',
        'AMBIGUOUS',
      ]);
      opened.clock = '2026-11-10T12:00:30.000Z';
      const again = await Promise.all(commands.map(([command, origin]) => opened.execute(command, origin)));
      expect(again.map((each) => events(each).map(({ event }) => event.type))).toEqual([
        ['TokensMetered'],
        ['RequestRouted'],
        ['PaymentReceived'],
      ]);
      expect(again[2]).toMatchObject({ available: usd('9.00').nanos, held: usd('2.00').nanos });
      const all = await auditedEvents(opened.store);
      expect(typesOf(all)).toEqual([...OPENING, 'PaymentReceived', 'RequestRouted', 'TokensMetered', 'RequestRouted', 'PaymentReceived']);
      expect(again.flatMap(events).map(({ id }) => id)).toEqual(all.slice(-3).map(({ id }) => id));
      expect(await opened.frozen()).toEqual(await replayed(opened.store));
    },
  );
  it('that lands after one of its commands was tried again leaves one effect and an unbroken chain', async () => {
    const { faulty, office: opened } = await office('unwritten', 'unwritten', 'unwritten', 'late');
    const origin = originOf();
    await expect(opened.execute(hold('2.00'), origin)).rejects.toBeInstanceOf(AmbiguousError);
    opened.clock = '2026-11-10T12:00:30.000Z'; // so that the same ids come with other bytes
    expect(await opened.execute(hold('2.00', { at: opened.clock }), origin)).toMatchObject({
      events: { length: 1 },
      held: usd('2.00').nanos,
    });
    await opened.execute(meter('2.00'));
    expect(typesOf(await auditedEvents(faulty.connect()))).toEqual([...OPENING, 'PaymentReceived', 'RequestRouted', 'TokensMetered']);
  });
});

describe('a store that takes nothing', () => {
  it('rejects the commands and leaves nothing half done', async () => {
    const { faulty, office: opened } = await office('unavailable');
    const before = await replayed(faulty.connect());
    const failed = await Promise.allSettled([
      opened.execute(hold('1.00', request(1))),
      opened.execute(payment('1.00', { payment: 'pay_2' })),
    ]);
    expect(failed.map((each) => each.status === 'rejected' && each.reason instanceof UnavailableError)).toEqual([true, true]);
    expect(await opened.frozen()).toEqual(before);
    expect(await opened.execute(hold('5.00', request(2)))).toMatchObject({ available: 0n });
  });
  it('is asked again by the next command, from the first one on', async () => {
    const faulty = new FaultyStore();
    faulty.faults = ['unavailable'];
    const opened = new Office(faulty.connect());
    await expect(opened.execute(payment('5.00'))).rejects.toBeInstanceOf(UnavailableError);
    expect(await opened.execute(payment('5.00'))).toMatchObject({ available: usd('5.00').nanos });
  });
});

describe('a thousand requests at once', () => {
  const SEED = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
  afterAll(() => void process.stdout.write(`overspending: SEED=${SEED}\n`));

  it('never hold more than there is, whatever the balance and the holds', () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 60_000 }), fc.integer({ min: 1, max: 300 }), fc.boolean(), async (cents, most, promo) => {
        const opened = new Office(new FaultyStore().connect());
        opened.byKeys = true;
        await opened.execute(payment('1.00', { amount: usd(`${cents}`) }));
        if (promo) await opened.execute(grant('promo', '1.00', { lot: 'lot_promo' }));
        const wanted = (index: number) => 1 + ((index * 7_919) % most);
        const asked = Array.from({ length: 1_000 }, async (_, index) => {
          const held = await opened.execute(
            hold('0.00', { ...request(index), outputTokens: wanted(index), minimumOutputTokens: Math.min(16, wanted(index)) }),
          );
          if (held.refusal || index % 3 === 0) return;
          const id = `req_${index}`;
          await opened.execute(
            index % 3 === 1 ? failure({ request: id }) : meter('0.00', { request: id, tokens: usage({ output: wanted(index) * 2 }) }),
          );
        });
        await Promise.all(asked);
        const { available, held } = (await opened.accounts.open('acc_1')) ?? {};
        expect((available ?? -1n) >= 0n && (held ?? -1n) >= 0n).toBe(true);
        expect(await opened.frozen()).toEqual(await replayed(opened.store));
        coveredAtEveryMoment(await auditedEvents(opened.store));
      }),
      { seed: SEED, numRuns: 6 },
    ));

  it('admit exactly one where the balance covers exactly one', async () => {
    const { office: opened } = await office();
    const asked = await Promise.all(Array.from({ length: 1_000 }, (_, index) => opened.execute(hold('5.00', request(index)))));
    expect(asked.filter(({ refusal }) => !refusal)).toHaveLength(1);
    expect(asked.filter(({ refusal }) => refusal?.code === 'INSUFFICIENT_FUNDS')).toHaveLength(999);
    expect(count(await auditedEvents(opened.store), 'RequestRouted')).toBe(1);
  });
});

/** From the postings alone: after each event, no credit account of the customer is below zero. */
function coveredAtEveryMoment(all: readonly RecordedEvent[]): void {
  const balances = new Map<string, bigint>();
  for (const { data } of all) {
    const { USD: postings = [] } = (data['entry'] ?? {}) as { USD?: [string, string][] };
    for (const [account, amount] of postings) balances.set(account, (balances.get(account) ?? 0n) - usd(amount).nanos);
    for (const code of ['2000', '2010', '2190', '2191']) {
      const balance = balances.get(`${code}:acc_1`) ?? 0n;
      if (balance < 0n) throw new Error(`${code} is at ${balance}`);
    }
  }
}
