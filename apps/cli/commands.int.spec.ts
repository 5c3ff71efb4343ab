import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { canonicalJson, type EventMetadata, type JsonObject } from '#event-store';
import { leafHash } from '../../libs/event-store/chain.js';
import { openSqliteEventStore } from '#event-store/sqlite';
import { writeRandomLog } from '../../libs/audit/testing/random-log.js';
import { SECRET, emptyDirectory, removeDirectories, tamper, writtenDirectory } from './testing/data-directory.js';
import { tokenok } from './testing/tokenok.js';

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

interface Replay {
  readonly as_of_position: string;
  readonly as_of_recorded: string;
  readonly final: boolean;
  readonly accounts: readonly { readonly account: string; readonly customer: string; readonly available: string; readonly held: string }[];
  readonly trial_balance: {
    readonly balanced: boolean;
    readonly currencies: readonly { readonly debit: string; readonly credit: string }[];
  };
}

async function replay(directory: string, ...args: readonly string[]): Promise<Replay> {
  const { code, stdout, stderr } = await tokenok(['replay', '--data-dir', directory, '--json', ...args]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as Replay;
}

describe('tokenok replay', () => {
  it('answers with the balances of the live projections at the end of the log', async () => {
    const { accounts, trial_balance: trial, final } = await replay(untouched);
    const database = new DatabaseSync(join(untouched, 'read-models.db'), { readOnly: true });
    const rows = database.prepare('SELECT json FROM "balances@1"').all() as { json: string }[];
    database.close();
    const live = rows.map(({ json }) => JSON.parse(json) as { available: string; held: string });
    expect(accounts.map(({ available, held }) => `${available} ${held}`).sort()).toEqual(
      live.map(({ available, held }) => `${available} ${held}`).sort(),
    );
    expect(trial.balanced).toBe(true);
    expect(trial.currencies[0]?.debit).toBe(trial.currencies[0]?.credit);
    expect(final).toBe(false);
  });

  it('gives the same answer for a past moment, by position and by time, whatever is recorded later', async () => {
    const directory = copy();
    const byPosition = await replay(directory, '--as-of', '60');
    expect(byPosition).toMatchObject({ as_of_position: '60', final: true });
    const byTime = await replay(directory, '--as-of', byPosition.as_of_recorded);
    expect(BigInt(byTime.as_of_position)).toBeGreaterThanOrEqual(60n);
    const before = await replay(directory, '--as-of', new Date(Date.parse(byPosition.as_of_recorded) - 1).toISOString());
    expect(BigInt(before.as_of_position)).toBeLessThan(60n);
    const store = await openSqliteEventStore({ file: join(directory, 'events.db') });
    await writeRandomLog(store, { seed: 12, accounts: 2, steps: 30 });
    expect(await replay(directory, '--as-of', '60')).toEqual(byPosition); // while somebody writes
    await store.close();
    expect(await replay(directory, '--as-of', byPosition.as_of_recorded)).toEqual(byTime);
  });

  it('narrows to one account, by its id or its customer', async () => {
    const { accounts } = await replay(untouched);
    const [first] = accounts;
    expect((await replay(untouched, '--account', String(first?.account))).accounts).toEqual([first]);
    expect((await replay(untouched, '--account', String(first?.customer))).accounts).toEqual([first]);
    const table = await tokenok(['replay', '--data-dir', untouched, '--account', String(first?.account)]);
    expect(table.stdout).toContain('The trial balance is zero.');
  });

  it.each([
    [['--as-of', 'yesterday'], /--as-of takes a position \(120\) or an RFC 3339 time/],
    [['--as-of', '2026-02-30T00:00:00Z'], /--as-of takes/],
    [['--as-of', '999999'], /The log ends at position \d+/],
    [['--as-of', '9999-01-01T00:00:00Z'], /is yet to come/],
    [['--account', 'acc_none'], /There was no account acc_none/],
  ])('exits 2 for %j', async (args, line) => {
    const { code, stderr, stdout } = await tokenok(['replay', '--data-dir', untouched, ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(line);
  });

  it('answers nothing from a log that it cannot read', async () => {
    const directory = copy();
    tamper(directory, 'events.db', (database) => database.exec(`UPDATE appends SET payload = '[' || payload WHERE position = 1`));
    const { code, stderr } = await tokenok(['replay', '--data-dir', directory]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/`tokenok verify` names everything that is damaged\n$/);
  });
});

describe('tokenok export', () => {
  interface Line {
    readonly data: JsonObject;
    readonly id: string;
    readonly metadata: EventMetadata;
    readonly position: string;
    readonly revision: string;
    readonly stream: string;
    readonly type: string;
  }

  it('writes canonical lines whose hashes anyone can compute, and a manifest that describes them', async () => {
    const out = join(emptyDirectory(), 'events.jsonl');
    const { code } = await tokenok(['export', '--data-dir', untouched, '--out', out]);
    expect(code).toBe(0);
    const text = readFileSync(out, 'utf8');
    const lines = text.trimEnd().split('\n');
    const events = lines.map((line) => JSON.parse(line) as Line);
    expect(lines.map((line) => canonicalJson(JSON.parse(line) as JsonObject))).toEqual(lines);
    for (const { data, id, metadata, revision, stream, type } of events) {
      const { hash, ...rest } = metadata;
      expect(leafHash({ stream, revision: BigInt(revision), id, type, data: canonicalJson(data), metadata: canonicalJson(rest) })).toBe(
        hash,
      );
    }
    const manifest = JSON.parse(readFileSync(`${out}.manifest.json`, 'utf8')) as Record<string, unknown>;
    const last = events.at(-1) as Line;
    expect(manifest).toMatchObject({
      format: 'tokenok-events-jsonl/1',
      head_position: last.position,
      first_position: '1',
      last_position: last.position,
      events: events.length,
      damaged: 0,
      bytes: Buffer.byteLength(text),
      sha256: createHash('sha256').update(text).digest('hex'),
      streams: expect.arrayContaining([
        { stream: last.stream, events: Number(last.revision) + 1, last_revision: last.revision, last_hash: last.metadata.hash },
      ]),
    });
    expect(statSync(out).mode & 0o777).toBe(0o600);
  });

  it('is itself verified, and one changed byte of it is named', async () => {
    const out = join(emptyDirectory(), 'events.jsonl');
    await tokenok(['export', '--data-dir', untouched, '--out', out]);
    expect((await tokenok(['verify', '--export', out])).code).toBe(0);
    const lines = readFileSync(out, 'utf8').split('\n');
    lines[30] = (lines[30] as string).replace('"recorded":"2026', '"recorded":"2025');
    writeFileSync(out, lines.join('\n'));
    const { code, stdout } = await tokenok(['verify', '--export', out]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^\S+ revision \d+, position 31, event \S+: does not match its hash\n/);
  });

  it('writes what lies between two moments, both included, to stdout', async () => {
    const { stdout, code } = await tokenok(['export', '--data-dir', untouched, '--from', '10', '--to', '14']);
    expect(code).toBe(0);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as Line).position),
    ).toEqual(['10', '11', '12', '13', '14']);
    const times = ['--from', '2026-10-01T00:00:00Z', '--to', '2026-10-31T23:59:59.999Z'];
    const october = (await tokenok(['export', '--data-dir', untouched, ...times])).stdout.trimEnd().split('\n');
    expect(october.length).toBeGreaterThan(10);
    expect(october.every((line) => (JSON.parse(line) as Line).metadata.recorded.startsWith('2026-10'))).toBe(true);
  });

  it('leaves no damaged event out in silence', async () => {
    const directory = copy();
    tamper(directory, 'events.db', (database) =>
      database.exec(`UPDATE appends SET payload = replace(payload, '"data":{', '"data":\u00ff{') WHERE position = 1`),
    );
    const { code, stdout, stderr } = await tokenok(['export', '--data-dir', directory, '--to', '2']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout.split('\n')[0] as string)).toMatchObject({
      position: '1',
      revision: '0',
      stream: expect.stringMatching(/^customer-/),
    });
    expect(stderr).toMatch(/1 event damaged/);
  });

  it('writes over nothing', async () => {
    const out = join(emptyDirectory(), 'events.jsonl');
    writeFileSync(out, 'mine');
    const { code, stderr } = await tokenok(['export', '--data-dir', untouched, '--out', out]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/exists already/);
    expect(readFileSync(out, 'utf8')).toBe('mine');
  });
});

