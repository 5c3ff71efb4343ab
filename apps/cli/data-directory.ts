import { accessSync, constants, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { openSqliteEventReader, type SqliteEventReader } from '#event-store/sqlite';
import { CommandError } from './exit-codes.js';

export interface DataDirectory {
  /** Absolute. */
  readonly path: string;
  readonly events: string;
  readonly readModels: string;
  readonly vault: string;
}

const DATA_DIR = '--data-dir <directory>';
const DATA_DIR_HELP = 'where the embedded stores are (else TOKENOK_DATA_DIR, else ./data)';

export function withDataDirectory(command: Command): Command {
  return command.option(DATA_DIR, DATA_DIR_HELP);
}

/** Absolute path, whether or not it exists. */
export function dataDirectoryPath(command: Command): string {
  const { dataDir } = command.optsWithGlobals<{ dataDir?: string }>();
  const path = dataDir ?? process.env['TOKENOK_DATA_DIR'] ?? './data';
  if (path.trim() === '')
    throw new CommandError(dataDir === undefined ? 'TOKENOK_DATA_DIR is empty: set it, or unset it' : '--data-dir is empty');
  return resolve(path);
}

/** The directory of a command that only reads: it must be there, and nothing is made or changed in it. */
export function dataDirectory(command: Command): DataDirectory {
  refuseOtherEngines(command);
  const path = dataDirectoryPath(command);
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw new CommandError(`There is no data directory ${path} (--data-dir or TOKENOK_DATA_DIR names another)`);
  if (!found.isDirectory()) throw new CommandError(`The data directory ${path} is not a directory`);
  try {
    accessSync(path, constants.R_OK | constants.X_OK);
  } catch {
    throw new CommandError(`The data directory ${path} cannot be read by this user`);
  }
  return { path, events: join(path, 'events.db'), readModels: join(path, 'read-models.db'), vault: join(path, 'vault.db') };
}

/** Reading only: works beside a running gateway and takes no lock that it would wait for. */
export function openEvents({ events }: DataDirectory): SqliteEventReader {
  return openSqliteEventReader({ file: events, pollMs: Infinity });
}

/** Whoever runs on other engines must not be told that all is well with an old directory. */
function refuseOtherEngines(command: Command): void {
  if (command.optsWithGlobals<{ dataDir?: string }>().dataDir !== undefined) return;
  for (const name of ['EVENTSTORE_URL', 'MONGODB_URL']) {
    if (process.env[name] === undefined) continue;
    throw new CommandError(`${name} is set, but this version reads only embedded stores: name one with --data-dir, or unset the variable`);
  }
}
