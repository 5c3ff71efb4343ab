import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { checkLink, EMPTY_TIP, eventText, type StreamTip } from '../chain.js';
import { positions, StreamWriter, unsealed } from './stream-writer.js';
import type { EventStore, RecordedEvent } from '../event-store.port.js';

export function readContract(open: () => Promise<EventStore>): void {
  let store: EventStore;
  beforeEach(async () => void (store = await open()));
  afterEach(() => store.close());
  const numbers = (events: readonly RecordedEvent[]): unknown[] => events.map((event) => event.data.n);

  /** Ten events in `a-1` in portions of 1, 2, 3 and 4; between them one each in `b-1`. */
  async function fill(): Promise<void> {
    const [a, b] = [new StreamWriter(store, 'a-1'), new StreamWriter(store, 'b-1')];
    let n = 0;
    for (const portion of [1, 2, 3, 4]) {
      await a.append(...unsealed('Made', ...Array.from({ length: portion }, () => ({ n: n++ }))));
      await b.append(...unsealed('Broken', { n: -portion }));
    }
  }

  describe('reading a stream', () => {
    it('finds nothing in a stream that does not exist', async () => {
      await expect(store.readStream('a-1')).resolves.toEqual([]);
      await expect(store.readStream('a-1', { direction: 'backwards' })).resolves.toEqual([]);
    });

    it('reads forwards from any revision, also from the middle of an append', async () => {
      await fill();
      for (let from = 0; from <= 11; from += 1) {
        for (const max of [1, 2, 5, 1_000]) {
          const expected = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].slice(from, from + max);
          expect(numbers(await store.readStream('a-1', { from: BigInt(from), max }))).toEqual(expected);
        }
      }
    });

    it('reads backwards from any revision, and from the end unless told', async () => {
      await fill();
      expect(numbers(await store.readStream('a-1', { direction: 'backwards', max: 3 }))).toEqual([9, 8, 7]);
      for (let from = 0; from <= 11; from += 1) {
        for (const max of [1, 2, 5, 1_000]) {
          const expected = [9, 8, 7, 6, 5, 4, 3, 2, 1, 0].filter((n) => n <= from).slice(0, max);
          expect(numbers(await store.readStream('a-1', { from: BigInt(from), max, direction: 'backwards' }))).toEqual(expected);
        }
      }
    });

    it('reads single revisions in ascending order, each once, and leaves out what is not there', async () => {
      await fill();
      const read = async (...revisions: number[]) => numbers(await store.readStream('a-1', { revisions: revisions.map(BigInt) }));
      for (let one = 0; one <= 11; one += 1) {
        expect(await read(one)).toEqual(one < 10 ? [one] : []);
        for (let other = 0; other <= 11; other += 1)
          expect(await read(other, one, other)).toEqual([...new Set([one, other].filter((n) => n < 10))].sort((a, b) => a - b));
      }
      expect(await read(9, 0, 4, 5, 8, 1)).toEqual([0, 1, 4, 5, 8, 9]);
      expect(await read()).toEqual([]);
      await expect(store.readStream('b-9', { revisions: [0n] })).resolves.toEqual([]);
      const places = (await store.readStream('a-1')).filter(({ revision }) => revision % 3n === 0n);
      expect(await store.readStream('a-1', { revisions: places.map(({ revision }) => revision) })).toEqual(places);
    });

    it('gives back what was written, with its place', async () => {
      const data = { text: 'ü\u2028😀"\\/\b\u0001 ', list: [1, 0.5, -1e-7, null, true], nested: { ä: '€', z: '5.000000001' } };
      const writer = new StreamWriter(store, 'ü/😀 stream');
      const [event] = unsealed('Made', data);
      const sealed = writer.seal(...(event ? [event] : []));
      const { position } = await store.append(writer.stream, sealed, 'no_stream');
      const [read] = await store.readStream(writer.stream);
      const metadata: unknown = JSON.parse(sealed[0]?.metadata ?? '');
      expect(read).toEqual({ position, stream: writer.stream, revision: 0n, id: event?.id, type: 'Made', data, metadata });
    });

    it('refuses bounds that it does not keep', async () => {
      for (const max of [0, -1, 1.5, 10_001, NaN]) {
        await expect(store.readStream('a-1', { max })).rejects.toThrow(RangeError);
        await expect(store.readAll({ after: 0n, max })).rejects.toThrow(RangeError);
      }
      const revisions = Array.from({ length: 10_001 }, (_, index) => BigInt(index));
      await expect(store.readStream('a-1', { revisions })).rejects.toThrow(RangeError);
    });
  });

  describe('reading all', () => {
    it('has the events of all streams in one order, in pages that join from any position', async () => {
      await fill();
      const all = (await store.readAll({ after: 0n, max: 100 })).events;
      expect(all.map(({ position }) => position)).toEqual(all.map(({ position }) => position).toSorted((a, b) => (a < b ? -1 : 1)));
      expect(new Set(all.map(({ position }) => position)).size).toBe(14);
      const places = [0n, ...all.map(({ position }) => position)];
      const head = places[14];
      expect(await store.head()).toBe(head);
      for (const [index, after] of places.entries()) {
        for (const max of [1, 2, 3, 7, 14, 100]) {
          const page = await store.readAll({ after, max });
          expect(page.events).toEqual(all.slice(index, index + max));
          expect(page.scannedTo).toBe(places[index + page.events.length]);
          expect(page.atHead).toBe(page.scannedTo === head);
        }
      }
      expect((await store.readAll({ after: 0n, max: 100 })).atHead).toBe(true);
      expect((await store.readAll({ after: 0n, max: 13 })).atHead).toBe(false);
      expect(await store.readAll({ after: head ?? 0n, max: 1 })).toEqual({ events: [], scannedTo: head, atHead: true });
    });

    it('numbers them from 1 on without a gap where it says that it is gapless', async () => {
      await fill();
      if (store.gapless) expect(await positions(store)).toEqual(Array.from({ length: 14 }, (_, index) => BigInt(index + 1)));
    });

    it('finds the event that stands at a position, and none where none does', async () => {
      await fill();
      const all = (await store.readAll({ after: 0n, max: 100 })).events;
      for (const event of all) expect(await store.eventAt(event.position)).toEqual(event);
      expect(await store.eventAt(0n)).toBeUndefined();
      expect(await store.eventAt((await store.head()) + 1n)).toBeUndefined();
    });

    it('filters by stream prefix and by type, and says how far it looked', async () => {
      await fill();
      const b = await store.readAll({ after: 0n, max: 100, filter: { streamPrefixes: ['b-', 'c-'] } });
      expect(numbers(b.events)).toEqual([-1, -2, -3, -4]);
      const head = await store.head();
      expect(b).toMatchObject({ scannedTo: head, atHead: true });
      expect((await store.readAll({ after: 0n, max: 100, filter: { types: ['Made'] } })).events).toHaveLength(10);
      expect((await store.readAll({ after: 0n, max: 100, filter: { types: ['Made'], streamPrefixes: ['b'] } })).events).toEqual([]);
      const third = (await positions(store))[2] ?? 0n;
      const none = { events: [], scannedTo: head, atHead: true };
      expect(await store.readAll({ after: third, max: 5, filter: { streamPrefixes: [] } })).toEqual(none);
      expect(await store.readAll({ after: third, max: 5, filter: { types: [] } })).toEqual(none);
      expect((await store.readAll({ after: 0n, max: 100, filter: { streamPrefixes: ['%', '_-1', 'A'] } })).events).toEqual([]);
    });

    it('loses nothing when filtered pages are joined by scannedTo', async () => {
      await fill();
      const found: RecordedEvent[] = [];
      for (let after = 0n, more = true; more;) {
        const page = await store.readAll({ after, max: 1, filter: { streamPrefixes: ['a'], types: ['Made'] } });
        found.push(...page.events);
        expect(page.scannedTo > after || page.atHead).toBe(true);
        [after, more] = [page.scannedTo, !page.atHead];
      }
      expect(numbers(found)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    });

    it('scans the recorded bytes of every event behind a position, and their chains hold', async () => {
      await fill();
      const last = new StreamWriter(store, 'c-1');
      const [sealed] = last.seal(...unsealed('Made', { text: 'ü\u2028😀"\\' }));
      if (sealed) await store.append('c-1', [sealed], 'no_stream');
      const tips = new Map<string, StreamTip>();
      const texts: string[] = [];
      const places = [0n, ...(await positions(store))];
      for await (const event of store.scan({ after: 0n })) {
        const link = checkLink(event, tips.get(event.stream) ?? EMPTY_TIP);
        expect(link.problem).toBeUndefined();
        tips.set(event.stream, link.tip);
        expect(event.position).toBe(places[texts.push(event.text)]);
      }
      expect(texts).toHaveLength(15);
      expect(texts.at(-1)).toBe(sealed && eventText(sealed));
      for (const index of [0, 1, 3, 7, 14, 15]) {
        const rest: string[] = [];
        for await (const event of store.scan({ after: places[index] ?? 0n })) rest.push(event.text);
        expect(rest).toEqual(texts.slice(index));
      }
    });
  });
}
