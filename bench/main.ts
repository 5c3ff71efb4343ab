import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describeMachine, inspectMachine, missingTools, type Machine } from './harness/machine.js';
import { OptionError, parseOptions, USAGE, type BenchName, type BenchOptions } from './harness/options.js';
import { formatReport, type BenchReport } from './harness/report.js';

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
  const missing = options.only.some((name) => name === 'gateway' || name === 'curve') ? missingTools(machine) : undefined;
  if (missing !== undefined) {
    console.error(missing);
    return EXIT.COULD_NOT_RUN;
  }
  const reports: BenchReport[] = [];
  for (const name of options.only) {
    if (reports.length > 0) await sleep(REST_MS);
    const report = await runBench(name, options, machine);
    console.log(formatReport(report));
    reports.push(report);
  }
  if (options.json !== undefined) writeResults(options.json, machine, options, reports);
  return reports.some(({ problems }) => problems.length > 0) ? EXIT.WRONG : EXIT.MEASURED;
}

/** Loaded when they are wanted: what the gateway bench does not use must not stand in its memory. */
async function runBench(name: BenchName, options: BenchOptions, machine: Machine): Promise<BenchReport> {
  const { runs, seconds, engine, peers, profile, against, loads, connections } = options;
  const withEngines = engine === 'eventstoredb';
  progress(name);
  switch (name) {
    case 'starts':
      return (await import('./starts/starts.js')).run({ runs });
    case 'appends':
      return (await import('./appends/appends.js')).run({ runs, seconds, withEngines });
    case 'leases':
      return (await import('./leases/leases.bench.js')).run({ runs, seconds, progress });
    case 'replay':
      return (await import('./replay/replay.js')).run({ runs });
    case 'reads':
      return (await import('./reads/reads.js')).run({ runs, progress });
    case 'gateway':
      if (profile)
        return (await import('./gateway/profile.bench.js')).profileGateway({
          load: loads[0]!,
          connections: connections[0]!,
          seconds,
          progress,
        });
      return (await import('./gateway/gateway.bench.js')).run({ runs, seconds, loads, connections, withEngines, peers, against, progress });
    case 'streams':
      return (await import('./streams/streams.bench.js')).run({ runs, seconds, withNginx: machine.nginx !== undefined, progress });
    case 'curve':
      return (await import('./curve/curve.bench.js')).run({ seconds, progress });
    case 'paired':
      return (await import('./paired/paired.bench.js')).runPaired({ against: against as string, runs, seconds, progress });
    // no default: a new bench must break the build
  }
}

function writeResults(file: string, machine: Machine, options: BenchOptions, reports: readonly BenchReport[]): void {
  writeFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), machine, options, reports }, null, 2)}\n`);
  console.log(`Everything measured is in ${file}`);
}

/** To stderr: stdout is the result. */
function progress(line: string): void {
  console.error(`  … ${line}`);
}
