import { jest } from '@jest/globals';
import type { RecordedEvent } from '#event-store';
import { createMemoryEventStore } from '#event-store/memory';
import { QuotedRoutes, readAccountEvent, routeNamed, type RouteQuote } from '#ledger';
import { writeRandomLog } from '../libs/audit/testing/random-log.js';
import { currentShape, foldedShape, type Streams } from './current-shape.js';

const store = createMemoryEventStore();
let events: readonly RecordedEvent[];
let inFull: readonly object[];
beforeAll(async () => {
  await writeRandomLog(store, { seed: 5, accounts: 3, steps: 250, gateways: 2 });
  ({ events } = await store.readAll({ after: 0n, max: 10_000 }));
  inFull = events.map(asItWouldSay);
});

/** As whoever reads each stream from its first event on sees it. */
const quotes = new Map<string, QuotedRoutes>();
function asItWouldSay(event: RecordedEvent): object {
  const { stream, type, data } = event;
  const quoted = quotes.get(stream) ?? new QuotedRoutes();
  quotes.set(stream, quoted);
  if (type === 'RouteQuoted') quoted.add(data as unknown as RouteQuote);
  return routeNamed(type, data) === undefined ? data : readAccountEvent(event, quoted).data;
}

/** The same log for whoever has read nothing of it yet. */
function unread(readStream: Streams['readStream'] = (stream, options) => store.readStream(stream, options)) {
  return { readStream: jest.fn(readStream) };
}

const compact = () => events.filter(({ type, data }) => routeNamed(type, data) !== undefined);
const dataOf = (shaped: readonly (RecordedEvent | Error)[]) => shaped.map((event) => (event instanceof Error ? event : event.data));

describe('events in their current shape', () => {
  it('are in full, with the place of the quote that they name', async () => {
    const shaped = await currentShape(events, unread());
    expect(compact().length).toBeGreaterThan(60);
    expect(dataOf(shaped)).toEqual(inFull);
    expect(shaped.map((event) => (event as { route?: number }).route)).toEqual(events.map(({ type, data }) => routeNamed(type, data)));
  });
  it('are the same for projections, which read them member by member', async () => {
    const shaped = await foldedShape(events, unread());
    expect(JSON.parse(JSON.stringify(dataOf(shaped)))).toEqual(JSON.parse(JSON.stringify(inFull)));
    expect(shaped.map((event) => (event as { route?: number }).route)).toEqual(events.map(({ type, data }) => routeNamed(type, data)));
    shaped.forEach((event, index) => {
      const data = (event as RecordedEvent).data;
      for (const [name, value] of Object.entries(inFull[index] ?? {})) expect(data[name]).toEqual(value);
    });
  });
  it('need nothing but the page where that begins with the stream', async () => {
    const streams = unread();
    await currentShape(events, streams);
    expect(streams.readStream).not.toHaveBeenCalled();
  });
  it('are so from any place of the log on, one by one and backwards; each quote is read once', async () => {
    const streams = unread();
    for (let index = events.length - 1; index >= 0; index -= 1) {
      const event = events[index] as RecordedEvent;
      if (event.type === 'RouteQuoted') continue;
      expect(dataOf(await currentShape([event], streams))).toEqual([inFull[index]]);
    }
    const named = new Set(compact().map(({ stream, data }) => `${stream} ${(data as unknown as { route: number }).route}`));
    expect(streams.readStream).toHaveBeenCalledTimes(named.size);
  });
  it('are an error in their place where the quote is not there, is no quote, or cannot be read', async () => {
    const [event, other] = compact() as [RecordedEvent, RecordedEvent];
    const damaged = unread(() => Promise.reject(Object.assign(new Error('damaged'), { code: 'DAMAGED' })));
    const elsewhere = { ...event, data: { ...event.data, route: 0 } };
    for (const [streams, asked] of [
      [unread(async () => []), event],
      [damaged, event],
      [unread(), elsewhere],
      [unread(), { ...event, data: { ...event.data, route: '3' } }],
    ] as const) {
      const [shaped, next] = await currentShape([asked, events[0] as RecordedEvent], streams);
      expect(shaped).toMatchObject({ code: 'UNREADABLE_EVENT' });
      expect(next).toBe(events[0]);
    }
    const away = unread(() => Promise.reject(Object.assign(new Error('away'), { code: 'UNAVAILABLE' })));
    await expect(currentShape([other], away)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });
});
