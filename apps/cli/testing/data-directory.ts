import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openSqliteEventStore } from '#event-store/sqlite';
import { PROJECTIONS, currentShape } from '#projections';
import { ProjectionRunner } from '#projecting';
import { openSqliteReadModels } from '#read-model/sqlite';
import { MasterKey } from '#vault';
import { SqliteVault } from '#vault/sqlite';
import { writeRandomLog } from '../../../libs/audit/testing/random-log.js';

const directories: string[] = [];

export function emptyDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'tokenok-cli-'));
  directories.push(directory);
  return directory;
}

export function removeDirectories(): void {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
}

/** What a gateway leaves behind when it stops: events, read models at the head, vault, secrets. */
export async function writtenDirectory(steps = 150): Promise<string> {
  const directory = emptyDirectory();
  chmodSync(directory, 0o700);
  const at = (name: string): string => join(directory, name);
  const store = await openSqliteEventStore({ file: at('events.db') });
  await writeRandomLog(store, { seed: 11, accounts: 3, steps });
  const models = openSqliteReadModels({ file: at('read-models.db') });
  const runner = await ProjectionRunner.open({ events: store, models, projections: PROJECTIONS, upcast: currentShape });
  await runner.run();
  await models.close();
  await store.close();
  const key = Buffer.alloc(32, 7);
  const vault = new SqliteVault(at('vault.db'), new MasterKey(key));
  await vault.create('cus_1');
  await vault.close();
  for (const [name, secret] of [
    ['master-key', key.toString('base64')],
    ['admin-token', SECRET],
  ] as const)
    writeFileSync(at(name), `${secret}\n`, { mode: 0o600 });
  return directory;
}

export const SECRET = 'a-token-of-thirty-two-characters-or-more';

/** Edits the file as somebody would who has it, a SQLite shell and no scruples. */
export function tamper(directory: string, file: 'events.db' | 'read-models.db' | 'vault.db', edit: (database: DatabaseSync) => void): void {
  const database = new DatabaseSync(join(directory, file), { enableForeignKeyConstraints: false });
  for (const trigger of ['appends_no_update', 'appends_no_delete', 'streams_no_update', 'streams_no_delete']) {
    database.exec(`DROP TRIGGER IF EXISTS ${trigger}`);
  }
  edit(database);
  database.close();
}
