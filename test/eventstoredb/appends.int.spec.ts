import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { EventStoreDbStore } from '../../libs/event-store/eventstoredb/eventstoredb.event-store.js';
import { openEventStoreDb } from '#event-store/eventstoredb';
import { randomUUID } from 'node:crypto';
import { StreamWriter, unsealed } from '../../libs/event-store/testing/stream-writer.js';
import { EventStoreServer } from '../support/eventstoredb/event-store-server.js';
import { Faults } from '../support/eventstoredb/faults.js';
import { until } from '../support/eventstoredb/until.js';

let server: EventStoreServer;
let store: EventStoreDbStore;
let prefix: string;
let writer: StreamWriter;
beforeAll(async () => void (server = await EventStoreServer.start()));
afterAll(() => server.down());
beforeEach(async () => {
  prefix = `${randomUUID()}/`;
  store = await openEventStoreDb({ url: server.url, prefix, appendTimeoutMs: 20_000 });
  writer = new StreamWriter(store, 'a');
});
afterEach(async () => {
  Object.assign(server.faults, new Faults());
  await server.up();
  await store.close();
});

const made = (...numbers: number[]) => writer.seal(...unsealed('Made', ...numbers.map((n) => ({ n }))));
const onServer = (stream = 'a') => server.log.stream(prefix + stream);
const ambiguous = { code: 'AMBIGUOUS' };
/** For an append that nobody answers: long enough to send it. */
const SOON = { timeoutMs: 1_000 };

