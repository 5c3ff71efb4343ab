import { Command, CommanderError } from 'commander';
import { backupCommand } from './commands/backup.command.js';
import { clockCommand } from './commands/clock.command.js';
import { doctorCommand } from './commands/doctor.command.js';
import { eraseCommand } from './commands/erase.command.js';
import { exportCommand } from './commands/export.command.js';
import { migrateCommand } from './commands/migrate.command.js';
import { peopleCommand } from './commands/people.command.js';
import { projectCommand } from './commands/project.command.js';
import { rebuildCommand } from './commands/rebuild.command.js';
import { replayCommand } from './commands/replay.command.js';
import { serveCommand } from './commands/serve.command.js';
import { verifyCommand } from './commands/verify.command.js';
import { withDataDirectory } from './sources/data-directory.js';
import { EXIT, explainFault } from './output/exit-codes.js';
import { endWithReader } from './output/output.js';
import { VERSION, ownFilesOnly } from '#process';

const COMMANDS = [
  serveCommand,
  projectCommand,
  verifyCommand,
  rebuildCommand,
  replayCommand,
  exportCommand,
  backupCommand,
  migrateCommand,
  eraseCommand,
  clockCommand,
  doctorCommand,
  peopleCommand,
];

ownFilesOnly();
endWithReader();
try {
  await program().parseAsync();
} catch (fault) {
  if (!(fault instanceof CommanderError)) process.stderr.write(`tokenok: ${explainFault(fault)}\n`);
  const asked = fault instanceof CommanderError && fault.exitCode === 0;
  process.exitCode = asked ? EXIT.GOOD : EXIT.COULD_NOT_RUN;
}

function program(): Command {
  const tokenok = withDataDirectory(new Command('tokenok'))
    .description("The operator's and auditor's command line of Tokenok, an AI gateway whose books can be audited.")
    .version(VERSION)
    .exitOverride()
    .showHelpAfterError('(--help shows how)')
    .addHelpText(
      'after',
      `
Examples:
  npx tokenok serve
  npx tokenok verify
  npx tokenok replay --as-of 2026-10-31T23:59:59.999Z

All commands but erase work while the gateway is stopped; all but serve and migrate also
while it runs. serve and project run until a signal.

Exit codes: 0 it did what was asked and all holds · 1 it found something that
does not hold · 2 it could not run. Each command's --help says what that means
for it; docs/cli.md has everything.`,
    );
  for (const add of COMMANDS) add(tokenok);
  return tokenok;
}
