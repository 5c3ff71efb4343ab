import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EMPTY_TIP, seal } from '#event-store';
import { openSqliteEventStore } from '#event-store/sqlite';
import { MasterKey, PersonalData } from '#vault';
import { SqliteVault } from '#vault/sqlite';
import { emptyDirectory, removeDirectories, tamper, writtenDirectory } from './testing/data-directory.js';
import { tokenok } from './testing/tokenok.js';

/** Customers whom the events of every directory here name; `ERASED` is marked so in the vault. */
const [ADA, BOB, ERASED] = ['cus_ada', 'cus_bob', 'cus_erased'];
const MASTER = new MasterKey(Buffer.alloc(32, 7));
let untouched: string;

beforeAll(async () => {
  untouched = await writtenDirectory(40);
  const store = await openSqliteEventStore({ file: join(untouched, 'events.db') });
  const vault = new SqliteVault(join(untouched, 'vault.db'), MASTER);
  for (const customer of [ADA, BOB, ERASED]) {
    const sealed = await new PersonalData(vault).sealFirst(customer, { name: 'Somebody', email: 'somebody@example.com' });
    const data = { customer, account: `acc_of_${customer.slice(4)}`, currency: 'USD', time_zone: 'UTC', ...sealed };
    const at = `2026-11-0${[ADA, BOB, ERASED].indexOf(customer) + 1}T00:00:00.000Z`;
    const metadata = { actor: 'system', cause: 'test', effective: at, recorded: at, version: 1 };
    const id = `0199aaaa-0000-7000-8000-00000000000${[ADA, BOB, ERASED].indexOf(customer)}`;
    const { events } = seal(`customer-${customer}`, EMPTY_TIP, [{ id, type: 'CustomerRegistered', data, metadata }]);
    await store.append(`customer-${customer}`, events, 'no_stream');
  }
  await vault.erase(ERASED);
  await vault.close();
  await store.close();
});
afterAll(removeDirectories);

function copy(): string {
  const directory = emptyDirectory();
  cpSync(untouched, directory, { recursive: true });
  return directory;
}

interface Verified {
  readonly findings: readonly { readonly stream: string | null; readonly problem: string }[];
  readonly comparisons: readonly { readonly with: string; readonly compared: boolean; readonly detail: string }[];
}

async function verified(...args: string[]): Promise<Verified & { readonly code: number | null; readonly stderr: string }> {
  const { code, stdout, stderr } = await tokenok(['verify', ...args, '--json']);
  if (stdout === '') throw new Error(stderr);
  return { ...(JSON.parse(stdout) as Verified), code, stderr };
}

function forget(directory: string, customer: string): void {
  const vault = join(directory, 'vault.db');
  tamper(directory, 'vault.db', (database) => void database.prepare('DELETE FROM keys WHERE subject = ?').run(customer));
  rmSync(`${vault}-wal`, { force: true });
}

