import type { BenchReport } from '../harness/report.js';
import { startPeers } from '../peers/peers.js';
import { Processes } from '../harness/processes.js';
import { startBareProxy } from '../contenders/bare-proxy.contender.js';
import { compare, seenBy, tryOnce, type Series } from '../contenders/comparison.js';
import type { Contender, Stage, StartContender } from '../contenders/contender.js';
import { startNginxProxy, startUpstream } from '../contenders/nginx.js';
import { reportComparison } from './gateway.report.js';
import { startTokenok } from '../contenders/tokenok.contender.js';
import { startTokenokOnEngines } from '../contenders/tokenok-engines.contender.js';

export interface GatewayBenchOptions {
  readonly runs: number;
  readonly seconds: number;
  /** Also the gateway on EventStoreDB and MongoDB, beside the embedded one. */
  readonly withEngines: boolean;
  readonly peers: boolean;
  readonly progress: (line: string) => void;
}

/** Requests a second and latency of the gateway, beside what is around it and what is like it, in one run. */
export async function run(options: GatewayBenchOptions): Promise<BenchReport> {
  const processes = new Processes();
  const problems: string[] = [];
  const notes: string[] = [];
  const contenders: Contender[] = [];
  try {
    const upstream = await startUpstream(processes);
    const stage = { processes, upstream: new URL(upstream.target.url).origin };
    const starts = [startNginxProxy, startBareProxy, startTokenok, ...enginesIfWanted(options, notes)];
    contenders.push(upstream, ...(await startAll(stage, starts, problems)));
    if (options.peers) contenders.push(...(await startPeers(stage, options.progress, notes)));
    const series = await compare(stage, contenders, options, options.progress);
    await checkAllBooks(series, options.progress, notes, problems);
    return reportComparison(series, options, notes, problems);
  } finally {
    for (const { close } of contenders) await close?.().catch((fault: unknown) => console.error(fault));
    await processes.close();
  }
}

function enginesIfWanted({ withEngines }: GatewayBenchOptions, notes: string[]): readonly StartContender[] {
  const mongodbUrl = process.env['MONGODB_URL'] ?? '';
  if (withEngines && mongodbUrl !== '') return [(stage) => startTokenokOnEngines(stage, mongodbUrl)];
  if (withEngines) notes.push('Tokenok on engines: NOT MEASURED, because MONGODB_URL does not name a server for its read models and vault');
  return [];
}

/** What cannot start is a problem to be shown, not a reason to measure nothing. */
async function startAll(stage: Stage, starts: readonly StartContender[], problems: string[]): Promise<Contender[]> {
  const started: Contender[] = [];
  for (const start of starts) {
    try {
      const contender = await start(stage);
      await tryOnce(contender);
      started.push(contender);
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error));
    }
  }
  return started;
}

async function checkAllBooks(
  series: readonly Series[],
  progress: (line: string) => void,
  notes: string[],
  problems: string[],
): Promise<void> {
  for (const each of series) {
    const { checkBooks, name } = each.contender;
    if (checkBooks === undefined || each.failure !== undefined) continue;
    progress(`checking the books: ${name}`);
    try {
      const check = await checkBooks(seenBy(each));
      notes.push(check.summary);
      problems.push(...check.problems.map((problem) => `${name}: ${problem}`));
    } catch (cause) {
      problems.push(`${name}: the books could not be checked: ${cause instanceof Error ? cause.message : String(cause)}`);
    }
  }
}
