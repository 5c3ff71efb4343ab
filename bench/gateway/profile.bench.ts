import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Processes } from '../processes.js';
import type { BenchReport, Table } from '../report.js';
import { figures } from '../statistics.js';
import { tryOnce } from './comparison.js';
import { selfTimes, type CpuProfile } from './profile.js';
import { startUpstream } from './nginx.js';
import { startTokenok, stopTokenok } from './tokenok.contender.js';
import { runWrk } from './wrk.js';

const ROWS = 25;

/** One load of the gateway under the profiler, one table for each of its threads. The profiles stay for Chrome's developer tools. */
export async function profileGateway({
  seconds,
  progress,
}: {
  readonly seconds: number;
  readonly progress: (line: string) => void;
}): Promise<BenchReport> {
  const processes = new Processes();
  const folder = mkdtempSync(join(tmpdir(), 'tokenok-profile-'));
  try {
    const upstream = await startUpstream(processes);
    const stage = { processes, upstream: new URL(upstream.target.url).origin };
    const gateway = await startTokenok(stage, ['--cpu-prof', `--cpu-prof-dir=${folder}`]);
    await tryOnce(gateway);
    progress(`profiling a load of ${seconds} s`);
    const load = await runWrk(processes, 'profile', gateway.target, seconds);
    await stopTokenok(gateway.process);
    const files = readdirSync(folder).filter((file) => file.endsWith('.cpuprofile'));
    return {
      title: `Gateway under the profiler: ${figures(load.requestsPerSecond)} req/s (slower than without), ${load.refused} refused`,
      tables: files.map((file) => selfTimeTable(join(folder, file))),
      notes: files.map((file) => `Profile: ${join(folder, file)}`),
      problems: files.length === 0 ? [`No profile was written\n${gateway.process.lastWords()}`] : [],
      measurements: { load, folder, files },
    };
  } finally {
    await processes.close();
  }
}

function selfTimeTable(file: string): Table {
  const profile: CpuProfile = JSON.parse(readFileSync(file, 'utf8'));
  const { busyMs, idleMs, functions } = selfTimes(profile);
  return {
    columns: [`self time: ${figures(busyMs)} ms busy, ${figures(idleMs)} ms idle`, 'ms', '% of busy'],
    rows: functions.slice(0, ROWS).map(({ name, ms }) => [name, figures(ms), figures((ms / busyMs) * 100)]),
  };
}