describe('tokenok verify, log with vault and read models', () => {
  it('compares all of them, and says so', async () => {
    const { code, comparisons } = await verified('--data-dir', untouched);
    expect(comparisons).toEqual([
      { with: 'vault', compared: true, detail: expect.stringContaining('of all 3 people') as unknown },
      { with: 'read models', compared: true, detail: expect.stringMatching(/rows of \d+ projections as the events say/) as unknown },
    ]);
    expect(code).toBe(0);
  });

  it('names whom the vault lacks and what to restore, and nobody who was erased', async () => {
    const directory = copy();
    forget(directory, BOB);
    const { code, findings } = await verified('--data-dir', directory);
    expect(findings).toEqual([
      expect.objectContaining({
        stream: 'customer-cus_bob',
        problem:
          'names cus_bob, of whom the vault has no key and no mark of an erasure: restore vault.db from a backup made after 2026-11-02T00:00:00.000Z',
      }),
    ]);
    expect(code).toBe(1);
    const doctor = await tokenok(['doctor', '--data-dir', directory]);
    expect(doctor.stdout).toMatch(/^BROKEN +people +1 of 3 cannot be read: .*\(cus_bob\): restore it from a backup made after 2026-11-02/m);
    expect(doctor.code).toBe(1);
  });

  it('takes everybody for lost where the vault is gone, unless it is a copy whose vault is kept apart', async () => {
    const directory = copy();
    mkdirSync(join(directory, 'vault'));
    renameSync(join(directory, 'vault.db'), join(directory, 'vault', 'vault.db'));
    expect((await verified('--data-dir', directory)).code).toBe(0);
    renameSync(join(directory, 'vault', 'vault.db'), join(directory, 'elsewhere.db'));
    const gone = await verified('--data-dir', directory);
    expect([gone.code, gone.findings.length]).toEqual([1, 3]);
    expect((await tokenok(['doctor', '--data-dir', directory])).stdout).toMatch(/^BROKEN +people +3 of 3 cannot be read/m);
    expect((await verified('--data-dir', directory, '--vault', join(directory, 'elsewhere.db'))).code).toBe(0);
    rmSync(join(directory, 'master-key'));
    const copied = await verified('--data-dir', directory);
    expect(copied.stderr).toMatch(/^Not compared with the vault: .*--vault <file>/);
    expect([copied.code, copied.comparisons[0]?.compared]).toEqual([0, false]);
  });

  it('names a read model that does not follow from the events, and read models that cannot be read', async () => {
    const directory = copy();
    tamper(directory, 'read-models.db', (database) => {
      const [{ name }] = database.prepare("SELECT name FROM sqlite_schema WHERE name LIKE 'balances@%' AND type = 'table'").all() as [
        { name: string },
      ];
      database.exec(`UPDATE "${name}" SET json = replace(json, '"available":"', '"available":"1')`);
    });
    const differing = await verified('--data-dir', directory);
    expect(differing.findings.map(({ problem }) => problem)).toEqual([
      expect.stringMatching(/^the read model balances .*holds another row/),
    ]);
    expect(differing.code).toBe(1);
    writeFileSync(join(directory, 'read-models.db'), 'no database at all'.repeat(1_000));
    const damaged = await verified('--data-dir', directory);
    expect(damaged.findings.map(({ problem }) => problem)).toEqual([
      expect.stringMatching(/read-models\.db: .*builds it anew from the events$/),
    ]);
    expect(damaged.code).toBe(1);
  });
});

describe('tokenok verify, export with manifest', () => {
  async function exported(): Promise<string> {
    const file = join(emptyDirectory(), 'events.jsonl');
    expect((await tokenok(['export', '--data-dir', untouched, '--out', file])).code).toBe(0);
    return file;
  }
  const changed = (file: string, change: (lines: string[]) => string[]): void => {
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    writeFileSync(
      file,
      change(lines)
        .map((line) => `${line}\n`)
        .join(''),
    );
  };

  it('agrees with what was exported', async () => {
    const file = await exported();
    const { code, comparisons } = await verified('--export', file);
    expect([code, comparisons[0]?.compared]).toEqual([0, true]);
  });

  it('names what was cut off at its end, stream by stream', async () => {
    const file = await exported();
    changed(file, (lines) => lines.slice(0, -3));
    const { code, findings } = await verified('--export', file);
    expect(findings.map(({ problem }) => problem).join('\n')).toMatch(/the export has \d+ events, its manifest says \d+/);
    expect(findings.map(({ stream }) => stream)).toEqual(
      expect.arrayContaining(['customer-cus_ada', 'customer-cus_bob', 'customer-cus_erased']),
    );
    expect(code).toBe(1);
    writeFileSync(file, '');
    const nothing = await verified('--export', file);
    expect(nothing.findings.map(({ problem }) => problem)).toContainEqual(
      expect.stringMatching(/^the export has 0 events, its manifest says \d+$/),
    );
    expect(nothing.code).toBe(1);
    rmSync(`${file}.manifest.json`);
    expect(await tokenok(['verify', '--export', file])).toMatchObject({ code: 2, stderr: expect.stringContaining('is empty') });
  });

  it('sees an end of line that was changed, a manifest of something else, and says where there is none', async () => {
    const file = await exported();
    const manifest = `${file}.manifest.json`;
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replaceAll('\n', '\r\n'));
    expect((await verified('--export', file)).findings.map(({ problem }) => problem)).toEqual([
      expect.stringContaining('bytes'),
      expect.stringContaining('SHA-256'),
    ]);
    writeFileSync(file, text);
    renameSync(manifest, `${manifest}.apart`);
    const without = await verified('--export', file);
    expect([without.code, without.comparisons[0]?.compared]).toEqual([0, false]);
    expect(without.stderr).toMatch(/^Not compared with the manifest: /);
    expect((await verified('--export', file, '--manifest', `${manifest}.apart`)).comparisons[0]?.compared).toBe(true);
    writeFileSync(manifest, '{}');
    expect((await verified('--export', file)).code).toBe(1);
    expect((await tokenok(['verify', '--export', file, '--manifest', `${file}.none`])).code).toBe(2);
  });
});
