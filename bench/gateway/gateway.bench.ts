import type { BenchReport } from '../harness/report.js';
import { startPeers } from '../peers/peers.js';
import { Processes } from '../harness/processes.js';
import { startBareProxy } from '../contenders/bare-proxy.contender.js';
import { compare, entrant, originOf, tryOnce, type Entrant } from '../contenders/comparison.js';
import type { Stage, StartContender } from '../contenders/contender.js';
import type { LoadName } from '../payloads/loads.js';
import { startNginxProxy, startUpstream } from '../contenders/nginx.js';
import { reportComparison, type SceneSeries } from './gateway.report.js';
import { startTokenok, startTokenokOf } from '../contenders/tokenok.contender.js';
import { startTokenokOnEngines } from '../contenders/tokenok-engines.contender.js';

export interface GatewayBenchOptions {
  readonly runs: number;
  readonly seconds: number;
  readonly loads: readonly LoadName[];
  readonly connections: readonly number[];
  /** Also the gateway on EventStoreDB and MongoDB, beside the embedded one. */
  readonly withEngines: boolean;
  readonly peers: boolean;
  /** Another checkout, built, whose gateway is measured beside this one. */
  readonly against: string | undefined;
  readonly progress: (line: string) => void;
}

/** Requests a second, latency and processor time of the gateway, beside what is around it and what is like it, in one run. */
export async function run(options: GatewayBenchOptions): Promise<BenchReport> {
  const processes = new Processes();
  const problems: string[] = [];
  const notes: string[] = [];
  const entrants: Entrant[] = [];
  try {
    const upstream = await startUpstream(processes);
    const stage = { processes, upstream: originOf(upstream) };
    entrants.push(entrant(upstream), ...(await startAll(stage, startsOf(options, notes), problems)));
    if (options.peers) entrants.push(...(await startPeers(stage, options.progress, notes)).map(entrant));
    const scenes: SceneSeries[] = [];
    for (const load of options.loads) {
      for (const connections of options.connections) {
        const scene = { load, connections };
        scenes.push({ scene, series: await compare(stage, entrants, scene, options, options.progress) });
      }
    }
    await checkAllBooks(entrants, options.progress, notes, problems);
    return reportComparison(scenes, options, notes, problems);
  } finally {
    for (const { contender } of entrants) await contender.close?.().catch((fault: unknown) => console.error(fault));
    await processes.close();
  }
}

function startsOf({ against, withEngines }: GatewayBenchOptions, notes: string[]): readonly StartContender[] {
  const starts: StartContender[] = [startNginxProxy, startBareProxy, startTokenok];
  if (against !== undefined) starts.push(startTokenokOf(against));
  const mongodbUrl = process.env['MONGODB_URL'] ?? '';
  if (withEngines && mongodbUrl !== '') starts.push((stage) => startTokenokOnEngines(stage, mongodbUrl));
  else if (withEngines)
    notes.push('Tokenok on engines: NOT MEASURED, because MONGODB_URL does not name a server for its read models and vault');
  return starts;
}

/** What cannot start is a problem to be shown, not a reason to measure nothing. */
async function startAll(stage: Stage, starts: readonly StartContender[], problems: string[]): Promise<Entrant[]> {
  const started: Entrant[] = [];
  for (const start of starts) {
    try {
      const each = entrant(await start(stage));
      each.seen = { answered: await tryOnce(each.contender), cutOff: 0 };
      started.push(each);
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error));
    }
  }
  return started;
}

async function checkAllBooks(
  entrants: readonly Entrant[],
  progress: (line: string) => void,
  notes: string[],
  problems: string[],
): Promise<void> {
  for (const { contender, seen, failure } of entrants) {
    const { checkBooks, name } = contender;
    if (failure !== undefined) problems.push(`${name}: ${failure}`);
    if (checkBooks === undefined || failure !== undefined) continue;
    progress(`checking the books: ${name}`);
    try {
      const check = await checkBooks(seen);
      notes.push(`${name}: ${check.summary}`);
      problems.push(...check.problems.map((problem) => `${name}: ${problem}`));
    } catch (cause) {
      problems.push(`${name}: the books could not be checked: ${cause instanceof Error ? cause.message : String(cause)}`);
    }
  }
}
