import type { Stage } from '../contenders/contender.js';
import { Processes } from '../harness/processes.js';
import type { BenchReport } from '../harness/report.js';
import {
  DIRECT,
  passingOn,
  startBare,
  startNginx,
  startProvider,
  startTokenok,
  takesPart,
  TOKENOK,
  type StreamContender,
} from './contenders.js';
import { EXCHANGES } from './exchange.js';
import { FIRST_TOKEN_SCENES, FIRST_TOKEN_SCRIPTS, measureFirstTokens, warmUp, type FirstTokens } from './first-token.js';
import { measureOpenStreams } from './open-streams.js';
import { StreamClient } from './stream-client.js';
import { reportStreams } from './streams.report.js';
import { measureSync } from './sync-floor.js';
import { measureLoad, PARALLEL_STREAMS, THROUGHPUT_SCRIPT, type StreamLoad } from './throughput.js';
import { measureTranslation } from './translation.js';

export interface StreamsBenchOptions {
  readonly runs: number;
  /** Of one load. */
  readonly seconds: number;
  readonly withNginx: boolean;
  readonly progress: (line: string) => void;
}

/** There are many scenes of first tokens, and all rounds count together: each is this much of a load's length. */
const SCENE_SHARE = 0.2;

/** What a stream costs on its way through the gateway: its first token, its events, its translation, its memory. */
export async function run(options: StreamsBenchOptions): Promise<BenchReport> {
  const { progress, withNginx } = options;
  progress('cost of translation');
  const translation = measureTranslation();
  const processes = new Processes();
  const client = new StreamClient(PARALLEL_STREAMS);
  try {
    const provider = await startProvider(processes);
    const stage: Stage = { processes, upstream: provider.origin };
    const tokenok = await startTokenok(stage, [...FIRST_TOKEN_SCRIPTS, THROUGHPUT_SCRIPT]);
    const contenders = [passingOn(DIRECT, provider.child, provider.origin), await startBare(stage), tokenok];
    if (withNginx) contenders.push(await startNginx(stage));
    progress('warming up');
    const warm = (await warmUp(client, contenders)).get(TOKENOK) ?? 0;
    const firstTokens: FirstTokens[] = [];
    const loads: StreamLoad[] = [];
    const syncMs: number[] = [];
    for (let round = 0; round < options.runs; round++) {
      progress(`round ${round + 1} of ${options.runs}`);
      syncMs.push(...measureSync(processes.workspace));
      firstTokens.push(...(await measureAllFirstTokens(client, contenders, options)));
      loads.push(...(await measureAllLoads(client, contenders, options, round)));
    }
    progress('checking the books');
    const answered = warm + answeredBy(TOKENOK, firstTokens) + answeredBy(TOKENOK, loads);
    const books = await tokenok.checkBooks({ answered, cutOff: 0 });
    await tokenok.process.stop(15_000);
    const memory = await measureOpenStreams(stage, progress);
    return reportStreams({ ...options, firstTokens, syncMs, loads, translation, memory, books });
  } finally {
    await client.close();
    await processes.close();
  }
}

async function measureAllFirstTokens(
  client: StreamClient,
  contenders: readonly StreamContender[],
  { seconds }: StreamsBenchOptions,
): Promise<FirstTokens[]> {
  const measured: FirstTokens[] = [];
  for (const scene of FIRST_TOKEN_SCENES) measured.push(...(await measureFirstTokens(client, contenders, scene, seconds * SCENE_SHARE)));
  return measured;
}

/** Each round begins with another contender. */
async function measureAllLoads(
  client: StreamClient,
  contenders: readonly StreamContender[],
  { seconds }: StreamsBenchOptions,
  round: number,
): Promise<StreamLoad[]> {
  const measured: StreamLoad[] = [];
  for (const kind of ['stream', 'plain'] as const) {
    for (const exchange of EXCHANGES) {
      const taking = contenders.filter(({ name }) => takesPart(name, exchange));
      for (let turn = 0; turn < taking.length; turn++) {
        measured.push(await measureLoad(client, taking[(round + turn) % taking.length]!, exchange, kind, seconds));
      }
    }
  }
  return measured;
}

function answeredBy(name: string, measured: readonly { readonly contender: string; readonly answered: number }[]): number {
  return measured.filter(({ contender }) => contender === name).reduce((sum, { answered }) => sum + answered, 0);
}
