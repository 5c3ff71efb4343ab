import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Random } from '../../libs/audit/testing/random.js';
import { emptyDirectory, removeDirectories, tamper, writtenDirectory } from './testing/data-directory.js';
import { tokenok } from './testing/tokenok.js';

interface Verified {
  readonly holds: boolean;
  readonly findings: readonly {
    readonly stream: string | null;
    readonly revision: string | null;
    readonly position: string | null;
    readonly id: string | null;
    readonly problem: string;
  }[];
  readonly findings_total: number;
  readonly events: number;
  readonly balanced: boolean;
}

let untouched: string;
beforeAll(async () => {
  untouched = await writtenDirectory();
});
afterAll(removeDirectories);

function copy(): string {
  const directory = emptyDirectory();
  cpSync(untouched, directory, { recursive: true });
  return directory;
}

async function verified(directory: string): Promise<Verified & { code: number | null }> {
  const { code, stdout, stderr } = await tokenok(['verify', '--data-dir', directory, '--json']);
  if (stdout === '') throw new Error(stderr);
  return { code, ...(JSON.parse(stdout) as Verified) };
}

interface Placed {
  readonly position: number;
  readonly id: string;
}

/** Events whose id stands exactly once in the file: no stale copy on a free page can be hit instead. */
function placedEvents(directory: string, file: Buffer): Placed[] {
  const database = new DatabaseSync(join(directory, 'events.db'));
  const events = database.prepare('SELECT position, id FROM events').all() as unknown as Placed[];
  database.close();
  return events.filter(({ id }) => file.indexOf(id) > 0 && file.indexOf(id) === file.lastIndexOf(id));
}

