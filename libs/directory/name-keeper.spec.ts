import fc from 'fast-check';
import { decideAlias, decideModel, decideProvider, type NameHolder } from '#catalog';
import { UnavailableError, mintCommandId, type EventStore, type RecordedEvent } from '#event-store';
import { createMemoryEventStore } from '#event-store/memory';
import { Directory, EntityWriter, NameKeeper, catchUpDirectory, type EntityOrigin } from './index.js';

const NOW = '2026-11-30T10:00:00.000Z';
const LATER = '2026-11-30T11:00:00.000Z';
const LAST = '2026-11-30T12:00:00.000Z';
const PRICE = { currency: 'USD', input_per_million: '1', output_per_million: '2' };
const MODEL = { targets: [{ provider: 'p', upstream_model: 'u' }], price: PRICE, limits: {} };
const origin = (): EntityOrigin => ({ actor: 'admin:adm_1', cause: 'req_1', commandId: mintCommandId() });

type Step = { readonly act: 'make' | 'remove'; readonly kind: NameHolder; readonly name: string };

/** A gateway that knows what it has read of the log, and hears nothing by itself. */
class Gateway {
  readonly directory = new Directory(() => '');
  readonly writer: EntityWriter;
  readonly names: NameKeeper;

  constructor(
    private readonly store: EventStore,
    now: string,
  ) {
    this.writer = new EntityWriter(store, this.directory, () => now);
    this.names = new NameKeeper(this.writer, this.directory, () => now);
  }

  async hear(): Promise<void> {
    await catchUpDirectory(this.store, this.directory, 0n);
  }

  /** `done`, or the code of the refusal. */
  async take({ act, kind, name }: Step): Promise<string> {
    const { refusal } = await (act === 'make' ? this.#make(kind, name) : this.names.remove({ kind, id: name }, origin()));
    return refusal?.code ?? 'done';
  }

  #make(kind: NameHolder, name: string) {
    const { directory, names } = this;
    return kind === 'model'
      ? names.write({ kind, id: name }, origin(), (state) =>
          decideModel({ type: 'ConfigureModel', model: name, ...MODEL }, state, directory),
        )
      : names.write({ kind, id: name }, origin(), (state) =>
          decideAlias({ type: 'PointAlias', alias: name, targets: [{ model: 'base' }] }, state, directory),
        );
  }
}

async function gateway(store: EventStore, now = NOW): Promise<Gateway> {
  const made = new Gateway(store, now);
  await made.hear();
  return made;
}

/** A provider and a model to point to. */
async function catalog(): Promise<EventStore> {
  const store = createMemoryEventStore();
  const first = await gateway(store);
  await first.writer.write({ kind: 'provider', id: 'p' }, origin(), (state) =>
    decideProvider({ type: 'ConfigureProvider', provider: 'p', protocol: 'openai', baseUrl: 'sandbox:', credential: 'c' }, state),
  );
  await first.take({ act: 'make', kind: 'model', name: 'base' });
  return store;
}

const eventsOf = async (store: EventStore): Promise<readonly RecordedEvent[]> => (await store.readAll({ after: 0n, max: 10_000 })).events;

/** What a name is at each moment of the log: a model, an alias, both or neither. Throws for both. */
function whatItIs(events: readonly RecordedEvent[], name: string): NameHolder | undefined {
  const there = { model: false, alias: false };
  for (const { stream, type } of events) {
    if (stream === `model-${name}`) there.model = type !== 'ModelRemoved';
    if (stream === `alias-${name}`) there.alias = type !== 'AliasRemoved';
    if (there.model && there.alias) throw new Error(`${name} is a model and an alias`);
  }
  return there.model ? 'model' : there.alias ? 'alias' : undefined;
}

