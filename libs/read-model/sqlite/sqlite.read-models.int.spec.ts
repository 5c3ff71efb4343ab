import { existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { markDamaged } from '#set-aside';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { plan } from '../row-query.js';
import { checkpointAt, readModelContract } from '../testing/read-model.contract.js';
import { openSqliteReadModels, openSqliteRowReader, setAsideDamagedReadModels } from './index.js';
import { createTable, selectPage } from './sqlite.schema.js';

const folder = mkdtempSync(join(tmpdir(), 'read-models-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const newFile = () => join(folder, `${(files += 1)}.db`);

readModelContract('SQLite', () => openSqliteReadModels({ file: newFile() }));

const ROWS = { name: 'rows', version: 1, indexes: { by_time: ['owner', 'time'] } } as const;

describe('the file of the read models', () => {
  it('keeps rows and checkpoint over a restart, and is read beside its writer', async () => {
    const file = newFile();
    const before = openSqliteReadModels({ file });
    await before.declare(ROWS);
    await before.commit([{ collection: ROWS, rows: [{ key: 'a', row: { owner: 'x' }, position: 4n }], checkpoint: checkpointAt(4n) }]);
    await before.close();
    const writer = openSqliteReadModels({ file });
    const reader = openSqliteRowReader({ file });
    expect((await reader.get(ROWS, 'a')).row?.json).toBe('{"owner":"x"}');
    expect(await reader.checkpoint(ROWS)).toEqual(checkpointAt(4n));
    await reader.close();
    await writer.close();
  });

  it('writes nothing of a commit that fails half way', async () => {
    const models = openSqliteReadModels({ file: newFile() });
    await models.declare(ROWS);
    const rows = [
      { key: 'a', row: { owner: 'x' }, position: 1n },
      { key: 'b', row: { owner: 1.5 }, position: 1n },
    ];
    await expect(models.commit([{ collection: ROWS, rows, checkpoint: checkpointAt(1n) }])).rejects.toThrow(TypeError);
    expect(await models.get(ROWS, 'a')).toEqual({ row: undefined, asOf: 0n });
    await models.close();
  });

  it('answers ordered queries from the index, without sorting', () => {
    const database = new DatabaseSync(':memory:');
    database.exec(createTable(ROWS));
    for (const order of ['ascending', 'descending'] as const) {
      for (const query of [
        { index: 'by_time', equals: ['x'], order, cursor: Buffer.from('["by_time","t","k"]').toString('base64url') },
        { index: 'key', order },
      ]) {
        const sql = selectPage(ROWS, query.index, plan(ROWS, query));
        const steps = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[];
        expect(steps.map(({ detail }) => detail).join('\n')).not.toMatch(/TEMP B-TREE/);
        if (query.index !== 'key') expect(steps[0]?.detail).toMatch(/owner=\? AND .*\(row.time,key\)[<>]/);
      }
    }
    database.close();
  });

  it('refuses a file that is not ours and names it', () => {
    const file = newFile();
    writeFileSync(file, 'not a database, but long enough to look at');
    expect(() => openSqliteReadModels({ file })).toThrow(file);
    expect(() => openSqliteRowReader({ file: join(folder, 'absent.db') })).toThrow('there is no such file');
    expect(() => openSqliteReadModels({ file: join(folder, 'no', 'folder.db') })).toThrow('ENOENT');
  });

  it('is begun anew when an older program left another format', async () => {
    const file = newFile();
    const old = openSqliteReadModels({ file });
    await old.declare(ROWS);
    await old.close();
    const database = new DatabaseSync(file);
    database.exec('PRAGMA user_version = 99');
    database.close();
    const models = openSqliteReadModels({ file });
    expect(await models.collections()).toEqual([]);
    await models.close();
  });
});

describe('damaged read models', () => {
  async function written(): Promise<string> {
    const file = newFile();
    const models = openSqliteReadModels({ file });
    await models.declare(ROWS);
    const rows = Array.from({ length: 500 }, (_, index) => ({ key: `k${index}`, row: { owner: `o${index}`, time: 't' }, position: 1n }));
    await models.commit([{ collection: ROWS, rows, checkpoint: checkpointAt(1n) }]);
    await models.close();
    return file;
  }
  const edited = (file: string, from: number, bytes: string): void => {
    const content = readFileSync(file);
    content.write(bytes, from, 'latin1');
    writeFileSync(file, content);
  };
  const damages: Readonly<Record<string, (file: string) => void>> = {
    'in their header': (file) => edited(file, 0, 'no database'),
    'in a page': (file) => edited(file, 8192, '\xde\xad'.repeat(8_000)),
    'in the text of one row': (file) => {
      const text = readFileSync(file, 'latin1').replaceAll('{"owner":"o77"', '?"owner":"o77"'); // copies on free space too
      writeFileSync(file, text, 'latin1');
    },
    'in their checkpoint': (file) => edited(file, readFileSync(file).indexOf('{"eventId"'), '?'),
    'at their end': (file) => truncateSync(file, 20_000),
    'by taking another database for them': (file) => {
      const other = new DatabaseSync(file);
      other.exec('PRAGMA application_id = 7');
      other.close();
    },
    'so that they are a directory': (file) => {
      rmSync(file);
      mkdirSync(file);
    },
    'so that they are a link to nothing': (file) => {
      rmSync(file);
      symlinkSync(`${file}.away`, file);
    },
    'so that nothing is left': (file) => truncateSync(file, 0),
    'as a reader has seen before': (file) => markDamaged(file),
  };

  it.each(Object.entries(damages))('%s make room for new ones and are kept beside them, once', async (_what, damage) => {
    const file = await written();
    damage(file);
    const aside = setAsideDamagedReadModels(file);
    expect(aside).toMatchObject({ damage: expect.stringMatching(/\S/) as string });
    expect(aside?.file).toMatch(/\.db\.damaged-\d{8}T\d{9}$/);
    expect(lstatSync(aside?.file ?? '', { throwIfNoEntry: false })).toBeDefined();
    expect(existsSync(file)).toBe(false);
    const models = openSqliteReadModels({ file });
    expect(await models.collections()).toEqual([]);
    await models.close();
    expect(setAsideDamagedReadModels(file)).toBeUndefined();
  });

  it('are what they were where nothing is wrong, or nothing is there', async () => {
    const file = await written();
    expect(setAsideDamagedReadModels(file)).toBeUndefined();
    expect(setAsideDamagedReadModels(newFile())).toBeUndefined();
    const reader = openSqliteRowReader({ file });
    expect((await reader.get(ROWS, 'k77')).row).toBeDefined();
    await reader.close();
  });

  it('are told as damaged by whoever meets the damage, not as a fault of the program', async () => {
    const file = await written();
    const told: Error[] = [];
    const reader = openSqliteRowReader({ file, onDamage: (fault) => told.push(fault) });
    edited(file, 3 * 8192, '\xde\xad'.repeat(20_000));
    await expect(reader.find(ROWS, { index: 'key', limit: 1_000 })).rejects.toMatchObject({ code: 'READ_MODEL_DAMAGED' });
    expect(told).toHaveLength(1);
    await reader.close();
  });
});
