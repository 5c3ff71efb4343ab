import type { JsonObject } from '#event-store';
import { CollectionChangedError, UnknownCursorError } from '../errors.js';
import type { Checkpoint, CollectionSpec, PageQuery, ReadModels, RowPage, RowReader, RowWrite } from '../read-model.port.js';

const THINGS: CollectionSpec = { name: 'things', version: 1, indexes: { by_owner: ['owner', 'time'], by_size: ['size'] } };
const MIXED: CollectionSpec = { name: 'mixed', version: 1, indexes: { by_owner: ['owner', 'time'] } };

export const checkpointAt = (position: bigint): Checkpoint => ({
  position,
  eventId: `event-${position}`,
  live: true,
  stopped: null,
  parked: [],
  compared: null,
});

const write = (key: string, row: JsonObject | undefined, position = 1n): RowWrite => ({ key, row, position });

/** What every adapter of the read-model port must pass. `snapshots`: whether the engine can hold one moment still. */
export function readModelContract(name: string, open: () => ReadModels | Promise<ReadModels>, { snapshots = true } = {}): void {
  describe(`read models on ${name}`, () => {
    let models: ReadModels;
    beforeEach(async () => {
      models = await open();
      await models.declare(THINGS);
    });
    afterEach(() => models.close());

    const put = (position: bigint, ...rows: RowWrite[]) =>
      models.commit([{ collection: THINGS, rows, checkpoint: checkpointAt(position) }]);
    const thing = (key: string, time: string, owner = 'ann', size: number | null = null) => write(key, { owner, time, size });
    const keys = (page: RowPage) => page.rows.map((row) => row.key);
    const found = async (query: Partial<PageQuery>) => keys(await models.find(THINGS, { index: 'key', limit: 100, ...query }));

    describe('rows', () => {
      it('come back byte for byte, with their position and the one that the collection stands at', async () => {
        await put(7n, write('a', { text: 'ü "quoted" \u0000 😀', nested: { list: [1, null] } }, 5n));
        const { row, asOf } = await models.get(THINGS, 'a');
        expect(row).toEqual({ key: 'a', json: '{"text":"ü \\"quoted\\" \\u0000 😀","nested":{"list":[1,null]}}', position: 5n });
        expect(asOf).toBe(7n);
      });

      it('are replaced whole and removed', async () => {
        await put(2n, write('a', { one: 1 }, 1n), write('b', { one: 1 }, 2n));
        await put(4n, write('a', { two: 2 }, 3n), write('b', undefined, 4n));
        expect((await models.get(THINGS, 'a')).row?.json).toBe('{"two":2}');
        expect((await models.get(THINGS, 'b')).row).toBeUndefined();
      });

      it('are left alone by a write that is not newer, so that events may be folded again', async () => {
        await put(9n, write('a', { new: true }, 9n));
        await put(9n, write('a', { old: true }, 9n), write('a', { older: true }, 3n), write('a', undefined, 8n));
        expect((await models.get(THINGS, 'a')).row?.json).toBe('{"new":true}');
      });

      it('that have to be stored before others are stored with them', async () => {
        const before = [[write('c', { c: 1 }, 2n), write('a', { old: 1 }, 0n)], [write('b', { b: 1 }, 2n)]];
        await put(1n, write('a', { a: 1 }));
        await models.commit([{ collection: THINGS, before, rows: [write('d', { d: 1 }, 2n)], checkpoint: checkpointAt(2n) }]);
        const loaded = await models.load(THINGS, ['a', 'b', 'c', 'd']);
        expect(loaded.map((row) => row?.json)).toEqual(['{"a":1}', '{"b":1}', '{"c":1}', '{"d":1}']);
      });

      it('are loaded in the order of their keys, with gaps where there is none', async () => {
        await put(1n, write('b', { b: 1 }), write('a', { a: 1 }));
        expect((await models.load(THINGS, ['b', 'none', 'a'])).map((row) => row?.key)).toEqual(['b', undefined, 'a']);
      });

      it('of a thousand keys are all stored and all loaded', async () => {
        const rows = Array.from({ length: 5_000 }, (_, index) => thing(`k${index}`, `t${index}`));
        await put(1n, ...rows);
        const loaded = await models.load(
          THINGS,
          rows.map(({ key }) => key),
        );
        expect(loaded.filter(Boolean)).toHaveLength(5_000);
      });
    });

    describe('collections', () => {
      it('of two versions stand side by side, and one can be dropped', async () => {
        const next = { ...THINGS, version: 2 };
        await models.declare(next);
        await put(1n, write('a', { version: 1 }));
        await models.commit([{ collection: next, rows: [write('a', { version: 2 })], checkpoint: checkpointAt(1n) }]);
        expect(await models.collections()).toEqual([
          { name: 'things', version: 1 },
          { name: 'things', version: 2 },
        ]);
        await models.drop(THINGS);
        expect((await models.get(THINGS, 'a')).row).toBeUndefined();
        expect((await models.get(next, 'a')).row?.json).toBe('{"version":2}');
      });

      it('can be declared again, but not with other indexes', async () => {
        await models.declare(THINGS);
        await expect(models.declare({ ...THINGS, indexes: {} })).rejects.toThrow(CollectionChangedError);
      });

      it('that nobody has made yet are empty, at position 0', async () => {
        const unmade = { ...THINGS, name: 'unmade' };
        expect(await models.get(unmade, 'a')).toEqual({ row: undefined, asOf: 0n });
        expect(await models.find(unmade, { index: 'key', limit: 1 })).toEqual({ rows: [], next: undefined, asOf: 0n });
        expect(await models.checkpoint(unmade)).toBeUndefined();
      });

      it('are written only when they were declared', async () => {
        const unmade = { ...THINGS, name: 'unmade' };
        await expect(models.commit([{ collection: unmade, rows: [], checkpoint: checkpointAt(1n) }])).rejects.toThrow(RangeError);
      });

      it('keep their checkpoint, what it stopped at and what it passes over', async () => {
        const poison = { position: '3', stream: 's', revision: '0', type: 'T', message: 'no' };
        const checkpoint = { ...checkpointAt(3n), stopped: poison, parked: [poison] };
        await models.commit([{ collection: THINGS, rows: [], checkpoint }]);
        expect(await models.checkpoint(THINGS)).toEqual(checkpoint);
      });
    });

    describe('queries', () => {
      beforeEach(() => put(1n, thing('c', '2', 'ann', 10), thing('a', '1', 'bob', 9), thing('b', '1'), thing('d', '3'), thing('e', '3')));

      it('find rows equal in the leading fields, in order of the rest and then of the key', async () => {
        expect(await found({ index: 'by_owner', equals: ['ann'] })).toEqual(['b', 'c', 'd', 'e']);
        expect(await found({ index: 'by_owner', equals: ['ann'], order: 'descending' })).toEqual(['e', 'd', 'c', 'b']);
        expect(await found({ index: 'by_owner', equals: ['ann', '3'], order: 'descending' })).toEqual(['e', 'd']);
        expect(await found({ index: 'by_owner', equals: ['eve'] })).toEqual([]);
      });

      it('take a range whose first value is included and whose last is not', async () => {
        expect(await found({ index: 'by_owner', equals: ['ann'], from: '2', before: '3' })).toEqual(['c']);
        expect(await found({ index: 'key', from: 'b', before: 'd' })).toEqual(['b', 'c']);
      });

      it('order whole numbers by value and leave out rows that lack the field', async () => {
        expect(await found({ index: 'by_size' })).toEqual(['a', 'c']);
        expect(await found({ index: 'by_size', from: 10 })).toEqual(['c']);
      });

      it('follow a row whose fields change', async () => {
        await put(2n, write('d', { owner: 'bob', time: '0' }, 2n));
        expect(await found({ index: 'by_owner', equals: ['bob'] })).toEqual(['d', 'a']);
        expect(await found({ index: 'by_owner', equals: ['ann'] })).toEqual(['b', 'c', 'e']);
      });

      it('give every row once over all pages, in both orders', async () => {
        for (const order of ['ascending', 'descending'] as const) {
          const all = await found({ index: 'by_owner', order });
          const seen: string[] = [];
          let cursor: string | undefined;
          do {
            const page = await models.find(THINGS, { index: 'by_owner', order, limit: 2, ...(cursor !== undefined && { cursor }) });
            seen.push(...keys(page));
            cursor = page.next;
          } while (cursor !== undefined);
          expect(seen).toEqual(all);
          expect(seen).toHaveLength(5);
        }
      });

      it('go on behind the last row seen, whatever arrives before it', async () => {
        const query = { index: 'by_owner', equals: ['ann'], order: 'descending', limit: 2 } as const;
        const first = await models.find(THINGS, query);
        await put(2n, thing('f', '4'), thing('g', '3'), thing('aa', '2'));
        const second = await models.find(THINGS, { ...query, cursor: first.next as string });
        expect([keys(first), keys(second)]).toEqual([
          ['e', 'd'],
          ['c', 'aa'],
        ]);
      });

      it('order texts by their bytes and numbers before texts, whatever signs and bounds are in them', async () => {
        const owners = ['😀', '\uffff', 'ü', 'b', 'a\u0003', 'a\u0001', 'a\u0000', 'a', '', 7, 0, -3, Number.MIN_SAFE_INTEGER];
        await models.declare(MIXED);
        const rows = owners.map((owner, index) => write(`k${index}`, { owner, time: 't' }));
        await models.commit([{ collection: MIXED, rows, checkpoint: checkpointAt(1n) }]);
        const find = async (query: object) => {
          const { rows } = await models.find(MIXED, { index: 'by_owner', limit: 100, ...query });
          return rows.map(({ json }) => (JSON.parse(json) as { owner: string | number }).owner);
        };
        expect(await find({ order: 'descending' })).toEqual(owners);
        expect(await find({})).toEqual([...owners].reverse());
        for (const [index, from] of owners.entries()) {
          expect(await find({ order: 'descending', from })).toEqual(owners.slice(0, index + 1));
          expect(await find({ order: 'descending', before: from })).toEqual(owners.slice(index + 1));
          expect(await find({ equals: [from] })).toEqual([from]);
        }
      });

      it('never leave their bounds, whatever place a cursor names', async () => {
        const query = { index: 'by_owner', equals: ['ann'], from: '2', before: '3', limit: 9 } as const;
        const at = (time: string) => Buffer.from(JSON.stringify(['by_owner', time, 'k'])).toString('base64url');
        for (const [order, start, end] of [
          ['ascending', '0', '4'],
          ['descending', '4', '0'],
        ] as const) {
          expect(keys(await models.find(THINGS, { ...query, order, cursor: at(start) }))).toEqual(['c']);
          expect(keys(await models.find(THINGS, { ...query, order, cursor: at(end) }))).toEqual([]);
        }
      });

      it('say that there is no further page when the last one is just full', async () => {
        expect((await models.find(THINGS, { index: 'key', limit: 5 })).next).toBeUndefined();
        expect((await models.find(THINGS, { index: 'key', limit: 4 })).next).toBeDefined();
      });

      it.each([
        '',
        'nonsense',
        'bm9uc2Vuc2U',
        Buffer.from('["by_owner",1,2,3,4]').toString('base64url'),
        Buffer.from('{}').toString('base64'),
      ])('refuse the cursor %j, which they did not give', async (cursor) => {
        await expect(models.find(THINGS, { index: 'by_owner', limit: 5, cursor })).rejects.toThrow(UnknownCursorError);
      });

      it('refuse the cursor of another index', async () => {
        const { next } = await models.find(THINGS, { index: 'key', limit: 1 });
        await expect(models.find(THINGS, { index: 'by_size', limit: 1, cursor: next as string })).rejects.toThrow(UnknownCursorError);
      });

      it('refuse an index that was not declared and a limit out of bounds', async () => {
        await expect(models.find(THINGS, { index: 'by_colour', limit: 1 })).rejects.toThrow(RangeError);
        for (const limit of [0, -1, 1.5, 1_001]) await expect(models.find(THINGS, { index: 'key', limit })).rejects.toThrow(RangeError);
      });

      it('run through any number of rows', async () => {
        await put(2n, ...Array.from({ length: 2_500 }, (_, index) => thing(`x${String(index).padStart(4, '0')}`, '9', 'many')));
        const seen: string[] = [];
        for await (const { key } of models.iterate(THINGS, { index: 'by_owner', equals: ['many'] })) seen.push(key);
        expect(seen).toHaveLength(2_500);
        expect(seen).toEqual([...seen].sort());
      });
    });

    it('promise no snapshot that would not stand still', () => expect(models.snapshot !== undefined).toBe(snapshots));

    (snapshots ? it : it.skip)('stand still in a snapshot while rows and checkpoints move on', async () => {
      await put(1n, thing('a', '1'));
      const snapshot = (await models.snapshot?.()) as RowReader;
      await put(2n, write('a', { moved: true }, 2n), thing('b', '1'));
      expect((await snapshot.get(THINGS, 'a')).row?.json).toBe('{"owner":"ann","time":"1","size":null}');
      expect(keys(await snapshot.find(THINGS, { index: 'key', limit: 9 }))).toEqual(['a']);
      expect((await snapshot.checkpoint(THINGS))?.position).toBe(1n);
      await snapshot.close();
      expect((await models.checkpoint(THINGS))?.position).toBe(2n);
    });
  });
}
