import { readFileSync, statfsSync, statSync } from 'node:fs';
import { parseEnvironment, type DataDirectory } from '#process';
import { attention, broken, fine, type Diagnosis } from './diagnosis.js';
import { grouped } from '../output/output.js';

const OLDEST_NODE = '22.19.0';
const OLDEST_SQLITE = '3.51.3';
const MEBIBYTE = 1024n * 1024n;

export function diagnoseRuntime(): Diagnosis[] {
  const { node, sqlite = '' } = process.versions;
  return [
    isAtLeast(node, OLDEST_NODE) ? fine('Node.js', node) : broken('Node.js', `${node}: ${OLDEST_NODE} or later is needed`),
    isAtLeast(sqlite, OLDEST_SQLITE) ? fine('SQLite', sqlite) : broken('SQLite', `${sqlite}: ${OLDEST_SQLITE} or later is needed`),
  ];
}

/** As the gateway would read it. */
export function diagnoseEnvironment(dataDir: string, onEngines: boolean): Diagnosis {
  try {
    // --data-dir was asked about embedded stores: engines that the environment also names are then not its business.
    const engines = onEngines ? {} : { EVENTSTORE_URL: undefined, MONGODB_URL: undefined };
    parseEnvironment({ ...process.env, TOKENOK_DATA_DIR: dataDir, ...engines });
    return fine('environment', 'valid');
  } catch (fault) {
    return broken('environment', (fault as Error).message);
  }
}

export function diagnoseDirectory(directory: DataDirectory): Diagnosis {
  const { path } = directory;
  const { mode, uid } = statSync(path);
  const own = process.getuid?.() ?? uid;
  if ((mode & 0o077) !== 0)
    return attention('data directory', `${path} is open to others (mode ${(mode & 0o777).toString(8)}, wanted 700)`);
  if (uid !== own && own !== 0) return attention('data directory', `${path} belongs to user ${uid}, this is ${own}`);
  const mark = directory.migratedTo();
  if (mark !== undefined) return attention('data directory', `${path} has been migrated to ${mark}: no gateway starts on it`);
  return fine('data directory', `${path}, mode ${(mode & 0o777).toString(8)}`);
}

/** Present, and closed to others; what they are is nobody's business here. */
export function diagnoseSecrets({ masterKey, adminToken }: DataDirectory): Diagnosis[] {
  const secrets = [
    ['master key', 'TOKENOK_MASTER_KEY', masterKey],
    ['admin token', 'TOKENOK_ADMIN_TOKEN', adminToken],
  ] as const;
  return secrets.map(([name, variable, path]) => {
    if (process.env[variable] !== undefined) return fine(name, `from ${variable}`);
    const found = statSync(path, { throwIfNoEntry: false });
    if (!found) return broken(name, `neither ${variable} nor ${path}: the next start would make a new one`);
    if ((found.mode & 0o077) !== 0)
      return attention(name, `${path} is open to others (mode ${(found.mode & 0o777).toString(8)}, wanted 600)`);
    return isBlank(path) ? broken(name, `${path} is empty or cannot be read`) : fine(name, path);
  });
}

export function diagnoseHolder(directory: DataDirectory): Diagnosis {
  const holder = directory.holder();
  return fine('gateway', holder === undefined ? 'none holds the data directory' : `process ${holder} holds the data directory`);
}

export function diagnoseDisk({ path }: DataDirectory): Diagnosis {
  const { bavail, bsize } = statfsSync(path, { bigint: true });
  const free = (bavail * bsize) / MEBIBYTE;
  const detail = `${grouped(free)} MiB free`;
  if (free < 128n) return broken('disk', `${detail}: appends will soon be refused`);
  return free < 2048n ? attention('disk', detail) : fine('disk', detail);
}

function isBlank(path: string): boolean {
  try {
    return readFileSync(path, 'utf8').trim() === '';
  } catch {
    return true;
  }
}

function isAtLeast(version: string, least: string): boolean {
  const [a, b] = [version, least].map((text) => text.split('.').map(Number));
  for (const index of [0, 1, 2]) {
    const difference = (a?.[index] ?? 0) - (b?.[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}
