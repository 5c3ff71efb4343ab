import { setTimeout as sleep } from 'node:timers/promises';
import { MongoTestServer, hasMongoServer } from '../../../test/support/mongodb/server.js';
import { derivedId, type RecordedEvent } from '#event-store';
import { Leadership, LifeWatch } from '#membership';
import { projection, ProjectionRunner, rebuildAndCompare } from '#projecting';
import { checkpointAt } from '../testing/read-model.contract.js';
import { readerOf } from '../../projecting/testing/events-in-memory.js';
import { openMongoTerms as openMongoLeases, openMongoLives } from '#membership/mongodb';
import { openMongoReadModels, openMongoRowReader } from './index.js';
import { openMongoScratch } from '#projecting/mongodb';

/** Servers stop and start here. */
const ROWS = { name: 'rows', version: 1, indexes: {} } as const;
const commitAt = (position: bigint) => [
  { collection: ROWS, rows: [{ key: 'k', row: { n: String(position) }, position }], checkpoint: checkpointAt(position) },
];

/** Counts events by stream. `Gone` removes the row, and the next event begins another; folding one without a row fails. */
const counts = projection<{ count: number }, Record<never, never>>({
  name: 'counts',
  version: 1,
  poison: 'stop',
  indexes: {},
  keys: ({ stream }) => stream,
  begins: ({ type }) => type === 'Begun',
  on: {},
  any: (row, { type }) => {
    if (type === 'Begun') return { count: 1 };
    if (!row) throw new RangeError('there is no such row');
    return type === 'Gone' ? undefined : { count: row.count + 1 };
  },
});

function log(length: number): RecordedEvent[] {
  const types = ['Begun', 'More', 'More', 'Gone'];
  return Array.from({ length }, (_, index) => {
    const [stream, type] = [`s${index % 50}`, types[Math.trunc(index / 50) % 4] as string];
    const metadata = { actor: 'a', cause: 'c', effective: '', hash: '', prev: null, recorded: '', version: 1 };
    const position = BigInt(index + 1) << 64n;
    return { position, stream, revision: 0n, id: derivedId('log', stream, String(index)), type, data: {}, metadata };
  });
}

