import type { Command } from 'commander';
import type { EventReader } from '#event-store';
import { EnvironmentError, EnvironmentReader, readEngines, type Engines } from '#process';
import type { ReadModels, RowReader } from '#read-model';
import { dataDirectory, namesDirectory, type DataDirectory } from './data-directory.js';
import { DirectorySource } from './directory.source.js';
import { EngineSource } from './engine.source.js';
import { CommandError } from './exit-codes.js';

/** Where a command that only reads finds what was recorded. Whoever opens something closes it. */
export interface Source {
  /** Undefined where everything is kept by engines. */
  readonly directory: DataDirectory | undefined;
  readonly engines: Engines | undefined;
  events(): Promise<EventReader>;
  rows(): Promise<RowReader>;
  /** Empty read models beside the live ones, gone when they are closed; files of them are made in `directory`. */
  scratch(directory: string): Promise<ReadModels>;
}

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
    if (fault instanceof EnvironmentError) throw new CommandError(`${fault.problems.join('; ')} (--data-dir names embedded stores instead)`);
    throw fault;
  }
}
