import { hold, meter, payment, usd } from '../ledger/testing/account.commands.js';
import { type Leave } from './index.js';
import { Admission } from './admission.js';
import { FaultyStore } from './testing/faulty-store.js';
import { Office, replayed } from './testing/office.js';

describe('holds of a dead gateway', () => {
  const crashed = async () => {
    const faulty = new FaultyStore();
    const office = new Office(faulty.connect(), undefined, 'life_1');
    await office.execute(payment('5.00'));
    for (const request of ['req_1', 'req_2', 'req_3']) {
      await office.execute(hold('1.00', { request: { request, life: 'life_1', expected_cost: { currency: 'USD', amount: '0.80' } } }));
    }
    await office.execute(meter('1.00'));
    return faulty;
  };
  it('are ended once at the next start, and charged to nobody but us', async () => {
    const faulty = await crashed();
    const restarted = new Office(faulty.connect(), undefined, 'life_2');
    expect(await restarted.accounts.reclaimFromDead('acc_1')).toBe(2);
    expect(await restarted.accounts.reclaimFromDead('acc_1')).toBe(0);
    expect(await replayed(faulty.connect())).toMatchObject({
      holds: [],
      lots: [{ left: '4.00', held: '0.00' }],
      counts: { RequestAbandoned: 2 },
    });
  });
  it('are ended once even when two look at the same time', async () => {
    const faulty = await crashed();
    const offices = [2, 3].map((n) => new Office(faulty.connect(), undefined, `life_${n}`));
    const ended = await Promise.all(offices.map(({ accounts }) => accounts.reclaimFromDead('acc_1')));
    expect(ended.reduce((a, b) => a + b)).toBe(2);
  });
  it('wait for their deadline where other gateways may live', async () => {
    const faulty = await crashed();
    const other = new Office(faulty.connect(), '2026-11-10T12:09:59.999Z', 'life_2');
    expect(await other.accounts.abandonOverdueHolds('acc_1')).toBe(0);
    other.clock = '2026-11-10T12:10:00.000Z';
    expect(await other.accounts.abandonOverdueHolds('acc_1')).toBe(2);
  });
  it('are told from those of this life, which the clock never sweeps', async () => {
    const faulty = await crashed();
    const alive = new Office(faulty.connect(), '2026-11-11T00:00:00.000Z', 'life_1');
    expect(await alive.accounts.reclaimFromDead('acc_1')).toBe(0);
    expect(await alive.accounts.abandonOverdueHolds('acc_1')).toBe(0);
  });
});

describe('a snapshot', () => {
  const spend = async (office: Office, from: number, to: number) => {
    const requests = Array.from({ length: to - from }, (_, index) => `req_${from + index}`);
    await Promise.all(
      requests.map(async (request) => {
        await office.execute(hold('0.01', { request: { request } }));
        await office.execute(meter('0.01', { request }));
      }),
    );
  };
  const written = async (office: Office) => (await office.store.readStream('account-acc_1-2026-11', { from: 0n, max: 9_000 })).length;

  it('is left by the writer every thousand events, of the state that stands in the log, and goes on from there', async () => {
    const faulty = new FaultyStore();
    const office = new Office(faulty.connect());
    await office.execute(payment('500.00'));
    await spend(office, 0, 400);
    expect(office.snapshots.size).toBe(0);
    await spend(office, 400, 1_500);
    const kept = office.snapshots.get('acc_1');
    expect(Number(kept?.revision)).toBeGreaterThan((await written(office)) - 1_100);
    const [plain, fromSnapshot] = [1, 2].map((n) => new Office(faulty.connect(), undefined, `life_${n}`)) as [Office, Office];
    if (kept) fromSnapshot.snapshots.set('acc_1', kept);
    expect(await fromSnapshot.frozen()).toEqual(await plain.frozen());
    // Whoever begins without one leaves one soon.
    await plain.execute(payment('1.00', { payment: 'pay_2', claim: { id: 'claim_2', period: '2026-11' } }));
    expect(plain.snapshots.get('acc_1')?.revision).toBe(String((await written(office)) - 1));
  });
});

