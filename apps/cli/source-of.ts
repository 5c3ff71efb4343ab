import type { Command } from 'commander';
import { EnvironmentError, EnvironmentReader, readEngines, type Engines } from '#process';
import { dataDirectory, namesDirectory } from './data-directory.js';
import { DirectorySource } from './directory.source.js';
import { EngineSource } from './engine.source.js';
import { CommandError } from './exit-codes.js';
import type { Source } from './source.js';

/** `--data-dir` names embedded stores whatever the environment says; else the engines of the environment; else the default directory. */
export function sourceOf(command: Command): Source {
  const engines = namesDirectory(command) ? undefined : enginesOf(process.env);
  return engines === undefined ? new DirectorySource(dataDirectory(command)) : new EngineSource(engines);
}

function enginesOf(variables: NodeJS.ProcessEnv): Engines | undefined {
  try {
    const reader = new EnvironmentReader(variables);
    const engines = readEngines(reader);
    reader.finish();
    return engines;
  } catch (fault) {
    if (fault instanceof EnvironmentError)
      throw new CommandError(`${fault.problems.join('; ')} (--data-dir names embedded stores instead)`);
    throw fault;
  }
}