describe('tokenok rebuild', () => {
  it('rebuilds every projection and finds each row the same, without changing the live ones', async () => {
    const before = readFileSync(join(untouched, 'read-models.db'));
    const { code, stdout } = await tokenok(['rebuild', '--data-dir', untouched, '--json']);
    expect(code).toBe(0);
    const answer = JSON.parse(stdout) as { equal: boolean; projections: { name: string; rows: number; equal: boolean }[] };
    expect(answer.equal).toBe(true);
    expect(answer.projections.find(({ name }) => name === 'balances')?.rows).toBe(3);
    expect(readFileSync(join(untouched, 'read-models.db'))).toEqual(before);
  });

  it('names the first difference of a projection that was edited', async () => {
    const directory = copy();
    tamper(directory, 'read-models.db', (database) =>
      database.exec(`UPDATE "balances@1" SET json = replace(json, '"held":"', '"held":"9')`),
    );
    const { code, stdout } = await tokenok(['rebuild', 'balances', 'statements', '--data-dir', directory]);
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^balances \(version 1\) as of position \d+: holds another row \S+ than follows from the events\n {2}live .*\n {2}rebuilt /,
    );
    expect(stdout).toMatch(/\nstatements .* all the same\n$/);
  });

  it('exits 2 for a projection that there is none of, and where none was ever built', async () => {
    const unknown = await tokenok(['rebuild', 'balance', '--data-dir', untouched]);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toMatch(/There is no projection balance: balances, /);
    const directory = copy();
    rmSync(join(directory, 'read-models.db'));
    expect(await tokenok(['rebuild', '--data-dir', directory])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^tokenok: .*no such file\n$/),
    });
    expect(existsSync(join(directory, 'read-models.db'))).toBe(false);
  });
});