(hasMongoServer() ? describe : describe.skip)('when the MongoDB server goes away', () => {
  let server: MongoTestServer;
  beforeAll(async () => {
    server = await MongoTestServer.start();
  });
  afterEach(async () => {
    server.thaw();
    await server.resume();
  });
  afterAll(() => server.close());
  const place = () => ({ url: server.url, database: `faults_${Math.trunc(performance.now())}` });

  it('reads and writes fail within seconds and go on when it is back, over the same connection, with everything acknowledged', async () => {
    const at = place();
    const [writer, reader] = [await openMongoReadModels(at), await openMongoRowReader(at)];
    await writer.declare(ROWS);
    await writer.commit(commitAt(1n));
    await server.kill();
    const startedMs = performance.now();
    const away = { code: 'READ_MODEL_UNAVAILABLE' };
    await Promise.all([
      expect(writer.commit(commitAt(2n))).rejects.toMatchObject(away),
      expect(reader.get(ROWS, 'k')).rejects.toMatchObject(away),
    ]);
    expect(performance.now() - startedMs).toBeLessThan(30_000);
    await server.resume();
    expect((await reader.get(ROWS, 'k')).row?.position).toBe(1n);
    await writer.commit(commitAt(3n));
    expect(await reader.get(ROWS, 'k')).toMatchObject({ row: { json: '{"n":"3"}' }, asOf: 3n });
    await Promise.all([writer.close(), reader.close()]);
  });

  it('nothing hangs on a server that keeps its connections and answers nothing', async () => {
    const reader = await openMongoRowReader(place());
    await server.freeze();
    const startedMs = performance.now();
    await expect(reader.get(ROWS, 'k')).rejects.toMatchObject({ code: 'READ_MODEL_UNAVAILABLE' });
    expect(performance.now() - startedMs).toBeLessThan(30_000);
    const closingMs = performance.now();
    await Promise.race([reader.close(), sleep(30_000)]);
    expect(performance.now() - closingMs).toBeLessThan(29_000);
    server.thaw();
    const again = await openMongoRowReader(place());
    expect((await again.get(ROWS, 'k')).row).toBeUndefined();
    await again.close();
  });

  it('nobody is presumed dead', async () => {
    const at = place();
    const lives = await openMongoLives(at);
    await lives.begin('other', {});
    const watch = new LifeWatch({ lives, deadAfterMs: 6_000 });
    const look = async () => (await watch.observe().catch(() => []))[0]?.state;
    for (const _ of [1, 2, 3]) expect(await Promise.all([look(), sleep(250)])).toEqual(['alive', undefined]);
    await server.kill();
    expect(await look()).toBeUndefined();
    await server.resume();
    expect(await look()).toBe('alive');
    for (let looks = 0; looks < 4; looks += 1) expect(await Promise.all([look(), sleep(250)])).toEqual(['alive', undefined]);
    for (let looks = 0; (await look()) !== 'dead'; looks += 1) {
      expect(looks).toBeLessThan(200);
      await sleep(250);
    }
    await lives.close();
  });

  it('a projector that is killed with the store at any moment loses nothing and folds nothing twice', async () => {
    const at = place();
    const events = log(3_000);
    const source = readerOf(events);
    let rounds = 0;
    for (let done = false; !done; rounds += 1) {
      const models = await openMongoReadModels(at).catch(() => undefined);
      const killed = rounds < 4 ? sleep(40 + 90 * rounds).then(() => server.kill()) : Promise.resolve();
      const fold = async (): Promise<void> => {
        if (!models) throw new Error('not there');
        const runner = await ProjectionRunner.open({ events: source, models, projections: [counts], pageEvents: 70 });
        await runner.run();
      };
      done = await fold().then(
        () => true,
        () => false,
      );
      await killed;
      await server.resume();
      if (rounds < 4) done = false;
      await models?.close();
    }
    const live = await openMongoRowReader(at);
    const scratch = await openMongoScratch({ ...at, holder: 'rebuild' });
    expect(await live.checkpoint(counts)).toMatchObject({ position: 3_000n << 64n, stopped: null });
    const options = { events: source, live, scratch, projections: [counts] };
    expect(await rebuildAndCompare(options)).toMatchObject([{ problem: undefined }]);
    await Promise.all([live.close(), scratch.close()]);
  });

  it('a lease goes on to the next candidate within seconds of its holder’s death, in real time', async () => {
    const at = place();
    const leases = await openMongoLeases(at);
    const [one, two] = ['one', 'two'].map((holder) => new Leadership({ leases, name: 'projector', holder }));
    expect(await one?.acquire()).toEqual({ name: 'projector', token: 1 });
    const startedMs = performance.now();
    let lease = await two?.acquire();
    for (; !lease; lease = await two?.acquire()) await sleep(500);
    expect(lease.token).toBe(2);
    expect(performance.now() - startedMs).toBeGreaterThan(4_500);
    expect(performance.now() - startedMs).toBeLessThan(30_000);
    await leases.close();
  });

  it('what a dead rebuild has left is dropped by the next one, and a second one waits for nobody who lives', async () => {
    const at = place();
    const dead = await openMongoScratch({ ...at, holder: 'dead' });
    await dead.declare(ROWS);
    await expect(openMongoScratch({ ...at, holder: 'second' })).rejects.toMatchObject({ code: 'REBUILD_RUNNING' });
    const leases = await openMongoLeases(at);
    // As if its process were gone: it renews no more.
    const left = await leases.read('rebuild');
    await leases.swap(left, { name: 'rebuild', token: 1, holder: 'gone', beat: 0 });
    const next = await openMongoScratch({ ...at, holder: 'next' });
    expect(await next.collections()).toEqual([]);
    await expect(dead.commit([{ collection: ROWS, rows: [], checkpoint: checkpointAt(1n) }])).rejects.toMatchObject({ code: 'FENCED' });
    await Promise.all([dead.close(), next.close(), leases.close()]);
  });
});
