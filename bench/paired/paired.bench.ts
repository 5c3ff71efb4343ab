import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Processes } from '../harness/processes.js';
import type { BenchReport } from '../harness/report.js';
import { figures, median, medianRatio } from '../harness/statistics.js';
import { startProvider } from '../streams/contenders.js';
import { Checkout, type LoadName } from './checkout.js';

/** From `dist/bench/paired`: the bench is run built. */
const HERE = fileURLToPath(new URL('../../..', import.meta.url));
/** Long enough for the compiler to be done: before, what is measured is V8 at work. */
const WARM_UP_SECONDS = 12;

export interface PairedOptions {
  /** Another checkout of the project, built. */
  readonly against: string;
  readonly runs: number;
  readonly seconds: number;
  readonly progress: (line: string) => void;
}

interface Pair {
  readonly here: number;
  readonly there: number;
}

/**
 * Processor time of this state of the code and of another, in turn and each time the other one first, so that what the machine does
 * meanwhile touches both alike: what counts is the ratio of each pair. Needs neither nginx nor wrk.
 */
export async function runPaired({ against, runs, seconds, progress }: PairedOptions): Promise<BenchReport> {
  const processes = new Processes();
  try {
    const provider = await startProvider(processes);
    const [here, there] = [new Checkout('here', HERE, processes), new Checkout('there', resolve(against), processes)];
    for (const checkout of [here, there]) await checkout.start(provider.origin);
    const inPairs = async (what: string, measure: (checkout: Checkout) => Promise<number>): Promise<Pair[]> => {
      const pairs: Pair[] = [];
      for (let round = 0; round < runs; round += 1) {
        progress(`${what}, pair ${round + 1} of ${runs}`);
        const isTurned = round % 2 === 1;
        const first = await measure(isTurned ? there : here);
        const second = await measure(isTurned ? here : there);
        pairs.push(isTurned ? { here: second, there: first } : { here: first, there: second });
      }
      return pairs;
    };
    const load = async (name: LoadName): Promise<Pair[]> => {
      progress(`${name} answers, warming up`);
      for (const checkout of [here, there]) await checkout.load(name, Math.min(WARM_UP_SECONDS, 2 * seconds));
      return inPairs(`${name} answers`, (checkout) => checkout.load(name, seconds));
    };
    const plain = await load('plain');
    const streamed = await load('streamed');
    for (const checkout of [here, there]) await checkout.stop();
    const replayed = await inPairs('replay', (checkout) => checkout.replay(here.dataDir));
    return report({ plain, streamed, replayed }, { against, runs, seconds });
  } finally {
    await processes.close();
  }
}

function report(
  measurements: { readonly plain: readonly Pair[]; readonly streamed: readonly Pair[]; readonly replayed: readonly Pair[] },
  { against, runs, seconds }: Pick<PairedOptions, 'against' | 'runs' | 'seconds'>,
): BenchReport {
  const row = (name: string, pairs: readonly Pair[]): readonly string[] => {
    const [here, there] = [pairs.map((pair) => pair.here), pairs.map((pair) => pair.there)];
    const ratios = pairs.map((pair) => pair.here / pair.there);
    const spread = `${Math.min(...ratios).toFixed(3)} to ${Math.max(...ratios).toFixed(3)}`;
    return [name, figures(median(here)), figures(median(there)), medianRatio(here, there).toFixed(3), spread];
  };
  return {
    title: `Processor time beside ${against}`,
    tables: [
      {
        columns: ['', 'here', 'there', 'here / there', 'of all pairs'],
        rows: [
          row('a plain answer, µs', measurements.plain),
          row('a streamed answer of 30 deltas, µs', measurements.streamed),
          row('a replay into all projections, ms', measurements.replayed),
        ],
      },
    ],
    notes: [
      `Medians of ${runs} pairs of ${seconds} s each, in turn; the ratio is the median of each pair's own.`,
      'Of all threads, projections behind the answers included. A replay is `tokenok rebuild` of the log that these loads wrote, with the start of its process.',
    ],
    problems: [],
    measurements,
  };
}
