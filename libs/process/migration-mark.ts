import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Stands in a data directory whose books go on elsewhere; a person who removes it goes on with the old ones. */
export const migrationMarkFile = (dataDir: string): string => join(dataDir, 'migrated-to');

/** Where to and when, as `tokenok migrate` wrote it; undefined for a directory that was not migrated. */
export function readMigrationMark(dataDir: string): string | undefined {
  try {
    return readFileSync(migrationMarkFile(dataDir), 'utf8').trim() || 'an unknown place';
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw fault;
  }
}

/** Whole and on the disk before it returns. The place holds no credentials. */
export function writeMigrationMark(dataDir: string, place: string): void {
  const file = migrationMarkFile(dataDir);
  const beside = `${file}.new`;
  durably(beside, 'w', (descriptor) => writeSync(descriptor, `${place}\n`));
  renameSync(beside, file);
  durably(dirname(file), 'r', () => undefined);
}

function durably(path: string, flags: 'r' | 'w', write: (descriptor: number) => unknown): void {
  const descriptor = openSync(path, flags, 0o600);
  try {
    write(descriptor);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
