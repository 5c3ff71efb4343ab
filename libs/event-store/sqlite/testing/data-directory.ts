import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const directories: string[] = [];

/** A directory that `removeDirectories` deletes. */
export function dataDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'tokenok-events-'));
  directories.push(directory);
  return directory;
}

export function removeDirectories(): void {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
}
