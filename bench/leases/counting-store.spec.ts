import { EMPTY_TIP, seal, eventId, mintCommandId, ConflictError, type SealedEvent } from '#event-store';
import { createMemoryEventStore } from '#event-store/memory';
import { CountingStore } from './counting-store.js';

const ACCOUNT = 'account-acc_1-2026-11';
const LEASE = 'lease-acc_1-2026-11-1';

function sealed(stream: string, type: string): readonly SealedEvent[] {
  const cause = mintCommandId();
  const time = '2026-11-01T12:00:00.000Z';
  const metadata = { actor: 'system', cause, effective: time, recorded: time, version: 1 };
  return seal(stream, EMPTY_TIP, [{ id: eventId(cause, 0), type, data: {}, metadata }]).events;
}

describe('a store that counts', () => {
  it('tells the streams where gateways meet from those of one gateway, and conflicts from appends', async () => {
    const counting = new CountingStore(createMemoryEventStore());
    await counting.store.append(ACCOUNT, sealed(ACCOUNT, 'FundsLeased'), 'no_stream');
    await counting.store.append(LEASE, sealed(LEASE, 'LeaseOpened'), 'no_stream');
    await expect(counting.store.append(ACCOUNT, sealed(ACCOUNT, 'FundsLeased'), 'no_stream')).rejects.toThrow(ConflictError);
    await counting.store.readStream(ACCOUNT);
    const none = { appends: 0, conflicts: 0, faults: 0, events: 0, reads: 0, eventsRead: 0 };
    expect(counting.counts()).toEqual({
      account: { appends: 2, conflicts: 1, faults: 0, events: 1, reads: 1, eventsRead: 1 },
      lease: { ...none, appends: 1, events: 1 },
      granted: 1,
    });
    counting.reset();
    expect(counting.counts()).toEqual({ account: none, lease: none, granted: 0 });
  });

  it('does not take a store that is away for a conflict', async () => {
    const store = createMemoryEventStore();
    await store.close();
    const counting = new CountingStore(store);
    await expect(counting.store.append(LEASE, sealed(LEASE, 'LeaseOpened'), 'no_stream')).rejects.toThrow();
    expect(counting.counts().lease).toMatchObject({ appends: 0, conflicts: 0, faults: 1 });
  });
});
