import { cpuMs, settle, threadCpuMs } from '../harness/process-cpu.js';
import type { Contender, EventLoopDelay, Stage } from './contender.js';
import { CONNECTIONS, runWrk, type Load } from './wrk.js';

/** After this long a contender is measured on although its work behind the answers (projections) has not come to rest. */
const SETTLE_MS = 20_000;
/** Long enough for the compiler to be done with every contender: before, what is measured is V8 at work. */
const WARM_UP_SECONDS = 12;

/** One load of one contender, with what it took. */
export interface Measurement extends Load {
  /** Processor time of all its processes for one answer, work behind the answers included; undefined without /proc. */
  readonly cpuMicroseconds: number | undefined;
  /** The same by the name of the thread, for the one process that answers. */
  readonly threadMicroseconds: Readonly<Record<string, number>>;
  /** How long it went on working after the load. */
  readonly settledMs: number;
  readonly hasSettled: boolean;
  readonly eventLoopDelay: EventLoopDelay | undefined;
}

export interface Series {
  readonly contender: Contender;
  readonly rounds: Measurement[];
  /** With the warm-up. */
  answered: number;
  loads: number;
  /** Why it was not measured any further. */
  failure: string | undefined;
}

/** One request by hand: a contender that answers anything but a completion is not worth a load. */
export async function tryOnce({ name, target }: Contender): Promise<void> {
  const response = await fetch(target.url, {
    method: 'POST',
    headers: target.headers,
    body: target.body,
    signal: AbortSignal.timeout(15_000),
  });
  const text = await response.text();
  if (response.status !== 200 || !text.includes('Order 20-4711')) {
    throw new Error(`${name} answered ${response.status} to the bench's request: ${text.slice(0, 400)}`);
  }
}

/**
 * Every contender is warmed up once; then each round runs all of them one after another, beginning with another one each time, so that
 * whatever the machine does meanwhile touches all alike. What is idle meanwhile costs nothing.
 */
export async function compare(
  stage: Stage,
  contenders: readonly Contender[],
  { runs, seconds }: { readonly runs: number; readonly seconds: number },
  progress: (line: string) => void,
): Promise<readonly Series[]> {
  const series = contenders.map((contender): Series => ({ contender, rounds: [], answered: 1, loads: 0, failure: undefined }));
  for (const each of series) {
    progress(`warming up: ${each.contender.name}`);
    await attempt(stage, each, WARM_UP_SECONDS);
  }
  for (let round = 0; round < runs; round++) {
    progress(`round ${round + 1} of ${runs}`);
    for (let turn = 0; turn < series.length; turn++) {
      const each = series[(round + turn) % series.length]!;
      const measured = await attempt(stage, each, seconds);
      if (measured !== undefined) each.rounds.push(measured);
    }
  }
  return series;
}

/** A contender that fails takes no further part; the others go on. */
async function attempt(stage: Stage, series: Series, seconds: number): Promise<Measurement | undefined> {
  if (series.failure !== undefined) return undefined;
  try {
    return await measure(stage, series, seconds);
  } catch (error) {
    const { process } = series.contender;
    const reason = error instanceof Error ? error.message : String(error);
    series.failure = process.hasExited ? `the process ended in mid-run (${reason})\n${process.lastWords()}` : reason;
    return undefined;
  }
}

async function measure({ processes }: Stage, series: Series, seconds: number): Promise<Measurement> {
  const { name, target, process, beside = [], eventLoopDelayMs } = series.contender;
  const groups = [process, ...beside].map(({ group }) => group);
  await eventLoopDelayMs?.();
  const [cpuBefore, threadsBefore] = [cpuOfAll(groups), threadCpuMs(process.group)];
  const load = await runWrk(processes, name.replace(/\W+/g, '-'), target, seconds);
  const eventLoopDelay = await eventLoopDelayMs?.();
  const loadEnded = performance.now();
  const settled = await Promise.all(groups.map((group) => settle(group, SETTLE_MS)));
  const [cpuAfter, threadsAfter] = [cpuOfAll(groups), threadCpuMs(process.group)];
  series.answered += load.answers - load.refused;
  series.loads += 1;
  if (process.hasExited || beside.some(({ hasExited }) => hasExited)) throw new Error('under load');
  return {
    ...load,
    cpuMicroseconds: cpuBefore === undefined || cpuAfter === undefined ? undefined : ((cpuAfter - cpuBefore) * 1_000) / load.answers,
    threadMicroseconds: Object.fromEntries(
      [...threadsAfter].map(([name, ms]) => [name, ((ms - (threadsBefore.get(name) ?? 0)) * 1_000) / load.answers]),
    ),
    settledMs: performance.now() - loadEnded,
    hasSettled: settled.every(Boolean),
    eventLoopDelay,
  };
}

function cpuOfAll(groups: readonly number[]): number | undefined {
  return groups.map(cpuMs).reduce((sum, ms) => (sum === undefined || ms === undefined ? undefined : sum + ms), 0);
}

export function seenBy({ answered, loads }: Series): { readonly answered: number; readonly cutOff: number } {
  return { answered, cutOff: loads * CONNECTIONS };
}
