import type { Command } from 'commander';
import { dataDirectory, namesDirectory } from './data-directory.js';
import { DirectorySource } from './directory.source.js';
import { EngineSource } from './engine.source.js';
import { fromEnvironment } from './environment.js';
import type { Source } from './source.js';

/** `--data-dir` names embedded stores whatever the environment says; else the engines of the environment; else the default directory. */
export function sourceOf(command: Command): Source {
  const engines = namesDirectory(command)
    ? undefined
    : fromEnvironment(process.env, 'engines', ' (--data-dir names embedded stores instead)');
  return engines === undefined ? new DirectorySource(dataDirectory(command)) : new EngineSource(engines);
}
