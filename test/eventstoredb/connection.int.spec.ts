import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { openEventStoreDb } from '#event-store/eventstoredb';
import { type EventStoreDbStore } from '../../libs/event-store/eventstoredb/eventstoredb.event-store.js';
import { StreamWriter, unsealed } from '../../libs/event-store/testing/stream-writer.js';
import { EventStoreServer } from '../support/eventstoredb/event-store-server.js';
import { Faults } from '../support/eventstoredb/faults.js';
import { until } from '../support/eventstoredb/until.js';

let server: EventStoreServer;
beforeAll(async () => void (server = await EventStoreServer.start()));
afterAll(() => server.down());
afterEach(async () => {
  jest.restoreAllMocks();
  Object.assign(server.faults, new Faults());
  await server.up();
});

const noHead = (store: EventStoreDbStore): Promise<boolean> =>
  store.head().then(
    () => false,
    () => true,
  );

describe('the URL of EventStoreDB', () => {
  it.each([
    ['esdb://joe:s3cret@127.0.0.1:1?tls=false', /credentials and tls=false/],
    ['esdb://joe:s3cret@127.0.0.1:1?TLS=false&nodePreference=leader', /credentials and tls=false/],
    ['esdb://joe:s3cret@127.0.0.1:1?tls=true&colour=red', /option colour/],
    ['esdb://joe:s3cret@127.0.0.1:1?tlsVerifyCert=false', /option tlsverifycert/],
    ['esdb://joe:s3cret@127.0.0.1:x?tls=true', /cannot be understood/],
    ['esdb://joe:s3cret@127.0.0.1:1?tlsCAFile=/nowhere', /cannot be understood/],
    ['http://joe:s3cret@127.0.0.1:1', /must look like/],
    ['joe:s3cret', /must look like/],
  ])('is refused, and never shown: %s', async (url, message) => {
    const warned = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    const fault = await openEventStoreDb({ url }).then(
      () => undefined,
      (error: Error & { code: string }) => error,
    );
    expect(fault).toMatchObject({ code: 'UNAVAILABLE' });
    expect(fault?.message).toMatch(message);
    expect([fault?.message, fault?.stack, String(fault?.cause), JSON.stringify(warned.mock.calls)].join()).not.toContain('s3cret');
  });

  it('may name a cluster, whose leader is found by its gossip', async () => {
    const store = await openEventStoreDb({ url: server.url.replace('esdb:', 'esdb+discover:') });
    await expect(store.head()).resolves.toBe(0n);
    await store.close();
  });
});

describe('a cluster that tells no leader any more', () => {
  it('leaves no error behind that nobody handles, whatever breaks while its leader is looked for', async () => {
    const unhandled: unknown[] = [];
    const listener = (reason: unknown): void => void unhandled.push(reason);
    process.on('unhandledRejection', listener);
    const store = await openEventStoreDb({ url: server.url.replace('esdb:', 'esdb+discover:') });
    const { ended } = store.subscribe({ after: 0n }, () => undefined);
    await until(() => server.subscriptions === 1);
    server.faults.noGossip = true;
    server.faults.refusedReads = 1;
    await until(() => noHead(store));
    const looking = expect(store.head()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await new Promise((resolve) => setTimeout(resolve, 200));
    server.failSubscriptions();
    await looking;
    const startedMs = performance.now();
    await expect(store.ping(100)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(performance.now() - startedMs).toBeLessThan(2_000);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(unhandled).toEqual([]);
    process.off('unhandledRejection', listener);
    server.faults.noGossip = false;
    await until(async () => !(await noHead(store)));
    await store.close();
    await ended;
  });
});

describe('opening and closing', () => {
  it('is Unavailable where nothing listens', async () => {
    const gone = await EventStoreServer.start();
    gone.down();
    await expect(openEventStoreDb({ url: gone.url })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('tells by a ping whether the server is there', async () => {
    const store = await openEventStoreDb({ url: server.url });
    await expect(store.ping()).resolves.toBeUndefined();
    server.down();
    await expect(store.ping(500)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await server.up();
    await until(() =>
      store.ping(500).then(
        () => true,
        () => false,
      ),
    );
    await store.close();
    await expect(store.ping()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('leaves nothing open on the server', async () => {
    const store = await openEventStoreDb({ url: server.url });
    await new StreamWriter(store, 'a').append(...unsealed('Made', { n: 1 }));
    const { ended } = store.subscribe({ after: 0n }, () => undefined);
    await until(() => server.subscriptions === 1 && server.openBatches === 1);
    await store.close();
    await ended;
    await until(() => server.subscriptions + server.openBatches + server.openReads === 0);
  });

  it('goes on over new connections when all were cut', async () => {
    const store = await openEventStoreDb({ url: server.url, prefix: 'cut/' });
    const writer = new StreamWriter(store, 'a');
    await writer.append(...unsealed('Made', { n: 1 }));
    await server.dropConnections();
    await until(() =>
      store.ping(500).then(
        () => true,
        () => false,
      ),
    );
    const events = writer.seal(...unsealed('Made', { n: 2 }));
    await until(() =>
      store.append('a', events, 0n).then(
        () => true,
        () => false,
      ),
    );
    expect(await store.readStream('a')).toHaveLength(2);
    await store.close();
  });
});
