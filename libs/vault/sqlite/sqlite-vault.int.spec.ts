import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { TEST_MASTER_KEY, durableVaultContract, vaultContract } from '../testing/vault.contract.js';
import { SqliteVault } from './index.js';

const folder = mkdtempSync(join(tmpdir(), 'vault-'));
const path = join(folder, 'vault.db');
afterAll(() => rmSync(folder, { recursive: true }));

vaultContract('SQLite', (master) => new SqliteVault(path, master));
durableVaultContract('SQLite', (master) => new SqliteVault(path, master));

describe('the file of the SQLite vault', () => {
  it('holds no byte of an erased key, wrapped or not, in any of its files', async () => {
    const vault = new SqliteVault(path, TEST_MASTER_KEY);
    const key = Buffer.from(await vault.create('cus_gone'));
    const wrapped = wrappedText('cus_gone');
    expect(filesHold(Buffer.from(wrapped))).toBe(true);
    expect(filesHold(key)).toBe(false);
    await vault.erase('cus_gone');
    expect(filesHold(Buffer.from(wrapped.slice(-40)))).toBe(false);
    await vault.close();
  });

  it('never stores a key in the clear', async () => {
    const vault = new SqliteVault(path, TEST_MASTER_KEY);
    const key = Buffer.from(await vault.create('cus_wrapped'));
    expect(filesHold(key)).toBe(false);
    expect(filesHold(Buffer.from(key.toString('base64url')))).toBe(false);
    await vault.close();
  });

  it('gives two processes that start at the same time one key', async () => {
    const [one, two] = [new SqliteVault(path, TEST_MASTER_KEY), new SqliteVault(path, TEST_MASTER_KEY)];
    const keys = await Promise.all([one.create('cus_shared'), two.create('cus_shared')]);
    expect(Buffer.from(keys[0]).equals(keys[1])).toBe(true);
    await Promise.all([one.close(), two.close()]);
  });
});

describe('the lock of another connection on the SQLite vault', () => {
  const lockedBy = (): DatabaseSync => {
    const other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    return other;
  };

  it('is waited for beside other work', async () => {
    const vault = new SqliteVault(path, TEST_MASTER_KEY);
    const other = lockedBy();
    // Only a loop that turns meanwhile gives it back.
    const timer = setTimeout(() => other.exec('ROLLBACK'), 50);
    await vault.create('cus_waiting');
    clearTimeout(timer);
    expect(other.isTransaction).toBe(false);
    other.close();
    await vault.close();
  });

  it('is not waited for to its end: the vault does not answer, and makes the key when it is asked again', async () => {
    const vault = new SqliteVault(path, TEST_MASTER_KEY);
    const other = lockedBy();
    const locked = expect.stringMatching(/locked/) as string;
    await expect(vault.create('cus_late')).rejects.toMatchObject({ code: 'VAULT_UNAVAILABLE', message: locked });
    expect(await vault.open('cus_late')).toBeUndefined();
    other.exec('ROLLBACK');
    other.close();
    await vault.create('cus_late');
    await vault.close();
  });

  it('or a read that keeps the old bytes from being overwritten: no erasure is told before they are', async () => {
    const vault = new SqliteVault(path, TEST_MASTER_KEY);
    await vault.create('cus_read');
    const other = new DatabaseSync(path);
    other.exec('BEGIN; SELECT count(*) FROM keys');
    await expect(vault.erase('cus_read')).rejects.toMatchObject({ code: 'VAULT_UNAVAILABLE' });
    other.exec('COMMIT');
    other.close();
    await vault.erase('cus_read');
    expect(await vault.open('cus_read')).toBeNull();
    await vault.close();
  });

  it('is no other fault of the file, which is told at once', async () => {
    const vault = new SqliteVault(path, TEST_MASTER_KEY, { readOnly: true });
    await expect(vault.create('cus_none')).rejects.toMatchObject({ code: 'VAULT_UNAVAILABLE' });
    await vault.close();
  });
});

function wrappedText(subject: string): string {
  const db = new DatabaseSync(path, { readOnly: true });
  const row = db.prepare('SELECT wrapped FROM keys WHERE subject = ?').get(subject);
  db.close();
  return String(row?.['wrapped']);
}

function filesHold(bytes: Buffer): boolean {
  return readdirSync(folder).some((name) => readFileSync(join(folder, name)).includes(bytes));
}
