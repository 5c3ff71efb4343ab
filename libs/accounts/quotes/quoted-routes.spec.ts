import type { RecordedEvent } from '#event-store';
import { SNAPSHOT_VERSION, freezeAccount, routeNamed } from '#ledger';
import { hold, meter, payment, planned, usd } from '../../ledger/testing/account.commands.js';
import { FaultyStore } from '../testing/faulty-store.js';
import { Office, replayed, typesOf } from '../testing/office.js';
import { Offices, audited } from '../testing/offices.js';

const STREAM = 'account-acc_1-2026-11';
const request = (id: string, changes: object = {}) => ({ request: { request: id, ...changes } });

function gateway(faulty: FaultyStore, clock?: string, life?: string): Office {
  const office = new Office(faulty.connect(), clock, life);
  office.byKeys = true;
  return office;
}

async function paid(): Promise<{ faulty: FaultyStore; office: Office }> {
  const faulty = new FaultyStore();
  const office = gateway(faulty);
  await office.execute(payment('20.00'));
  return { faulty, office };
}

async function streamOf(faulty: FaultyStore, stream = STREAM): Promise<readonly RecordedEvent[]> {
  return faulty.connect().readStream(stream, { max: 10_000 });
}

/** Of events of requests: the quote that each names. */
const routes = (events: readonly RecordedEvent[]) =>
  events.filter(({ type }) => type === 'RequestRouted' || type === 'TokensMetered').map(({ type, data }) => routeNamed(type, data));

