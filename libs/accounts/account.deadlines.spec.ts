import { WithdrawnError, type EventStore } from '#event-store';
import { createMemoryEventStore } from '#event-store/memory';
import { UnendedError } from '#streams';
import { hold, payment } from '../ledger/testing/account.commands.js';
import type { Leave } from './index.js';
import { ACCOUNT, Office, auditedEvents, originOf } from './testing/office.js';

const request = (id: number) => ({ request: { request: `req_${id}` } });
const inMs = (ms: number): number => performance.now() + ms;

/** A log that can be stalled, as the embedded one is by a lock: what has not begun is withdrawn when its time is up; what has is not. */
function aStall({ certain } = { certain: true }) {
  const inner = createMemoryEventStore();
  const stall: { begun: Promise<void> | undefined; ends: Promise<void> | undefined } = { begun: undefined, ends: undefined };
  const append: EventStore['append'] = async (stream, events, expected, limits = {}) => {
    if (stall.begun) {
      const afterMs = Math.min(limits.timeoutMs ?? Infinity, limits.withdrawMs ?? Infinity);
      const withdrawn = new Promise<never>((_resolve, reject) => setTimeout(() => reject(new WithdrawnError('Too late')), afterMs).unref());
      withdrawn.catch(() => undefined);
      await Promise.race([stall.begun, withdrawn]);
    }
    await stall.ends;
    return inner.append(stream, events, expected);
  };
  return { store: Object.assign(bound(inner), { append, certain }), stall };
}

/** The store's methods by themselves, some of them to be replaced. */
function bound(store: EventStore): EventStore {
  return {
    gapless: store.gapless,
    certain: store.certain,
    append: (...args) => store.append(...args),
    probe: () => store.probe(),
    readStream: (...args) => store.readStream(...args),
    readAll: (read) => store.readAll(read),
    eventAt: (position) => store.eventAt(position),
    scan: (options) => store.scan(options),
    subscribe: (...args) => store.subscribe(...args),
    head: () => store.head(),
    close: () => store.close(),
  };
}

const held = async (store: EventStore) =>
  (await auditedEvents(store)).filter(({ type }) => type === 'RequestRouted').map(({ data }) => data['request']);

describe('deadlines of commands on an account', () => {
  it('are told at once to whoever waits for a place behind a hold that was withdrawn', async () => {
    const { store, stall } = aStall();
    const office = new Office(store, undefined, undefined, { inFlight: 1, waiting: 2 });
    await office.execute(payment('5.00'));
    const leave = office.accounts.enter(ACCOUNT) as Leave;
    const waiting = Promise.allSettled([office.accounts.enter(ACCOUNT), office.accounts.enter(ACCOUNT)]);
    stall.begun = new Promise(() => undefined);
    await expect(office.execute(hold('1.00', request(1)), originOf(), inMs(30))).rejects.toBeInstanceOf(WithdrawnError);
    const refused = { status: 'rejected', reason: expect.any(WithdrawnError) as unknown };
    expect(await waiting).toEqual([refused, refused]);
    leave();
    expect(typeof office.accounts.enter(ACCOUNT)).toBe('function');
  });

  it('withdraw a batch for the first whose time is up, and take up the others again', async () => {
    const { store, stall } = aStall();
    const office = new Office(store);
    await office.execute(payment('5.00'));
    const begun = Promise.withResolvers<void>();
    stall.begun = begun.promise;
    const [early, late, patient] = [
      office.execute(hold('1.00', request(1)), originOf(), inMs(30)),
      office.execute(hold('1.00', request(2)), originOf(), inMs(60_000)),
      office.execute(hold('1.00', request(3))),
    ];
    await expect(early).rejects.toBeInstanceOf(WithdrawnError);
    begun.resolve();
    for (const each of [await late, await patient]) expect(each.refusal).toBeUndefined();
    expect(await held(store)).toEqual(['req_2', 'req_3']);
  });

  it('wait for what was begun, however long it hangs, and tell how it ended; what is behind it is withdrawn in time', async () => {
    const { store, stall } = aStall();
    const office = new Office(store);
    await office.execute(payment('5.00'));
    const ends = Promise.withResolvers<void>();
    stall.ends = ends.promise;
    const begun = office.execute(hold('1.00', request(1)), originOf(), inMs(30));
    await new Promise((resolve) => setTimeout(resolve, 10));
    const behind = office.execute(hold('1.00', request(2)), originOf(), inMs(30));
    await expect(behind).rejects.toBeInstanceOf(WithdrawnError);
    ends.resolve();
    expect((await begun).refusal).toBeUndefined();
    expect(await held(store)).toEqual(['req_1']);
  });

  it('let a command go on whose step before was waited for beyond them', async () => {
    const { store } = aStall();
    const executed = await new Office(store).execute(payment('5.00'), originOf(), performance.now() - 1);
    expect(executed.refusal).toBeUndefined();
  });

  it('are kept on an engine elsewhere that does not end an append: its end is told to whoever waits for it', async () => {
    const { store, stall } = aStall({ certain: false });
    const office = new Office(store);
    await office.execute(payment('5.00'));
    const ends = Promise.withResolvers<void>();
    stall.ends = ends.promise;
    const fault: unknown = await office.execute(hold('1.00', request(1)), originOf(), inMs(10)).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(UnendedError);
    expect(fault).toMatchObject({ code: 'AMBIGUOUS' });
    ends.resolve();
    expect(await (fault as UnendedError).end).not.toHaveProperty('refusal');
    expect(await held(store)).toEqual(['req_1']);
  });

  it('withdraw what waits for its account to be read first', async () => {
    const { store } = aStall({ certain: false });
    const away = { ...store, readStream: () => new Promise<never>(() => undefined) };
    await expect(new Office(away).accounts.open('acc_1', inMs(10))).rejects.toBeInstanceOf(WithdrawnError);
  });
});
