import { AmbiguousError, ConflictError, EMPTY_TIP, UnavailableError, mintCommandId, seal, type EventStore } from '#event-store';
import { StreamClosedError } from '../event-store/errors.js';
import { createMemoryEventStore } from '#event-store/memory';
import { APPENDS, pauseMs, type AppendPolicy } from './append-policy.js';
import { surelyAppend, type StreamAppend } from './surely-append.js';

const AT = '2026-11-01T00:00:00.000Z';
type Fault = 'lost answer' | 'lost request' | 'down' | 'conflict' | 'closed';

const ids = [mintCommandId(), mintCommandId()];

function anAppend(recorded = AT): StreamAppend {
  const metadata = { actor: 'a', cause: 'c', effective: AT, recorded, version: 1 };
  const { events } = seal(
    'thing-1',
    EMPTY_TIP,
    ids.map((id) => ({ id, type: 'Happened', data: {}, metadata })),
  );
  return { stream: 'thing-1', behind: -1n, events };
}

/** Each append meets the next of these faults, as long as there are any. */
function faulty(faults: Fault[], store = createMemoryEventStore()) {
  const tries: { readonly expected: bigint | 'no_stream'; readonly timeoutMs: number | undefined }[] = [];
  const append: EventStore['append'] = async (stream, events, expected, options) => {
    tries.push({ expected, timeoutMs: options?.timeoutMs });
    const fault = faults.shift();
    if (fault === 'down') throw new UnavailableError('down');
    if (fault === 'closed') throw new StreamClosedError('deleted');
    if (fault === 'lost request') throw new AmbiguousError('no answer');
    if (fault === 'conflict') throw new ConflictError(stream, expected);
    const appended = await store.append(stream, events, expected);
    if (fault === 'lost answer') throw new AmbiguousError('no answer');
    return appended;
  };
  return { store, tries, meets: { append, readStream: store.readStream.bind(store) } };
}

const times = (fault: Fault, count: number): Fault[] => Array.from({ length: count }, () => fault);

