import { createMemoryEventStore } from '#event-store/memory';
import { PROJECTIONS, currentShape } from '#projections';
import { FencedError, type ReadModels } from '#read-model';
import { Leadership, type Term } from '#membership';
import { rebuildAndCompare } from '#projecting';
import { writeRandomLog } from '../audit/testing/random-log.js';
import { MemoryStore } from '#membership/memory';
import { createMemoryReadModels } from '#read-model/memory';
import { buildMissing } from './build-missing.js';
import { PROJECTOR_LEADERSHIP, type ProjectorStores } from './projector.stores.js';

const events = createMemoryEventStore();
beforeAll(() => writeRandomLog(events, { seed: 4, accounts: 2, steps: 60 }));

let store: MemoryStore;
beforeEach(() => void (store = new MemoryStore()));

function stores(change: (models: ReadModels) => ReadModels = (models) => models): ProjectorStores {
  return {
    events,
    rows: store.readModels(),
    terms: store.leases,
    readModels: async (term: Term) => change(store.readModels(term)),
    close: async () => undefined,
  };
}

const build = (over = stores(), waitMs = 0) => buildMissing({ stores: over, projections: PROJECTIONS, holder: 'rebuild_1', waitMs });

describe('building what has not been built', () => {
  it('fills an empty store with what a rebuild equals, and gives the term back', async () => {
    expect(await build()).toEqual(PROJECTIONS);
    const rebuilt = await rebuildAndCompare({
      events,
      live: store.readModels(),
      scratch: createMemoryReadModels(),
      projections: PROJECTIONS,
      upcast: currentShape,
    });
    const head = await events.head();
    expect(rebuilt.map(({ problem, position }) => [problem, position])).toEqual(PROJECTIONS.map(() => [undefined, head]));
    expect(await store.leases.read(PROJECTOR_LEADERSHIP)).toMatchObject({ holder: null });
  });

  it('builds nothing, and takes no term, where everything has been built', async () => {
    await build();
    const before = await store.leases.read(PROJECTOR_LEADERSHIP);
    expect(await build()).toEqual([]);
    expect(await store.leases.read(PROJECTOR_LEADERSHIP)).toEqual(before);
  });

  it('leaves it to a projector that leads', async () => {
    const leader = new Leadership({ leases: store.leases, name: PROJECTOR_LEADERSHIP, holder: 'projector_1' });
    await leader.acquire();
    await expect(build()).rejects.toMatchObject({
      code: 'PROJECTOR_LEADS',
      message: expect.stringMatching(/^A projector leads and is building /) as string,
    });
    expect(await store.readModels().collections()).toEqual([]);
  });

  it('stops where another projector takes over meanwhile, and goes on when it is asked again', async () => {
    const fenced = stores((models) => {
      let commits = 0;
      const commit: ReadModels['commit'] = (writes) => {
        commits += 1;
        return commits > 1 ? Promise.reject(new FencedError('balances')) : models.commit(writes);
      };
      return Object.assign(models, { commit });
    });
    await expect(build(fenced)).rejects.toMatchObject({ code: 'PROJECTOR_LEADS' });
    expect(await build()).not.toEqual([]);
    for (const projection of PROJECTIONS) expect(await store.readModels().checkpoint(projection)).toMatchObject({ live: true });
  });
});
