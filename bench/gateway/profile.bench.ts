import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Processes } from '../harness/processes.js';
import type { BenchReport, Table } from '../harness/report.js';
import { figures } from '../harness/statistics.js';
import { originOf, tryOnce, type Scene } from '../contenders/comparison.js';
import { selfTimes, type CpuProfile, type SelfTime, type Window } from './profile.js';
import { startUpstream } from '../contenders/nginx.js';
import type { LoadTarget } from '../contenders/contender.js';
import { startTokenok, stopTokenok } from '../contenders/tokenok.contender.js';
import { runWrk } from '../contenders/wrk.js';

const FUNCTIONS = 20;
const AREAS = 14;
/** The first seconds compile and optimise; they are not what is asked for. */
const WARM_UP_SECONDS = 2;

/** One load of the gateway under the profiler, one table for each of its threads. The profiles stay for Chrome's developer tools. */
export async function profileGateway({
  load: kind,
  connections,
  seconds,
  progress,
}: Scene & {
  readonly seconds: number;
  readonly progress: (line: string) => void;
}): Promise<BenchReport> {
  const processes = new Processes();
  const folder = mkdtempSync(join(tmpdir(), 'tokenok-profile-'));
  try {
    const upstream = await startUpstream(processes);
    const stage = { processes, upstream: originOf(upstream) };
    const gateway = await startTokenok(stage, { nodeArguments: ['--cpu-prof', `--cpu-prof-dir=${folder}`] });
    await tryOnce(gateway);
    const target = gateway.targets[kind] as LoadTarget;
    progress(`profiling a load of ${seconds} s: ${kind}, ${connections} connections`);
    await runWrk(processes, 'profile-warm-up', target, { seconds: WARM_UP_SECONDS, connections });
    const from = monotonicMicroseconds();
    const load = await runWrk(processes, 'profile', target, { seconds, connections });
    const window = { from, to: monotonicMicroseconds() };
    await stopTokenok(gateway.process);
    const files = readdirSync(folder)
      .filter((file) => file.endsWith('.cpuprofile'))
      .sort();
    return {
      title: `Gateway under the profiler, ${kind}, ${connections} connections: ${figures(load.requestsPerSecond)} req/s (slower than without), ${load.refused} refused`,
      tables: files.flatMap((file) => selfTimeTables(join(folder, file), window)),
      notes: files.map((file) => `Profile: ${join(folder, file)}`),
      problems: files.length === 0 ? [`No profile was written\n${gateway.process.lastWords()}`] : [],
      measurements: { load, folder, files },
    };
  } finally {
    await processes.close();
  }
}

/** Of one thread: by area, then by function. The file's name ends with the thread's number; 0 is the main thread. */
function selfTimeTables(file: string, window: Window): Table[] {
  const profile = JSON.parse(readFileSync(file, 'utf8')) as CpuProfile;
  const { busyMs, idleMs, areas, functions } = selfTimes(profile, window);
  const thread = /\.(\d+)\.\d+\.cpuprofile$/.exec(file)?.[1] ?? '?';
  const table = (heading: string, rows: readonly SelfTime[]): Table => ({
    columns: [heading, 'ms', '% of busy'],
    rows: rows.map(({ name, ms }) => [name, figures(ms), figures((ms / busyMs) * 100)]),
  });
  return [
    table(`thread ${thread}: ${figures(busyMs)} ms busy, ${figures(idleMs)} ms idle`, areas.slice(0, AREAS)),
    table(`thread ${thread}: functions by self time`, functions.slice(0, FUNCTIONS)),
  ];
}

function monotonicMicroseconds(): number {
  return Number(process.hrtime.bigint() / 1_000n);
}
