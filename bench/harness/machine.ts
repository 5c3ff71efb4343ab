import { spawnSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';

export interface Machine {
  readonly cores: number;
  readonly processor: string;
  readonly memoryGiB: number;
  readonly node: string;
  readonly sqlite: string;
  readonly nginx: string | undefined;
  readonly wrk: string | undefined;
  /** What is measured: the commit, with a plus when the work tree differs from it. */
  readonly commit: string | undefined;
  /** Processes that wanted a core in the minute before the bench. */
  readonly loadAverage: number;
}

export function inspectMachine(): Machine {
  const commit = firstLine('git', ['describe', '--always', '--dirty=+', '--exclude', '*'], /^[0-9a-f]+\+?$/);
  return {
    cores: cpus().length,
    processor: cpus()[0]?.model ?? 'unknown',
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
    sqlite: process.versions.sqlite ?? 'none',
    nginx: firstLine('nginx', ['-v'], /nginx\/(\S+)/),
    wrk: firstLine('wrk', ['-v'], /wrk (?:debian\/)?(\S+)/),
    commit,
    loadAverage: loadavg()[0] ?? Number.NaN,
  };
}

export function describeMachine(machine: Machine): string {
  const { cores, processor, memoryGiB, node, sqlite, nginx, wrk, commit, loadAverage } = machine;
  const lines = [
    `Machine: ${cores} cores (${processor}), ${memoryGiB} GiB; load average before the bench ${loadAverage.toFixed(2)}`,
    `Versions: Tokenok ${commit ?? 'without a commit'}, Node ${node}, SQLite ${sqlite}, nginx ${nginx ?? 'missing'}, wrk ${wrk ?? 'missing'}`,
  ];
  if (loadAverage > cores / 4) lines.push('The machine is busy with other work: read the ratios, not the figures.');
  return lines.join('\n');
}

/** The gateway bench needs both; how to get them is the message. */
export function missingTools({ nginx, wrk }: Machine): string | undefined {
  const missing = [...(nginx === undefined ? ['nginx'] : []), ...(wrk === undefined ? ['wrk'] : [])];
  if (missing.length === 0) return undefined;
  return `The gateway bench cannot find ${missing.join(' and ')}. On Debian or Ubuntu: apt-get install nginx-light wrk`;
}

/** nginx and wrk tell their version on stderr, and wrk ends with 1. */
function firstLine(command: string, args: readonly string[], version: RegExp): string | undefined {
  const { stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', timeout: 5_000 });
  if (error) return undefined;
  const found = version.exec(`${stdout}${stderr}`.trim());
  return found === null ? undefined : (found[1] ?? found[0]);
}
