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
  store = await openEventStoreDb({ url: server.url, prefix });
  writer = new StreamWriter(store, 'a-1');
});
afterEach(async () => {
  Object.assign(server.faults, new Faults());
  await server.up();
  await store.close();
});

const many = (count: number) => unsealed('Made', ...Array.from({ length: count }, (_, n) => ({ n })));
const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => n);
const damaged = { code: 'DAMAGED' };
const damageOnServer = (stream: string, data: Uint8Array) =>
  server.log.append(
    `${prefix}${stream}`,
    [{ id: randomUUID(), type: 'Made', contentType: 'application/json', data, metadata: Buffer.from('{}') }],
    'any',
  );

describe('a read', () => {
  it('leaves no call open on the server, however few of the events it takes', async () => {
    await writer.append(...many(500));
    for (const max of [1, 7, 100]) {
      await store.readStream('a-1', { max });
      await store.readAll({ after: 0n, max });
      await store.readAll({ after: 0n, max, filter: { streamPrefixes: ['a'] } });
    }
    for await (const event of store.scan({ after: 0n })) if (event.revision === 3n) break;
    await until(() => server.openReads === 0);
    expect(server.largestRead).toBeLessThanOrEqual(1_000);
  });

  it('loses nothing of a filter while others write, page joined to page', async () => {
    const total = 300;
    const other = new StreamWriter(store, 'b-1');
    const writing = (async () => {
      for (let n = 0; n < total; n += 1) {
        await writer.append(...unsealed('Made', { n }));
        await other.append(...unsealed('Made', { n }));
      }
    })();
    const found: unknown[] = [];
    let pages = 0;
    for (let after = 0n; found.length < total && pages < 20_000; pages += 1) {
      const page = await store.readAll({ after, max: 5, filter: { streamPrefixes: ['a-'] } });
      found.push(...page.events.map((event) => event.data.n));
      after = page.scannedTo;
    }
    await writing;
    expect(found).toEqual(numbers(total));
  });

  it('filters by type on a server that it has for itself, and leaves out what only begins like the type', async () => {
    const own = await EventStoreServer.start();
    const alone = await openEventStoreDb({ url: own.url });
    own.setMetadata('a', '{"owner":"us"}');
    await new StreamWriter(alone, 'a').append(...unsealed('Made', { n: 0 }));
    await new StreamWriter(alone, 'b').append(...unsealed('MadeAgain', { n: 1 }));
    const { events, atHead } = await alone.readAll({ after: 0n, max: 10, filter: { types: ['Made', '$metadata'] } });
    expect(events.map((event) => event.stream)).toEqual(['a']);
    expect(atHead).toBe(true);
    expect((await alone.readAll({ after: 0n, max: 10 })).events).toHaveLength(2);
    await alone.close();
    own.down();
  });

  it('is Unavailable with the server down, and where the server takes too long', async () => {
    await writer.append(...many(1));
    const hasty = await openEventStoreDb({ url: server.url, prefix, readTimeoutMs: 1_500 });
    server.faults.readDelayMs = 5_000;
    await expect(hasty.head()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    server.down();
    for (const read of [
      () => store.head(),
      () => store.readStream('a-1'),
      () => store.readAll({ after: 0n, max: 1 }),
      () => store.ping(),
    ]) {
      await expect(read()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    }
    await hasty.close();
  });

  it('says that rights are missing where the user may not read $all', async () => {
    server.faults.noRightsToAll = true;
    await expect(store.head()).rejects.toThrow(/no right to read \$all/);
    await expect(openEventStoreDb({ url: server.url })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });
});

describe('a stream prefix', () => {
  it('keeps two stores on one server apart', async () => {
    const other = await openEventStoreDb({ url: server.url, prefix: `${prefix}x/` });
    const beside = await openEventStoreDb({ url: server.url, prefix: `${randomUUID()}/` });
    await writer.append(...many(3));
    await new StreamWriter(beside, 'a-1').append(...many(1));
    expect(await other.readStream('a-1')).toEqual([]);
    expect(await other.head()).toBe(0n);
    expect(await beside.readAll({ after: 0n, max: 10, filter: { types: ['Made'] } })).toMatchObject({
      events: [{ stream: 'a-1', revision: 0n }],
    });
    expect((await store.readAll({ after: 0n, max: 10 })).events.map((event) => event.stream)).toEqual(['a-1', 'a-1', 'a-1']);
    expect(await beside.eventAt(await store.head())).toBeUndefined();
    await Promise.all([other.close(), beside.close()]);
  });

  it('is no way into the streams of the server', async () => {
    await expect(openEventStoreDb({ url: server.url, prefix: '$' })).rejects.toThrow(RangeError);
    const bare = await openEventStoreDb({ url: server.url });
    await expect(bare.append('$settings', writer.seal(...many(1)), 'no_stream')).rejects.toThrow(RangeError);
    await bare.close();
  });
});

describe('damage on the server', () => {
  it.each(['{"$tb":2}', '{"$maxCount":3}'])('does not make a stream pass for a shorter one: %s', async (metadata) => {
    await writer.append(...many(5));
    server.setMetadata(`${prefix}a-1`, metadata);
    await expect(store.readStream('a-1')).rejects.toMatchObject(damaged);
    await expect(store.readStream('a-1', { direction: 'backwards' })).rejects.toMatchObject(damaged);
    expect(await store.readStream('a-1', { direction: 'backwards', max: 2 })).toHaveLength(2);
    expect(await store.readStream('a-1', { from: 3n })).toHaveLength(2);
  });

  it('is named by a read and comes out of a scan', async () => {
    await writer.append(...many(1));
    damageOnServer('a-1', Buffer.from('{"a":"\xff"}', 'latin1'));
    await expect(store.readAll({ after: 0n, max: 10 })).rejects.toMatchObject(damaged);
    await expect(store.readStream('a-1')).rejects.toThrow(/a-1, revision 1/);
    const texts: (string | undefined)[] = [];
    for await (const event of store.scan({ after: 0n })) texts.push(event.damage);
    expect(texts).toEqual([undefined, 'is not valid UTF-8']);
  });

  it('is a stream that was deleted for good', async () => {
    server.log.limits.tombstone(`${prefix}a-1`);
    await expect(store.readStream('a-1')).rejects.toMatchObject({ code: 'STREAM_CLOSED' });
  });
});
