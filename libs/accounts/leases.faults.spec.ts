import { mintCommandId } from '#event-store';
import { correction, failure, hold, meter, payment, usd } from '../ledger/testing/account.commands.js';
import { FaultyStore } from './testing/faulty-store.js';
import { auditedEvents, originOf, typesOf, type Office } from './testing/office.js';
import { Offices, audited } from './testing/offices.js';

const request = (id: string) => ({ request: { request: id } });
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('leases, where something goes wrong', () => {
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
  const balance = () => audited(offices.store.connect());
  const types = async () => typesOf(await auditedEvents(offices.store.connect()));
  const faultsOf = (stream: string, ...faults: FaultyStore['faults']) => {
    offices.store.faultyStreams = stream;
    offices.store.faults = faults;
  };

  it('a recall gets through to busy gateways, and cuts none of them that gives back what is asked for', async () => {
    let busy = true;
    const refused: unknown[] = [];
    const work = async (office: Office, name: string) => {
      for (let n = 0; busy; n += 1) {
        const id = `${name}${n}`;
        const held = await office.execute(hold('0.01', request(id)));
        if (held.refusal) continue;
        await pause(2);
        const { refusal } = await office.execute(failure({ request: id }));
        if (refusal) refused.push(refusal);
      }
    };
    const third = offices.open();
    const works = [first, third].flatMap((office, index) => [0, 1, 2].map((n) => work(office, `${index}${n}_`)));
    await pause(50);
    const startedMs = performance.now();
    const held = await second.execute(hold('99.00', { ...request('big'), minimumOutputTokens: 1 }));
    const tookMs = performance.now() - startedMs;
    busy = false;
    await Promise.all(works);
    expect(held.refusal).toBeUndefined();
    expect(refused).toEqual([]);
    expect((await auditedEvents(offices.store.connect())).filter(({ data }) => data['by'] === 'life_2' && 'reason' in data)).toEqual([]);
    expect(tookMs).toBeLessThan(20_000);
  });

  it('a charge of the last moment is taken, though the closing of its month fails half-way', async () => {
    await first.execute(hold('0.10', request('a')));
    const at = '2026-11-30T23:59:59.900Z';
    offices.moveClock(25 * 24 * 3_600_000);
    faultsOf('account-', 'unavailable');
    await expect(first.accounts.keepUp('acc_1')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(await first.execute(meter('0.05', { request: 'a', at }))).not.toHaveProperty('refusal');
    expect(await balance()).toMatchObject({ available: usd('99.95').nanos, held: 0n });
  });

  it('a charge in doubt is answered as it was written, though its lease has been given back meanwhile', async () => {
    await first.execute(hold('0.10', request('a')));
    faultsOf('lease-', 'lost', 'unwritten', 'unwritten', 'unwritten');
    const origin = { ...originOf(), commandId: mintCommandId() };
    const charge = meter('0.05', { request: 'a' });
    await expect(first.execute(charge, origin)).rejects.toMatchObject({ code: 'AMBIGUOUS' });
    await first.accounts.close();
    const executed = await first.execute(charge, origin);
    expect(executed.events?.map(({ event }) => event.type)).toEqual(['TokensMetered']);
    expect(await balance()).toMatchObject({ available: usd('99.95').nanos, held: 0n });
  });

  it('a charge above its hold waits for nobody, though another gateway that is gone has leased the rest', async () => {
    await first.execute(hold('0.10', request('a')));
    await second.execute(hold('0.10', request('b')));
    offices.kill(second, false);
    const charge = await first.execute(meter('99.00', { request: 'a' }), originOf(), performance.now() + 1_000);
    expect(charge.refusal).toBeUndefined();
    expect(await types()).not.toContain('FundsRecalled');
    expect(await balance()).toMatchObject({ available: usd('99.80').nanos, held: usd('0.10').nanos });
  });

  it('a hold that was not written keeps no lease from going back', async () => {
    await first.execute(hold('0.10', request('a')));
    faultsOf('lease-', 'unavailable');
    await expect(first.execute(hold('0.10', request('b')))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(first.accounts.lost('acc_1', 'b')).toBeUndefined();
  });

  it('a hold in doubt that is asked for again is held once, though its lease takes no new requests meanwhile', async () => {
    await first.execute(hold('0.10', request('a')));
    faultsOf('lease-', 'lost', 'unwritten', 'unwritten', 'unwritten');
    const origin = { ...originOf(), commandId: mintCommandId() };
    const command = hold('0.10', request('b'));
    await expect(first.execute(command, origin)).rejects.toMatchObject({ code: 'AMBIGUOUS' });
    await first.execute(hold('30.00', request('c')));
    expect(await first.execute(command, origin)).not.toHaveProperty('refusal');
    expect((await types()).filter((type) => type === 'RequestRouted')).toHaveLength(3);
  });

  it('a recall that is heard before its lease’s grant is: the lease goes back all the same', async () => {
    let granted = (): void => {};
    const isGranted = new Promise<void>((resolve) => (granted = resolve));
    let answer = (): void => {};
    const answered = new Promise<void>((resolve) => (answer = resolve));
    offices.store.answers = async ({ stream, events }) => {
      if (!stream.startsWith('account-') || !events.some(({ type }) => type === 'FundsLeased')) return;
      offices.store.answers = async () => {};
      granted();
      await answered;
    };
    const small = first.execute(hold('0.10', request('a')));
    await isGranted;
    const big = second.execute(hold('99.00', request('b')));
    await pause(50);
    answer();
    await small;
    await big;
    expect(await first.execute(meter('0.05', { request: 'a' }))).not.toHaveProperty('refusal');
    expect((await auditedEvents(offices.store.connect())).find(({ type }) => type === 'LeaseSealed')?.data).toMatchObject({ by: 'life_1' });
  });

  it('a month closes after one grace for all leases of dead gateways, however many there are', async () => {
    const dead = [offices.open(), offices.open(), offices.open()];
    for (const [index, office] of dead.entries()) await office.execute(hold('0.10', request(`d${index}`)));
    dead.forEach((office) => offices.kill(office, false));
    offices.moveClock(25 * 24 * 3_600_000);
    const startedMs = performance.now();
    await first.accounts.keepUp('acc_1');
    // Two would take four seconds.
    expect(performance.now() - startedMs).toBeLessThan(3_900);
    expect((await balance()).account).toMatchObject({ period: '2026-12', leases: [], holds: [] });
  });

  it('a hold finds its way though its lease is fenced off and settled in the moment in which it is opened', async () => {
    let meet = true;
    const read = first.store.readStream.bind(first.store);
    first.store.readStream = async (stream, options) => {
      const events = await read(stream, options);
      if (!meet || !stream.startsWith('lease-')) return events;
      meet = false;
      offices.presumeDead(first);
      await second.accounts.reclaimFromDead('acc_1');
      await first.accounts.open('acc_1');
      return events;
    };
    expect(await first.execute(hold('0.10', request('a')))).not.toHaveProperty('refusal');
    expect(await balance()).toMatchObject({ available: usd('99.90').nanos, held: usd('0.10').nanos });
  });

  it('a correction finds what is leased out', async () => {
    await first.execute(hold('0.10', request('a')));
    expect(await second.execute(correction('-99.00'))).not.toHaveProperty('refusal');
    expect(await balance()).toMatchObject({ available: usd('0.90').nanos, held: usd('0.10').nanos });
  });
});
