import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Where to and when, as `tokenok migrate` wrote it; undefined for a directory that was not migrated. */
export function readMigrationMark(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim() || 'an unknown place';
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw fault;
  }
}

/** Whole and on the disk before it returns. The place holds no credentials. */
export function writeMigrationMark(file: string, place: string): void {
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
