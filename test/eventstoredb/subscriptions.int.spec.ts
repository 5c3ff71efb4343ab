import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { EventStoreDbStore } from '../../libs/event-store/eventstoredb/eventstoredb.event-store.js';
import { openEventStoreDb } from '#event-store/eventstoredb';
import { randomUUID } from 'node:crypto';
import { StreamWriter, unsealed } from '../../libs/event-store/testing/stream-writer.js';
import type { Position, ReadAllPage } from '../../libs/event-store/event-store.port.js';
import { EventStoreServer } from '../support/eventstoredb/event-store-server.js';
import { Faults } from '../support/eventstoredb/faults.js';
import { until } from '../support/eventstoredb/until.js';

let server: EventStoreServer;
let store: EventStoreDbStore;
let writer: StreamWriter;
let foreign: { readonly store: EventStoreDbStore; readonly writer: StreamWriter };
let troubles: string[];
beforeAll(async () => void (server = await EventStoreServer.start()));
afterAll(() => server.down());
beforeEach(async () => {
  const prefix = `${randomUUID()}/`;
  troubles = [];
  store = await openEventStoreDb({ url: server.url, prefix, onTrouble: (message) => troubles.push(message) });
  writer = new StreamWriter(store, 'a-1');
  const other = await openEventStoreDb({ url: server.url, prefix });
  foreign = { store: other, writer: new StreamWriter(other, 'b-1') };
});
afterEach(async () => {
  Object.assign(server.faults, new Faults());
  server.log.thawAll();
  await server.up();
  await Promise.all([store.close(), foreign.store.close()]);
});

/** Follows from a position on and keeps what it gets. */
function follow(after: Position = 0n) {
  const seen: number[] = [];
  const pages: ReadAllPage[] = [];
  const subscription = store.subscribe({ after }, (page) => {
    pages.push(page);
    seen.push(...page.events.map((event) => event.data.n as number));
  });
  return { subscription, seen, pages };
}

const waits = (): number => troubles.filter((trouble) => trouble.startsWith('A follower waits')).length;
const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => n);
const madeElsewhere = (n: number) => foreign.writer.append(...unsealed('Made', { n }));

describe('a subscription that the server', () => {
  it.each([
    ['ends without a word', () => server.endSubscriptions()],
    ['drops with an error', () => server.failSubscriptions()],
  ])('%s is opened again, and nothing is lost or told twice', async (_, lose) => {
    const { seen, subscription } = follow();
    await until(() => server.subscriptions === 1);
    for (let n = 0; n < 30; n += 1) {
      if (n % 10 === 5) lose();
      await madeElsewhere(n);
    }
    await until(() => seen.length >= 30);
    expect(seen).toEqual(numbers(30));
    await until(() => server.subscriptions === 1);
    expect(troubles).not.toEqual([]);
    await subscription.stop();
  });

  it('keeps open and tells nothing does not hold anybody up for long', async () => {
    server.faults.silentSubscriptions = true;
    const { seen } = follow();
    await until(() => server.subscriptions === 1);
    await madeElsewhere(0);
    await until(() => seen.length === 1);
  });

  it('puts far ahead by wrong checkpoints passes over nothing', async () => {
    server.faults.wrongCheckpoints = true;
    const { seen, pages } = follow();
    await until(() => server.subscriptions === 1);
    const { position } = await madeElsewhere(0);
    await until(() => seen.length === 1);
    expect(pages.at(-1)?.scannedTo).toBe(position);
    expect(await store.eventAt(position)).toMatchObject({ data: { n: 0 } });
  });
});

describe('followers', () => {
  it('outlive a server that goes away and comes back, each from where it was', async () => {
    const [first, second] = [follow(), follow()];
    for (const n of [0, 1, 2]) await madeElsewhere(n);
    await until(() => first.seen.length === 3 && second.seen.length === 3);
    server.down();
    await until(() => waits() >= 2);
    await server.up();
    for (const n of [3, 4, 5]) await until(async () => (await madeElsewhere(n).catch(() => undefined)) !== undefined);
    await until(() => first.seen.length >= 6 && second.seen.length >= 6);
    expect([first.seen, second.seen]).toEqual([numbers(6), numbers(6)]);
  });

  it('get what their own process writes at once, not when the next look is due', async () => {
    server.faults.silentSubscriptions = true;
    const { seen } = follow();
    await until(() => server.subscriptions === 1);
    const startedMs = performance.now();
    for (let n = 0; n < 10; n += 1) {
      await writer.append(...unsealed('Made', { n }));
      await until(() => seen.length === n + 1);
    }
    // A look every second would take it ten.
    expect(performance.now() - startedMs).toBeLessThan(7_000);
  });

  it('pass over nothing where $all lags behind the streams', async () => {
    const { seen, pages } = follow();
    await madeElsewhere(0);
    await until(() => seen.length === 1);
    server.log.freezeAll();
    const { position } = await madeElsewhere(1);
    await writer.append(...unsealed('Made', { n: 2 }));
    expect(await store.readStream('a-1')).toHaveLength(1);
    const behind = await store.readAll({ after: 0n, max: 10, filter: { streamPrefixes: ['a-'] } });
    expect(behind.events).toEqual([]);
    expect(behind.scannedTo).toBeLessThan(position);
    expect(pages.at(-1)?.scannedTo).toBeLessThan(position);
    server.log.thawAll();
    await until(() => seen.length === 3);
    expect(seen).toEqual(numbers(3));
  });

  it('stop at once while they wait for the server', async () => {
    const { subscription } = follow();
    await until(() => server.subscriptions === 1);
    server.down();
    // By then it waits for a second and a half at least.
    await until(() => waits() >= 8);
    const startedMs = performance.now();
    await subscription.stop();
    await store.close();
    expect(performance.now() - startedMs).toBeLessThan(1_200);
  });

  it('share one subscription, which ends with the store', async () => {
    const followers = [follow(), follow(), follow()];
    await until(() => server.subscriptions === 1);
    await store.close();
    await Promise.all(followers.map(({ subscription }) => subscription.ended));
    await until(() => server.subscriptions + server.openReads === 0);
    expect(troubles).toEqual([]);
  });
});
