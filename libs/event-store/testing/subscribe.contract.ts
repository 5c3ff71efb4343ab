import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { positions, StreamWriter, unsealed } from './stream-writer.js';
import type { Appended, EventStore, Position, ReadAllPage } from '../event-store.port.js';

export function subscribeContract(open: () => Promise<EventStore>): void {
  let store: EventStore;
  let writer: StreamWriter;
  beforeEach(async () => {
    store = await open();
    writer = new StreamWriter(store, 'a-1');
  });
  afterEach(() => store.close());
  const made = (n: number): Promise<Appended> => writer.append(...unsealed('Made', { n }));

  /** Collects until `wanted` holds, then resolves. */
  function collector(wanted: (seen: number[], page: ReadAllPage) => boolean) {
    const done = Promise.withResolvers<number[]>();
    const seen: number[] = [];
    const handler = (page: ReadAllPage): void => {
      seen.push(...page.events.map((event) => event.data.n as number));
      if (wanted(seen, page)) done.resolve(seen);
    };
    return { handler, done: done.promise, seen };
  }

  describe('subscribing', () => {
    it('catches up and then follows, every event once and in order', async () => {
      for (let n = 0; n < 1_200; n += 100)
        await writer.append(...unsealed('Made', ...Array.from({ length: 100 }, (_, index) => ({ n: n + index }))));
      const { handler, done } = collector((seen) => seen.length === 1_205);
      const subscription = store.subscribe({ after: 0n }, handler);
      for (let n = 1_200; n < 1_205; n += 1) await made(n);
      expect(await done).toEqual(Array.from({ length: 1_205 }, (_, n) => n));
      await subscription.stop();
      await subscription.ended;
    });

    it('starts behind a position', async () => {
      for (const n of [0, 1, 2, 3]) await made(n);
      const { handler, done } = collector((seen) => seen.length === 2);
      const subscription = store.subscribe({ after: (await positions(store))[1] ?? 0n }, handler);
      expect(await done).toEqual([2, 3]);
      await subscription.stop();
    });

    it('moves the checkpoint on over events that the filter leaves out', async () => {
      let [scanned, wanted]: [Position?, Position?] = [];
      const { handler, done, seen } = collector((_, page) => (scanned = page.scannedTo) === wanted);
      const subscription = store.subscribe({ after: 0n, filter: { streamPrefixes: ['b-'] } }, handler);
      await made(0);
      await new StreamWriter(store, 'b-1').append(...unsealed('Made', { n: 7 }));
      ({ position: wanted } = await made(1));
      if (scanned !== wanted) await done;
      expect(seen).toEqual([7]);
      await subscription.stop();
    });

    it('waits for the handler before it reads on', async () => {
      let running = 0;
      const { handler, done } = collector((seen) => seen.length === 20);
      const subscription = store.subscribe({ after: 0n }, async (page) => {
        expect(++running).toBe(1);
        await new Promise((resolve) => setTimeout(resolve, 2));
        running -= 1;
        handler(page);
      });
      for (let n = 0; n < 20; n += 1) await made(n);
      expect(await done).toHaveLength(20);
      await subscription.stop();
    });

    it('ends with what the handler threw, and touches nothing else', async () => {
      const { handler, done } = collector((seen) => seen.length === 2);
      const broken = store.subscribe({ after: 0n }, () => Promise.reject(new Error('poison')));
      const failed = expect(broken.ended).rejects.toThrow('poison');
      const healthy = store.subscribe({ after: 0n }, handler);
      await made(0);
      await failed;
      await made(1);
      expect(await done).toEqual([0, 1]);
      await healthy.stop();
    });

    it('ends when stopped from within its own handler, and when the store closes', async () => {
      await made(0);
      const pages: ReadAllPage[] = [];
      const subscription = store.subscribe({ after: 0n }, (page) => {
        pages.push(page);
        void subscription.stop();
      });
      await subscription.ended;
      const other = store.subscribe({ after: 0n }, () => undefined);
      await store.close();
      await other.ended;
      expect(pages).toHaveLength(1);
    });
  });
}
