import {
  AmbiguousError,
  EMPTY_TIP,
  UnavailableError,
  WithdrawnError,
  mintCommandId,
  type EventStore,
  type RecordedEvent,
} from '#event-store';
import { createMemoryEventStore } from '#event-store/memory';
import { APPENDS } from './append-policy.js';
import { accept, refuse, type Decision } from './decision.js';
import { ReadStates, type Standing, type StreamStates } from './stream-states.js';
import { StreamWriter, type WriteOrigin } from './stream-writer.js';

const NOW = '2026-11-01T00:00:00.000Z';
type Counted = { readonly type: 'Counted'; readonly data: { readonly by: number } };
const origin = (more: Partial<WriteOrigin> = {}): WriteOrigin => ({ actor: 'a', cause: 'c', commandId: mintCommandId(), ...more });
const evolve = (sum: number | undefined, { data }: RecordedEvent): number => (sum ?? 0) + Number(data['by']);

/** Up to ten, one at a time. */
const count = (sum = 0): Decision<Counted, 'FULL'> =>
  sum >= 10 ? refuse('FULL', 'There are ten') : accept({ type: 'Counted', data: { by: 1 } });

/** States that are folded once and then held. */
class HeldStates implements StreamStates<number> {
  readonly #held = new Map<string, Standing<number>>();

  standing(stream: string): Standing<number> {
    return this.#held.get(stream) ?? { state: undefined, tip: EMPTY_TIP, position: 0n };
  }

  apply(event: RecordedEvent): void {
    const { state, tip } = this.standing(event.stream);
    const { revision, position, stream, metadata } = event;
    if (revision !== tip.revision + 1n) return;
    this.#held.set(stream, { state: evolve(state, event), tip: { revision, hash: metadata.hash }, position });
  }
}

const WAYS: readonly (readonly [string, (store: EventStore) => StreamStates<number>])[] = [
  ['held in memory', () => new HeldStates()],
  ['read from the stream', (store) => new ReadStates(store, evolve)],
];