const make = (kind: NameHolder, name = 'x'): Step => ({ act: 'make', kind, name });
const remove = (kind: NameHolder, name = 'x'): Step => ({ act: 'remove', kind, name });
const claims = (events: readonly RecordedEvent[]): string[] =>
  events.filter(({ stream }) => stream === 'name-x').map(({ type, data }) => [type, data['holder'] as string | undefined].join(' ').trim());

describe('a name', () => {
  it('that two gateways give at the same moment is had by one of them', async () => {
    const store = await catalog();
    const [one, other] = [await gateway(store), await gateway(store)];
    const answers = await Promise.all([one.take(make('model')), other.take(make('alias'))]);
    expect(answers.sort()).toEqual(['NAME_TAKEN', 'done']);
    whatItIs(await eventsOf(store), 'x');
  });

  it('is claimed before anything has it, once, and by nothing that is refused', async () => {
    const store = await catalog();
    const one = await gateway(store);
    expect(await one.take(make('alias', 'base'))).toBe('NAME_TAKEN');
    expect(await one.take(make('alias', 'not a name'))).toBe('ALIAS_INVALID');
    for (let time = 0; time < 2; time += 1) expect(await one.take(make('alias'))).toBe('done');
    const events = await eventsOf(store);
    expect(events.filter(({ stream }) => /x$|not a name/.test(stream)).map(({ type }) => type)).toEqual(['NameClaimed', 'AliasPointed']);
  });

  it('is free again once what had it is removed', async () => {
    const store = await catalog();
    const one = await gateway(store);
    for (const step of [make('model'), remove('model'), make('alias'), remove('alias'), make('model')])
      expect(await one.take(step)).toBe('done');
    expect(claims(await eventsOf(store))).toEqual([
      'NameClaimed model',
      'NameReleased',
      'NameClaimed alias',
      'NameReleased',
      'NameClaimed model',
    ]);
    expect([one.directory.hasModel('x'), one.directory.hasAlias('x')]).toEqual([true, false]);
  });

  it('of a model stays while an alias points to it', async () => {
    const one = await gateway(await catalog());
    await one.take(make('alias'));
    expect(await one.take(remove('model', 'base'))).toBe('MODEL_IN_USE');
    expect(await one.take(remove('model', 'none'))).toBe('MODEL_NOT_THERE');
    expect(await one.take(remove('alias', 'none'))).toBe('ALIAS_UNKNOWN');
  });

  it('whose holder was never made is kept for it a while, and may then be had by another; the late one is refused', async () => {
    const store = await catalog();
    let makeIt = (): void => undefined;
    const held = new Promise<void>((resolve) => (makeIt = resolve));
    const slow = await gateway({
      ...bound(store),
      append: async (stream, ...rest) => {
        if (stream === 'model-x') await held;
        return store.append(stream, ...rest);
      },
    });
    const late = slow.take(make('model'));
    await new Promise(setImmediate);
    const [soon, later] = [await gateway(store), await gateway(store, LATER)];
    expect(await soon.take(make('alias'))).toBe('NAME_TAKEN');
    expect(await later.take(make('alias'))).toBe('done');
    makeIt();
    expect(await late).toBe('NAME_TAKEN');
    expect(whatItIs(await eventsOf(store), 'x')).toBe('alias');
  });

  it('that was given before there were claims is claimed once; given twice it is the model’s, and the alias can be removed', async () => {
    const store = await catalog();
    const old = await gateway(store);
    for (const name of ['x', 'y']) {
      await old.writer.write({ kind: 'alias', id: name }, origin(), () => ({
        events: [{ type: 'AliasPointed', data: { alias: name, targets: [{ model: 'base', priority: 0, weight: 1 }] } }],
      }));
    }
    await old.writer.write({ kind: 'model', id: 'x' }, origin(), (state) =>
      decideModel({ type: 'ConfigureModel', model: 'x', ...MODEL }, state, {
        hasProvider: () => true,
        hasModel: () => true,
        hasAlias: () => false,
      }),
    );
    const [one, other] = [await gateway(store), await gateway(store)];
    expect(await Promise.all([one.names.claimAll(origin), other.names.claimAll(origin)])).toEqual([['x'], ['x']]);
    const before = (await eventsOf(store)).length;
    await one.names.claimAll(origin);
    expect((await eventsOf(store)).length).toBe(before);
    expect([one.directory.nameHolder('x'), one.directory.nameHolder('y')]).toEqual(['model', 'alias']);
    expect(await one.take(make('model'))).toBe('done');
    expect(await one.take(make('alias'))).toBe('NAME_TAKEN');
    expect(await one.take(remove('alias'))).toBe('done');
    expect(one.directory.nameHolder('x')).toBe('model');
  });
});

