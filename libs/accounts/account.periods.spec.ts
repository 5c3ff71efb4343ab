import { SNAPSHOT_VERSION, freezeAccount, type Account } from '#ledger';
import { claim, grant, hold, meter, payment, planned, usd } from '../ledger/testing/account.commands.js';
import { FaultyStore } from './testing/faulty-store.js';
import { Office, auditedEvents, replayed, typesOf } from './testing/office.js';

/** Appends of hundreds of kilobytes, on a machine that may be busy. */
const LONG_MS = 60_000;
const DECEMBER = '2026-12-02T08:00:00.000Z';

/** An account whose month takes several appends to close and to open: many lots that are due, many open holds with long plans. */
async function fullMonth(): Promise<FaultyStore> {
  const faulty = new FaultyStore();
  const office = new Office(faulty.connect());
  const due = Array.from({ length: 250 }, (_, index) =>
    grant('promo', '0.01', { lot: `due_${index}`, expiresAt: '2026-11-20T00:00:00.000Z' }),
  );
  await office.execute(payment('300.00'));
  const plan = Array.from({ length: 40 }, () => planned());
  const holds = Array.from({ length: 150 }, (_, index) => hold('1.00', { request: { request: `req_${index}`, plan } }));
  await Promise.all([...holds, ...due].map((command) => office.execute(command)));
  return faulty;
}

const told = async (faulty: FaultyStore) => typesOf((await faulty.connect().readAll({ after: 0n, max: 10_000 })).events);

