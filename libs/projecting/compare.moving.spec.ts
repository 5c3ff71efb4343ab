import fc from 'fast-check';
import { derivedId, type RecordedEvent } from '#event-store';
import { createMemoryReadModels } from '#read-model/memory';
import { projection } from './projection.js';
import { rebuildAndCompare } from './projection.rebuild.js';
import { ProjectionRunner } from './projection.runner.js';
import type { ReadModels, RowReader, RowWrite } from '#read-model';
import { readerOf } from './testing/events-in-memory.js';

/** Counts events by stream and all of them in one row, which moves with every event; `Gone` removes the stream's row, `Bad` is poison. */
const counts = projection<{ count: number }, Record<never, never>>({
  name: 'counts',
  version: 1,
  poison: 'park',
  indexes: {},
  keys: ({ stream }) => [stream, 'all'],
  on: {},
  any: (row, { type }, key) => {
    if (type === 'Bad') throw new RangeError('cannot be folded');
    return type === 'Gone' && key !== 'all' ? undefined : { count: (row?.count ?? 0) + 1 };
  },
});

/** Positions with gaps, as EventStoreDB has them. */
function log(...told: readonly string[]): RecordedEvent[] {
  return told.map((each, index) => {
    const [stream = '', type = 'Good'] = each.split(':');
    const position = BigInt(index + 1) * 7n;
    const metadata = { actor: 'a', cause: 'c', effective: '', hash: '', prev: null, recorded: '', version: 1 };
    return { position, stream, revision: 0n, id: derivedId('log', stream, type, String(position)), type, data: {}, metadata };
  });
}

/** Live read models without a snapshot, whose projector folds so many more events of the log whenever somebody reads. */
class Moving {
  readonly models = createMemoryReadModels();
  #folded = 0;
  /** True: rows are stored, and the projector dies before the checkpoint is. */
  dies = false;
  eachRead = 0;

  constructor(private readonly events: readonly RecordedEvent[]) {}