/** Its methods by themselves, to be put beside others. */
function bound<Target extends object>(target: Target): Target {
  return new Proxy(target, {
    ownKeys: () => ['gapless', 'certain', ...Object.getOwnPropertyNames(Object.getPrototypeOf(target))],
    getOwnPropertyDescriptor: () => ({ configurable: true, enumerable: true }),
    get(_, key) {
      const member: unknown = Reflect.get(target, key, target);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}

/** The store as one gateway meets it: every call takes a turn of its own, and after so many appends the process is dead. */
function scheduled(store: EventStore, scheduler: fc.Scheduler, deadAfter: number): EventStore {
  let appends = 0;
  const own = bound(store);
  return {
    ...own,
    append: async (...args) => {
      await scheduler.schedule(Promise.resolve(), 'append');
      if ((appends += 1) > deadAfter) throw new UnavailableError('dead');
      return store.append(...args);
    },
    readStream: async (...args) => {
      await scheduler.schedule(Promise.resolve(), 'read');
      return store.readStream(...args);
    },
  };
}

describe('any history of names, on any number of gateways', () => {
  const step = fc.record({
    act: fc.constantFrom<Step['act']>('make', 'make', 'remove'),
    kind: fc.constantFrom<NameHolder>('model', 'alias'),
    name: fc.constant('x'),
  });
  const life = fc.record({
    steps: fc.array(step, { minLength: 1, maxLength: 4 }),
    /** Whose clock takes every claim for old. */
    isHasty: fc.boolean(),
    deadAfter: fc.oneof({ weight: 3, arbitrary: fc.constant(1_000) }, { weight: 1, arbitrary: fc.nat(4) }),
    hears: fc.boolean(),
  });

  it('gives each to one thing at a time, and leaves none that nothing can ever have (property)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.array(life, { minLength: 2, maxLength: 4 }), async (scheduler, lives) => {
        const store = await catalog();
        const running = lives.map(async ({ steps, isHasty, deadAfter, hears }) => {
          const one = await gateway(store, isHasty ? LATER : NOW);
          const alive = new Gateway(scheduled(store, scheduler, deadAfter), isHasty ? LATER : NOW);
          alive.directory.load(rowsOf(one.directory));
          for (const each of steps) {
            if (hears) await alive.hear();
            await alive.take(each).catch((fault: unknown) => {
              if (!(fault instanceof UnavailableError)) throw fault;
            });
          }
        });
        await scheduler.waitFor(Promise.all(running));
        const is = whatItIs(await eventsOf(store), 'x');
        const last = await gateway(store, LAST);
        if (is !== undefined) expect(last.directory.nameHolder('x')).toBe(is);
        for (const kind of ['alias', 'model'] as const) {
          if (is !== undefined && is !== kind) continue;
          expect(await last.take(make(kind))).toBe('done');
          expect(await last.take(remove(kind))).toBe('done');
        }
        whatItIs(await eventsOf(store), 'x');
      }),
      { numRuns: 300 },
    );
  });
});

function rowsOf(directory: Directory) {
  const provider = directory.row('provider', 'p');
  const [model, name] = [directory.row('model', 'base'), directory.row('name', 'base')];
  return [provider, model, name].flatMap((row) => row ?? []);
}
