import type { Command } from 'commander';
import { mintCommandId } from '#event-store';
import { PROJECTIONS } from '#projections';
import type { Projection, Rebuilt } from '#projecting';
import { withDataDirectory } from '../sources/data-directory.js';
import { CommandError, EXIT, type ExitCode } from '../output/exit-codes.js';
import { grouped, plural, print, printJson } from '../output/output.js';
import { Progress } from '../output/progress.js';
import { exits } from '../output/run.js';
import { sourceOf } from '../sources/source-of.js';
import { rebuildBeside } from '../comparing/rebuilding.js';
import type { OnEngines } from '../sources/source.js';

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
  const rebuilt = await rebuildBeside(source, projections, options.scratch);
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
