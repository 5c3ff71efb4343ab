import { derivedId, type RecordedEvent } from '#event-store';
import { eventsBehind } from './events-behind.js';
import { FrontWindow } from './front-window.js';
import { readerOf } from './testing/events-in-memory.js';

const metadata = { actor: 'a', cause: 'c', effective: '', hash: '', prev: null, recorded: '', version: 1 };
const events = (count: number, distance: bigint): RecordedEvent[] =>
  Array.from({ length: count }, (_, index) => {
    const position = BigInt(index + 1) * distance;
    return { position, stream: 's', revision: BigInt(index), id: derivedId(String(index)), type: 'Good', data: {}, metadata };
  });

describe('events behind the head', () => {
  it('are the difference of positions where these are gapless', async () => {
    const reader = readerOf(events(5, 1n));
    expect(await eventsBehind(reader, 2n, 5n)).toBe(3n);
    expect(await eventsBehind(reader, 5n, 5n)).toBe(0n);
    expect(await eventsBehind(reader, 7n, 5n)).toBe(0n);
  });

  it('are counted where positions have gaps, up to a thousand', async () => {
    const reader = { ...readerOf(events(1_500, 1n << 64n)), gapless: false };
    const place = (index: number) => BigInt(index) << 64n;
    expect(await eventsBehind(reader, place(1_490), place(1_500))).toBe(10n);
    expect(await eventsBehind(reader, place(1_490), place(1_495))).toBe(5n);
    expect(await eventsBehind(reader, 0n, place(1_500))).toBe(1_000n);
  });
});

describe('the front of the projections', () => {
  it('reaches back over the last 25,000 events that it has read, whatever their positions', () => {
    const window = new FrontWindow();
    expect(window.start(500n)).toBe(500n);
    for (let page = 0n; page < 30n; page += 1n) window.moved(page << 64n, 1_000);
    expect(window.start(30n << 64n)).toBe(5n << 64n);
  });

  it('is never ahead of the projection that is furthest', () => {
    const window = new FrontWindow();
    for (let page = 0n; page < 30n; page += 1n) window.moved(page << 64n, 1_000);
    expect(window.start(3n)).toBe(3n);
  });
});