describe('a month that ends', () => {
  it(
    'goes on in the next stream after a crash between any two appends, with all that it held',
    async () => {
      const { written: history } = await fullMonth();
      const next = meter('1.00', { at: DECEMBER, request: 'req_149' });

      const whole = new FaultyStore(history);
      await new Office(whole.connect(), DECEMBER, 'life_1').execute(next);
      const expected = { account: await replayed(whole.connect()), types: await told(whole) };
      const appends = whole.written.length - history.length;
      expect(appends).toBeGreaterThanOrEqual(7); // three of expiries, the closing, two or more of the opening, the command
      expect(expected.account).toMatchObject({ period: '2026-12', holds: { length: 149 } });

      for (let survived = 1; survived < appends; survived += 1) {
        const faulty = new FaultyStore(history);
        faulty.appendsLeft = survived;
        await expect(new Office(faulty.connect(), DECEMBER).execute(next)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
        faulty.appendsLeft = Infinity;
        const restarted = new Office(faulty.connect(), DECEMBER, 'life_2');
        await restarted.execute(next);
        expect(await restarted.frozen()).toEqual(expected.account);
        expect({ account: await replayed(faulty.connect()), types: await told(faulty) }).toEqual(expected);
      }
    },
    LONG_MS,
  );
  it(
    'is opened once when several gateways meet it at the same time',
    async () => {
      const { written: history } = await fullMonth();
      const faulty = new FaultyStore(history);
      const offices = [1, 2, 3].map((n) => new Office(faulty.connect(), DECEMBER, `life_${n}`));
      await Promise.all(offices.map((office, n) => office.execute(meter('1.00', { at: DECEMBER, request: `req_${n}` }))));
      const account = await replayed(faulty.connect());
      expect(account).toMatchObject({ period: '2026-12', holds: { length: 147 }, counts: { PeriodOpened: 1, TokensMetered: 3 } });
      for (const [n, office] of offices.entries()) {
        await office.execute(meter('1.00', { at: DECEMBER, request: `req_${n + 10}` })); // what others wrote is met with the next append
        expect(await office.frozen()).toEqual(await replayed(faulty.connect()));
      }
    },
    LONG_MS,
  );
  it('waits for nobody: commands of both months that queue together each go to their own', async () => {
    const office = new Office(new FaultyStore().connect());
    const [before, after] = await Promise.all([
      office.execute(payment('1.00')),
      office.execute(hold('1.00', { at: DECEMBER })),
      office.execute(meter('1.00', { at: DECEMBER })),
    ]);
    expect([before, after].map((each) => !each.refusal && each.stream)).toEqual(['account-acc_1-2026-11', 'account-acc_1-2026-12']);
    expect(await replayed(office.store)).toMatchObject({ period: '2026-12', lots: [], holds: [] });
  });
  it('is closed by the timer where no command comes', async () => {
    const office = new Office(new FaultyStore().connect());
    await office.execute(payment('1.00'));
    office.clock = DECEMBER;
    await office.accounts.keepUp('acc_1');
    expect(await replayed(office.store)).toMatchObject({ period: '2026-12', status: 'open' });
  });
});

describe('a month that ends while the clock is in doubt', () => {
  const LAST = '2026-11-30T23:59:59.999Z';
  const ONE_PEER = { others: () => true, isDead: () => false };

  it.each([
    ['alone', undefined],
    ['beside others', ONE_PEER],
  ])('is not closed: what comes behind its end is of its last moment, until it may be closed; %s', async (_where, peers) => {
    const office = new Office(new FaultyStore().connect(), '2026-11-30T23:00:00.000Z', 'life_1', undefined, peers);
    await office.execute(payment('5.00'));
    office.mayClose = false;
    office.clock = '2026-12-01T00:04:00.000Z';
    await office.accounts.keepUp('acc_1');
    await office.execute(payment('1.00', { at: office.clock, payment: 'pi_2' }));
    const inDoubt = await auditedEvents(office.store);
    expect(typesOf(inDoubt)).not.toContain('PeriodClosed');
    expect(inDoubt.at(-1)).toMatchObject({ stream: 'account-acc_1-2026-11', type: 'PaymentReceived', metadata: { effective: LAST } });

    office.mayClose = true;
    await office.accounts.keepUp('acc_1');
    const later = await office.execute(
      payment('1.00', { at: office.clock, payment: 'pi_3', claim: claim('payment-stripe-pi_3', '2026-12') }),
    );
    expect(later).toMatchObject({ stream: 'account-acc_1-2026-12', available: 7_000_000_000n });
    expect(await replayed(office.store)).toMatchObject({ period: '2026-12', status: 'open' });
    expect((await auditedEvents(office.store)).at(-1)?.metadata.effective).toBe(office.clock);
  });
});

describe('a clock that ran ahead for a while', () => {
  it('leads into a later month, from which there is no way back, with or without a memory of it', async () => {
    const faulty = new FaultyStore();
    const ahead = new Office(faulty.connect());
    await ahead.execute(payment('5.00'));
    ahead.clock = '2028-03-05T00:00:00.000Z';
    await ahead.execute(hold('3.00', { at: ahead.clock }));
    ahead.clock = '2026-11-11T00:00:00.000Z';
    expect(await ahead.execute(hold('3.00', { at: ahead.clock, request: { request: 'req_2' } }))).toMatchObject({
      refusal: { code: 'INSUFFICIENT_FUNDS' },
    });

    const restarted = new Office(faulty.connect(), '2026-11-11T00:01:00.000Z', 'life_2');
    expect(await restarted.execute(hold('3.00', { request: { request: 'req_2' } }))).toMatchObject({
      refusal: { code: 'INSUFFICIENT_FUNDS' },
    });
    expect(await restarted.execute(hold('2.00', { request: { request: 'req_3' } }))).toMatchObject({
      stream: 'account-acc_1-2028-03',
      available: 0n,
    });
    expect(await restarted.frozen()).toEqual(await replayed(faulty.connect()));
  });
  it('when the account was opened does not open it twice', async () => {
    const faulty = new FaultyStore();
    await new Office(faulty.connect(), '2027-09-01T00:00:00.000Z').execute(
      payment('5.00', { at: '2027-09-01T00:00:00.000Z', claim: { id: 'payment-1', period: '2027-09' } }),
    );
    const restarted = new Office(faulty.connect());
    expect(await restarted.execute(hold('5.00'))).toMatchObject({ stream: 'account-acc_1-2027-09', available: 0n });
    expect((await auditedEvents(faulty.connect())).filter(({ type }) => type === 'AccountOpened')).toHaveLength(1);
  });
});

describe('loading an account', () => {
  const history = async (clock: string) => {
    const faulty = new FaultyStore();
    const office = new Office(faulty.connect());
    const snapshots: { stream: string; revision: string; hash: string; snapshot: ReturnType<typeof freezeAccount> }[] = [];
    const commands = [
      payment('9.00'),
      grant('promo', '1.00', { expiresAt: '2027-01-01T00:00:00.000Z' }),
      hold('3.00'),
      meter('1.00', { at: clock }),
      hold('2.00', { at: clock, request: { request: 'req_2' } }),
    ];
    for (const command of commands) {
      const executed = await office.execute(command);
      const last = executed.events?.at(-1);
      const [recorded] = executed.refusal ? [] : await office.store.readStream(executed.stream, { from: last?.revision ?? 0n, max: 1 });
      if (recorded)
        snapshots.push({
          stream: recorded.stream,
          revision: String(recorded.revision),
          hash: recorded.metadata.hash,
          snapshot: await office.frozen(),
        });
    }
    return { faulty, snapshots, live: await office.frozen() };
  };
  it.each(['2026-11-10T13:00:00.000Z', DECEMBER, '2027-04-01T00:00:00.000Z'])(
    'is the same from any snapshot and from none (%s)',
    async (clock) => {
      const { faulty, snapshots, ...made } = await history(clock);
      let { live } = made;
      expect(snapshots).toHaveLength(5);
      for (const [index, snapshot] of [undefined, ...snapshots].entries()) {
        const office = new Office(faulty.connect(), clock, 'life_2');
        if (snapshot) office.snapshots.set('acc_1', { version: SNAPSHOT_VERSION, ...snapshot });
        expect(await office.frozen()).toEqual(live);
        await office.execute(
          payment('1.00', { at: clock, payment: `late_${index}`, claim: { id: `payment-late-${index}`, period: live.period } }),
        );
        live = await office.frozen();
        expect(live).toEqual(await replayed(faulty.connect()));
      }
    },
  );
  it('leaves a snapshot of other code alone', async () => {
    const { faulty, snapshots, live } = await history(DECEMBER);
    const office = new Office(faulty.connect(), DECEMBER, 'life_2');
    const [first] = snapshots;
    if (first) office.snapshots.set('acc_1', { version: SNAPSHOT_VERSION - 1, ...first, snapshot: { ...first.snapshot, lots: [] } });
    expect(await office.frozen()).toEqual(live);
  });
  it('leaves a snapshot of another log alone, as after a restore', async () => {
    const { faulty, snapshots, live } = await history(DECEMBER);
    for (const changed of [{ hash: 'another' }, { revision: '9000' }]) {
      const office = new Office(faulty.connect(), DECEMBER, 'life_2');
      const [first] = snapshots;
      if (!first) throw new Error('The history has snapshots');
      office.snapshots.set('acc_1', { version: SNAPSHOT_VERSION, ...first, snapshot: { ...first.snapshot, lots: [] }, ...changed });
      expect(await office.frozen()).toEqual(live);
    }
  });
  it('does without snapshots where they cannot be had', async () => {
    const { faulty, live } = await history(DECEMBER);
    const office = new Office(faulty.connect(), DECEMBER, 'life_2');
    office.snapshots.get = () => {
      throw new Error('The read models are away');
    };
    expect(await office.frozen()).toEqual(live);
  });
  it('reads the newest month only, however many there were', async () => {
    const faulty = new FaultyStore();
    const office = new Office(faulty.connect());
    await office.execute(payment('100.00'));
    for (let month = 1; month <= 12; month += 1) {
      office.clock = `2027-${String(month).padStart(2, '0')}-10T00:00:00.000Z`;
      await office.execute(hold('0.01', { at: office.clock, request: { request: `req_${month}` } }));
    }
    const read: string[] = [];
    const store = faulty.connect();
    const watched = new Office(
      { ...store, readStream: (stream, options) => (read.push(stream), store.readStream(stream, options)) },
      office.clock,
    );
    expect(((await watched.accounts.open('acc_1')) as Account).available).toBe(usd('99.88').nanos);
    expect(new Set(read)).toEqual(new Set(['account-acc_1-2028-01', 'account-acc_1-2027-12']));
  });
});
