import { derivedId, type JsonObject, type RecordedEvent } from '#event-store';
import { createMemoryReadModels } from '#read-model/memory';
import { projection, type Projection } from './projection.js';
import { rebuildAndCompare } from './projection.rebuild.js';
import { ProjectionRunner, type RunnerOptions } from './projection.runner.js';
import type { ReadModels } from '#read-model';
import { readerOf } from './testing/events-in-memory.js';

type Counted = { readonly count: number };

/** Counts events by stream; an event of type `Bad` cannot be folded. */
function counting(changes: { version?: number; poison?: 'stop' | 'park'; lazy?: boolean; step?: number; name?: string } = {}): Projection {
  const { version = 1, poison = 'stop', lazy = false, step = 1, name = 'counts' } = changes;
  return projection<Counted, Record<never, never>>({
    name,
    version,
    poison,
    lazy,
    indexes: {},
    keys: ({ stream }) => stream,
    on: {},
    any: (row, { type }) => {
      if (type === 'Bad') throw new RangeError('cannot be folded');
      return { count: (row?.count ?? 0) + step };
    },
  });
}

/** The same events where positions are those of EventStoreDB: far apart, and with nothing of ours between them. */
const apart = (events: readonly RecordedEvent[]): RecordedEvent[] =>
  events.map((event) => ({ ...event, position: ((event.position * 1_000n) << 64n) | (event.position * 999n) }));

function log(...told: readonly string[]): RecordedEvent[] {
  return told.map((each, index) => {
    const [stream = '', type = 'Good'] = each.split(':');
    const position = BigInt(index + 1);
    const metadata = { actor: 'a', cause: 'c', effective: '', hash: '', prev: null, recorded: '', version: 1 };
    return { position, stream, revision: 0n, id: derivedId('log', stream, type, String(position)), type, data: {}, metadata };
  });
}

const open = (
  models: ReadModels,
  events: readonly RecordedEvent[],
  projections: readonly Projection[],
  more: Partial<RunnerOptions> = {},
) => ProjectionRunner.open({ events: readerOf(events), models, projections, pageEvents: 2, ...more });

async function run(models: ReadModels, events: readonly RecordedEvent[], ...projections: readonly Projection[]) {
  const runner = await open(models, events, projections);
  await runner.run();
  return runner;
}

async function rows(models: ReadModels, projected: Projection): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for await (const { key, json } of models.iterate(projected, { index: 'key' })) found[key] = (JSON.parse(json) as Counted).count;
  return found;
}

describe('folding events into rows', () => {
  it('goes on from its checkpoint, and counts no event twice', async () => {
    const models = createMemoryReadModels();
    const counts = counting();
    const events = log('a', 'b', 'a', 'a', 'b');
    await run(models, events.slice(0, 3), counts);
    await run(models, events, counts);
    await run(models, events, counts);
    expect(await rows(models, counts)).toEqual({ a: 3, b: 2 });
    expect((await models.checkpoint(counts))?.position).toBe(5n);
  });

  it('passes over events that a row has seen already, where rows were stored and the checkpoint was not', async () => {
    const models = createMemoryReadModels();
    const counts = counting();
    const events = log('a', 'b', 'a', 'a', 'b');
    await run(models, events.slice(0, 2), counts);
    const before = await models.checkpoint(counts);
    await run(models, events.slice(0, 4), counts);
    if (before) await models.commit([{ collection: counts, rows: [], checkpoint: before }]);
    await run(models, events, counts);
    expect(await rows(models, counts)).toEqual({ a: 3, b: 2 });
  });

  it('begins anew where the checkpoint names an event that the log does not have, as after a restored backup', async () => {
    const models = createMemoryReadModels();
    const counts = counting();
    await run(models, log('a', 'b', 'a', 'a'), counts);
    await run(models, log('c', 'c'), counts);
    expect(await rows(models, counts)).toEqual({ c: 2 });
  });

  it('stores rows of a lazy projection late, with its own checkpoint, and all of them at the end', async () => {
    const models = createMemoryReadModels();
    const [eager, lazy] = [counting(), counting({ name: 'late', lazy: true })];
    let clock = 0;
    const runner = await open(models, log('a', 'a', 'a', 'a', 'a'), [eager, lazy], { clockMs: () => clock });
    await runner.step();
    await runner.step();
    clock = 999;
    await runner.step();
    expect(await rows(models, eager)).toEqual({ a: 5 });
    expect(runner.unstored).toBe(false); // arriving at the head the first time stores everything
    const more = await open(models, log('a', 'a', 'a', 'a', 'a', 'a'), [eager, lazy], { clockMs: () => clock });
    await more.step();
    expect([await rows(models, eager), await rows(models, lazy)]).toEqual([{ a: 6 }, { a: 5 }]);
    await more.flush();
    expect(await rows(models, lazy)).toEqual({ a: 6 });
  });
});