describe('a stream quotes the route of its requests', () => {
  it('once, in the append of the first that goes by it, and at the revision that they name', async () => {
    const { faulty, office } = await paid();
    for (const id of ['a', 'b']) {
      await office.execute(hold('1.00', request(id)));
      await office.execute(meter('0.40', { request: id }));
    }
    const events = await streamOf(faulty);
    expect(typesOf(events).slice(3)).toEqual(['RouteQuoted', 'RequestRouted', 'TokensMetered', 'RequestRouted', 'TokensMetered']);
    expect(routes(events)).toEqual([3, 3, 3, 3]);
    expect(events[3]).toMatchObject({ revision: 3n, data: { route: 3 } });
    expect(faulty.written.filter(({ events: written }) => written.some(({ type }) => type === 'RouteQuoted'))).toMatchObject([
      { events: [{ type: 'RouteQuoted' }, { type: 'RequestRouted' }] },
    ]);
    expect(await office.frozen()).toEqual(await replayed(office.store));
  });

  it('anew for another life, model, plan or price, and not for another order or limit', async () => {
    const { faulty, office } = await paid();
    const other = { ...planned(), provider: 'other' };
    const plans = [
      request('a', { plan: [planned(), other] }),
      request('b', { plan: [other, planned()] }),
      request('c', { plan: [planned(), { ...other, output_limit: 5, limit_by: 'maximum' }] }),
      request('d'),
      request('e', { requested_model: 'slow' }),
      request('f', { life: 'life_2' }),
      request('g', { plan: [planned(null)] }),
    ];
    for (const each of plans) await office.execute(hold('0.10', each));
    const events = await streamOf(faulty);
    expect(routes(events)).toEqual([3, 3, 3, 7, 9, 11, 13]);
    expect(await office.frozen()).toEqual(await replayed(office.store));
  });

  it('and repeats everything where a request does not follow from who asked and why, or its stream has quoted enough', async () => {
    const { faulty, office } = await paid();
    office.byKeys = false;
    await office.execute(hold('0.01', request('a')));
    office.byKeys = true;
    const lives = Array.from({ length: 1_001 }, (_, index) => `life_${index}`);
    for (const life of lives) await office.execute(hold('0.01', request(`of_${life}`, { life })));
    const events = await streamOf(faulty);
    expect(typesOf(events).filter((type) => type === 'RouteQuoted')).toHaveLength(1_000);
    const named = routes(events);
    expect(named.map((route) => route === undefined)).toEqual([true, ...lives.map((_, index) => index === 1_000)]);
    expect(await office.frozen()).toEqual(await replayed(office.store));
  });

  it('for a gateway that begins with a snapshot, and for one that begins with the stream', async () => {
    const { faulty, office } = await paid();
    await office.execute(hold('1.00', request('a')));
    const [, last] = [await office.frozen(), (await streamOf(faulty)).at(-1) as RecordedEvent];
    const again = [gateway(faulty), gateway(faulty)] as const;
    const snapshot = freezeAccount((await office.accounts.open('acc_1')) as never);
    again[0].snapshots.set('acc_1', {
      version: SNAPSHOT_VERSION,
      stream: STREAM,
      revision: String(last.revision),
      hash: last.metadata.hash,
      snapshot: JSON.parse(JSON.stringify(snapshot)) as typeof snapshot,
    });
    await again[0].execute(meter('0.40', { request: 'a' }));
    await again[0].execute(hold('1.00', request('b')));
    await again[1].execute(meter('0.40', { request: 'b' }));
    expect(routes(await streamOf(faulty))).toEqual([3, 3, 3, 3]);
    expect(await again[1].frozen()).toEqual(await replayed(office.store));
  });

  it('anew in the next month; what was held before is charged there in full', async () => {
    const { faulty, office } = await paid();
    await office.execute(hold('1.00', request('a')));
    office.clock = '2026-12-01T08:00:00.000Z';
    await office.execute(meter('0.40', { request: 'a', at: office.clock }));
    await office.execute(hold('1.00', { at: office.clock, ...request('b', { deadline: '2026-12-01T08:10:00.000Z' }) }));
    const december = await streamOf(faulty, 'account-acc_1-2026-12');
    expect(typesOf(december)).toEqual(['PeriodOpened', 'TokensMetered', 'RouteQuoted', 'RequestRouted']);
    expect(routes(december)).toEqual([undefined, 2]);
    expect((await streamOf(faulty)).at(-1)?.data['counts']).toMatchObject({ RouteQuoted: 1, RequestRouted: 1 });
    expect(await office.frozen()).toEqual(await replayed(office.store));
  });

  it('also where the append that has it is in doubt, or is lost to another one', async () => {
    const { faulty, office } = await paid();
    faulty.faults = ['lost'];
    await office.execute(hold('1.00', request('a')));
    const other = gateway(faulty, undefined, 'life_2');
    await other.accounts.open('acc_1');
    await office.execute(hold('1.00', request('b', { requested_model: 'slow' })));
    await other.execute(hold('1.00', request('c', { requested_model: 'slow' })));
    const events = await streamOf(faulty);
    expect(typesOf(events).slice(3)).toEqual(['RouteQuoted', 'RequestRouted', 'RouteQuoted', 'RequestRouted', 'RequestRouted']);
    expect(routes(events)).toEqual([3, 5, 5]);
    expect(await other.frozen()).toEqual(await replayed(office.store));
  });

  it('and so does each lease; a hold that it gives back is charged in full', async () => {
    const offices = new Offices(new FaultyStore());
    const [first, second] = [offices.open(), offices.open()];
    await first.execute(payment('100.00'));
    await first.execute(hold('0.10', request('a')));
    await first.execute(hold('0.10', request('b')));
    await first.execute(meter('0.05', { request: 'a' }));
    await second.execute(hold('99.80', { ...request('c'), minimumOutputTokens: 1 })); // calls everything back
    await first.execute(meter('0.05', { request: 'b' }));
    const lease = await streamOf(offices.store, 'lease-acc_1-2026-11-1');
    expect(typesOf(lease)).toEqual(['LeaseOpened', 'RouteQuoted', 'RequestRouted', 'RequestRouted', 'TokensMetered', 'LeaseSealed']);
    expect(routes(lease)).toEqual([1, 1, 1]);
    const account = await streamOf(offices.store);
    expect(routes(account).at(-1)).toBeUndefined();
    expect(await audited(offices.store.connect())).toMatchObject({ available: usd('0.10').nanos });
    await offices.close();
  });
});