describe.each(WAYS)('a stream whose state is %s', (_way, statesOf) => {
  const open = (store: EventStore) =>
    new StreamWriter<number>({ store, states: statesOf(store), policy: APPENDS.entity, versionOf: () => 1, now: () => NOW });

  it('is written where its last command left it, and says where it can be read', async () => {
    const store = createMemoryEventStore();
    const writer = open(store);
    await writer.write('sum-1', origin(), count);
    expect(await writer.write('sum-1', origin(), count)).toEqual({ state: 2, position: 2n, changed: true });
    expect(await writer.write('sum-1', origin(), () => accept<Counted>())).toEqual({ state: 2, position: 2n, changed: false });
  });

  it('takes the commands of one process one after another, and refuses those that find it full', async () => {
    const store = createMemoryEventStore();
    const writer = open(store);
    const written = await Promise.all(Array.from({ length: 12 }, () => writer.write('sum-1', origin(), count)));
    expect(written.map(({ refusal }) => refusal?.code).filter(Boolean)).toEqual(['FULL', 'FULL']);
    expect(await store.readStream('sum-1')).toHaveLength(10);
  });

  it('lets several writers in, each on what the others have written', async () => {
    const store = createMemoryEventStore();
    const writers = [open(store), open(store), open(store)];
    const written = await Promise.all(
      Array.from({ length: 12 }, (_, index) => (writers[index % 3] as StreamWriter<number>).write('sum-1', origin(), count)),
    );
    expect(written.filter(({ refusal }) => refusal)).toHaveLength(2);
    expect(await store.readStream('sum-1')).toHaveLength(10);
  });

  it('writes a command that may be repeated once, whoever repeats it', async () => {
    const store = createMemoryEventStore();
    const repeated = origin({ repeatable: true });
    expect(await open(store).write('sum-1', repeated, count)).toMatchObject({ changed: true });
    expect(await open(store).write('sum-1', repeated, count)).toEqual({ state: 1, position: 1n, changed: false });
  });

  it('finds its own events where an answer was lost for good', async () => {
    const store = createMemoryEventStore();
    let losses = 4;
    const lossy: EventStore = Object.assign(Object.create(store) as EventStore, {
      append: async (...args: Parameters<EventStore['append']>) => {
        const appended = await store.append(...args);
        losses -= 1;
        if (losses >= 0) throw new AmbiguousError('no answer');
        return appended;
      },
      readStream: (...args: Parameters<EventStore['readStream']>) => store.readStream(...args),
    });
    const writer = open(lossy);
    const command = origin({ repeatable: true });
    await expect(writer.write('sum-1', command, count)).rejects.toThrow(AmbiguousError);
    expect(await writer.write('sum-1', command, count)).toMatchObject({ state: 1 });
    expect(await store.readStream('sum-1')).toHaveLength(1);
  });

  it('is completed by whoever comes, each step once', async () => {
    const store = createMemoryEventStore();
    const missing = async ({ state = 0 }: Standing<number>) =>
      state < 5 ? { type: 'Counted', data: { by: 1 }, commandId: mintCommandId() } : undefined;
    const ends = await Promise.all([1, 2, 3].map(() => open(store).complete('sum-1', origin(), missing)));
    expect(ends.map(({ state }) => state)).toEqual([5, 5, 5]);
    expect(await store.readStream('sum-1')).toHaveLength(5);
  });

  it('has one deadline for all its tries: each has what is left, and nothing is begun behind it', async () => {
    const store = createMemoryEventStore();
    const left: number[] = [];
    const slow: EventStore = Object.assign(Object.create(store) as EventStore, {
      certain: false,
      append: async (...[, , , limits]: Parameters<EventStore['append']>) => {
        left.push(limits?.timeoutMs ?? Infinity);
        await new Promise((resolve) => setTimeout(resolve, 20));
        throw new AmbiguousError('no answer');
      },
      readStream: (...args: Parameters<EventStore['readStream']>) => store.readStream(...args),
    });
    const writer = open(slow);
    const untilMs = performance.now() + 30;
    await expect(writer.write('sum-1', origin({ untilMs }), count)).rejects.toThrow(AmbiguousError);
    await expect(writer.write('sum-1', origin({ untilMs: performance.now() - 1 }), count)).rejects.toThrow(WithdrawnError);
    expect(left.length).toBeLessThan(4);
    expect(left.every((each, index) => each <= 30 - 15 * index)).toBe(true);
  });

  it('waits for the end of what was begun, goes on from there, and withdraws in time what is behind it', async () => {
    const store = createMemoryEventStore();
    let ends = Promise.withResolvers<void>();
    const hanging: EventStore = Object.assign(Object.create(store) as EventStore, {
      append: (...args: Parameters<EventStore['append']>) => ends.promise.then(() => store.append(...args)),
      readStream: (...args: Parameters<EventStore['readStream']>) => store.readStream(...args),
    });
    const writer = open(hanging);
    const untilMs = performance.now() + 20;
    const begun = writer.write('sum-1', origin({ untilMs }), count);
    await expect(writer.write('sum-1', origin({ untilMs }), count)).rejects.toThrow(WithdrawnError);
    ends.resolve();
    expect(await begun).toMatchObject({ state: 1 });
    // the command's next steps, also within one call
    ends = Promise.withResolvers();
    setTimeout(() => ends.resolve(), 40);
    const missing = async ({ state = 0 }: Standing<number>) =>
      state < 4 ? { type: 'Counted', data: { by: 1 }, commandId: mintCommandId() } : undefined;
    expect(await writer.complete('sum-1', origin({ untilMs: performance.now() + 20 }), missing)).toMatchObject({ state: 4 });
    expect(await writer.write('sum-1', origin({ untilMs }), count)).toMatchObject({ state: 5 });
  });

  it('answers in time though a store elsewhere does not end its append: what becomes of it is known when the stream is read again', async () => {
    const store = createMemoryEventStore();
    const ends = Promise.withResolvers<void>();
    const stuck: EventStore = Object.assign(Object.create(store) as EventStore, {
      certain: false,
      append: (...args: Parameters<EventStore['append']>) => ends.promise.then(() => store.append(...args)),
      readStream: (...args: Parameters<EventStore['readStream']>) => store.readStream(...args),
    });
    const writer = open(stuck);
    await expect(writer.write('sum-1', origin({ untilMs: performance.now() + 20 }), count)).rejects.toThrow(AmbiguousError);
    ends.resolve();
    expect(await writer.write('sum-1', origin(), count)).toMatchObject({ state: 2 });
  });

  it('is given up when it is never complete', async () => {
    const store = createMemoryEventStore();
    const always = async () => ({ type: 'Counted', data: { by: 1 }, commandId: mintCommandId() });
    await expect(open(store).complete('sum-1', origin(), always)).rejects.toThrow(UnavailableError);
    expect(await store.readStream('sum-1')).toHaveLength(21);
  });
});
