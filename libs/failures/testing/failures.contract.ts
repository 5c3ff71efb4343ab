import { MOST_PLACES, type FailureStore } from '../index.js';

const at = (nowMs: number) => ({ nowMs, windowMs: 60_000 });

/** What every store of failures must pass. */
export function failuresContract(name: string, open: (place: string) => Promise<FailureStore>): void {
  describe(`failures in ${name}`, () => {
    let store: FailureStore;
    beforeAll(async () => {
      store = await open('contract');
    });
    afterAll(() => store.close());

    it('are counted from the first on, each key by itself', async () => {
      expect(await store.add('a', 1, at(1_000))).toEqual({ count: 1, endsAtMs: 61_000 });
      expect(await store.add('a', 1, at(30_000))).toEqual({ count: 2, endsAtMs: 61_000 });
      expect(await store.add('b', 1, at(30_000))).toEqual({ count: 1, endsAtMs: 90_000 });
      expect(await store.add('a', -1, at(60_999))).toEqual({ count: 1, endsAtMs: 61_000 });
    });

    it('begin anew when their time is over, swept or not', async () => {
      await store.add('over', 1, at(0));
      expect(await store.add('over', 1, at(60_000))).toEqual({ count: 1, endsAtMs: 120_000 });
      await store.sweep(119_999);
      expect(await store.add('over', 1, at(119_999))).toMatchObject({ count: 2 });
      await store.sweep(120_000);
      expect(await store.add('over', 1, at(130_000))).toEqual({ count: 1, endsAtMs: 190_000 });
    });

    it('are forgotten, and never below none', async () => {
      await store.add('gone', 1, at(0));
      await store.forget('gone');
      await store.forget('never there');
      expect(await store.add('gone', -1, at(1))).toMatchObject({ count: 0 });
      expect(await store.add('gone', 1, at(2))).toMatchObject({ count: 1 });
    });

    it('at the same moment all count', async () => {
      const counts = await Promise.all(Array.from({ length: 20 }, () => store.add('at once', 1, at(0))));
      expect(counts.map(({ count }) => count).sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    });

    it('of a subject stand in a tally that is taken once, when its time is over', async () => {
      for (const from of ['x', 'y', 'x']) await store.note('per_1', from, at(1_000));
      await store.note('per_2', 'z', at(2_000));
      expect(await store.takeEnded(60_999, 10)).toEqual([]);
      const [tally, ...others] = await store.takeEnded(61_000, 10);
      expect(others).toEqual([]);
      expect({ ...tally, from: [...(tally?.from ?? [])].sort() }).toEqual({ subject: 'per_1', count: 3, from: ['x', 'y'], sinceMs: 1_000 });
      expect(await store.takeEnded(61_000, 10)).toEqual([]);
      await store.note('per_1', 'x', at(61_500));
      expect(await store.takeEnded(62_000, 10)).toMatchObject([{ subject: 'per_2', count: 1 }]);
      expect(await store.takeEnded(121_500, 10)).toMatchObject([{ subject: 'per_1', count: 1, sinceMs: 61_500 }]);
    });

    it('of a subject go on in a tally that nobody has taken yet, and name so many places at most', async () => {
      for (let place = 0; place < MOST_PLACES + 5; place += 1) await store.note('per_3', `place ${place}`, at(place < 10 ? 0 : 70_000));
      const [tally] = await store.takeEnded(70_000, 1);
      expect(tally).toMatchObject({ subject: 'per_3', count: MOST_PLACES + 5, sinceMs: 0 });
      expect(tally?.from).toHaveLength(MOST_PLACES);
    });
  });
}
