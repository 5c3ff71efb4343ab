import type { Command } from 'commander';
import type { DataDirectory } from '#process';
import { diagnoseClock } from '../diagnosis/clock.diagnosis.js';
import { dataDirectoryPath, withDataDirectory } from '../sources/data-directory.js';
import type { Diagnosis } from '../diagnosis/diagnosis.js';
import { diagnoseEngines, diagnoseSharedSecrets } from '../diagnosis/engines.diagnosis.js';
import { EXIT, type ExitCode } from '../output/exit-codes.js';
import {
  diagnoseDirectory,
  diagnoseDisk,
  diagnoseEnvironment,
  diagnoseHolder,
  diagnoseRuntime,
  diagnoseSecrets,
} from '../diagnosis/machine.diagnosis.js';
import { print, printJson, table } from '../output/output.js';
import { exits } from '../output/run.js';
import { sourceOf } from '../sources/source-of.js';
import type { Source } from '../sources/source.js';
import { diagnoseStores } from '../diagnosis/stores.diagnosis.js';

interface DoctorOptions {
  readonly json?: true;
}

export function doctorCommand(program: Command): void {
  withDataDirectory(program.command('doctor'))
    .summary('look after the machine, the data directory and the stores')
    .description(
      'Looks at the runtime, the environment, the rights of the data directory, the secrets (never shown), who holds the directory, ' +
        'the soundness of every store, the lag of every projection and the free disk. On EventStoreDB and MongoDB: whether they ' +
        'answer, who leads the projections, and how many gateways live. Changes nothing and takes no lock.',
    )
    .option('--json', 'one JSON document instead of a table')
    .addHelpText(
      'after',
      `
Examples:
  npx tokenok doctor
  npx tokenok doctor --data-dir /var/lib/tokenok --json

Exit codes: 0 nothing is broken (what needs attention is marked) · 1 something is broken · 2 could not run`,
    )
    .action((options: DoctorOptions, command: Command) => exits(() => run(options, command)));
}

async function run(options: DoctorOptions, command: Command): Promise<ExitCode> {
  const source = sourceOf(command);
  const path = source.directory?.path ?? dataDirectoryPath(command);
  const environment = [...diagnoseRuntime(), diagnoseEnvironment(path, source.engines !== undefined)];
  const diagnoses: readonly Diagnosis[] = [...environment, ...(await diagnoseKept(source))];
  const healthy = diagnoses.every(({ status }) => status !== 'broken');
  if (options.json) printJson({ healthy, checks: diagnoses });
  else print(table(diagnoses.map(({ check, status, detail }) => [MARKS[status], check, detail])));
  return healthy ? EXIT.GOOD : EXIT.FOUND;
}

async function diagnoseKept(source: Source): Promise<Diagnosis[]> {
  if (source.directory !== undefined) return diagnoseInDirectory(source.directory);
  return [...diagnoseSharedSecrets(), ...(await diagnoseEngines(source))];
}

async function diagnoseInDirectory(directory: DataDirectory): Promise<Diagnosis[]> {
  return [
    diagnoseDirectory(directory),
    ...diagnoseSecrets(directory),
    diagnoseHolder(directory),
    diagnoseDisk(directory),
    await diagnoseClock(directory),
    ...(await diagnoseStores(directory)),
  ];
}

const MARKS = { fine: 'ok', attention: 'LOOK', broken: 'BROKEN' } as const;
