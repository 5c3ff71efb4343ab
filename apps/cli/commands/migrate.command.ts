import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { Findings, describeFinding } from '#audit';
import type { DataDirectory, Engines } from '#process';
import type { MasterKey } from '#vault';
import { SqliteVault } from '#vault/sqlite';
import { auditRecord, auditSummary } from '../output/audit-report.js';
import { dataDirectory, withDataDirectory } from '../sources/data-directory.js';
import { openEvents } from '../sources/directory.source.js';
import { CommandError, EXIT, type ExitCode } from '../output/exit-codes.js';
import { holdDirectory, masterKeyOf, placeOf, requiredEngines } from '../migration/migration.environment.js';
import { migrate, type Migrated, type MigrationPhase } from '../migration/migration.js';
import { plural, print, printJson } from '../output/output.js';
import { Progress } from '../output/progress.js';
import { exits } from '../output/run.js';

interface MigrateOptions {
  readonly json?: true;
}

const MOST_FINDINGS = 1_000;

export function migrateCommand(program: Command): void {
  withDataDirectory(program.command('migrate'))
    .summary('move an embedded installation into EventStoreDB and MongoDB')
    .description(
      'Copies every event of the data directory into EventStoreDB, in the order of the log and byte for byte, and the vault into MongoDB; ' +
        'then reads all of it back: the whole verifier, and each event against its source. The gateway must be stopped. May be stopped ' +
        'at any instant and run again: it goes on where it stopped. The data directory is left as it is, and marked, so that no ' +
        'gateway spends the same balances there.',
    )
    .option('--json', 'one JSON document instead of lines')
    .addHelpText(
      'after',
      `
Environment: EVENTSTORE_URL and MONGODB_URL, of stores that nobody has used; TOKENOK_MASTER_KEY, the installation's own: where it
is not set, it is read from the data directory, and gateways on the new stores need it all the same.

Examples:
  export EVENTSTORE_URL=esdb://127.0.0.1:2113?tls=false MONGODB_URL=mongodb://127.0.0.1:27017
  npx tokenok migrate --data-dir ./data
  npx tokenok rebuild

Exit codes: 0 all moved, and all holds · 1 something does not hold, in the source or in what was read back; it is named · 2 could not
run: a gateway holds the directory, the stores hold something else or do not answer`,
    )
    .action((options: MigrateOptions, command: Command) => exits(() => run(options, command)));
}

async function run(options: MigrateOptions, command: Command): Promise<ExitCode> {
  const engines = requiredEngines(process.env);
  const directory = dataDirectory(command);
  for (const file of [directory.events, directory.vault])
    if (!existsSync(file)) throw new CommandError(`There is no ${file}: has a gateway ever started on ${directory.path}?`);
  const master = masterKeyOf(process.env, directory);
  const lock = holdDirectory(directory);
  try {
    const place = placeOf(engines.eventStoreUrl);
    assertNotElsewhere(directory, place);
    const findings = new Findings(MOST_FINDINGS, (finding) => {
      if (!options.json) print(describeFinding(finding));
    });
    const migrated = await inStores(directory, engines, master, findings);
    if (migrated.holds) directory.markMigrated(`${place}, ${new Date().toISOString()}, ${plural(migrated.events, 'event')}`);
    if (options.json) printJson(record(migrated, findings, directory));
    else print(summary(migrated, findings, directory, place));
    return migrated.holds ? EXIT.GOOD : EXIT.FOUND;
  } finally {
    lock.release();
  }
}

/** Two targets of one log would both spend its balances. */
function assertNotElsewhere(directory: DataDirectory, place: string): void {
  const mark = directory.migratedTo();
  if (mark === undefined || mark.startsWith(`${place},`)) return;
  const { path, migrationMark } = directory;
  throw new CommandError(`${path} has been migrated to ${mark}: to migrate it elsewhere instead, remove ${migrationMark}`);
}

async function inStores(directory: DataDirectory, engines: Engines, master: MasterKey, findings: Findings): Promise<Migrated> {
  const closers: (() => Promise<void>)[] = [];
  const open = async <T extends { close(): Promise<void> }>(opening: T | Promise<T>): Promise<T> => {
    const opened = await opening;
    closers.push(() => opened.close());
    return opened;
  };
  const progress = new PhaseProgress();
  try {
    const [{ openEventStoreDb }, { MongoVault }] = await Promise.all([import('#event-store/eventstoredb'), import('#vault/mongodb')]);
    const source = await open(openEvents(directory));
    const target = await open(openEventStoreDb({ url: engines.eventStoreUrl }));
    const vault = {
      source: await open(new SqliteVault(directory.vault, master, { readOnly: true })),
      target: await open(MongoVault.open({ url: engines.mongodbUrl }, master)),
    };
    return await migrate({
      source,
      target,
      vault,
      onFinding: (finding) => findings.add(finding),
      onProgress: (phase, done, total) => progress.update(phase, done, total),
    });
  } finally {
    progress.end();
    for (const close of closers.reverse()) await close();
  }
}

/** A line for each phase that takes long. */
class PhaseProgress {
  #phase: MigrationPhase | undefined;
  #shown: Progress | undefined;

  update(phase: MigrationPhase, done: bigint, total: bigint): void {
    if (phase !== this.#phase) {
      this.end();
      this.#phase = phase;
      this.#shown = new Progress(phase[0]?.toUpperCase() + phase.slice(1), total);
    }
    this.#shown?.update(done);
  }

  end(): void {
    this.#shown?.end();
  }
}

function record(migrated: Migrated, findings: Findings, directory: DataDirectory): object {
  return {
    migrated: migrated.holds,
    source_events: String(migrated.events),
    events_copied: String(migrated.copied),
    target_events_beyond: String(migrated.beyond),
    vault_keys: migrated.keys,
    vault_erased: migrated.erased,
    marked: migrated.holds ? directory.migrationMark : null,
    ...auditRecord(migrated.audited, findings),
  };
}

function summary(migrated: Migrated, findings: Findings, directory: DataDirectory, place: string): string {
  const { events, copied, beyond, keys, erased, holds, audited } = migrated;
  if (!holds) return `${auditSummary(audited, findings)}\nNot migrated: ${directory.path} is not marked, and may go on.`;
  const before = copied === events ? '' : `, ${plural(events - copied, 'event')} stood there already`;
  const after = beyond === 0n ? '' : `; the target has gone on by ${plural(beyond, 'event')}`;
  return [
    `${plural(copied, 'event')} moved to ${place}${before}; all ${plural(events, 'event')} equal the source byte for byte, in its order${after}`,
    `${plural(keys, 'key')} of the vault and ${plural(erased, 'mark')} of erasure are in MongoDB`,
    auditSummary(audited, findings),
    `No gateway starts on ${directory.path} any more: ${directory.migrationMark} says so.`,
    'Next: `tokenok rebuild` fills MongoDB; then start gateways and `tokenok project` with the same environment (docs/deployment.md).',
  ].join('\n');
}