describe('an event that cannot be folded', () => {
  const events = log('a', 'b', 'a', 'b:Bad', 'a', 'b');

  it('stops a money projection right before it, and says so, over restarts too', async () => {
    const models = createMemoryReadModels();
    const counts = counting({ poison: 'stop' });
    await run(models, events, counts);
    const again = await run(models, events, counts);
    expect(await rows(models, counts)).toEqual({ a: 2, b: 1 });
    expect(again.checkpoints()[0]).toMatchObject({
      position: 3n,
      stopped: { position: '4', stream: 'b', revision: '0', type: 'Bad', message: 'cannot be folded' },
    });
  });

  it('stops at an event that is there, whatever the engine’s positions count, and does not begin anew because of it', async () => {
    const models = createMemoryReadModels();
    const counts = counting({ poison: 'stop' });
    const apart = events.map((event) => ({ ...event, position: event.position * 1_000n }));
    await run(models, apart, counts);
    expect((await models.checkpoint(counts))?.position).toBe(3_000n);
    let dropped = 0;
    const drop = models.drop.bind(models);
    models.drop = async (collection) => ((dropped += 1), drop(collection));
    const again = await run(models, apart, counts);
    expect(again.checkpoints()[0]).toMatchObject({ position: 3_000n, stopped: { position: '4000' } });
    expect(dropped).toBe(0);
  });

  it('parks its stream elsewhere: later events of the stream do not overtake, others go on', async () => {
    const models = createMemoryReadModels();
    const counts = counting({ poison: 'park' });
    await run(models, events.slice(0, 5), counts);
    const again = await run(models, events, counts);
    expect(await rows(models, counts)).toEqual({ a: 3, b: 1 });
    expect(again.checkpoints()[0]).toMatchObject({ position: 6n, stopped: null, live: true, parked: [{ position: '4', stream: 'b' }] });
  });

  it('does not hold up the other projections', async () => {
    const models = createMemoryReadModels();
    const other = projection<Counted, { Good: JsonObject }>({
      name: 'good',
      version: 1,
      poison: 'stop',
      indexes: {},
      keys: () => 'all',
      on: { Good: (row) => ({ count: (row?.count ?? 0) + 1 }) },
    });
    await run(models, events, counting(), other);
    expect(await rows(models, other)).toEqual({ all: 5 });
  });

  it('is also one whose shape this program cannot read', async () => {
    const models = createMemoryReadModels();
    const upcast = async (page: readonly RecordedEvent[]) =>
      page.map((event) => (event.type === 'Bad' ? new Error('version 9 is unknown') : event));
    const runner = await open(models, events, [counting()], { upcast });
    await runner.run();
    expect(runner.checkpoints()[0]).toMatchObject({ position: 3n, stopped: { message: 'version 9 is unknown' } });
  });

  it('stops at the event before it where positions have gaps, and goes on from there after a restart', async () => {
    const gaps = events.map((event) => ({ ...event, position: event.position << 64n }));
    const models = createMemoryReadModels();
    await run(models, gaps, counting());
    const checkpoint = await models.checkpoint(counting());
    expect(checkpoint).toMatchObject({ position: 3n << 64n, eventId: gaps[2]?.id, stopped: { position: String(4n << 64n) } });
    await run(models, gaps, counting());
    expect(await models.checkpoint(counting())).toEqual(checkpoint);
  });
  it('leaves a rebuild equal to what is live', async () => {
    const [stopping, parking] = [counting(), counting({ poison: 'park', name: 'parked' })];
    const live = createMemoryReadModels();
    await run(live, events, stopping, parking);
    const scratch = createMemoryReadModels();
    const rebuilt = await rebuildAndCompare({ events: readerOf(events), live, scratch, projections: [stopping, parking] });
    expect(rebuilt).toMatchObject([
      { position: 3n, rows: 2, problem: undefined },
      { position: 6n, rows: 2, problem: undefined },
    ]);
  });
});

describe('a new version', () => {
  const events = log('a', 'b', 'a', 'b', 'a');

  it('is built beside the old one, compared where that one stood, and takes its place', async () => {
    const models = createMemoryReadModels();
    await run(models, events.slice(0, 3), counting());
    const runner = await open(models, events, [counting({ version: 2 })]);
    await runner.step();
    expect(await rows(models, counting())).toEqual({ a: 2, b: 1 });
    await runner.run();
    expect(await models.collections()).toEqual([{ name: 'counts', version: 2 }]);
    expect(await models.checkpoint(counting({ version: 2 }))).toMatchObject({
      position: 5n,
      live: true,
      compared: { version: 1, position: '3', rows: 2, rowsBefore: 2, equal: true },
    });
  });

  it('says when its rows are others', async () => {
    const models = createMemoryReadModels();
    await run(models, events, counting());
    await run(models, events, counting({ version: 2, step: 10 }));
    expect(await models.checkpoint(counting({ version: 2 }))).toMatchObject({ compared: { position: '5', equal: false }, live: true });
  });

  it('does not hold up the live ones while it is built', async () => {
    const models = createMemoryReadModels();
    const long = log(...Array.from({ length: 26_000 }, () => 'a'));
    const live = counting({ name: 'live' });
    const first = await open(models, long, [live], { pageEvents: 10_000 });
    await first.run();
    const grown = [...long, ...log('b').map((event) => ({ ...event, position: 26_001n }))];
    const runner = await open(models, grown, [live, counting()], { pageEvents: 10 });
    await runner.step();
    expect(runner.checkpoints().map(({ position }) => position)).toEqual([26_001n, 10n]);
  });
});

