import { statSync } from 'node:fs';
import type { Command } from 'commander';
import {
  ExportWriter,
  Findings,
  NamedPeople,
  compareBeside,
  describeFinding,
  verify,
  type Audited,
  type Comparison,
  type Finding,
} from '#audit';
import type { EventReader, RawEvent } from '#event-store';
import type { SqliteEventReader } from '#event-store/sqlite';
import type { DataDirectory } from '#process';
import { compareManifest } from '../comparing/manifest.js';
import { comparePeople } from '../comparing/people.js';
import { compareReadModels } from '../comparing/read-models.js';
import { withDataDirectory } from '../sources/data-directory.js';
import { auditRecord, auditSummary } from '../output/audit-report.js';
import { openEvents } from '../sources/directory.source.js';
import { CommandError, EXIT, type ExitCode } from '../output/exit-codes.js';
import { readExport } from '../sources/exported-file.js';
import { print, printJson } from '../output/output.js';
import { Progress } from '../output/progress.js';
import { exits } from '../output/run.js';
import { sourceOf } from '../sources/source-of.js';
import type { OnEngines } from '../sources/source.js';

interface VerifyOptions {
  readonly export?: string;
  readonly manifest?: string;
  readonly vault?: string;
  readonly json?: true;
  readonly maxFindings: string;
}

export function verifyCommand(program: Command): void {
  withDataDirectory(program.command('verify'))
    .summary('check every promise that can be checked offline')
    .description(
      'Reads every recorded event and checks its bytes, its hash, the chain of its stream, its place, its journal entry, every ' +
        'charge by rating it again, every hold, and every opening and closing of a period. Names each event that does not hold. Then ' +
        'holds the stores against each other: the vault has every person whom the events name, every row of the read models follows ' +
        'from the events, an export is what its manifest says.',
    )
    .option('--export <file>', 'verify a whole export (tokenok export) instead of the data directory')
    .option('--manifest <file>', 'the manifest of the export; default: <export>.manifest.json where it is there')
    .option('--vault <file>', 'vault.db, where it is not in the data directory')
    .option('--max-findings <number>', 'show at most this many; all are counted', '1000')
    .option('--json', 'one JSON document instead of lines')
    .addHelpText(
      'after',
      `
Examples:
  npx tokenok verify
  npx tokenok verify --data-dir /backups/2026-11-23 --json
  npx tokenok verify --data-dir /backups/2026-11-23 --vault /elsewhere/2026-11-23/vault.db
  npx tokenok verify --export events.jsonl

Exit codes: 0 all holds · 1 something does not hold; stream, revision, position and event id are named · 2 could not run`,
    )
    .action((options: VerifyOptions, command: Command) => exits(() => run(options, command)));
}

async function run(options: VerifyOptions, command: Command): Promise<ExitCode> {
  const findings = new Findings(wholeNumber('--max-findings', options.maxFindings), (finding) => {
    if (!options.json) print(describeFinding(finding));
  });
  const [audited, comparisons] =
    options.export === undefined ? await verifyStores(command, options, findings) : await verifyExport(options.export, options, findings);
  if (options.json) printJson(auditRecord(audited, findings, comparisons));
  else print(auditSummary(audited, findings, comparisons));
  for (const { with: store, detail } of comparisons.filter((each) => !each.compared))
    process.stderr.write(`Not compared with the ${store}: ${detail}\n`);
  return findings.total === 0 ? EXIT.GOOD : EXIT.FOUND;
}

type Verified = readonly [audited: Audited, comparisons: readonly Comparison[]];

/** The log by itself, then against the stores that stand beside it. */
async function verifyStores(command: Command, { vault }: VerifyOptions, findings: Findings): Promise<Verified> {
  const source = sourceOf(command);
  const people = new NamedPeople();
  const see = (event: RawEvent): void => people.see(event);
  const audited =
    source.directory === undefined ? await verifyEngine(source, findings, see) : await verifyDirectory(source.directory, findings, see);
  const tell = (finding: Finding): void => findings.add(finding);
  const comparisons = await compareBeside(
    findings.total === 0,
    () => comparePeople(source, people.all, vault, tell),
    () => compareReadModels(source, tell),
  );
  return [audited, comparisons];
}

async function verifyEngine(source: OnEngines, findings: Findings, see: (event: RawEvent) => void): Promise<Audited> {
  const events = await source.events();
  try {
    return await verifyLog(events, findings, see);
  } finally {
    await events.close();
  }
}

async function verifyDirectory(directory: DataDirectory, findings: Findings, see: (event: RawEvent) => void): Promise<Audited> {
  const events = openEvents(directory);
  try {
    const audited = await verifyLog(events, findings, see);
    checkFile(events, directory.events, findings);
    return audited;
  } finally {
    await events.close();
  }
}

async function verifyLog(
  events: Pick<EventReader, 'gapless' | 'scan' | 'head'>,
  findings: Findings,
  see: (event: RawEvent) => void,
): Promise<Audited> {
  const progress = new Progress('Events verified', await events.head().catch(() => undefined));
  const audited = await verify(events, {
    onFinding: (finding) => findings.add(finding),
    onEvent: see,
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

async function verifyExport(file: string, { manifest }: VerifyOptions, findings: Findings): Promise<Verified> {
  const found = new ExportWriter();
  const audited = await verifyLog(await readExport(file), findings, (event) => void found.line(event));
  const comparison = await compareManifest(file, manifest, found, (finding) => findings.add(finding));
  if (audited.events === 0 && !comparison.compared)
    throw new CommandError(`${file} is empty, and there is no manifest that says what was in it`);
  return [audited, [comparison]];
}

function wholeNumber(option: string, text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new CommandError(`${option} takes a whole number, not ${JSON.stringify(text)}`);
  return Number(text);
}
