import { cpuMs, settle, threadCpuMs } from '../harness/process-cpu.js';
import type { Contender, EventLoopDelay, LoadTarget, Seen, Stage } from './contender.js';
import { MARKS, type LoadName } from '../payloads/loads.js';
import { runWrk, type Load } from './wrk.js';

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

/** What is asked for, by how many clients at once. */
export interface Scene {
  readonly load: LoadName;
  readonly connections: number;
}

/** A contender through all scenes. */
export interface Entrant {
  readonly contender: Contender;
  /** Of all its loads, warm-ups and the first try included: what its books have to say. */
  seen: Seen;
  /** Why it was not measured any further. */
  failure: string | undefined;
}

export const entrant = (contender: Contender): Entrant => ({ contender, seen: { answered: 0, cutOff: 0 }, failure: undefined });

export interface Series {
  readonly entrant: Entrant;
  readonly rounds: readonly Measurement[];
}

export function originOf({ targets }: Contender): string {
  return new URL(Object.values(targets)[0]!.url).origin;
}

/** One request by hand of each kind: a contender that answers anything but a completion is not worth a load. Gives how many it answered. */
export async function tryOnce({ name, targets }: Contender): Promise<number> {
  const kinds = Object.entries(targets) as [LoadName, LoadTarget][];
  for (const [load, { url, headers, body }] of kinds) {
    const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(15_000) });
    const text = await response.text();
    if (response.status !== 200 || !text.includes(MARKS[load]))
      throw new Error(`${name} answered ${response.status} to the bench's ${load} request: ${text.slice(0, 400)}`);
  }
  return kinds.length;
}

/**
 * Every contender is warmed up once; then each round runs all of them one after another, beginning with another one each time, so that
 * whatever the machine does meanwhile touches all alike. What is idle meanwhile costs nothing.
 */
export async function compare(
  stage: Stage,
  entrants: readonly Entrant[],
  scene: Scene,
  { runs, seconds }: { readonly runs: number; readonly seconds: number },
  progress: (line: string) => void,
): Promise<readonly Series[]> {
  const what = `${scene.load}, ${scene.connections} connections`;
  const series = entrants
    .filter(({ contender }) => contender.targets[scene.load] !== undefined)
    .map((each) => ({ entrant: each, rounds: [] as Measurement[] }));
  for (const each of series) {
    progress(`${what}: warming up ${each.entrant.contender.name}`);
    await attempt(stage, each.entrant, scene, WARM_UP_SECONDS);
  }
  for (let round = 0; round < runs; round++) {
    progress(`${what}: round ${round + 1} of ${runs}`);
    for (let turn = 0; turn < series.length; turn++) {
      const each = series[(round + turn) % series.length]!;
      const measured = await attempt(stage, each.entrant, scene, seconds);
      if (measured !== undefined) each.rounds.push(measured);
    }
  }
  return series;
}

/** A contender that fails takes no further part; the others go on. */
async function attempt(stage: Stage, each: Entrant, scene: Scene, seconds: number): Promise<Measurement | undefined> {
  if (each.failure !== undefined) return undefined;
  try {
    return await measure(stage, each, scene, seconds);
  } catch (error) {
    const { process } = each.contender;
    const reason = error instanceof Error ? error.message : String(error);
    each.failure = process.hasExited ? `the process ended in mid-run (${reason})\n${process.lastWords()}` : reason;
    return undefined;
  }
}

async function measure({ processes }: Stage, each: Entrant, { load: kind, connections }: Scene, seconds: number): Promise<Measurement> {
  const { name, targets, process, beside = [], eventLoopDelayMs } = each.contender;
  const groups = [process, ...beside].map(({ group }) => group);
  await eventLoopDelayMs?.();
  const [cpuBefore, threadsBefore] = [cpuOfAll(groups), threadCpuMs(process.group)];
  const load = await runWrk(processes, name.replace(/\W+/g, '-'), targets[kind]!, { seconds, connections });
  const eventLoopDelay = await eventLoopDelayMs?.();
  const loadEnded = performance.now();
  const settled = await Promise.all(groups.map((group) => settle(group, SETTLE_MS)));
  const [cpuAfter, threadsAfter] = [cpuOfAll(groups), threadCpuMs(process.group)];
  each.seen = { answered: each.seen.answered + load.answers - load.refused, cutOff: each.seen.cutOff + connections };
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
