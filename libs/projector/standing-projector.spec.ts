import { EMPTY_TIP, UnavailableError, mintCommandId, seal, type EventStore, type StreamTip } from '#event-store';
import { createMemoryEventStore } from '#event-store/memory';
import { PROJECTIONS } from '#projections';
import type { Term } from '#membership';
import type { ReadModels } from '#read-model';
import { pino } from 'pino';
import { MemoryStore } from '#membership/memory';
import type { ProjectorStores } from './projector.stores.js';
import { StandingProjector, type ProjectorPhase } from './standing-projector.js';

const EXPIRE_AFTER_MS = 600;

/** An installation's stores in memory, and its projectors as processes: each knows only the stores. */
class Projectors {
  readonly events: EventStore = createMemoryEventStore();
  readonly store = new MemoryStore();
  readonly lines: string[] = [];
  readonly #started: StandingProjector[] = [];
  #tip: StreamTip = EMPTY_TIP;

  start(name: string, change: (stores: ProjectorStores) => ProjectorStores = (stores) => stores): StandingProjector {
    const log = pino({ level: 'info' }, { write: (line) => void this.lines.push(line) });
    const open = async () => change(this.stores());
    const projector = new StandingProjector({ open, holder: name, log, expireAfterMs: EXPIRE_AFTER_MS });
    this.#started.push(projector);
    projector.start();
    return projector;
  }

  stores(): ProjectorStores {
    const { events, store } = this;
    return {
      events,
      rows: store.readModels(),
      terms: store.leases,
      readModels: async (term: Term) => store.readModels(term),
      close: async () => undefined,
    };
  }

  /** One more event that `audit-log` and `directory` take. */
  async append(): Promise<bigint> {
    const metadata = { actor: 'admin:token', cause: 'c', effective: AT, recorded: AT, version: 1 };
    const data = { alias: 'fast', targets: [{ model: 'openai/one', priority: 0, weight: 1 }] };
    const { events, tip } = seal('alias-fast', this.#tip, [{ id: mintCommandId(), type: 'AliasPointed', data, metadata }]);
    const { position } = await this.events.append('alias-fast', events, this.#tip.revision);
    this.#tip = tip;
    return position;
  }

  async audited(): Promise<number> {
    const [collection] = PROJECTIONS.filter(({ name }) => name === 'audit-log');
    let rows = 0;
    for await (const _row of this.store.readModels().iterate(collection!, { index: 'key' })) rows += 1;
    return rows;
  }

  async stop(): Promise<void> {
    await Promise.all(this.#started.map((projector) => projector.stop()));
  }
}

const AT = '2026-11-10T12:00:00.000Z';

async function until(isSo: () => boolean, withinMs = 60_000): Promise<void> {
  for (const started = performance.now(); !isSo(); await new Promise((resolve) => setTimeout(resolve, 5)))
    if (performance.now() - started > withinMs) throw new Error(`Not within ${withinMs} ms`);
}
const is = (projector: StandingProjector, phase: ProjectorPhase) => () => projector.phase === phase;

let projectors: Projectors;
beforeEach(() => (projectors = new Projectors()));
afterEach(() => projectors.stop());

describe('projectors of one installation', () => {
  it('start on empty stores before any gateway; one leads, the other stands by, both are well', async () => {
    const first = projectors.start('one');
    await until(is(first, 'leading'));
    const second = projectors.start('two');
    await until(is(second, 'standing by'));
    expect(await first.view?.waitFor(await projectors.append(), 30_000)).toBe(true);
    expect(await second.view?.problem()).toBeUndefined();
    expect(await second.view?.status()).toMatchObject({ state: 'running', behind: '0' });
  });

  it('store everything and give the term back when they are told to stop: the next one need not wait', async () => {
    const first = projectors.start('one');
    await until(is(first, 'leading'));
    const second = projectors.start('two');
    expect(await first.view?.waitFor(await projectors.append(), 30_000)).toBe(true);
    await first.stop();
    expect(first.phase).toBe('stopped');
    for (const collection of PROJECTIONS) expect((await projectors.store.readModels().checkpoint(collection))?.position).toBe(1n);
    await until(is(second, 'leading'));
    expect(await second.view?.waitFor(await projectors.append(), 30_000)).toBe(true);
  });

  it('follow one that hangs; what it still writes afterwards is refused, and nothing is applied twice', async () => {
    const gate = Promise.withResolvers<void>();
    let hangs = false;
    const slow = (models: ReadModels): ReadModels =>
      Object.assign(Object.create(models) as ReadModels, {
        declare: (collection: Parameters<ReadModels['declare']>[0]) => models.declare(collection),
        load: (...args: Parameters<ReadModels['load']>) => models.load(...args),
        commit: async (commits: Parameters<ReadModels['commit']>[0]) => {
          if (hangs) await gate.promise;
          return models.commit(commits);
        },
      });
    const mute = { isMute: false };
    const first = projectors.start('one', (stores) => ({
      ...stores,
      terms: {
        read: (name) => (mute.isMute ? Promise.reject(new UnavailableError('cut off')) : stores.terms.read(name)),
        swap: (before, next) => (mute.isMute ? Promise.reject(new UnavailableError('cut off')) : stores.terms.swap(before, next)),
        close: () => stores.terms.close(),
      },
      readModels: async (term) => slow(await stores.readModels(term)),
    }));
    await until(is(first, 'leading'));
    const second = projectors.start('two');
    expect(await first.view?.waitFor(await projectors.append(), 30_000)).toBe(true);
    [hangs, mute.isMute] = [true, true];
    const position = await projectors.append();
    await until(is(second, 'leading'));
    expect(await second.view?.waitFor(position, 30_000)).toBe(true);
    expect(await projectors.audited()).toBe(2);
    gate.resolve();
    mute.isMute = false;
    await until(is(first, 'standing by'));
    expect(second.phase).toBe('leading');
    expect(await projectors.audited()).toBe(2);
  });

  it('do not end because of a store: they stand still, say so once, and go on when it is back', async () => {
    let down = true;
    const projector = projectors.start('one', (stores) => {
      if (down) throw new UnavailableError('EventStoreDB cannot be reached');
      return stores;
    });
    await until(() => projectors.lines.length > 0);
    expect(projector.phase).toBe('away');
    expect(projector.view).toBeUndefined();
    down = false;
    await until(is(projector, 'leading'));
    expect(await projector.view?.waitFor(await projectors.append(), 30_000)).toBe(true);
    await until(() => projectors.lines.some((line) => line.includes('The stores are back')));
    expect(projectors.lines.filter((line) => line.includes('cannot be reached'))).toHaveLength(1);
  });

  it('give the term to another when they cannot read the log themselves', async () => {
    let cut = false;
    const first = projectors.start('one', (stores) => ({
      ...stores,
      events: {
        gapless: stores.events.gapless,
        head: () => stores.events.head(),
        eventAt: (position) => stores.events.eventAt(position),
        readStream: (stream, options) => stores.events.readStream(stream, options),
        readAll: (options) => (cut ? Promise.reject(new UnavailableError('cut off')) : stores.events.readAll(options)),
      },
    }));
    await until(is(first, 'leading'));
    const second = projectors.start('two');
    cut = true;
    await until(is(second, 'leading'));
    expect(await second.view?.waitFor(await projectors.append(), 30_000)).toBe(true);
  });
});
