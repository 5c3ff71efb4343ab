import { statSync } from 'node:fs';
import type { Command } from 'commander';
import { describeFinding, verify, type Audited } from '#audit';
import type { EventReader } from '#event-store';
import type { SqliteEventReader } from '#event-store/sqlite';
import type { DataDirectory } from '#process';
import { withDataDirectory } from '../sources/data-directory.js';
import { Findings, auditRecord, auditSummary } from '../output/audit-report.js';
import { openEvents } from '../sources/directory.source.js';
import { CommandError, EXIT, type ExitCode } from '../output/exit-codes.js';
import { readExport } from '../sources/exported-file.js';
import { print, printJson } from '../output/output.js';
import { Progress } from '../output/progress.js';
import { exits } from '../output/run.js';
import { sourceOf } from '../sources/source-of.js';

interface VerifyOptions {
  readonly export?: string;
  readonly json?: true;
  readonly maxFindings: string;
}

export function verifyCommand(program: Command): void {
  withDataDirectory(program.command('verify'))
    .summary('check every promise that can be checked offline')
    .description(
      'Reads every recorded event and checks its bytes, its hash, the chain of its stream, its place, its journal entry, every ' +
        'charge by rating it again, every hold, and every opening and closing of a period. Names each event that does not hold.',
    )
    .option('--export <file>', 'verify a whole export (tokenok export) instead of the data directory')
    .option('--max-findings <number>', 'show at most this many; all are counted', '1000')
    .option('--json', 'one JSON document instead of lines')
    .addHelpText(
      'after',
      `
Examples:
  npx tokenok verify
  npx tokenok verify --data-dir /backups/2026-11-23 --json
  npx tokenok verify --export events.jsonl

Exit codes: 0 all holds · 1 something does not hold; stream, revision, position and event id are named · 2 could not run`,
    )
    .action((options: VerifyOptions, command: Command) => exits(() => run(options, command)));
}

async function run(options: VerifyOptions, command: Command): Promise<ExitCode> {
  const findings = new Findings(wholeNumber('--max-findings', options.maxFindings), (finding) => {
    if (!options.json) print(describeFinding(finding));
  });
  const audited = options.export === undefined ? await verifyStore(command, findings) : await verifyExport(options.export, findings);
  if (options.json) printJson(auditRecord(audited, findings));
  else print(auditSummary(audited, findings));
  return findings.total === 0 ? EXIT.GOOD : EXIT.FOUND;
}

async function verifyStore(command: Command, findings: Findings): Promise<Audited> {
  const source = sourceOf(command);
  if (source.directory !== undefined) return verifyDirectory(source.directory, findings);
  const events = await source.events();
  try {
    return await verifyLog(events, findings);
  } finally {
    await events.close();
  }
}

async function verifyDirectory(directory: DataDirectory, findings: Findings): Promise<Audited> {
  const events = openEvents(directory);
  try {
    const audited = await verifyLog(events, findings);
    checkFile(events, directory.events, findings);
    return audited;
  } finally {
    await events.close();
  }
}

async function verifyLog(events: EventReader, findings: Findings): Promise<Audited> {
  const progress = new Progress('Events verified', await events.head().catch(() => undefined));
  const audited = await verify(events, {
    onFinding: (finding) => findings.add(finding),
    onProgress: (position) => progress.update(position),
  });
  progress.end();
  return audited;
}

const LARGE_FILE_BYTES = 256 * 1024 * 1024;

/** Damage outside of events (an index, a free page) loses nothing that is recorded, but the file should be restored. */
function checkFile(events: SqliteEventReader, file: string, findings: Findings): void {
  if (statSync(file).size > LARGE_FILE_BYTES) process.stderr.write('Checking the structure of the file …\n');
  for (const line of integrityOf(events)) {
    findings.add({ stream: null, revision: null, position: null, id: null, problem: `${file}: SQLite's own check says: ${line.trim()}` });
  }
}

function integrityOf(events: SqliteEventReader): readonly string[] {
  try {
    return events.integrity();
  } catch (fault) {
    return [(fault as Error).message];
  }
}

async function verifyExport(file: string, findings: Findings): Promise<Audited> {
  const progress = new Progress('Events verified');
  const audited = await verify(await readExport(file), {
    onFinding: (finding) => findings.add(finding),
    onProgress: (position) => progress.update(position),
  });
  progress.end();
  return audited;
}

function wholeNumber(option: string, text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new CommandError(`${option} takes a whole number, not ${JSON.stringify(text)}`);
  return Number(text);
}
