import { EMPTY_TIP, seal, type RawEvent } from '#event-store';
import { createMemoryEventStore } from '#event-store/memory';
import { findEvents } from './events.js';

const AT = '2026-11-10T12:00:00.000Z';
const metadata = { actor: 'system', cause: 'test', effective: AT, recorded: AT, version: 1 };

/** A log of three events, of which the second cannot be read. */
async function damaged() {
  const store = createMemoryEventStore();
  const three = [1, 2, 3].map((n) => ({
    id: `0199aaaa-0000-7000-8000-00000000000${n}`,
    type: n === 3 ? 'Third' : 'Other',
    data: { n },
    metadata,
  }));
  await store.append('a', seal('a', EMPTY_TIP, three).events, 'no_stream');
  const fault = (): Promise<never> => Promise.reject(Object.assign(new Error('position 2 is damaged'), { code: 'DAMAGED' }));
  const scan = async function* (options: { readonly after: bigint }): AsyncGenerator<RawEvent> {
    for await (const raw of store.scan(options)) yield raw.position === 2n ? { ...raw, text: '', damage: 'is missing' } : raw;
  };
  return { head: () => store.head(), readAll: fault, readStream: fault, scan };
}

describe('a page of recorded events of which one cannot be read', () => {
  const all = { after: 0n, limit: 10, stream: undefined, type: undefined };
  it('has all the others, and says of this one where it stands', async () => {
    for (const stream of [undefined, 'a']) {
      const { events, hasMore } = await findEvents(await damaged(), { ...all, stream });
      expect(events.map((event) => ('damage' in event ? event.damage : event.data['n']))).toEqual([1, 'is missing', 3]);
      expect(hasMore).toBe(false);
    }
  });
  it('goes on behind it, by pages and by type', async () => {
    const store = await damaged();
    const first = await findEvents(store, { ...all, limit: 2 });
    expect([first.events.at(-1)?.position, first.hasMore]).toEqual([2n, true]);
    expect((await findEvents(store, { ...all, after: 2n })).events).toMatchObject([{ type: 'Third' }]);
    expect((await findEvents(store, { ...all, type: 'Third' })).events).toHaveLength(1);
  });
  it('fails for whatever else goes wrong', async () => {
    const readAll = (): Promise<never> => Promise.reject(Object.assign(new Error('away'), { code: 'UNAVAILABLE' }));
    await expect(findEvents({ ...(await damaged()), readAll }, all)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });
});
