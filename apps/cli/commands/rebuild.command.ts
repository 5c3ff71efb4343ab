import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { mintCommandId } from '#event-store';
import { PROJECTIONS, currentShape } from '#projections';
import { rebuildAndCompare, type Projection, type Rebuilt } from '#projecting';
import { withDataDirectory } from '../sources/data-directory.js';
import { CommandError, EXIT, type ExitCode } from '../output/exit-codes.js';
import { grouped, plural, print, printJson } from '../output/output.js';
import { Progress } from '../output/progress.js';
import { exits } from '../output/run.js';
import { sourceOf } from '../sources/source-of.js';
import type { OnEngines, Source } from '../sources/source.js';

interface RebuildOptions {
  readonly json?: true;
  readonly scratch?: string;
}

export function rebuildCommand(program: Command): void {
  withDataDirectory(program.command('rebuild'))
    .summary('rebuild projections from the events and compare them with the live ones')
    .description(
      'Folds the events again, beside the live read models (in a scratch file, or in collections of its own), up to exactly where ' +
        'each projection stands, and compares row by row, byte for byte. Without a name: every projection. Changes nothing of what is ' +
        'there. What has not been built yet in MongoDB is built first, in place, unless a projector that leads is building it.',
    )
    .argument('[projection...]', `any of ${PROJECTIONS.map(({ name }) => name).join(', ')}`)
    .option(
      '--scratch <directory>',
      'where the scratch file of embedded stores is made and removed again; default: the directory for temporary files',
    )
    .option('--json', 'one JSON document instead of lines')
    .addHelpText(
      'after',
      `
Examples:
  npx tokenok rebuild
  npx tokenok rebuild balances statements --json

Exit codes: 0 every row is the same · 1 a projection differs; its first difference is named · 2 could not run`,
    )
    .action((names: string[], options: RebuildOptions, command: Command) => exits(() => run(names, options, command)));
}

async function run(names: readonly string[], options: RebuildOptions, command: Command): Promise<ExitCode> {
  const projections = chosen(names);
  const source = sourceOf(command);
  const built = source.engines === undefined ? [] : await fill(source, projections);
  const rebuilt = await inScratch(options.scratch ?? tmpdir(), (scratch) => rebuild(source, scratch, projections));
  const records = rebuilt.map((each) => record(each, built));
  if (options.json) printJson({ equal: rebuilt.every(({ problem }) => problem === undefined), projections: records });
  else for (const each of rebuilt) print(line(each));
  return rebuilt.every(({ problem }) => problem === undefined) ? EXIT.GOOD : EXIT.FOUND;
}

function chosen(names: readonly string[]): readonly Projection[] {
  if (names.length === 0) return PROJECTIONS;
  return [...new Set(names)].map((name) => {
    const found = PROJECTIONS.find((projection) => projection.name === name);
    if (!found) throw new CommandError(`There is no projection ${name}: ${PROJECTIONS.map((each) => each.name).join(', ')}`);
    return found;
  });
}

/** Names of what was built now. Embedded read models are built by the gateway, whose start waits for them. */
async function fill({ engines }: OnEngines, projections: readonly Projection[]): Promise<readonly string[]> {
  const [{ openEngines }, { buildMissing, ProjectorLeadsError }] = await Promise.all([import('#projector/mongodb'), import('#projector')]);
  const stores = await openEngines(engines);
  let shown: Progress | undefined;
  const progress = (folded: bigint, target: bigint): void =>
    (shown ??= new Progress('Building what is not there yet', target)).update(folded);
  try {
    const missing = await buildMissing({ stores, projections, holder: `rebuild_${mintCommandId()}`, progress });
    const names = missing.map(({ name }) => name);
    shown?.end();
    if (names.length > 0) process.stderr.write(`Built, for the first time: ${names.join(', ')}\n`);
    return names;
  } catch (fault) {
    throw fault instanceof ProjectorLeadsError ? new CommandError(fault.message, { cause: fault }) : fault;
  } finally {
    await stores.close();
  }
}

async function rebuild(source: Source, scratchDirectory: string, projections: readonly Projection[]): Promise<readonly Rebuilt[]> {
  const closers: (() => Promise<void>)[] = [];
  const open = async <T extends { close(): Promise<void> }>(opening: Promise<T>): Promise<T> => {
    const opened = await opening;
    closers.push(() => opened.close());
    return opened;
  };
  try {
    const events = await open(source.events());
    const live = await open(source.rows());
    const scratch = await open(source.scratch(scratchDirectory));
    let shown: Progress | undefined;
    const progress = (folded: bigint, target: bigint): void => (shown ??= new Progress('Events folded', target)).update(folded);
    const rebuilt = await rebuildAndCompare({ events, live, scratch, projections, upcast: currentShape, progress });
    shown?.end();
    return rebuilt;
  } finally {
    await closeAll(closers.reverse());
  }
}

/** Each of them, whatever becomes of the others: a client that stays open would keep the process from ending. */
async function closeAll(closers: readonly (() => Promise<void>)[]): Promise<void> {
  const faults: unknown[] = [];
  for (const close of closers) await close().catch((fault: unknown) => faults.push(fault));
  if (faults.length > 0) throw faults[0];
}

/** The scratch file goes whatever happens, a signal included. */
async function inScratch<T>(parent: string, work: (directory: string) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(parent, 'tokenok-rebuild-'));
  const remove = (): void => rmSync(directory, { recursive: true, force: true });
  const interrupted = (signal: NodeJS.Signals): void => {
    remove();
    process.exit(signal === 'SIGINT' ? 130 : 143);
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    return await work(directory);
  } finally {
    remove();
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
  }
}

function record({ name, version, position, rows, problem, difference }: Rebuilt, built: readonly string[]): object {
  return {
    name,
    version,
    as_of_position: String(position),
    rows,
    built: built.includes(name),
    equal: problem === undefined,
    problem: problem ?? null,
    difference: difference ? { key: difference.key, live: difference.live?.json ?? null, rebuilt: difference.rebuilt?.json ?? null } : null,
  };
}

function line({ name, version, position, rows, problem, difference }: Rebuilt): string {
  const head = `${name} (version ${version}) as of position ${grouped(position)}:`;
  if (problem === undefined) return `${head} ${plural(rows, 'row')}, all the same`;
  const sides = difference ? [`  live    ${difference.live?.json ?? '(none)'}`, `  rebuilt ${difference.rebuilt?.json ?? '(none)'}`] : [];
  return [`${head} ${problem}`, ...sides].join('\n');
}
