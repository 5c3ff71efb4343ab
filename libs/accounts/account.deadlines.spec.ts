import { WithdrawnError, type EventStore } from '#event-store';
import { createMemoryEventStore } from '#event-store/memory';
import { UnendedError } from '#streams';
import { hold, payment } from '../ledger/testing/account.commands.js';
import { Office, auditedEvents, originOf } from './testing/office.js';

const request = (id: number) => ({ request: { request: `req_${id}` } });
const inMs = (ms: number): number => performance.now() + ms;

/** A log that can be stalled, as the embedded one is by a lock: what has not begun is withdrawn when its time is up; what has is not. */
function aStall() {
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
  const store = new Proxy(inner, {
    get: (target, name) => (name === 'append' ? append : (Reflect.get(target, name) as () => unknown).bind(target)),
  });
  return { store, stall };
}

const held = async (store: EventStore) =>
  (await auditedEvents(store)).filter(({ type }) => type === 'RequestRouted').map(({ data }) => data['request']);

describe('deadlines of commands on an account', () => {
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

  it('are kept where an append cannot be withdrawn: its end is told to whoever waits for it', async () => {
    const { store, stall } = aStall();
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

  it('hold for an account that has to be read first, too', async () => {
    const { store } = aStall();
    const away = new Proxy(store, {
      get: (target, name) => (name === 'readStream' ? () => new Promise(() => undefined) : (Reflect.get(target, name) as unknown)),
    });
    await expect(new Office(away).accounts.open('acc_1', inMs(10))).rejects.toBeInstanceOf(UnendedError);
  });
});