describe('tokenok backup', () => {
  it('copies the stores while they are written, the vault apart, and the copy verifies', async () => {
    const [directory, to] = [copy(), join(emptyDirectory(), 'deep', 'backup')];
    const store = await openSqliteEventStore({ file: join(directory, 'events.db') });
    const writing = writeRandomLog(store, { seed: 13, accounts: 2, steps: 200 });
    const { code, stderr } = await tokenok(['backup', to, '--data-dir', directory]);
    await writing;
    await store.close();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(readdirSync(to).sort()).toEqual(['events.db', 'read-models.db', 'vault']);
    expect(readdirSync(join(to, 'vault'))).toEqual(['vault.db']);
    expect(statSync(join(to, 'events.db')).mode & 0o777).toBe(0o600);
    expect((await tokenok(['verify', '--data-dir', to])).code).toBe(0);
    expect((await tokenok(['rebuild', '--data-dir', to])).code).toBe(0);
  });

  it('writes over nothing, and never copies the master key', async () => {
    const to = emptyDirectory();
    expect((await tokenok(['backup', to, '--data-dir', untouched, '--no-vault'])).code).toBe(0);
    expect(readdirSync(to).sort()).toEqual(['events.db', 'read-models.db']);
    const again = await tokenok(['backup', to, '--data-dir', untouched]);
    expect(again).toMatchObject({ code: 2, stderr: expect.stringMatching(/exists already/) });
  });
});

describe('tokenok doctor', () => {
  interface Doctor {
    readonly healthy: boolean;
    readonly checks: readonly { readonly check: string; readonly status: string; readonly detail: string }[];
  }
  const doctor = async (
    directory: string,
    environment: NodeJS.ProcessEnv = {},
  ): Promise<Doctor & { code: number | null; stdout: string }> => {
    const { code, stdout, stderr } = await tokenok(['doctor', '--data-dir', directory, '--json'], environment);
    if (stdout === '') throw new Error(stderr);
    return { code, stdout, ...(JSON.parse(stdout) as Doctor) };
  };
  const statusOf = ({ checks }: Doctor, check: string): string | undefined => checks.find((each) => each.check === check)?.status;

  it('finds a healthy directory healthy, and shows no secret', async () => {
    const { code, healthy, checks, stdout } = await doctor(untouched);
    expect(checks.filter(({ status }) => status === 'broken')).toEqual([]);
    expect({ code, healthy }).toEqual({ code: 0, healthy: true });
    expect(checks.find(({ check }) => check === 'projection balances')?.detail).toBe('up to date');
    expect(stdout).not.toContain(SECRET);
    expect(stdout).not.toContain(Buffer.alloc(32, 7).toString('base64'));
  });

  it('names what is broken: an environment, a secret, a store', async () => {
    const environment = await doctor(untouched, { PORT: 'not a port' });
    expect(environment.code).toBe(1);
    expect(statusOf(environment, 'environment')).toBe('broken');
    expect(environment.stdout).not.toContain('not a port');
    const directory = copy();
    rmSync(join(directory, 'master-key'));
    writeFileSync(join(directory, 'vault.db'), 'not a database');
    const damaged = await doctor(directory);
    expect(damaged.code).toBe(1);
    expect([statusOf(damaged, 'master key'), statusOf(damaged, 'vault'), statusOf(damaged, 'events')]).toEqual([
      'broken',
      'broken',
      'fine',
    ]);
  });

  it('says who holds the directory, without touching the lock', async () => {
    const directory = copy();
    const lock = new DatabaseSync(join(directory, 'lock.db'));
    lock.exec('BEGIN EXCLUSIVE');
    writeFileSync(join(directory, 'gateway.pid'), `${process.pid}\n`);
    expect((await doctor(directory)).checks).toContainEqual({
      check: 'gateway',
      status: 'fine',
      detail: `process ${process.pid} holds the data directory`,
    });
    lock.exec('ROLLBACK');
    lock.close();
    rmSync(join(directory, 'gateway.pid'));
    expect((await doctor(directory)).checks).toContainEqual({ check: 'gateway', status: 'fine', detail: 'none holds the data directory' });
  });
});