describe('a writer that loses a race', () => {
  it('reads on from where it read last, and asks for no snapshot again', async () => {
    const faulty = new FaultyStore();
    const peers = { others: () => true, isDead: () => false };
    const [one, other] = ['life_1', 'life_2'].map((life) => new Office(faulty.connect(), undefined, life, undefined, peers));
    let asked = 0;
    one!.snapshots.get = () => void (asked += 1);
    for (const index of [1, 2, 3, 4]) {
      for (const office of [other!, one!]) {
        const paid = payment('1.00', {
          payment: `p_${index}_${office.accounts.life}`,
          claim: { id: `c_${index}_${office.accounts.life}`, period: '2026-11' },
        });
        expect(await office.execute(paid)).not.toHaveProperty('refusal');
      }
    }
    expect(asked).toBe(1);
    expect((await one!.frozen()).counts).toMatchObject({ PaymentReceived: 8 });
  });
});

describe('accounts', () => {
  it('that were never registered are refused, and nothing is written for them', async () => {
    const faulty = new FaultyStore();
    const { accounts } = new Office(faulty.connect());
    const origin = { actor: 'system', cause: 'test', commandId: '' };
    expect(await accounts.execute('nobody', payment('1.00'), origin)).toMatchObject({ refusal: { code: 'ACCOUNT_UNKNOWN' } });
    expect(await accounts.open('nobody')).toBeUndefined();
    expect(faulty.written).toEqual([]);
  });
  it('know the position of their own last event', async () => {
    const office = new Office(new FaultyStore().connect());
    expect(office.accounts.lastPosition('acc_1')).toBe(0n);
    await office.execute(payment('1.00'));
    expect(office.accounts.lastPosition('acc_1')).toBe(3n);
  });
  it('are written for on their own: a fault of one touches no other', async () => {
    const faulty = new FaultyStore();
    const office = new Office(faulty.connect());
    await office.execute(payment('1.00'));
    faulty.faults = ['unavailable'];
    faulty.faultyStreams = 'account-acc_1-';
    const origin = () => ({ actor: 'system', cause: 'test', commandId: '01890000-0000-7000-8000-000000000000' });
    const [failed, fine] = await Promise.allSettled([
      office.execute(hold('1.00')),
      office.accounts.execute('acc_2', payment('2.00'), origin()),
    ]);
    expect([failed.status, fine.status]).toEqual(['rejected', 'fulfilled']);
    expect((await office.accounts.open('acc_2'))?.available).toBe(usd('2.00').nanos);
  });
});

describe('admission', () => {
  const enter = (admission: Admission) => admission.enter() as Leave;
  it('bounds what one account has in flight at 2,000 and what waits at 10,000, first come first served', async () => {
    const admission = new Admission();
    const inside = Array.from({ length: 2_000 }, () => enter(admission));
    expect(inside.every((leave) => typeof leave === 'function')).toBe(true);
    const order: number[] = [];
    const waiting = Array.from({ length: 10_000 }, async (_, index) => {
      const leave = await (admission.enter() as Promise<Leave>);
      order.push(index);
      leave();
    });
    expect(admission.enter()).toBeUndefined();
    inside[0]?.();
    await Promise.all(waiting);
    expect(order).toEqual(Array.from({ length: 10_000 }, (_, index) => index));
    inside.forEach((leave) => leave());
    expect(admission.empty).toBe(true);
  });
  it('takes a place back once', () => {
    const admission = new Admission({ inFlight: 1, waiting: 0 });
    const leave = enter(admission);
    leave();
    leave();
    enter(admission);
    expect(admission.enter()).toBeUndefined();
  });
  it('is per account', () => {
    const { accounts } = new Office(new FaultyStore().connect(), undefined, 'life_1', { inFlight: 1, waiting: 0 });
    expect([accounts.enter('acc_1'), accounts.enter('acc_1'), accounts.enter('acc_2')].map((leave) => typeof leave)).toEqual([
      'function',
      'undefined',
      'function',
    ]);
  });
});
