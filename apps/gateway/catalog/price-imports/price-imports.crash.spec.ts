import { Clock } from '#process';
import { decideModel, decideProvider, type DraftedRow } from '#catalog';
import { Directory, EntityWriter, NameKeeper, catchUpDirectory, type EntityOrigin } from '#directory';
import { UnavailableError, mintCommandId, type EventStore } from '#event-store';
import { createMemoryEventStore } from '#event-store/memory';
import { Destinations } from '../../ground/destinations.js';
import { ConfirmPriceImport, ConfirmPriceImportHandler, DraftPriceImport, DraftPriceImportHandler } from './price-imports.commands.js';
import { PriceLists } from './price-lists.service.js';

const IMPORT = 'pim_1';
const PRICE = { currency: 'USD', input_per_million: '1', output_per_million: '4' };
const row = { litellm_provider: 'openai', input_cost_per_token: 2e-6, output_cost_per_token: 8e-6 };
const LIST = JSON.stringify({ one: row, two: row, three: row });
const origin = (): EntityOrigin => ({ actor: 'admin:adm_1', cause: 'req_1', commandId: mintCommandId() });

/** A gateway that starts on what the store holds. */
const CLOCK = new Clock({ wallMs: () => Date.now(), uptimeMs: () => performance.now(), elapsedMs: () => performance.now() });

async function gateway(store: EventStore) {
  const directory = new Directory(() => '');
  await catchUpDirectory(store, directory, 0n);
  const now = (): string => '2026-11-24T10:00:00.000Z';
  const writer = new EntityWriter(store, directory, now);
  const names = new NameKeeper(writer, directory, now);
  const confirm = new ConfirmPriceImportHandler(writer, names, directory);
  return {
    directory,
    writer,
    names,
    draft: (facts: Pick<DraftPriceImport['facts'], 'models'>) =>
      new DraftPriceImportHandler(writer, directory, new PriceLists(new Destinations()), CLOCK).execute(
        new DraftPriceImport(IMPORT, { list: { list: 'litellm', text: LIST }, apply: 'both', markupPpm: 0, ...facts }, origin()),
      ),
    confirm: (models?: readonly string[]) => confirm.execute(new ConfirmPriceImport(IMPORT, models, origin())),
    rows: (): readonly DraftedRow[] => directory.row('price-import', IMPORT)?.state.rows ?? [],
  };
}

/** Two models to be priced anew, and one to be made. */
async function drafted(): Promise<EventStore> {
  const store = createMemoryEventStore();
  const { writer, names, directory, draft } = await gateway(store);
  await writer.write({ kind: 'provider', id: 'openai' }, origin(), (state) =>
    decideProvider({ type: 'ConfigureProvider', provider: 'openai', protocol: 'openai', baseUrl: 'sandbox:', credential: 'c' }, state),
  );
  for (const model of ['one', 'two']) {
    const targets = [{ provider: 'openai', upstream_model: model }];
    await names.write({ kind: 'model', id: model }, origin(), (state) =>
      decideModel({ type: 'ConfigureModel', model, targets, price: PRICE, limits: {} }, state, directory),
    );
  }
  await draft({ models: [{ id: 'three', provider: 'openai', list_provider: 'openai', list_model: 'three' }] });
  return store;
}

/** The store up to its process' death: at the n-th append, before or after that is durable. Nothing is written from then on. */
function dyingAt(store: EventStore, append: number, moment: 'before' | 'after'): EventStore {
  let appends = 0;
  const dead = () => new UnavailableError('dead');
  return new Proxy(store, {
    get(target, name) {
      if (name !== 'append') {
        const member: unknown = Reflect.get(target, name);
        return typeof member === 'function' ? (member.bind(target) as unknown) : member;
      }
      return async (...args: Parameters<EventStore['append']>) => {
        appends += 1;
        if (appends > append || (appends === append && moment === 'before')) throw dead();
        const appended = await target.append(...args);
        if (appends === append) throw dead();
        return appended;
      };
    },
  });
}

/** Which events stand in the streams behind the draft, without their ids and causes. */
async function outcome(store: EventStore): Promise<unknown> {
  const streams = [`price-import-${IMPORT}`, 'model-one', 'model-two', 'model-three'];
  return Promise.all(
    streams.map(async (stream) =>
      (await store.readStream(stream)).map(({ type, data }) => ({ type, data: type === 'PriceImportDrafted' ? {} : data })),
    ),
  );
}