  async fold(more: number): Promise<this> {
    this.#folded = Math.min(this.#folded + more, this.events.length);
    const until = this.events[this.#folded - 1]?.position ?? 0n;
    const models = this.dies ? withoutCheckpoints(this.models) : this.models;
    await (await ProjectionRunner.open({ events: readerOf(this.events), models, projections: [counts], until: () => until })).run();
    return this;
  }

  async write(...rows: readonly RowWrite[]): Promise<this> {
    const checkpoint = await this.models.checkpoint(counts);
    if (checkpoint) await this.models.commit([{ collection: counts, rows, checkpoint }]);
    return this;
  }

  /** What a rebuild says of it while it moves. */
  async rebuild() {
    const { models } = this;
    const live: RowReader = {
      get: (...which) => models.get(...which),
      find: async (...query) => {
        await this.fold(this.eachRead);
        return models.find(...query);
      },
      iterate: (collection, query) => pages(live, collection, query),
      checkpoint: (which) => models.checkpoint(which),
      collections: () => models.collections(),
      close: () => models.close(),
    };
    const scratch = createMemoryReadModels();
    const [rebuilt] = await rebuildAndCompare({ events: readerOf(this.events), live, scratch, projections: [counts] });
    return rebuilt;
  }
}

/** Two rows a page, so that much happens between two of them. */
async function* pages(
  live: RowReader,
  ...[collection, query]: Parameters<RowReader['iterate']>
): ReturnType<RowReader['iterate']> & AsyncGenerator {
  for (let cursor: string | undefined; ;) {
    const page = await live.find(collection, { ...query, limit: 2, ...(cursor !== undefined && { cursor }) });
    yield* page.rows;
    if ((cursor = page.next) === undefined) return;
  }
}

function withoutCheckpoints(models: ReadModels): ReadModels {
  return {
    declare: (spec) => models.declare(spec),
    load: (...keys) => models.load(...keys),
    commit: async (commits) => {
      for (const { collection, rows } of commits) {
        const checkpoint = await models.checkpoint(collection);
        if (checkpoint) await models.commit([{ collection, rows, checkpoint }]);
      }
    },
    drop: (which) => models.drop(which),
    get: (...which) => models.get(...which),
    find: (...query) => models.find(...query),
    iterate: (...query) => models.iterate(...query),
    checkpoint: (which) => models.checkpoint(which),
    collections: () => models.collections(),
    close: () => models.close(),
  };
}

const STREAMS = ['a', 'b', 'c', 'd', 'e', 'f'];
const many = log(...Array.from({ length: 400 }, (_, index) => `${STREAMS[(index * 7) % 6] ?? ''}${index % 13 === 0 ? ':Gone' : ''}`));

describe('comparing rows that move with a rebuild', () => {
  it('finds nothing wrong while a projector goes on, and ends', async () => {
    const live = await new Moving(many).fold(100);
    live.eachRead = 9;
    expect(await live.rebuild()).toMatchObject({ problem: undefined, difference: undefined });
  });

  it('finds nothing wrong in rows that a dead projector left ahead of their checkpoint', async () => {
    const live = await new Moving(many).fold(101);
    live.dies = true;
    await live.fold(33);
    expect(await live.rebuild()).toMatchObject({ problem: undefined, position: 101n * 7n });
  });

  it('passes over poison that lies between the checkpoint and the rows', async () => {
    const live = await new Moving(log('a', 'b', 'a', 'a:Bad', 'b', 'a', 'c')).fold(3);
    live.dies = true;
    await live.fold(4);
    expect(await live.rebuild()).toMatchObject({ problem: undefined });
  });

  it('names a row that is another, is missing or follows from no event, though everything else moves', async () => {
    const damaged = async (row: RowWrite) => {
      const live = await new Moving(log('a', 'b', 'a', ...Array.from({ length: 50 }, (_, index) => `x${index}`))).fold(20);
      await live.write(row);
      live.eachRead = 3;
      return (await live.rebuild())?.problem;
    };
    expect(await damaged({ key: 'a', row: { count: 3 }, position: 22n })).toBe('holds another row a than follows from the events');
    expect(await damaged({ key: 'a', row: undefined, position: 22n })).toBe('lacks the row a');
    expect(await damaged({ key: 'c', row: { count: 1 }, position: 21n })).toBe('has a row c that follows from no event');
  });

  it('names a row ahead of its checkpoint that its own last event does not lead to', async () => {
    const live = await new Moving(log('a', 'b', 'a', 'b')).fold(2);
    expect((await (await live.write({ key: 'b', row: { count: 3 }, position: 28n })).rebuild())?.problem).toMatch('holds another row b');
    const beyond = await new Moving(log('a', 'b')).fold(2);
    expect((await (await beyond.write({ key: 'b', row: { count: 1 }, position: 999n })).rebuild())?.problem).toMatch('as of position 999');
  });

  it('settles any number of moved rows in turns', async () => {
    const streams = Array.from({ length: 5_200 }, (_, index) => `s${index}`);
    const live = await new Moving(log(...streams, ...streams)).fold(5_200);
    live.dies = true;
    await live.fold(5_200);
    const { models } = live;
    const options = { events: readerOf(log(...streams, ...streams)), scratch: createMemoryReadModels(), projections: [counts] };
    const [rebuilt] = await rebuildAndCompare({ ...options, live: withoutCheckpoints(models) });
    expect(rebuilt).toMatchObject({ problem: undefined, rows: 5_201 });
  });

  it('never takes a history for wrong, nor a changed row for right, wherever it is interrupted', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('a', 'b', 'c', 'a:Gone', 'b:Gone', 'c:Bad', 'd'), { minLength: 8, maxLength: 40 }),
        fc.nat(20),
        fc.nat(4),
        fc.boolean(),
        async (told, first, eachRead, dies) => {
          const live = await new Moving(log(...told)).fold(first + 1);
          live.eachRead = eachRead;
          live.dies = dies;
          expect((await live.rebuild())?.problem).toBeUndefined();
          const checkpoint = await live.models.checkpoint(counts);
          const { row } = await live.models.get(counts, 'all');
          await live.models.drop(counts);
          await live.models.declare(counts);
          if (!checkpoint || !row) return;
          await live.models.commit([
            { collection: counts, rows: [{ key: 'all', row: { count: 99 }, position: row.position }], checkpoint },
          ]);
          live.eachRead = 0;
          expect((await live.rebuild())?.problem).toBeDefined();
        },
      ),
      { numRuns: 200 },
    ));
});
