import type { MongoClient } from 'mongodb';
import { TestDatabases } from '../../../test/support/mongodb/database.js';
import { leadershipContract } from '../../membership/testing/leadership.contract.js';
import { livesContract } from '../../membership/testing/lives.contract.js';
import { checkpointAt, readModelContract } from '../testing/read-model.contract.js';
import { derivedId, type RecordedEvent } from '#event-store';
import { projection, ProjectionRunner } from '#projecting';
import type { Checkpoint, CollectionSpec, RowWrite } from '../read-model.port.js';
import { readerOf } from '../../projecting/testing/events-in-memory.js';
import { openMongoTerms as openMongoLeases, openMongoLives } from '#membership/mongodb';
import { openMongoReadModels, openMongoRowReader } from './index.js';

const databases = new TestDatabases();
afterAll(() => databases.close());

readModelContract('MongoDB', () => openMongoReadModels(databases.next()), { snapshots: false });
leadershipContract('MongoDB', async () => {
  const place = databases.next();
  return { leases: await openMongoLeases(place), readModels: (fence) => openMongoReadModels({ ...place, ...(fence && { fence }) }) };
});
livesContract('MongoDB', () => openMongoLives(databases.next()));

const ROWS: CollectionSpec = { name: 'rows', version: 1, indexes: { by_time: ['owner', 'time'] } };
const write = (key: string, row: RowWrite['row'], position: bigint): RowWrite => ({ key, row, position });
const commitOf = (position: bigint, ...rows: readonly RowWrite[]) => [{ collection: ROWS, rows, checkpoint: checkpointAt(position) }];

