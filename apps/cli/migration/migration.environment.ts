import { readFileSync } from 'node:fs';
import {
  DirectoryHeldError,
  parseMasterKey,
  type DataDirectory,
  type DirectoryLock,
  type Engines,
  type EnvironmentVariables,
} from '#process';
import { MasterKey } from '#vault';
import { fromEnvironment } from '../sources/environment.js';
import { CommandError } from '../output/exit-codes.js';

/** Both engines of the environment: a migration has nowhere else to go. */
export function requiredEngines(variables: EnvironmentVariables): Engines {
  const engines = fromEnvironment(variables, 'engines');
  if (engines) return engines;
  throw new CommandError('EVENTSTORE_URL and MONGODB_URL are not set: they name the stores to migrate into');
}

/** From the environment, as for a gateway; else from the data directory's own file, which is said. */
export function masterKeyOf(variables: EnvironmentVariables, directory: DataDirectory): MasterKey {
  const given = fromEnvironment(variables, 'masterKey');
  if (given) return new MasterKey(given);
  const file = directory.masterKey;
  const kept = parseMasterKey(textOf(file).trim());
  if (!('value' in kept)) throw new CommandError(`The master key in ${file} is damaged: restore it from a backup`);
  process.stderr.write(
    `TOKENOK_MASTER_KEY is not set: the master key is read from ${file}. Gateways on the new stores need it in the variable.\n`,
  );
  return new MasterKey(kept.value);
}

/** As a gateway holds it, so that none starts meanwhile. */
export function holdDirectory(directory: DataDirectory): DirectoryLock {
  try {
    return directory.lock();
  } catch (cause) {
    const reason =
      cause instanceof DirectoryHeldError
        ? `is held by process ${cause.holder}, a gateway or another migration: stop it first`
        : `cannot be locked: ${(cause as Error).message}`;
    throw new CommandError(`The data directory ${directory.path} ${reason}`, { cause });
  }
}

/** Where the events are, for people: without a password, and without anything that could be a part of one. */
export function placeOf(eventStoreUrl: string): string {
  const [, scheme = '', hosts = ''] = /^(esdb(?:\+discover)?):\/\/(?:.*@)?([\w.:,[\]-]+)(?:[/?].*)?$/.exec(eventStoreUrl) ?? [];
  return hosts === '' ? 'EventStoreDB' : `EventStoreDB at ${scheme}://${hosts}`;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new CommandError(`TOKENOK_MASTER_KEY is not set and ${file} cannot be read: the installation's master key is needed`, { cause });
  }
}
