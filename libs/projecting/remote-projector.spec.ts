import { createMemoryReadModels } from '#read-model/memory';
import type { Checkpoint, ReadModels } from '#read-model';
import { RemoteProjector } from './remote-projector.js';
import { readerOf } from './testing/events-in-memory.js';
import type { RecordedEvent } from '#event-store';

const PROJECTIONS = [
  { name: 'balances', version: 1, lazy: false, indexes: {} },
  { name: 'snapshots', version: 1, lazy: true, indexes: {} },
] as const;

/** Positions as of an engine that does not count: a thousand apart. */
const events: RecordedEvent[] = [1, 2, 3].map((index) => ({
  position: BigInt(index * 1_000),
  stream: 's',
  revision: BigInt(index - 1),
  id: String(index),
  type: 'T',
  data: {},
  metadata: { actor: 'a', cause: 'c', effective: '', hash: '', prev: null, recorded: `2026-11-10T12:00:0${index}.000Z`, version: 1 },
}));

async function readModels(): Promise<ReadModels> {
  const models = createMemoryReadModels();
  for (const collection of PROJECTIONS) await models.declare(collection);
  return models;
}

const at = (position: bigint, more: Partial<Checkpoint> = {}): Checkpoint => ({
  position,
  eventId: null,
  live: true,
  stopped: null,
  parked: [],
  compared: null,
  ...more,
});

/** The process that projects: stores checkpoints, and nothing else that is looked at here. */
const project = (models: ReadModels, checkpoint: Checkpoint, ...names: readonly string[]): Promise<void> =>
  models.commit(PROJECTIONS.filter(({ name }) => names.includes(name)).map((collection) => ({ collection, rows: [], checkpoint })));

function viewOf(models: Pick<ReadModels, 'checkpoint'>, leads = true): RemoteProjector {
  const leader = async () => (leads ? { heartbeat: '2026-11-10T12:00:09.000Z', takeovers: 2 } : undefined);
  return new RemoteProjector({ events: { ...readerOf(events), gapless: false }, models, projections: PROJECTIONS, leader });
}

describe('a projector in another process', () => {
  it('lets reads wait for a position that it stores, and says so when it takes too long', async () => {
    const models = await readModels();
    const view = viewOf(models);
    await project(models, at(1_000n), 'balances');
    expect(await view.waitFor(1_000n, 30_000)).toBe(true);
    expect(await view.waitFor(2_000n, 60)).toBe(false);
    const waited = view.waitFor(2_000n, 30_000);
    await project(models, at(2_000n), 'balances');
    expect(await waited).toBe(true);
  });

  it('asks for checkpoints only while somebody waits, and never twice for what it has seen reached', async () => {
    const models = await readModels();
    await project(models, at(2_000n), 'balances');
    let asked = 0;
    const view = viewOf({ checkpoint: (collection) => ((asked += 1), models.checkpoint(collection)) });
    expect(await view.waitFor(2_000n, 30_000)).toBe(true);
    const once = asked;
    expect(await view.waitFor(1_000n, 30_000)).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect(asked).toBe(once);
  });

  it('goes on waiting while the store does not answer', async () => {
    const models = await readModels();
    await project(models, at(1_000n), 'balances');
    let faults = 2;
    const view = viewOf({
      checkpoint: (collection) => (faults-- > 0 ? Promise.reject(new Error('store down')) : models.checkpoint(collection)),
    });
    expect(await view.waitFor(1_000n, 30_000)).toBe(true);
  });

  it('is a problem until every projection has reached the head once, and where one stands still', async () => {
    const models = await readModels();
    const view = viewOf(models);
    expect(await view.problem()).toBe('projections are being built');
    await project(models, at(1_000n), 'balances', 'snapshots');
    expect(await view.problem()).toBeUndefined();
    const stopped = { position: '2000', stream: 's', revision: '1', type: 'T', message: 'no' };
    await project(models, at(1_000n, { stopped }), 'balances');
    expect(await view.problem()).toBe('projections stand still: balances');
  });

  it('counts the events that are not folded, whatever the engine’s positions count', async () => {
    const models = await readModels();
    await project(models, at(1_000n), 'balances');
    await project(models, at(0n), 'snapshots');
    expect(await viewOf(models).status()).toMatchObject({
      state: 'running',
      restarts: 2,
      head: '3000',
      behind: '2',
      oldestUnread: '2026-11-10T12:00:02.000Z',
      heartbeat: '2026-11-10T12:00:09.000Z',
      projections: [
        { name: 'balances', position: '1000', behind: '2' },
        { name: 'snapshots', position: '0', behind: '3' },
      ],
    });
    expect(await viewOf(models, false).status()).toMatchObject({ state: 'absent', heartbeat: null });
  });
});
