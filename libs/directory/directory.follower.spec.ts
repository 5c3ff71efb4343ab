import { ConflictError, EMPTY_TIP, UnavailableError, mintCommandId, seal, type EventStore, type JsonObject } from '#event-store';
import { createMemoryEventStore } from '#event-store/memory';
import { decideKey } from '#identity';
import { type KeyCommand } from '../identity/api-key.decider.js';
import { Directory, DirectoryFollower, EntityWriter } from './index.js';
import { type DirectoryFollowerOptions } from './directory.follower.js';

const NOW = '2026-11-01T00:00:00.000Z';
const ISSUE: KeyCommand = {
  type: 'IssueKey',
  at: NOW,
  key: 'key_1',
  customer: 'cus_1',
  account: 'acc_1',
  name: 'n',
  prefix: 'tok_Ab3d',
  hash: 'h1',
};

const running: DirectoryFollower[] = [];
afterEach(async () => void (await Promise.all(running.splice(0).map((follower) => follower.stop()))));

/** A gateway's directory that follows the store, and what it had to tell. */
function follow(store: DirectoryFollowerOptions['store'], directory = new Directory(() => ''), after = 0n) {
  const troubles: string[] = [];
  running.push(new DirectoryFollower({ store, directory, after, onTrouble: (trouble) => troubles.push(trouble) }));
  return { directory, troubles };
}

/** Another gateway, which only writes. */
function keysOf(store: EventStore) {
  const writer = new EntityWriter(store, new Directory(() => ''), () => NOW);
  return (command: KeyCommand, id = 'key_1') =>
    writer.write({ kind: 'key', id }, { actor: 'a', cause: 'c', commandId: mintCommandId() }, (state) => decideKey(command, state));
}

async function until(isSo: () => boolean, withinMs = 30_000): Promise<number> {
  const started = performance.now();
  while (!isSo()) {
    if (performance.now() - started > withinMs) throw new Error(`Not within ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return performance.now() - started;
}

const withSubscribe = (store: EventStore, subscribe: EventStore['subscribe']): DirectoryFollowerOptions['store'] => ({
  subscribe,
  readStream: (...args) => store.readStream(...args),
});

async function appendKey(store: EventStore, id: string, type: string, data: JsonObject): Promise<void> {
  const metadata = { actor: 'a', cause: 'c', effective: NOW, recorded: NOW, version: 1 };
  const { events } = seal(`key-${id}`, EMPTY_TIP, [{ id: mintCommandId(), type, data, metadata }]);
  await store.append(`key-${id}`, events, 'no_stream');
}

describe('a directory that follows the log', () => {
  it('knows for how long it may not know what others have written', async () => {
    const store = createMemoryEventStore();
    const isLost = { now: false };
    const lost = { readAll: () => Promise.reject(new Error('away')) } as unknown as EventStore;
    const losing = withSubscribe(store, (options, handler) => {
      if (!isLost.now) return store.subscribe(options, handler);
      return { ended: lost.readAll({ after: 0n, max: 1 }).then(() => undefined), stop: () => Promise.resolve() };
    });
    const options = { store: losing, directory: new Directory(() => ''), after: 0n, onTrouble: () => undefined };
    const follower = new DirectoryFollower(options);
    running.push(follower);
    await until(() => follower.behindMs < 5);
    isLost.now = true;
    await store.close();
    await until(() => follower.behindMs > 1_200);
  });

  it('knows what another gateway has written, a revocation too', async () => {
    const store = createMemoryEventStore();
    const { directory, troubles } = follow(store);
    const write = keysOf(store);
    await write(ISSUE);
    await until(() => directory.key('key_1') !== undefined);
    await write({ type: 'RevokeKey' });
    await until(() => directory.key('key_1')?.revoked_at !== undefined);
    expect(troubles).toEqual([]);
  });

  it('goes on from where it got to when its subscription ends, with a fault or in silence, and tells it once', async () => {
    const store = createMemoryEventStore();
    let losses = 0;
    const afters: bigint[] = [];
    const directory = new Directory(() => '');
    const { troubles } = follow(
      withSubscribe(store, (options, handler) => {
        afters.push(options.after);
        const lost = (losses += 1);
        if (lost === 2) throw new UnavailableError('the store is down');
        const subscription = store.subscribe(options, handler);
        if (lost === 1) void until(() => directory.key('key_1') !== undefined).then(() => subscription.stop());
        return subscription;
      }),
      directory,
    );
    await keysOf(store)(ISSUE);
    await until(() => losses === 3);
    await keysOf(store)({ ...ISSUE, key: 'key_2', hash: 'h2' }, 'key_2');
    await until(() => directory.key('key_2') !== undefined);
    expect(afters).toEqual([0n, 1n, 1n]);
    expect(troubles).toEqual(['The directory follows the log no more; it tries again until it does']);
  });

  it('reads the stream where it has a gap', async () => {
    const store = createMemoryEventStore();
    const write = keysOf(store);
    await write(ISSUE);
    await write({ type: 'RotateKey', at: NOW, prefix: 'tok_Ab3e', hash: 'h2', previousValidUntil: NOW });
    const { directory, troubles } = follow(store, new Directory(() => ''), 1n);
    await until(() => directory.key('key_1')?.hash === 'h2');
    expect(troubles).toEqual([]);
  });

  it('leaves a stream that it cannot fold as it was, tells it once, and goes on with all others', async () => {
    const store = createMemoryEventStore();
    const { directory, troubles } = follow(store);
    await appendKey(store, 'key_new', 'KeyIssuedInAnotherWay', { key: 'key_new' });
    await keysOf(store)(ISSUE);
    await until(() => directory.key('key_1') !== undefined);
    expect(troubles).toEqual(['key-key_new cannot be folded by this version: what is known of it stays as it is']);
    expect(directory.key('key_new')).toBeUndefined();
  });

  it('may tell of a command before its writer has heard that it was written', async () => {
    const store = createMemoryEventStore();
    const { directory } = follow(store);
    const lying: EventStore = Object.assign(Object.create(store) as EventStore, {
      append: async (...args: Parameters<EventStore['append']>) => {
        await store.append(...args);
        await until(() => directory.key('key_1') !== undefined);
        throw new ConflictError(args[0], args[2]);
      },
      readStream: (...args: Parameters<EventStore['readStream']>) => store.readStream(...args),
    });
    const writer = new EntityWriter(lying, directory, () => NOW);
    const origin = { actor: 'a', cause: 'c', commandId: mintCommandId() };
    const written = await writer.write({ kind: 'key', id: 'key_1' }, origin, (state) => decideKey(ISSUE, state));
    expect(written).toMatchObject({ changed: true, state: { hash: 'h1' } });
  });
});
