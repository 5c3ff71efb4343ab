import { createHash } from 'node:crypto';
import { chmodSync, closeSync, createReadStream, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { CommandError } from '../output/exit-codes.js';

export interface CopiedDatabase {
  readonly file: string;
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
  /** What SQLite's own check says of the copy: empty when all is well. */
  readonly problems: readonly string[];
}

const ALL_PAGES = 0x7fffffff;
const BUSY_TIMEOUT_MS = 5_000;

/**
 * Copies a database while others write to it, by SQLite's backup interface: all pages in one step, so that the copy is one moment
 * of it. It gets its name only when it is whole, checked and on the disk.
 */
export async function copyDatabase(source: string, file: string): Promise<CopiedDatabase> {
  const partial = `${file}.partial`;
  rmSync(partial, { force: true });
  const database = openSource(source);
  try {
    await backup(database, partial, { rate: ALL_PAGES });
    chmodSync(partial, 0o600);
    const problems = check(partial);
    sync(partial);
    renameSync(partial, file);
    sync(dirname(file));
    return { file, bytes: statSync(file).size, sha256: await digest(file), problems };
  } catch (cause) {
    rmSync(partial, { force: true });
    throw new CommandError(`Cannot back up ${source} to ${file}: ${(cause as Error).message}`, { cause });
  } finally {
    database.close();
  }
}

function openSource(source: string): DatabaseSync {
  try {
    return new DatabaseSync(source, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
  } catch (cause) {
    throw new CommandError(`Cannot read ${source}: ${(cause as Error).message}`, { cause });
  }
}

/** Immutable: nobody else has the copy yet, and no files may be left beside it. */
function check(file: string): string[] {
  const url = pathToFileURL(file);
  url.searchParams.set('immutable', '1');
  const copy = new DatabaseSync(url, { readOnly: true });
  try {
    const lines = copy.prepare('PRAGMA integrity_check').all() as { integrity_check: string }[];
    return lines.map(({ integrity_check: line }) => line).filter((line) => line !== 'ok');
  } catch (fault) {
    return [(fault as Error).message];
  } finally {
    copy.close();
  }
}

function sync(path: string): void {
  const opened = openSync(path, 'r');
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}

async function digest(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