describe('tokenok verify', () => {
  it('exits 0 when all holds, and says what it looked at', async () => {
    const { code, stdout } = await tokenok(['verify', '--data-dir', untouched]);
    expect(stdout).toMatch(/^All holds: [\d,]+ events up to position/);
    expect(stdout).toMatch(/Trial balance: USD debit (\S+) = credit \1/);
    expect(code).toBe(0);
  });

  it('takes the directory from TOKENOK_DATA_DIR, and from the option before the command', async () => {
    expect((await tokenok(['verify'], { TOKENOK_DATA_DIR: untouched })).code).toBe(0);
    expect((await tokenok(['--data-dir', untouched, 'verify'])).code).toBe(0);
  });

  it('names the event whose amount was edited through SQL', async () => {
    const directory = copy();
    tamper(directory, 'events.db', (database) => {
      database.exec(`UPDATE appends SET payload = replace(payload, '"amount":"2.00"', '"amount":"9.00"') WHERE position =
        (SELECT min(position) FROM appends WHERE payload LIKE '%PaymentReceived%' AND payload LIKE '%"amount":"2.00"%')`);
    });
    const { code, findings, holds } = await verified(directory);
    expect(code).toBe(1);
    expect(holds).toBe(false);
    expect(findings).toEqual([
      {
        stream: expect.stringMatching(/^account-acc_/),
        revision: expect.any(String),
        position: expect.any(String),
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        problem: 'does not match its hash',
      },
    ]);
  });

  it('names the event of any byte that was flipped in the file itself', async () => {
    const random = new Random(99);
    const directory = copy();
    const whole = readFileSync(join(directory, 'events.db'));
    const events = placedEvents(directory, whole);
    for (let round = 0; round < 12; round += 1) {
      const { position, id } = random.pick(events);
      const file = Buffer.from(whole);
      const at = file.indexOf(id) - 40 + random.below(160);
      file[at] = (file[at] as number) ^ (1 + random.below(255));
      writeFileSync(join(directory, 'events.db'), file);
      const { code, findings } = await verified(directory);
      expect({ at, code, named: findings.map((finding) => finding.position) }).toEqual({
        at,
        code: 1,
        named: expect.arrayContaining([String(position)]),
      });
    }
  });

  it('names an event that was deleted, and one that was moved to another stream', async () => {
    const deleted = copy();
    let position = 0;
    tamper(deleted, 'events.db', (database) => {
      const row = database.prepare('SELECT position FROM appends ORDER BY position LIMIT 1 OFFSET 20').get() as { position: number };
      position = row.position;
      database.prepare('DELETE FROM appends WHERE position = ?').run(position);
    });
    const { code, findings } = await verified(deleted);
    expect(code).toBe(1);
    expect(findings.map((finding) => finding.position)).toContain(String(position));
    const moved = copy();
    tamper(moved, 'events.db', (database) =>
      database.prepare('UPDATE appends SET stream = stream + 1000 WHERE position = ?').run(position),
    );
    const found = await verified(moved);
    expect(found.code).toBe(1);
    expect(found.findings.map((finding) => finding.position)).toContain(String(position));
  });

  it('prints one line for each finding', async () => {
    const directory = copy();
    tamper(directory, 'events.db', (database) => database.exec(`UPDATE appends SET payload = replace(payload, 'req_', 'rEq_')`));
    const { code, stdout } = await tokenok(['verify', '--data-dir', directory, '--max-findings', '2']);
    expect(code).toBe(1);
    expect(stdout.split('\n')[0]).toMatch(/^account-acc_\S+ revision \d+, position \d+, event [0-9a-f-]{36}: does not match its hash$/);
    expect(stdout).toMatch(/\d+ findings in .* \(\d+ not shown\)\n$/);
  });

  it('does not take for none a number of findings that is none', async () => {
    const { code, stderr } = await tokenok(['verify', '--data-dir', copy(), '--max-findings', 'two']);
    expect([code, stderr]).toEqual([2, 'tokenok: --max-findings takes a whole number, not "two"\n']);
  });

  it('finds a damaged file outside of events too', async () => {
    const directory = copy();
    let page = { root: 0, bytes: 0 };
    tamper(directory, 'events.db', (database) => {
      page = database
        .prepare(
          `SELECT rootpage AS root, (SELECT page_size FROM pragma_page_size) AS bytes FROM sqlite_schema WHERE name = 'appends_by_stream'`,
        )
        .get() as typeof page;
    });
    const file = readFileSync(join(directory, 'events.db'));
    file.fill(0x55, page.root * page.bytes - 64, page.root * page.bytes);
    writeFileSync(join(directory, 'events.db'), file);
    const { code, findings } = await verified(directory);
    expect(code).toBe(1);
    expect(findings.at(-1)?.problem).toMatch(/SQLite's own check says/);
  });

  it.each([
    [
      'no directory',
      () => join(untouched, 'none'),
      /^tokenok: There is no data directory \S+ \(--data-dir or TOKENOK_DATA_DIR names another\)\n$/,
    ],
    ['a directory that is a file', () => join(untouched, 'events.db'), /is not a directory\n$/],
    ['a directory without events', () => emptyDirectory(), /^tokenok: Cannot open the events in \S+: there is no such file\n$/],
    [
      'a foreign file',
      () => foreign('Not a database at all, but long enough to be looked at. '.repeat(50)),
      /^tokenok: Cannot open the events in .*: it is not a SQLite database/,
    ],
    ['an empty file', () => foreign(''), /^tokenok: Cannot open the events in .*: it is a SQLite database, but not of events\n$/],
  ])('exits 2 with one clear line: %s', async (_name, directory, line) => {
    const { code, stdout, stderr } = await tokenok(['verify', '--data-dir', directory()]);
    expect(stdout).toBe('');
    expect(stderr).toMatch(line);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(2);
  });

  it('exits 2 for wrong usage, and 0 for help', async () => {
    expect((await tokenok(['verify', '--nonsense'])).code).toBe(2);
    expect((await tokenok(['nonsense'])).code).toBe(2);
    const help = await tokenok(['verify', '--help']);
    expect(help.code).toBe(0);
    expect(help.stdout).toMatch(/Examples:[\s\S]*Exit codes: 0 .* 1 .* 2 /);
  });

  it('refuses to speak of a directory where engines are named, even by half', async () => {
    const { code, stderr } = await tokenok(['verify'], { EVENTSTORE_URL: 'esdb://localhost', TOKENOK_DATA_DIR: untouched });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^tokenok: MONGODB_URL must be set where EVENTSTORE_URL is/);
  });
});

function foreign(content: string): string {
  const directory = emptyDirectory();
  writeFileSync(join(directory, 'events.db'), content);
  return directory;
}
