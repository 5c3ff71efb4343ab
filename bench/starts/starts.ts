import { serveBareProxy } from '../contenders/bare-proxy.contender.js';
import { launchTokenok, stopTokenok } from '../contenders/tokenok.contender.js';
import { cpuMs } from '../harness/process-cpu.js';
import { Processes, type Child } from '../harness/processes.js';
import type { BenchReport } from '../harness/report.js';
import { figures, median, medianRatio } from '../harness/statistics.js';

/** A start on a data directory that is there already (BLUEPRINT). */
const TARGET_MS = 3_000;
/** Nothing is asked of it. */
const NOWHERE = 'http://127.0.0.1:9';

interface Start {
  readonly wallMs: number;
  readonly cpuMs: number | undefined;
}

interface Round {
  readonly bare: Start;
  readonly first: Start;
  readonly second: Start;
}

/** From the spawn of the process until it is ready, looked at every 50 ms: a fresh installation, then the same one again, beside a bare proxy. */
export async function run({ runs = 5 }: { readonly runs?: number } = {}): Promise<BenchReport> {
  const processes = new Processes();
  const rounds: Round[] = [];
  try {
    for (let round = 0; round < runs; round += 1) {
      const gateway = () => launchTokenok({ processes }, `start-${round}`);
      rounds.push({
        bare: await timed(() => serveBareProxy({ processes, upstream: NOWHERE })),
        first: await timed(gateway),
        second: await timed(gateway),
      });
    }
  } finally {
    await processes.close();
  }
  return report(rounds);
}

async function timed(launch: () => Promise<{ readonly child: Child }>): Promise<Start> {
  const begunMs = performance.now();
  const { child } = await launch();
  const start = { wallMs: performance.now() - begunMs, cpuMs: cpuMs(child.group) };
  await stopTokenok(child);
  return start;
}

export function report(rounds: readonly Round[]): BenchReport {
  const row = (name: string, of: (round: Round) => Start): string[] => {
    const walls = rounds.map((round) => of(round).wallMs);
    const bare = rounds.map((round) => round.bare.wallMs);
    const cpu = rounds.map((round) => of(round).cpuMs ?? Number.NaN);
    return [name, figures(median(walls)), figures(Math.max(...walls)), figures(median(cpu)), figures(medianRatio(walls, bare))];
  };
  const again = median(rounds.map(({ second }) => second.wallMs));
  return {
    title: 'Starts, until ready',
    tables: [
      {
        columns: ['', 'ms', 'longest', 'CPU ms', '× bare'],
        rows: [
          row('bare Nest + undici', ({ bare }) => bare),
          row('Tokenok, first start', ({ first }) => first),
          row('Tokenok, second start', ({ second }) => second),
        ],
      },
    ],
    notes: [
      `Medians of ${rounds.length} runs; a start is looked at every 50 ms.`,
      `Second start: ${figures(again)} ms; target ${figures(TARGET_MS)} ms: ${again < TARGET_MS ? 'met' : 'missed'}`,
    ],
    problems: [],
    measurements: rounds,
  };
}