describe('read models on MongoDB', () => {
  it('keep a removed row’s position, so that no older event brings it back', async () => {
    const models = await openMongoReadModels(databases.next());
    await models.declare(ROWS);
    await models.commit(commitOf(5n, write('a', { owner: 'x', time: 't' }, 5n), write('never', undefined, 5n)));
    await models.commit(commitOf(8n, write('a', undefined, 8n)));
    await models.commit(commitOf(8n, write('a', { owner: 'x', time: 't' }, 7n), write('never', { owner: 'x', time: 't' }, 5n)));
    expect((await models.get(ROWS, 'a')).row).toBeUndefined();
    expect((await models.find(ROWS, { index: 'by_time', limit: 9 })).rows).toEqual([]);
    expect((await models.find(ROWS, { index: 'key', limit: 9 })).rows).toEqual([]);
    expect(await models.load(ROWS, ['a', 'none'])).toEqual([{ key: 'a', json: undefined, position: 8n }, undefined]);
    await models.commit(commitOf(9n, write('a', { back: true }, 9n)));
    expect((await models.get(ROWS, 'a')).row?.json).toBe('{"back":true}');
    await models.close();
  });

  it('compare positions of 128 bits exactly', async () => {
    const models = await openMongoReadModels(databases.next());
    await models.declare(ROWS);
    const high = (2n ** 64n - 1n) << 64n;
    for (const position of [9n, 10n, high, high + 1n, 2n ** 128n - 1n]) {
      await models.commit(
        commitOf(position, write('a', { position: String(position) }, position), write('a', { late: true }, position - 1n)),
      );
      expect((await models.get(ROWS, 'a')).row).toEqual({ key: 'a', json: `{"position":"${position}"}`, position });
      expect((await models.checkpoint(ROWS))?.position).toBe(position);
    }
    await models.close();
  });

  it('end the same whoever of two writers is first, when both fold the same events', async () => {
    const place = databases.next();
    const writers = [await openMongoReadModels(place), await openMongoReadModels(place)];
    for (const models of writers) await models.declare(ROWS);
    const batch = (from: bigint) =>
      Array.from({ length: 40 }, (_, row) => write(`k${row}`, { seen: String(from) }, from + BigInt(row % 3)));
    await Promise.all(
      writers.map(async (models) => {
        for (const from of [1n, 10n, 20n, 30n]) await models.commit(commitOf(from + 9n, ...batch(from)));
      }),
    );
    for await (const { key, json, position } of writers[0]?.iterate(ROWS, { index: 'key' }) ?? []) {
      expect([key, json, position]).toEqual([key, '{"seen":"30"}', 30n + BigInt(Number(key.slice(1)) % 3)]);
    }
    await Promise.all(writers.map((models) => models.close()));
  });

  it('are folded on where a projector died after the rows and before the checkpoint, a removed row included', async () => {
    const models = await openMongoReadModels(databases.next());
    const story = projection<{ told: string }, Record<never, never>>({
      name: 'stories',
      version: 1,
      poison: 'stop',
      indexes: {},
      keys: ({ stream }) => stream,
      begins: ({ type }) => type === 'Begun',
      on: {},
      any: (row, { type }) => {
        if (type === 'Begun') return { told: type };
        if (!row) throw new RangeError('there is no such row');
        return type === 'Gone' ? undefined : { told: `${row.told} ${type}` };
      },
    });
    const events = ['Begun', 'More', 'Gone', 'Begun', 'More'].map((type, index): RecordedEvent => {
      const metadata = { actor: 'a', cause: 'c', effective: '', hash: '', prev: null, recorded: '', version: 1 };
      return { position: BigInt(index + 1), stream: 's', revision: BigInt(index), id: derivedId(String(index)), type, data: {}, metadata };
    });
    const fold = async (upTo: number) => {
      await (await ProjectionRunner.open({ events: readerOf(events.slice(0, upTo)), models, projections: [story] })).run();
      return { checkpoint: await models.checkpoint(story), json: (await models.get(story, 's')).row?.json };
    };
    const { checkpoint } = await fold(1);
    await models.commit([{ collection: story, rows: [write('s', undefined, 3n)], checkpoint: checkpoint as Checkpoint }]);
    expect(await fold(2)).toMatchObject({ checkpoint: { position: 2n, stopped: null }, json: undefined });
    expect(await fold(5)).toMatchObject({ checkpoint: { position: 5n, stopped: null }, json: '{"told":"Begun More"}' });
    await models.close();
  });

  it('write nothing of a commit that holds a row which cannot be stored', async () => {
    const models = await openMongoReadModels(databases.next());
    await models.declare(ROWS);
    const rows = [write('a', { owner: 'x', time: 't' }, 1n), write('b', { owner: 1.5, time: 't' }, 1n)];
    await expect(models.commit(commitOf(1n, ...rows))).rejects.toThrow(TypeError);
    expect(await models.get(ROWS, 'a')).toEqual({ row: undefined, asOf: 0n });
    await models.close();
  });

  it('are read in other processes while they are written, dropped and made anew', async () => {
    const place = databases.next();
    const [writer, reader] = [await openMongoReadModels(place), await openMongoRowReader(place)];
    expect(await reader.get(ROWS, 'a')).toEqual({ row: undefined, asOf: 0n });
    await writer.declare(ROWS);
    await writer.commit(commitOf(4n, write('a', { n: 4 }, 4n)));
    expect(await reader.get(ROWS, 'a')).toMatchObject({ row: { json: '{"n":4}' }, asOf: 4n });
    await writer.drop(ROWS);
    expect(await reader.get(ROWS, 'a')).toEqual({ row: undefined, asOf: 0n });
    await writer.declare(ROWS);
    await writer.commit(commitOf(2n, write('a', { n: 2 }, 2n)));
    expect(await reader.get(ROWS, 'a')).toMatchObject({ row: { json: '{"n":2}' }, asOf: 2n });
    await Promise.all([writer.close(), reader.close()]);
  });

  it('give out a row that is ahead of its checkpoint when that has followed, or say that it has not', async () => {
    const place = databases.next();
    const [writer, reader] = [await openMongoReadModels(place), await openMongoRowReader(place)];
    await writer.declare(ROWS);
    await writer.commit([{ collection: ROWS, rows: [write('a', { n: 5 }, 5n)], checkpoint: checkpointAt(3n) }]);
    expect(await reader.get(ROWS, 'a')).toMatchObject({ row: { position: 5n }, asOf: 3n });
    const reading = reader.get(ROWS, 'a');
    await writer.commit(commitOf(6n, write('a', { n: 6 }, 6n)));
    const { row, asOf } = await reading;
    expect(asOf).toBeGreaterThanOrEqual(row?.position ?? 7n);
    await Promise.all([writer.close(), reader.close()]);
  });

  it('keep what an old writer still has in hand out of a collection that was made anew', async () => {
    const place = databases.next();
    const [old, next] = [await openMongoReadModels(place), await openMongoReadModels(place)];
    await old.declare(ROWS);
    await next.drop(ROWS);
    await next.declare(ROWS);
    await expect(old.commit(commitOf(9n, write('a', { old: true }, 9n)))).rejects.toMatchObject({ code: 'FENCED' });
    expect(await next.get(ROWS, 'a')).toEqual({ row: undefined, asOf: 0n });
    const names = async () => (await databases.client.db(place.database).listCollections().toArray()).map(({ name }) => name);
    expect((await names()).filter((name) => name.startsWith('rows.'))).toHaveLength(2);
    await (await openMongoReadModels(place)).close();
    expect((await names()).filter((name) => name.startsWith('rows.'))).toHaveLength(1);
    await Promise.all([old.close(), next.close()]);
  });

  it('can be declared again after a writer died in the middle of it', async () => {
    const place = databases.next();
    const models = await openMongoReadModels(place);
    await models.declare(ROWS);
    const db = databases.client.db(place.database);
    const [name] = (await db.listCollections().toArray()).map((found) => found.name).filter((found) => found.startsWith('rows.'));
    await db.collection(name as string).drop();
    const again = await openMongoReadModels(place);
    await again.declare(ROWS);
    await again.commit(commitOf(1n, write('a', { owner: 'x', time: 't' }, 1n)));
    expect((await again.find(ROWS, { index: 'by_time', limit: 1 })).rows).toHaveLength(1);
    await Promise.all([models.close(), again.close()]);
  });

  it('are written to the disks of a majority and read from the primary, whatever the URL says', async () => {
    const { database, url } = databases.next();
    const models = await openMongoReadModels({ database, url: `${url}?w=1&journal=false&readPreference=secondary&retryWrites=true` });
    const { client } = (models as unknown as { connection: { client: MongoClient } }).connection;
    expect(client.options.writeConcern).toMatchObject({ w: 'majority', j: true, journal: true });
    expect(client.options).toMatchObject({ readPreference: { mode: 'primary' }, retryWrites: false, socketTimeoutMS: 5_000 });
    await models.close();
  });

  it('say where nobody is, within seconds, and never repeat the URL', async () => {
    const nowhere = 'mongodb://user:secret@127.0.0.1:1/?serverSelectionTimeoutMS=300';
    const fault = await openMongoReadModels({ url: nowhere }).catch((error: unknown) => error as Error & { code: string });
    expect(fault).toMatchObject({ code: 'READ_MODEL_UNAVAILABLE' });
    expect(JSON.stringify([fault, (fault as Error).message, (fault as Error).stack])).not.toContain('secret');
    for (const url of ['mongodb://user:secret@', 'http://user:secret@host', 'mongodb://u:secret@h:1?unknown=1']) {
      const refused = await openMongoRowReader({ url }).catch((error: unknown) => error as Error);
      expect(refused).toMatchObject({ code: 'READ_MODEL_UNAVAILABLE' });
      expect((refused as Error).stack).not.toContain('secret');
    }
  });

  it('are unavailable once closed', async () => {
    const models = await openMongoReadModels(databases.next());
    await models.close();
    await expect(models.get(ROWS, 'a')).rejects.toMatchObject({ code: 'READ_MODEL_UNAVAILABLE' });
  });
});
