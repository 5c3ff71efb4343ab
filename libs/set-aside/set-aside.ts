import { closeSync, existsSync, lstatSync, openSync, renameSync, rmSync } from 'node:fs';

/** What belongs to a database: SQLite folds these into it, so that they go where it goes. */
const BESIDE = ['-wal', '-shm', '-journal'];
const markOf = (file: string): string => `${file}-damaged`;

/**
 * Moves a file that may be thrown away out of the way, with what SQLite keeps beside it, for a person to look at: nothing is deleted.
 * Answers where it is now: `{file}.damaged-20261130T154502123`.
 */
export function setAside(file: string, now: Date): string {
  const aside = free(`${file}.damaged-${now.toISOString().replaceAll(/[-:.Z]/g, '')}`);
  for (const suffix of ['', ...BESIDE]) if (isThere(file + suffix)) renameSync(file + suffix, aside + suffix);
  rmSync(markOf(file), { force: true });
  return aside;
}

/** Damage that was met where nothing could be set aside, because the file is in use: the next start does. */
export function markDamaged(file: string): void {
  closeSync(openSync(markOf(file), 'a', 0o600));
}

/** A link that leads nowhere is there, too. */
export const isThere = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

export const isMarked = (file: string): boolean => existsSync(markOf(file));

function free(path: string): string {
  let at = path;
  for (let again = 1; isThere(at); again += 1) at = `${path}-${again}`;
  return at;
}
