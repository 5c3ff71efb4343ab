import { accessSync, constants, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { DataDirectory } from '#process';
import { fromEnvironment } from './environment.js';
import { CommandError } from '../output/exit-codes.js';

const DATA_DIR = '--data-dir <directory>';
const DATA_DIR_HELP = 'where the embedded stores are (else EVENTSTORE_URL and MONGODB_URL, else TOKENOK_DATA_DIR, else ./data)';

export function withDataDirectory(command: Command): Command {
  return command.option(DATA_DIR, DATA_DIR_HELP);
}

/** True where embedded stores were asked for by name, whatever the environment says. */
export function namesDirectory(command: Command): boolean {
  return command.optsWithGlobals<{ dataDir?: string }>().dataDir !== undefined;
}

/** Absolute path, whether or not it exists. */
export function dataDirectoryPath(command: Command): string {
  const { dataDir } = command.optsWithGlobals<{ dataDir?: string }>();
  if (dataDir === undefined) return fromEnvironment(process.env, 'dataDir');
  if (dataDir.trim() === '') throw new CommandError('--data-dir is empty');
  return resolve(dataDir);
}

/** The directory of a command that only reads: it must be there, and nothing is made or changed in it. */
export function dataDirectory(command: Command): DataDirectory {
  const path = dataDirectoryPath(command);
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw new CommandError(`There is no data directory ${path} (--data-dir or TOKENOK_DATA_DIR names another)`);
  if (!found.isDirectory()) throw new CommandError(`The data directory ${path} is not a directory`);
  try {
    accessSync(path, constants.R_OK | constants.X_OK);
  } catch {
    throw new CommandError(`The data directory ${path} cannot be read by this user`);
  }
  return new DataDirectory(path);
}