async function whole(): Promise<unknown> {
  const store = await drafted();
  await (await gateway(store)).confirm();
  return outcome(store);
}

describe('a confirmation that is cut', () => {
  // One that rows are confirmed; for each of three rows its model and what became of it; one claims the name of the model that is new.
  const APPENDS = 8;
  const cuts = Array.from({ length: APPENDS }, (_, index) => index + 1).flatMap((append) => [[append, 'before'], [append, 'after']] as const); // prettier-ignore

  it.each(cuts)('at append %i, %s it is durable, comes to the same when it is confirmed again', async (append, moment) => {
    const store = await drafted();
    await expect((await gateway(dyingAt(store, append, moment))).confirm()).rejects.toThrow(UnavailableError);
    const next = await gateway(store);
    const states = next.rows().map(({ status }) => status);
    expect(states).toContain(
      append === 1 && moment === 'before' ? 'proposed' : append === APPENDS && moment === 'after' ? 'applied' : 'confirmed',
    );
    expect((await next.confirm()).refusal).toBeUndefined();
    expect(next.rows().map(({ status }) => status)).toEqual(['applied', 'applied', 'applied']);
    expect(await outcome(store)).toEqual(await whole());
  });

  it('counts no further append', async () => {
    const store = await drafted();
    expect((await (await gateway(dyingAt(store, APPENDS + 1, 'before'))).confirm()).refusal).toBeUndefined();
  });

  it('finds a row done whose model has been priced anew since, and leaves that price', async () => {
    const store = await drafted();
    await expect((await gateway(dyingAt(store, 2, 'after'))).confirm(['one'])).rejects.toThrow(UnavailableError);
    const next = await gateway(store);
    const targets = [{ provider: 'openai', upstream_model: 'one' }];
    await next.writer.write({ kind: 'model', id: 'one' }, origin(), (state) =>
      decideModel({ type: 'ConfigureModel', model: 'one', targets, price: PRICE, limits: {} }, state, next.directory),
    );
    await next.confirm(['one']);
    expect(next.rows().find(({ model }) => model === 'one')?.status).toBe('applied');
    expect(next.directory.row('model', 'one')?.state.priced).toMatchObject({ price: [['input', '1.00'], ['cached_input', '1.00'], ['cache_write', '1.00'], ['output', '4.00']] }); // prettier-ignore
  });
});

describe('two gateways that confirm the same import at once', () => {
  it('apply each row once between them', async () => {
    const store = await drafted();
    const [a, b] = [await gateway(store), await gateway(store)];
    const answers = await Promise.all([a.confirm(), b.confirm()]);
    expect(answers.map(({ refusal }) => refusal)).toEqual([undefined, undefined]);
    expect(await outcome(store)).toEqual(await whole());
  });

  it('find the row done that the other has written between the look for it and the decision', async () => {
    const store = await drafted();
    // Its first append is a conflict: the rows are confirmed already. Its second writes the model, and it dies before it says so.
    const other = await gateway(dyingAt(store, 2, 'after'));
    let hasWritten = false;
    const slow = await gateway(
      new Proxy(store, {
        get(target, name) {
          const member: unknown = Reflect.get(target, name);
          if (name !== 'readStream') return typeof member === 'function' ? (member.bind(target) as unknown) : member;
          return async (...args: Parameters<EventStore['readStream']>) => {
            const page = await target.readStream(...args);
            if (args[0] !== 'model-one' || hasWritten) return page;
            hasWritten = true;
            await expect(other.confirm(['one'])).rejects.toThrow(UnavailableError);
            for (const event of await target.readStream('model-one')) slow.directory.apply(event);
            return page;
          };
        },
      }),
    );
    await slow.confirm(['one']);
    const [row] = (await gateway(store)).rows();
    expect([row?.model, row?.status]).toEqual(['one', 'applied']);
    const recorded = await store.readStream(`price-import-${IMPORT}`);
    expect(recorded.map(({ type }) => type)).toEqual(['PriceImportDrafted', 'PriceImportConfirmed', 'PriceImportRowApplied']);
  });
});
