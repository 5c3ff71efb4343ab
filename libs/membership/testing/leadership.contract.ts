import { FencedError, type CollectionSpec, type ReadModels } from '#read-model';
import { Leadership } from '../leadership.js';
import type { Term as Lease, TermStore as LeaseStore } from '../leadership.port.js';
import { checkpointAt } from '../../read-model/testing/read-model.contract.js';

export interface LeadershipUnderTest {
  readonly leases: LeaseStore;
  /** A writer over the same store, as another process would open one. */
  readonly readModels: (lease?: Lease) => ReadModels | Promise<ReadModels>;
}

const ROWS: CollectionSpec = { name: 'led', version: 1, indexes: {} };

/** What every store of leases must pass, with the read models that it fences. */
export function leadershipContract(name: string, open: () => LeadershipUnderTest | Promise<LeadershipUnderTest>): void {
  describe(`leadership on ${name}`, () => {
    let store: LeadershipUnderTest;
    let nowMs = 0;
    beforeAll(async () => {
      store = await open();
    });
    let leads = 0;
    let lead = '';
    beforeEach(() => {
      lead = `lead-${(leads += 1)}`;
      nowMs = 0;
    });
    const opened: ReadModels[] = [];
    afterEach(async () => void (await Promise.all(opened.splice(0).map((models) => models.close()))));
    afterAll(() => store.leases.close());

    const candidate = (holder: string) => new Leadership({ leases: store.leases, name: lead, holder, clockMs: () => nowMs });
    /** Asks as a waiting candidate does, so many times, a second apart. */
    const wait = async (waiting: Leadership, seconds: number): Promise<Lease | undefined> => {
      for (let second = 0; second < seconds; second += 1) {
        const lease = await waiting.acquire();
        if (lease) return lease;
        nowMs += 1_000;
      }
      return undefined;
    };
    const writer = async (lease?: Lease): Promise<ReadModels> => {
      const models = await store.readModels(lease);
      opened.push(models);
      return models;
    };
    const commit = (models: ReadModels, spec: CollectionSpec, position: bigint, row: string | null = null) =>
      models.commit([
        {
          collection: spec,
          rows: row === null ? [] : [{ key: 'k', row: { row }, position }],
          checkpoint: checkpointAt(position),
        },
      ]);

    it('goes to one of all who ask at the same time', async () => {
      const asked = await Promise.all(Array.from({ length: 10 }, (_, index) => candidate(`h${index}`).acquire()));
      expect(asked.filter(Boolean)).toEqual([{ name: lead, token: 1 }]);
    });

    it('stays with a holder that renews', async () => {
      const [one, two] = [candidate('one'), candidate('two')];
      await one.acquire();
      for (let second = 0; second < 20; second += 1) {
        expect(await two.acquire()).toBeUndefined();
        expect(await one.renew()).toBe(true);
        nowMs += 1_000;
      }
      expect(one.held).toBe(true);
    });

    it('is followed within seconds when its holder is dead, under a higher token, and the dead one cannot renew', async () => {
      const [one, two] = [candidate('one'), candidate('two')];
      await one.acquire();
      expect(await wait(two, 5)).toBeUndefined();
      expect(one.held).toBe(false);
      expect(await wait(two, 2)).toEqual({ name: lead, token: 2 });
      expect(await one.renew()).toBe(false);
      expect(await two.renew()).toBe(true);
    });

    it('goes on at once when it is given back, and its tokens never go down', async () => {
      const [one, two] = [candidate('one'), candidate('two')];
      await one.acquire();
      await one.release();
      expect(await two.acquire()).toEqual({ name: lead, token: 2 });
      await two.release();
      expect(await one.acquire()).toEqual({ name: lead, token: 3 });
    });

    it('is not lost by a renewal whose answer got lost', async () => {
      const deaf: LeaseStore = { ...bound(store.leases), swap: (...swap) => store.leases.swap(...swap) };
      const one = new Leadership({ leases: deaf, name: lead, holder: 'one', clockMs: () => nowMs });
      await one.acquire();
      deaf.swap = async (...swap) => {
        await store.leases.swap(...swap);
        throw new Error('the answer got lost');
      };
      await expect(one.renew()).rejects.toThrow('got lost');
      deaf.swap = (...swap) => store.leases.swap(...swap);
      expect(await one.renew()).toBe(true);
    });

    it('refuses every write of a holder that was followed, and its checkpoint stays', async () => {
      const spec = { ...ROWS, name: `fenced-${lead}` };
      const [one, two] = [candidate('one'), candidate('two')];
      const old = await writer(await one.acquire());
      await old.declare(spec);
      await commit(old, spec, 5n, 'old');
      await one.release();
      const next = await writer(await two.acquire());
      await expect(commit(old, spec, 6n)).rejects.toThrow(FencedError);
      await next.declare(spec);
      await commit(next, spec, 9n, 'next');
      await expect(commit(old, spec, 7n, 'late')).rejects.toMatchObject({ code: 'FENCED' });
      await expect(old.declare(spec)).rejects.toThrow(FencedError);
      await expect(old.drop(spec)).rejects.toThrow(FencedError);
      expect((await next.checkpoint(spec))?.position).toBe(9n);
      expect((await next.get(spec, 'k')).row?.json).toBe('{"row":"next"}');
    });

    it('refuses a writer without a fence where there is one', async () => {
      const spec = { ...ROWS, name: `unfenced-${lead}` };
      const led = await writer(await candidate('one').acquire());
      await led.declare(spec);
      const stranger = await writer();
      await expect(stranger.declare(spec)).rejects.toThrow(FencedError);
      await expect(stranger.drop(spec)).rejects.toThrow(FencedError);
      await commit(led, spec, 1n);
    });
  });
}

/** The same store, of which a test replaces a part. */
function bound(leases: LeaseStore): { -readonly [Name in keyof LeaseStore]: LeaseStore[Name] } {
  return { read: (name) => leases.read(name), swap: (...swap) => leases.swap(...swap), close: () => leases.close() };
}
