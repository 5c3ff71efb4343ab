import { chmodSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Call it first: whatever the process makes from now on is its own user's alone (files 0600, directories 0700). */
export function ownFilesOnly(): void {
  process.umask(0o077);
}

/** Takes group and others out of every file of a directory of ours: an earlier version made databases that all could read. */
export function closeFiles(directory: string): void {
  for (const name of readdirSync(directory)) {
    const path = join(directory, name);
    const found = lstatSync(path, { throwIfNoEntry: false }); // SQLite takes its own files away meanwhile
    if (found?.isFile() === true && (found.mode & 0o077) !== 0) chmodSync(path, found.mode & 0o700);
  }
}
