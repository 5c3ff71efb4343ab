import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { responsesContract } from '../testing/history.contract.js';
import { openSqliteHistory as openSqliteResponses } from './index.js';

const folder = mkdtempSync(join(tmpdir(), 'kept-responses-'));
afterAll(() => rmSync(folder, { recursive: true }));
const fileOf = (place: string) => join(folder, `${place}.db`);

responsesContract('SQLite', (place) => openSqliteResponses({ file: fileOf(place) }), true);

const megabyte = (id: string, keptAtMs: number) => ({ customer: 'cus_ada', id, keptAtMs, input: 'x'.repeat(1_000_000), output: '' });

describe('the file of kept responses', () => {
  it('is closed to every other user', async () => {
    const store = await openSqliteResponses({ file: fileOf('mode') });
    await store.keep(megabyte('resp_1', 0));
    for (const name of ['mode.db', 'mode.db-wal', 'mode.db-shm'])
      expect((statSync(join(folder, name)).mode & 0o777).toString(8)).toBe('600');
    await store.close();
  });

  it('gives back the pages of what was swept', async () => {
    const store = await openSqliteResponses({ file: fileOf('shrunk') });
    for (let index = 0; index < 8; index += 1) await store.keep(megabyte(`resp_${index}`, index));
    while ((await store.sweep(100, 3)) > 0);
    await store.close();
    expect(statSync(fileOf('shrunk')).size).toBeLessThan(1_000_000);
  });

  it('that cannot be made is named', async () => {
    const unavailable = { code: 'RESPONSES_UNAVAILABLE', message: expect.stringContaining('none.db') as string };
    await expect(openSqliteResponses({ file: join(folder, 'none', 'none.db') })).rejects.toMatchObject(unavailable);
  });
});

const GARBAGE = 'something else, and longer than the header that SQLite looks at: '.repeat(99);

describe('a damaged file of kept responses', () => {
  async function written(place: string): Promise<string> {
    const store = await openSqliteResponses({ file: fileOf(place) });
    for (let index = 0; index < 4; index += 1) await store.keep(megabyte(`resp_${index}`, index));
    await store.close();
    return fileOf(place);
  }

  const damages: Readonly<Record<string, (file: string) => void>> = {
    'none of SQLite': (file) => writeFileSync(file, GARBAGE),
    truncated: (file) => truncateSync(file, 50_000),
    'damaged in its second page': (file) => overwrite(file, 4096, 40_000),
    'of something else': (file) => {
      rmSync(file);
      const other = new DatabaseSync(file);
      other.exec('CREATE TABLE other (a)');
      other.close();
    },
    empty: (file) => truncateSync(file, 0),
    'a directory': (file) => {
      rmSync(file);
      mkdirSync(file);
    },
  };

  it.each(Object.entries(damages))('that is %s is named, kept beside, and begun empty', async (what, damage) => {
    const file = await written(`damaged ${what}`);
    damage(file);
    const told: { damage: string; file: string }[] = [];
    const store = await openSqliteResponses({ file, onSetAside: (aside) => told.push(aside) });
    try {
      expect(await store.find('cus_ada', ['resp_1'], 'whole')).toEqual([]);
      await store.keep(megabyte('resp_new', 9));
      expect(await store.find('cus_ada', ['resp_new'], 'output')).toHaveLength(1);
      expect(told).toEqual([
        { damage: expect.stringMatching(/\S/) as string, file: expect.stringContaining(`${file}.damaged-`) as string },
      ]);
      expect(existsSync(told[0]?.file ?? '')).toBe(true);
    } finally {
      await store.close();
    }
  });

  it('is set aside while it is used, too, and what was asked is answered from the empty one', async () => {
    const file = await written('in use');
    const told: { damage: string }[] = [];
    const store = await openSqliteResponses({ file, onSetAside: (aside) => told.push(aside) });
    try {
      overwrite(file, 4096, 3_000_000);
      expect(await store.find('cus_ada', ['resp_0', 'resp_1', 'resp_2', 'resp_3'], 'whole')).toEqual([]);
      expect(told).toMatchObject([{ damage: 'was found damaged while it was used' }]);
    } finally {
      await store.close();
    }
  });
});

function overwrite(file: string, from: number, to: number): void {
  const bytes = readFileSync(file);
  bytes.fill('\xde\xad', from, Math.min(to, bytes.length), 'latin1');
  writeFileSync(file, bytes);
}
