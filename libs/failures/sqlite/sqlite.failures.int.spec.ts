import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failuresContract } from '../testing/failures.contract.js';
import { openSqliteFailures } from './index.js';

const folder = mkdtempSync(join(tmpdir(), 'failures-'));
afterAll(() => rmSync(folder, { recursive: true }));
const fileOf = (place: string): string => join(folder, `${place}.db`);

failuresContract('SQLite', async (place) => openSqliteFailures({ file: fileOf(place) }));

describe('the file of failures', () => {
  const now = { nowMs: 1_000, windowMs: 60_000 };

  it('is found again as it was by the next process', async () => {
    const one = openSqliteFailures({ file: fileOf('kept') });
    await one.add('a', 1, now);
    await one.note('per_1', 'here', now);
    await one.close();
    const two = openSqliteFailures({ file: fileOf('kept') });
    expect(await two.add('a', 1, now)).toEqual({ count: 2, endsAtMs: 61_000 });
    expect(await two.takeEnded(61_000, 10)).toMatchObject([{ subject: 'per_1', count: 1 }]);
    await two.close();
  });

  it('never stops a start: damaged, or of something else, it is set aside and begun empty', async () => {
    for (const [name, bytes] of [
      ['garbage', 'no database, and longer than the header that is looked at: '.repeat(99)],
      ['empty', ''],
    ] as const) {
      writeFileSync(fileOf(name), bytes);
      const told: { damage: string }[] = [];
      const store = openSqliteFailures({ file: fileOf(name), onSetAside: (aside) => told.push(aside) });
      expect(told).toHaveLength(1);
      expect(await store.add('a', 1, now)).toMatchObject({ count: 1 });
      await store.close();
      expect(readdirSync(folder).some((each) => each.startsWith(`${name}.db.damaged-`))).toBe(true);
    }
    expect(statSync(fileOf('garbage')).size).toBeGreaterThan(0);
  });

  it('that cannot be made is named', () => {
    const unavailable = expect.objectContaining({
      code: 'FAILURES_UNAVAILABLE',
      message: expect.stringContaining('none.db') as string,
    }) as Error;
    expect(() => openSqliteFailures({ file: join(folder, 'none', 'none.db') })).toThrow(unavailable);
  });
});
