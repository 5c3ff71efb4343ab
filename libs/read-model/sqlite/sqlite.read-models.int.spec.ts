import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { plan } from '../row-query.js';
import { checkpointAt, readModelContract } from '../testing/read-model.contract.js';
import { openSqliteReadModels, openSqliteRowReader } from './index.js';
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