describe('an append whose answer is lost', () => {
  it('is ambiguous when its time is over, because the server ends nothing itself', async () => {
    const hasty = await openEventStoreDb({ url: server.url, prefix, appendTimeoutMs: SOON.timeoutMs });
    server.faults.lostAcks = 1;
    await expect(hasty.append('a', made(1), 'no_stream')).rejects.toMatchObject(ambiguous);
    expect(onServer()).toHaveLength(1);
    await hasty.close();
  });

  it('takes the time-out of the append before that of the store', async () => {
    server.faults.lostAcks = 1;
    const startedMs = performance.now();
    await expect(store.append('a', made(1), 'no_stream', SOON)).rejects.toMatchObject(ambiguous);
    expect(performance.now() - startedMs).toBeLessThan(15_000);
  });

  it('is known again by the same ids at the same revision, and written once', async () => {
    const events = made(1, 2);
    server.faults.lostAcks = 1;
    await expect(store.append('a', events, 'no_stream', SOON)).rejects.toMatchObject(ambiguous);
    await expect(store.append('a', events, 'no_stream')).resolves.toMatchObject({
      revision: 1n,
      duplicate: true,
      position: await store.head(),
    });
    expect(onServer()).toHaveLength(2);
  });

  it('is written by its retry where it was lost on the way there', async () => {
    const events = made(1, 2);
    server.faults.lostAppends = 1;
    await expect(store.append('a', events, 'no_stream', SOON)).rejects.toMatchObject(ambiguous);
    await expect(store.append('a', events, 'no_stream')).resolves.toMatchObject({ revision: 1n });
    expect(onServer()).toHaveLength(2);
  });

  it('is a conflict where the retry holds other events', async () => {
    server.faults.lostAcks = 1;
    await expect(store.append('a', made(1), 'no_stream', SOON)).rejects.toMatchObject(ambiguous);
    await expect(store.append('a', made(1), 'no_stream')).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(store.append('a', made(1, 2), 'no_stream')).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('does not take the answer that comes too late for that of another append, and survives it', async () => {
    await store.append('b', made(0), 'no_stream');
    server.faults.ackDelayMs = 2_000;
    const late = store.append('a', made(1), 'no_stream', SOON);
    const other = store.append('c', made(2), 'no_stream');
    await expect(late).rejects.toMatchObject(ambiguous);
    await expect(other).resolves.toMatchObject({ revision: 0n });
    server.faults.ackDelayMs = 0;
    await expect(store.append('d', made(3), 'no_stream')).resolves.toMatchObject({ revision: 0n });
  });

  it('leaves the call to itself: the next append is not lost in a call that has gone dead', async () => {
    await store.append('b', made(0), 'no_stream');
    server.faults.deadCalls = 1;
    const events = made(1);
    await expect(store.append('a', events, 'no_stream', SOON)).rejects.toMatchObject(ambiguous);
    await expect(store.append('a', events, 'no_stream')).resolves.toMatchObject({ revision: 0n });
    await until(() => server.openBatches === 1);
  });

  it('leaves the call also while others still wait on it', async () => {
    await store.append('b', made(0), 'no_stream');
    server.faults.deadCalls = 1;
    const hasty = store.append('a', made(1), 'no_stream', SOON);
    const patient = store.append('c', made(2), 'no_stream', { timeoutMs: 4_000 });
    const late = expect(patient).rejects.toMatchObject(ambiguous);
    await expect(hasty).rejects.toMatchObject(ambiguous);
    await expect(store.append('d', made(3), 'no_stream')).resolves.toMatchObject({ revision: 0n });
    await late;
  });
});

describe('an append that the server does not handle', () => {
  it('is refused, and no doubt: nothing of it can land later', async () => {
    server.faults.busyAppends = 1;
    const refused = store.append('a', made(1), 'no_stream');
    await expect(refused).rejects.toMatchObject({ code: 'UNAVAILABLE', message: expect.stringContaining('Server Is Busy') });
    expect(onServer()).toHaveLength(0);
    await expect(store.append('a', made(1), 'no_stream')).resolves.toMatchObject({ revision: 0n, duplicate: false });
  });
});

describe('a probe', () => {
  it('goes the way of an append and leaves no event, and says why one would fail', async () => {
    await store.probe();
    await store.append('a', made(1), 'no_stream');
    const head = await store.head();
    await store.probe();
    expect(await store.head()).toBe(head);
    server.faults.busyAppends = 1;
    await expect(store.probe()).rejects.toMatchObject({ code: 'UNAVAILABLE', message: expect.stringContaining('Server Is Busy') });
    server.faults.lostAppends = 1;
    await expect(store.probe()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await store.probe();
  });
});

describe('a call for appends that breaks', () => {
  it.each(['brokenCalls', 'halfCloses'] as const)(
    'makes every append that is pending on it ambiguous, and no other (%s)',
    async (fault) => {
      await store.append('b', made(0), 'no_stream');
      server.faults.ackDelayMs = 5_000;
      const pending = Array.from({ length: 5 }, (_, index) => store.append(`p-${index}`, made(index), 'no_stream'));
      const settled = Promise.allSettled(pending);
      await until(() => onServer('p-4').length === 1);
      server.faults[fault] = 1;
      const breaking = store.append('c', made(2), 'no_stream');
      await expect(breaking).rejects.toMatchObject(ambiguous);
      for (const outcome of await settled) expect(outcome).toMatchObject({ status: 'rejected', reason: ambiguous });
      server.faults.ackDelayMs = 0;
      await expect(store.append('d', made(3), 'no_stream')).resolves.toMatchObject({ revision: 0n });
    },
  );

  it('touches nothing of another store in the same process', async () => {
    const elsewhere = await EventStoreServer.start();
    const other = await openEventStoreDb({ url: elsewhere.url });
    await other.append('a', made(0), 'no_stream');
    await store.append('b', made(0), 'no_stream');
    elsewhere.faults.ackDelayMs = 1_000;
    const pending = other.append('b', made(1), 'no_stream');
    await until(() => elsewhere.log.stream('b').length === 1);
    server.breakBatches();
    await expect(pending).resolves.toMatchObject({ revision: 0n, duplicate: false });
    await other.close();
    elsewhere.down();
  });
});

describe('what the server answers', () => {
  it('counts by its type alone: the fields of a wrong version may be wrong', async () => {
    await writer.append(...unsealed('Made', { n: 1 }));
    server.faults.wrongVersionFields = true;
    const conflict = store.append('a', made(2), 'no_stream');
    await expect(conflict).rejects.toMatchObject({ code: 'CONFLICT', stream: 'a', expected: 'no_stream', actual: undefined });
  });

  it('belongs to the append that it names, in whatever order answers come', async () => {
    await writer.append(...unsealed('Made', { n: 1 }));
    server.faults.errorsOvertake = true;
    const order: string[] = [];
    const good = store.append('b', made(2), 'no_stream').then(() => order.push('good'));
    const refused = store.append('a', made(3), 'no_stream').catch(() => order.push('refused'));
    await Promise.all([good, refused]);
    expect(order).toEqual(['refused', 'good']);
  });

  it('says that a stream is closed which was deleted for good', async () => {
    server.log.limits.tombstone(`${prefix}a`);
    await expect(store.append('a', made(1), 'no_stream')).rejects.toMatchObject({ code: 'STREAM_CLOSED' });
  });
});

describe('a stream by whose metadata the server lets go of events', () => {
  it.each(['{"$maxCount":5}', '{"$maxAge":60}', '{"$tb":2}'])('is not written to: %s', async (metadata) => {
    server.setMetadata(`${prefix}a`, metadata);
    await expect(store.append('a', made(1), 'no_stream')).rejects.toMatchObject({ code: 'STREAM_CLOSED' });
    expect(onServer()).toEqual([]);
  });

  it('is not written to when it was deleted, although the server would take a first append', async () => {
    await writer.append(...unsealed('Made', { n: 1 }));
    server.softDelete(`${prefix}a`);
    const later = await openEventStoreDb({ url: server.url, prefix });
    await expect(later.append('a', made(2), 'no_stream')).rejects.toMatchObject({ code: 'STREAM_CLOSED' });
    expect(onServer()).toEqual([]);
    await later.close();
  });

  it('is found out by the revision where it was deleted while we wrote to it', async () => {
    await writer.append(...unsealed('Made', { n: 1 }));
    server.softDelete(`${prefix}a`);
    await expect(store.append('a', made(2), 'no_stream')).rejects.toMatchObject({ code: 'STREAM_CLOSED' });
  });

  it('may have any other metadata', async () => {
    server.setMetadata(`${prefix}a`, '{"$acl":{"$r":"auditors"},"owner":"us"}');
    await expect(store.append('a', made(1), 'no_stream')).resolves.toMatchObject({ revision: 0n });
  });
});

describe('a store that is closed', () => {
  it('waits for the answers to what it has taken', async () => {
    await store.append('b', made(0), 'no_stream');
    server.faults.ackDelayMs = 150;
    const taken = store.append('a', made(1), 'no_stream');
    await store.close();
    await expect(taken).resolves.toMatchObject({ revision: 0n });
  });
});

describe('an append that could not be sent', () => {
  it('is Unavailable with the server down, at once, and goes through when it is back', async () => {
    await writer.append(...unsealed('Made', { n: 1 }));
    server.down();
    await until(async () =>
      store.ping(5_000).then(
        () => false,
        () => true,
      ),
    );
    for (const stream of ['a', 'b']) await expect(store.append(stream, made(2), 0n)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await server.up();
    await until(async () => (await store.append('a', made(2), 0n).catch(() => undefined)) !== undefined);
    expect(onServer()).toHaveLength(2);
  });

  it('is ambiguous where the server went down after it was sent', async () => {
    await writer.append(...unsealed('Made', { n: 1 }));
    server.faults.lostAcks = 1;
    const pending = store.append('a', made(2), 0n, { timeoutMs: 20_000 });
    const rejected = expect(pending).rejects.toMatchObject(ambiguous);
    await until(() => onServer().length === 2);
    server.down();
    await rejected;
  });

  it('is not sent any more once its time is over', async () => {
    server.faults.readDelayMs = 200;
    await expect(store.append('a', made(1), 'no_stream', { timeoutMs: 50 })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(onServer()).toEqual([]);
  });
});

describe('what is appended', () => {
  it('stands on the server byte for byte, as JSON that people can browse', async () => {
    const [event] = writer.seal(...unsealed('Made', { 9: 'nine', 10: 'ten', text: 'ü\u2028😀"\\', float: 1e-7 }));
    if (event) await store.append('a', [event], 'no_stream');
    const [stored] = onServer();
    expect(stored).toMatchObject({ id: event?.id, type: 'Made', contentType: 'application/json' });
    expect(Buffer.from(stored?.data ?? []).toString()).toBe(event?.data);
    expect(Buffer.from(stored?.metadata ?? []).toString()).toBe(event?.metadata);
  });

  it('is surely no repetition only where its ids are ours and new', async () => {
    const [foreign] = made(1).map((event) => ({ ...event, id: randomUUID() }));
    await expect(store.append('a', foreign ? [foreign] : [], 'no_stream')).resolves.toMatchObject({ duplicate: true });
    await expect(store.append('b', made(1), 'no_stream')).resolves.toMatchObject({ duplicate: false });
  });
});
