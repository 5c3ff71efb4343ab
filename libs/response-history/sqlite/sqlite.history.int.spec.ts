import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

  it('that is none of SQLite is named, and so is one whose directory is not there', async () => {
    writeFileSync(fileOf('other'), 'something else, and longer than the header that SQLite looks at: '.repeat(99));
    const unavailable = (file: string) => ({ code: 'RESPONSES_UNAVAILABLE', message: expect.stringContaining(file) as string });
    await expect(openSqliteResponses({ file: fileOf('other') })).rejects.toMatchObject(unavailable('other.db'));
    await expect(openSqliteResponses({ file: join(folder, 'none', 'none.db') })).rejects.toMatchObject(unavailable('none.db'));
  });
});
