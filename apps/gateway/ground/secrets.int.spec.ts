import { chmodSync, copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnvironment } from '#process';
import { loadSecrets, secretsWereShown } from './secrets.js';

const parent = mkdtempSync(join(tmpdir(), 'tokenok-secrets-'));
const freshDir = (): string => mkdtempSync(join(parent, 'data-'));
afterAll(() => rmSync(parent, { recursive: true }));

const load = (dataDir: string, more: Record<string, string> = {}) => loadSecrets(parseEnvironment({ TOKENOK_DATA_DIR: dataDir, ...more }));

describe('secrets', () => {
  it('are made once, kept for the owner alone, and the same at the next start', () => {
    const dir = freshDir();
    const first = load(dir);
    expect(first.masterKey).toHaveLength(32);
    expect(first.adminToken?.length).toBeGreaterThanOrEqual(32);
    expect(first.generated.map(({ label }) => label)).toEqual(['Master key', 'Admin token', 'Admin e-mail', 'Admin password']);
    expect(load(dir).generated).toEqual(first.generated); // a start that failed has not shown them
    secretsWereShown(dir);
    const second = load(dir);
    expect(second.generated).toEqual([]);
    expect({ ...second, generated: first.generated }).toEqual({ ...first });
    expect(readdirSync(dir).sort()).toEqual(['admin-email', 'admin-password', 'admin-token', 'master-key', 'secrets-shown']);
    for (const file of readdirSync(dir)) expect(statSync(join(dir, file)).mode & 0o777).toBe(0o600);
  });

  it('of an admin who is registered in books that were restored are neither made nor shown: they would open nothing', () => {
    const first = freshDir();
    const { masterKey } = load(first);
    const restored = freshDir();
    writeFileSync(join(restored, 'events.db'), '');
    copyFileSync(join(first, 'master-key'), join(restored, 'master-key'));
    const secrets = load(restored);
    expect(secrets.masterKey).toEqual(masterKey);
    expect(secrets.generated.map(({ label }) => label)).toEqual(['Master key', 'Admin token']);
    expect(readdirSync(restored).sort()).toEqual(['admin-token', 'events.db', 'master-key']);
  });

  it('never shows the master key', () => {
    expect(load(freshDir()).generated.find(({ label }) => label === 'Master key')?.value).toBeUndefined();
  });

  it('come from the environment where it has them, and then touch no file', () => {
    const dir = freshDir();
    const token = 'a-token-of-thirty-two-characters-or-more';
    const secrets = load(dir, { TOKENOK_ADMIN_TOKEN: token, TOKENOK_MASTER_KEY: Buffer.alloc(32, 7).toString('base64') });
    expect(secrets.adminToken).toBe(token);
    expect(secrets.masterKey).toEqual(Buffer.alloc(32, 7));
    expect(readdirSync(dir).sort()).toEqual(['admin-email', 'admin-password']);
  });

  it.each(['master-key', 'admin-token'])('refuse to start with a damaged %s, and leave it as it is', (file) => {
    const dir = freshDir();
    load(dir);
    writeFileSync(join(dir, file), 'damaged\n');
    expect(() => load(dir)).toThrow(/is damaged: restore it from a backup/);
    expect(readFileSync(join(dir, file), 'utf8')).toBe('damaged\n');
  });

  it('close a file that others could read', () => {
    const dir = freshDir();
    load(dir);
    chmodSync(join(dir, 'admin-token'), 0o644);
    load(dir);
    expect(statSync(join(dir, 'admin-token')).mode & 0o777).toBe(0o600);
  });

  it('of an installation on engines come from the environment alone: what is made is kept nowhere', () => {
    const dir = freshDir();
    const engines = {
      EVENTSTORE_URL: 'esdb://127.0.0.1:2113',
      MONGODB_URL: 'mongodb://127.0.0.1:27017',
      TOKENOK_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
    };
    const secrets = load(dir, engines);
    expect(secrets.adminToken).toBeUndefined();
    expect(secrets.generated).toEqual([]);
    expect(secrets.firstAdmin).toEqual([
      { label: 'Admin e-mail', value: secrets.adminEmail },
      { label: 'Admin password', value: secrets.adminPassword },
    ]);
    expect(readdirSync(dir)).toEqual([]);
    const given = { TOKENOK_ADMIN_EMAIL: 'root@example.com', TOKENOK_ADMIN_PASSWORD: 'correct horse' };
    expect(load(dir, { ...engines, ...given })).toMatchObject({ adminEmail: 'root@example.com', firstAdmin: [] });
  });
});