describe('positions with gaps', () => {
  const events = apart(log('a', 'b', 'a', 'b:Bad', 'a', 'b'));
  const at = (index: number) => events[index]?.position;

  it('stop a money projection at the last event in front of the poison, wherever a page ends', async () => {
    for (const pageEvents of [1, 2, 3, 4, 6]) {
      const models = createMemoryReadModels();
      const runner = await open(models, events, [counting()], { pageEvents });
      await runner.run();
      expect(await rows(models, counting())).toEqual({ a: 2, b: 1 });
      expect(runner.checkpoints()[0]).toMatchObject({ position: at(2), eventId: events[2]?.id, stopped: { position: String(at(3)) } });
    }
  });

  it('lead on from the checkpoint, which names an event that stands there', async () => {
    const models = createMemoryReadModels();
    const good = events.filter(({ type }) => type === 'Good');
    await run(models, good.slice(0, 3), counting());
    await run(models, good, counting());
    expect(await rows(models, counting())).toEqual({ a: 3, b: 2 });
    await run(models, apart(log('x', 'y', 'z')), counting());
    expect(await rows(models, counting())).toEqual({ x: 1, y: 1, z: 1 });
  });

  it('do not keep apart what only a few events keep apart, nor store a lazy projection early', async () => {
    const models = createMemoryReadModels();
    const lazy = counting({ name: 'late', lazy: true });
    const long = apart(log(...Array.from({ length: 30 }, () => 'a')));
    await run(models, long.slice(0, 10), lazy);
    const runner = await open(models, long, [lazy], { pageEvents: 10, clockMs: () => 0 });
    await runner.step();
    expect([runner.unstored, await rows(models, lazy)]).toEqual([true, { a: 10 }]);
    await runner.flush();
    expect(await rows(models, lazy)).toEqual({ a: 20 });
  });
});

describe('comparing with a rebuild', () => {
  const events = log('a', 'b', 'a');
  const rebuilt = async (change: (live: ReadModels, counts: Projection) => Promise<void>) => {
    const live = createMemoryReadModels();
    const counts = counting();
    await run(live, events, counts);
    await change(live, counts);
    return rebuildAndCompare({ events: readerOf(events), live, scratch: createMemoryReadModels(), projections: [counts] });
  };
  const overwrite =
    (row: JsonObject | undefined, key = 'a', position = 9n) =>
    async (live: ReadModels, counts: Projection) => {
      const checkpoint = await live.checkpoint(counts);
      if (checkpoint) await live.commit([{ collection: counts, rows: [{ key, row, position }], checkpoint }]);
    };

  it('finds nothing where nothing was changed', async () => {
    expect(await rebuilt(async () => undefined)).toMatchObject([{ rows: 2, problem: undefined }]);
  });
  it('names the first row that is another, is missing or follows from no event', async () => {
    expect(await rebuilt(overwrite({ count: 3 }))).toMatchObject([{ problem: 'holds another row a than follows from the events' }]);
    expect(await rebuilt(overwrite(undefined))).toMatchObject([{ problem: 'lacks the row a' }]);
    expect(await rebuilt(overwrite({ count: 1 }, 'c'))).toMatchObject([{ problem: 'has a row c that follows from no event', rows: 2 }]);
    expect(await rebuilt(overwrite({ count: 2 }))).toMatchObject([{ problem: 'has the row a as of position 9 instead of 3' }]);
  });
  it('builds up to exactly where the live one stands, not to the head', async () => {
    const live = createMemoryReadModels();
    await run(live, events.slice(0, 2), counting());
    const scratch = createMemoryReadModels();
    expect(await rebuildAndCompare({ events: readerOf(events), live, scratch, projections: [counting()] })).toMatchObject([
      { position: 2n, rows: 2, problem: undefined },
    ]);
  });
  it('says when there is nothing to compare with, and when the live one follows another log', async () => {
    const options = { events: readerOf(events), scratch: createMemoryReadModels(), projections: [counting()] };
    expect(await rebuildAndCompare({ ...options, live: createMemoryReadModels() })).toMatchObject([{ problem: 'has not been built' }]);
    const live = createMemoryReadModels();
    await run(live, log('x', 'y', 'z', 'z'), counting());
    expect(await rebuildAndCompare({ ...options, live })).toMatchObject([
      { problem: 'stands at an event that the log does not have at 4' },
    ]);
  });
});
