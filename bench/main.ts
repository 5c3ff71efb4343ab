import { existsSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { run as runGateway } from './gateway/gateway.bench.js';
import { profileGateway } from './gateway/profile.bench.js';
import { describeMachine, inspectMachine, missingTools, type Machine } from './machine.js';
import { OptionError, parseOptions, USAGE, type BenchName, type BenchOptions } from './options.js';
import { formatReport, isBenchReport, type BenchReport } from './report.js';

const EXIT = { MEASURED: 0, WRONG: 1, COULD_NOT_RUN: 2 } as const;
/** Between benches, for what the last one left to the disk. */
const REST_MS = 1_000;

process.exitCode = await main();

async function main(): Promise<number> {
  try {
    const options = parseOptions(process.argv.slice(2));
    if (options.help) {
      process.stdout.write(USAGE);
      return EXIT.MEASURED;
    }
    return await measure(options);
  } catch (error) {
    console.error(error instanceof OptionError ? `bench: ${error.message}\n\n${USAGE}` : error);
    return EXIT.COULD_NOT_RUN;
  }
}

async function measure(options: BenchOptions): Promise<number> {
  const machine = inspectMachine();
  console.log(describeMachine(machine));
  const missing = options.only.includes('gateway') ? missingTools(machine) : undefined;
  if (missing !== undefined) {
    console.error(missing);
    return EXIT.COULD_NOT_RUN;
  }
  const reports: BenchReport[] = [];
  for (const name of options.only) {
    if (reports.length > 0) await sleep(REST_MS);
    const report = await runBench(name, options);
    console.log(formatReport(report));
    reports.push(report);
  }
  if (options.json !== undefined) writeResults(options.json, machine, options, reports);
  return reports.some(({ problems }) => problems.length > 0) ? EXIT.WRONG : EXIT.MEASURED;
}

function runBench(name: BenchName, options: BenchOptions): Promise<BenchReport> {
  const { runs, seconds, peers } = options;
  if (name !== 'gateway') return runModule(name, { runs, seconds });
  return options.profile ? profileGateway({ seconds, progress }) : runGateway({ runs, seconds, peers, progress });
}

async function runModule(name: string, options: { readonly runs: number; readonly seconds: number }): Promise<BenchReport> {
  const module = new URL(`./${name}.js`, import.meta.url);
  if (!existsSync(module)) return { title: name, tables: [], notes: ['not there yet'], problems: [], measurements: null };
  progress(name);
  const loaded: unknown = await import(module.href);
  const result = hasRun(loaded) ? await loaded.run(options) : undefined;
  return isBenchReport(result) ? result : { title: name, tables: [], notes: [], problems: [], measurements: result };
}

function hasRun(module: unknown): module is { run: (options: object) => Promise<unknown> } {
  return typeof module === 'object' && module !== null && 'run' in module && typeof module.run === 'function';
}

function writeResults(file: string, machine: Machine, options: BenchOptions, reports: readonly BenchReport[]): void {
  writeFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), machine, options, reports }, null, 2)}\n`);
  console.log(`Everything measured is in ${file}`);
}

/** To stderr: stdout is the result. */
function progress(line: string): void {
  console.error(`  … ${line}`);
}
