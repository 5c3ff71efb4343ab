import { describe, expect, it } from '@jest/globals';
import { createMemoryEventStore } from '#event-store/memory';
import { parseMoment, replay } from './index.js';
import { writeRandomLog } from './testing/random-log.js';

describe('a moment', () => {
  it.each([
    ['120', { position: 120n }],
    ['2026-11-30T23:59:59Z', { instant: '2026-11-30T23:59:59.000Z' }],
    ['2026-11-30t23:59:59.1239+01:00', { instant: '2026-11-30T22:59:59.123Z' }],
  ])('is %s', (text, moment) => expect(parseMoment(text)).toEqual(moment));
  it.each(['', '-1', '1.5', '2026-11-30', '2026-11-31T00:00:00Z', '2026-11-30T25:00:00Z', '2026-11-30 10:00:00Z', 'now'])(
    'is not %s',
    (text) => expect(parseMoment(text)).toBeUndefined(),
  );
});

describe('a replay', () => {
  it('of any prefix never changes when the log goes on', async () => {
    const store = createMemoryEventStore();
    await writeRandomLog(store, { seed: 21, accounts: 2, steps: 60 });
    const moments = [1n, 7n, 40n].map((position) => ({ position }));
    const before = await Promise.all(moments.map((moment) => replay(store, moment)));
    const { recorded } = before[2] as { recorded: string };
    const then = await replay(store, { instant: recorded });
    await writeRandomLog(store, { seed: 22, accounts: 2, steps: 60 });
    expect(await Promise.all(moments.map((moment) => replay(store, moment)))).toEqual(before);
    expect(await replay(store, { instant: recorded })).toEqual(then);
  });

  it('balances in each currency at every position', async () => {
    const store = createMemoryEventStore();
    await writeRandomLog(store, { seed: 23, accounts: 2, steps: 40 });
    const head = await store.head();
    for (let position = 0n; position <= head; position += 1n) expect((await replay(store, { position })).journal.balanced).toBe(true);
  });
});