describe('appending surely', () => {
  it('names the revision that the events belong behind, and gives each try the time of its writer', async () => {
    const { meets, tries } = faulty([]);
    const first = await surelyAppend(meets, anAppend(), APPENDS.account);
    expect(first).toMatchObject({ outcome: 'appended', appended: { revision: 1n, duplicate: false } });
    expect(await surelyAppend(meets, { ...anAppend(), behind: 7n }, APPENDS.claim)).toMatchObject({ outcome: 'conflict' });
    expect(tries).toEqual([
      { expected: 'no_stream', timeoutMs: 5_000 },
      { expected: 7n, timeoutMs: 5_000 },
    ]);
  });

  it.each([['lost answer'], ['lost request']] as const)('sends the same again after a %s, and they stand once', async (fault) => {
    const { meets, store } = faulty(times(fault, 3));
    expect(await surelyAppend(meets, anAppend(), APPENDS.account)).toMatchObject({ outcome: 'appended' });
    expect(await store.readStream('thing-1')).toHaveLength(2);
  });

  it.each(['account', 'entity'] as const)('%s: is in doubt after four tries that nobody has answered', async (writer) => {
    const { meets, tries } = faulty(times('lost answer', 9));
    expect(await surelyAppend(meets, anAppend(), APPENDS[writer])).toMatchObject({ outcome: 'in doubt', fault: { code: 'AMBIGUOUS' } });
    expect(tries).toHaveLength(4);
  });

  it('a claim is tried once: whoever reads it again knows', async () => {
    const { meets, tries } = faulty(times('lost answer', 9));
    expect(await surelyAppend(meets, anAppend(), APPENDS.claim)).toMatchObject({ outcome: 'in doubt' });
    expect(tries).toHaveLength(1);
  });

  it.each([['down'], ['closed']] as const)('stays in doubt when the store is %s afterwards', async (fault) => {
    const { meets, tries } = faulty(['lost answer', fault]);
    const ended = await surelyAppend(meets, anAppend(), APPENDS.account);
    expect(ended).toMatchObject({ outcome: 'in doubt', fault: { code: 'AMBIGUOUS' } });
    expect('last' in ended && ended.last).toBeInstanceOf(fault === 'down' ? UnavailableError : StreamClosedError);
    expect(tries).toHaveLength(2);
  });

  it('is in no doubt any more after a conflict', async () => {
    const { meets } = faulty(['lost request', 'conflict']);
    expect(await surelyAppend(meets, anAppend(), APPENDS.account)).toMatchObject({ outcome: 'conflict' });
  });

  it('throws what the store throws where nothing was written', async () => {
    for (const writer of ['account', 'entity', 'claim'] as const) {
      const { meets, tries } = faulty(['down']);
      await expect(surelyAppend(meets, anAppend(), APPENDS[writer])).rejects.toThrow(UnavailableError);
      expect(tries).toHaveLength(1);
    }
  });

  it('takes a repetition with other bytes for a lost race where the writer goes on from its own', async () => {
    const { meets } = faulty([]);
    await surelyAppend(meets, anAppend(), APPENDS.account);
    const again = anAppend('2026-11-01T00:00:01.000Z');
    expect(await surelyAppend(meets, again, APPENDS.account)).toMatchObject({ outcome: 'conflict' });
    expect(await surelyAppend(meets, again, APPENDS.claim)).toMatchObject({ outcome: 'appended', appended: { duplicate: true } });
  });

  it('outlasts a store that is away, as long as the patience of a migration', async () => {
    const quick = (patienceMs: number): AppendPolicy => {
      const pauses = { ...APPENDS.migration.doubt.pauses, firstMs: 1, longestMs: 1 };
      return { ...APPENDS.migration, doubt: { ...APPENDS.migration.doubt, patienceMs, pauses } };
    };
    const { meets, tries } = faulty([...times('down', 20), 'lost request', 'lost answer']);
    expect(await surelyAppend(meets, anAppend(), quick(60_000))).toMatchObject({ outcome: 'appended' });
    expect(tries).toHaveLength(23);
    await expect(surelyAppend(faulty(times('down', 1_000)).meets, anAppend(), quick(10))).rejects.toThrow(UnavailableError);
  });
});

describe('the policies of our writers', () => {
  const pauses = (writer: keyof typeof APPENDS, of: 'doubt' | 'races', tries: readonly number[], chance = 0.5) =>
    tries.map((each) => pauseMs(APPENDS[writer][of].pauses, each, chance));

  it('an account that lost races pauses up to 2 ms, then twice as long each time, up to 100 ms', () => {
    expect(pauses('account', 'races', [0, 1, 5, 6, 39])).toEqual([1, 2, 32, 50, 50]);
  });

  it('a migration pauses 100 ms, then twice as long each time, 3 s at the most', () => {
    expect(pauses('migration', 'doubt', [0, 1, 4, 5, 600])).toEqual([100, 200, 1_600, 3_000, 3_000]);
  });

  it('nothing else pauses', () => {
    const others = [
      ['account', 'doubt'],
      ['entity', 'doubt'],
      ['entity', 'races'],
      ['claim', 'races'],
    ] as const;
    for (const [writer, of] of others) expect(pauses(writer, of, [0, 1, 50])).toEqual([0, 0, 0]);
  });

  it('try as often as is written here', () => {
    const counts = Object.entries(APPENDS).map(([writer, { doubt, races }]) => [writer, doubt.retries, doubt.patienceMs, races.retries]);
    expect(counts).toEqual([
      ['account', 3, Infinity, 40],
      ['entity', 3, Infinity, 20],
      ['claim', 0, Infinity, 99],
      ['migration', Infinity, 60_000, 0],
    ]);
  });
});
