import type { Command } from 'commander';
import { dataDirectory, withDataDirectory } from '../data-directory.js';
import type { Diagnosis } from '../diagnosis.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import {
  diagnoseDirectory,
  diagnoseDisk,
  diagnoseEnvironment,
  diagnoseHolder,
  diagnoseRuntime,
  diagnoseSecrets,
} from '../machine.diagnosis.js';
import { print, printJson, table } from '../output.js';
import { exits } from '../run.js';
import { diagnoseStores } from '../stores.diagnosis.js';

interface DoctorOptions {
  readonly json?: true;
}

export function doctorCommand(program: Command): void {
  withDataDirectory(program.command('doctor'))
    .summary('look after the machine, the data directory and the stores')
    .description(
      'Looks at the runtime, the environment, the rights of the data directory, the secrets (never shown), who holds the directory,\n' +
        'the soundness of every store, the lag of every projection and the free disk. Changes nothing and takes no lock.',
    )
    .option('--json', 'one JSON document instead of a table')
    .addHelpText(
      'after',
      `
Examples:
  tokenok doctor
  tokenok doctor --data-dir /var/lib/tokenok --json

Exit codes: 0 nothing is broken (what needs attention is marked) · 1 something is broken · 2 could not run`,
    )
    .action((options: DoctorOptions, command: Command) => exits(() => run(options, command)));
}

async function run(options: DoctorOptions, command: Command): Promise<ExitCode> {
  const directory = dataDirectory(command);
  const { path } = directory;
  const diagnoses: readonly Diagnosis[] = [
    ...diagnoseRuntime(),
    await diagnoseEnvironment(path),
    diagnoseDirectory(path),
    ...diagnoseSecrets(path),
    diagnoseHolder(path),
    diagnoseDisk(path),
    ...(await diagnoseStores(directory)),
  ];
  const healthy = diagnoses.every(({ status }) => status !== 'broken');
  if (options.json) printJson({ healthy, checks: diagnoses });
  else print(table(diagnoses.map(({ check, status, detail }) => [MARKS[status], check, detail])));
  return healthy ? EXIT.GOOD : EXIT.FOUND;
}

const MARKS = { fine: 'ok', attention: 'LOOK', broken: 'BROKEN' } as const;
