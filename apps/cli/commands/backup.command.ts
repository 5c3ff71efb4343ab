import { existsSync, mkdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { openSqliteRowReader } from '#read-model/sqlite';
import { copyDatabase, type CopiedDatabase } from './copied-database.js';
import type { DataDirectory } from '#process';
import { withDataDirectory } from '../sources/data-directory.js';
import { openEvents } from '../sources/directory.source.js';
import { CommandError, EXIT, type ExitCode } from '../output/exit-codes.js';
import { grouped, print, printJson } from '../output/output.js';
import { exits } from '../output/run.js';
import { sourceOf } from '../sources/source-of.js';

interface BackupOptions {
  readonly vaultDir?: string;
  /** False for `--no-vault`. */
  readonly vault: boolean;
  readonly json?: true;
}

const OTHER_TOOLS =
  'EventStoreDB and MongoDB are backed up with their own tools (docs/cli.md says in which order). `tokenok export` writes all events ' +
  'into a file that can be verified anywhere; --data-dir names embedded stores to copy';

export function backupCommand(program: Command): void {
  withDataDirectory(program.command('backup'))
    .summary('copy the stores while the gateway runs')
    .description(
      'Copies events.db and read-models.db into a directory, and vault.db apart from them, each as of one moment and checked. Never ' +
        'writes over a file. Of embedded stores only. The master key is not copied: keep it elsewhere, a vault without it opens nothing.',
    )
    .argument('<directory>', 'made if it is not there')
    .option('--vault-dir <directory>', 'where vault.db goes; default: <directory>/vault')
    .option('--no-vault', 'leave the vault out: erasing a person also means erasing them from every copy of the vault')
    .option('--json', 'one JSON document instead of lines')
    .addHelpText(
      'after',
      `
Examples:
  npx tokenok backup /backups/2026-11-23 --vault-dir /vault-backups/2026-11-23
  npx tokenok verify --data-dir /backups/2026-11-23

Exit codes: 0 all copied, every copy is sound · 1 copied, but SQLite's own check finds damage · 2 could not run`,
    )
    .action((directory: string, options: BackupOptions, command: Command) => exits(() => run(directory, options, command)));
}

async function run(target: string, options: BackupOptions, command: Command): Promise<ExitCode> {
  const { directory } = sourceOf(command);
  if (directory === undefined) throw new CommandError(OTHER_TOOLS);
  await assertOurs(directory);
  const to = resolve(target);
  const vaultTo = resolve(options.vaultDir ?? join(to, 'vault'));
  const copies: CopiedDatabase[] = [];
  for (const [source, into] of inOrder(directory, to, options.vault ? vaultTo : undefined)) {
    const file = join(into, basename(source));
    if (existsSync(file)) throw new CommandError(`${file} exists already: a backup never writes over a file`);
    mkdirSync(into, { recursive: true, mode: 0o700 });
    copies.push(await copyDatabase(source, file));
  }
  report(copies, options);
  return copies.every(({ problems }) => problems.length === 0) ? EXIT.GOOD : EXIT.FOUND;
}

/**
 * Read models first, so that none is ahead of the events; the vault last, so that it has the key of every person whom an event names.
 * Read models are rebuilt where they are missing; a vault is missing only where no gateway has ever started.
 */
function inOrder({ events, readModels, vault }: DataDirectory, to: string, vaultTo: string | undefined): [source: string, into: string][] {
  const order: [string, string][] = [
    [readModels, to],
    [events, to],
  ];
  if (vaultTo !== undefined) order.push([vault, vaultTo]);
  return order.filter(([source]) => source === events || existsSync(source));
}

/** A foreign file under our name is no backup. */
async function assertOurs(directory: DataDirectory): Promise<void> {
  await openEvents(directory).close();
  if (existsSync(directory.readModels)) await openSqliteRowReader({ file: directory.readModels }).close();
}

function report(copies: readonly CopiedDatabase[], options: BackupOptions): void {
  if (options.json) return printJson({ sound: copies.every(({ problems }) => problems.length === 0), files: copies });
  for (const { file, bytes, sha256, problems } of copies) {
    print(`${file}: ${grouped(bytes)} bytes, sha256 ${sha256}`);
    for (const problem of problems) print(`  SQLite's own check says: ${problem}`);
  }
}
