import type { BenchReport, Table } from '../harness/report.js';
import { figures, median, medianRatio } from '../harness/statistics.js';
import type { Measurement, Series } from '../contenders/comparison.js';
import type { EventLoopDelay } from '../contenders/contender.js';
import { CONNECTIONS } from '../contenders/wrk.js';

/** What the figures are compared with, and the targets that stand in the issue of the bench. */
const NGINX = 'nginx proxy';
const BARE = 'bare Nest + undici';
const TOKENOK = 'Tokenok, billing on';
const ENGINES = 'Tokenok on engines';
const TARGETS = [
  { against: BARE, ratio: 0.5, what: 'target' },
  { against: NGINX, ratio: 0.21, what: 'target' },
  { against: NGINX, ratio: 0.25, what: 'goal beyond' },
] as const;

export function reportComparison(
  series: readonly Series[],
  { runs, seconds }: { readonly runs: number; readonly seconds: number },
  notes: readonly string[],
  problems: readonly string[],
): BenchReport {
  return {
    title: `Gateway: plain chat completions, ${CONNECTIONS} connections, medians of ${runs} × ${seconds} s`,
    tables: [speedTable(series)],
    notes: [...ownNotes(series), ...targetNotes(series), ...engineNotes(series), ...notes],
    problems: [...problems, ...series.flatMap(failures)],
    measurements: series.map(({ contender, rounds }) => ({ name: contender.name, rounds })),
  };
}

function speedTable(series: readonly Series[]): Table {
  const speeds = (name: string): readonly number[] =>
    pick(series.find(({ contender }) => contender.name === name)?.rounds ?? [], 'requestsPerSecond');
  const measured = series.filter(({ rounds }) => rounds.length > 0);
  const rows = measured.map(({ contender, rounds }) => {
    const own = pick(rounds, 'requestsPerSecond');
    return [
      contender.name,
      figures(median(own)),
      `${figures(Math.min(...own))}–${figures(Math.max(...own))}`,
      figures(median(pick(rounds, 'p50Ms'))),
      figures(median(pick(rounds, 'p99Ms'))),
      figures(median(rounds.map(({ cpuMicroseconds }) => cpuMicroseconds ?? Number.NaN))),
      figures(medianRatio(own, speeds(NGINX))),
      figures(medianRatio(own, speeds(BARE))),
    ];
  });
  return { columns: ['', 'req/s', 'lowest–highest', 'p50 ms', 'p99 ms', 'CPU µs/req', '× nginx', '× bare'], rows };
}

function ownNotes(series: readonly Series[]): string[] {
  const notes = [
    'Ratios are medians of the ratios within each round. wrk and the upstream run on the same cores; their time is in no row.',
  ];
  for (const { contender, rounds } of series) {
    const delays = rounds.flatMap(({ eventLoopDelay }) => eventLoopDelay ?? []);
    if (delays.length > 0) {
      const middle = (key: keyof EventLoopDelay): string => figures(median(delays.map((delay) => delay[key])));
      notes.push(
        `${contender.name}: event-loop delay under load: mean ${middle('meanMs')} ms, p99 ${middle('p99Ms')} ms, max ${middle('maxMs')} ms`,
      );
    }
    const threads = threadTimes(rounds);
    if (threads.length > 1) notes.push(`${contender.name}: CPU µs/req by thread: ${threads.join(', ')}`);
    const settled = median(pick(rounds, 'settledMs'));
    if (settled > 1_000) notes.push(`${contender.name}: went on working for ${figures(settled)} ms after a load`);
    if (rounds.some(({ hasSettled }) => !hasSettled))
      notes.push(`${contender.name}: did not come to rest between loads; its neighbours are measured too slow`);
  }
  return notes;
}

/** By the names that the threads have; `node-V8Worker` compiles and collects garbage for all others. */
function threadTimes(rounds: readonly Measurement[]): string[] {
  const names = new Set(rounds.flatMap(({ threadMicroseconds }) => Object.keys(threadMicroseconds)));
  return [...names]
    .map((name) => ({ name, us: median(rounds.map(({ threadMicroseconds }) => threadMicroseconds[name] ?? 0)) }))
    .filter(({ us }) => us >= 1)
    .sort((a, b) => b.us - a.us)
    .map(({ name, us }) => `${name} ${figures(us)}`);
}

function targetNotes(series: readonly Series[]): string[] {
  const own = series.find(({ contender }) => contender.name === TOKENOK);
  if (own === undefined || own.rounds.length === 0) return [];
  return TARGETS.flatMap(({ against, ratio, what }) => {
    const other = series.find(({ contender }) => contender.name === against);
    if (other === undefined || other.rounds.length === 0) return [];
    const reached = medianRatio(pick(own.rounds, 'requestsPerSecond'), pick(other.rounds, 'requestsPerSecond'));
    const verdict = reached >= ratio ? 'met' : `missed by ${figures((1 - reached / ratio) * 100)} %`;
    return [`Tokenok / ${against}: ${figures(reached)}; ${what} ${ratio}: ${verdict}`];
  });
}

function engineNotes(series: readonly Series[]): string[] {
  const rounds = (name: string): readonly Measurement[] => series.find(({ contender }) => contender.name === name)?.rounds ?? [];
  const [engines, embedded] = [rounds(ENGINES), rounds(TOKENOK)];
  if (engines.length === 0 || embedded.length === 0) return [];
  const ratio = (key: NumericKey): string => figures(medianRatio(pick(engines, key), pick(embedded, key)));
  return [
    `Tokenok on engines / embedded: requests/s ${ratio('requestsPerSecond')}, p50 ${ratio('p50Ms')}, p99 ${ratio('p99Ms')}`,
    'On engines: one gateway and one projector. The EventStoreDB is the server of the tests, in memory; its time and that of MongoDB are in no row, but all share the cores.',
  ];
}

function failures({ contender, rounds, failure }: Series): string[] {
  const sum = (key: 'refused' | 'socketErrors'): number => pick(rounds, key).reduce((total, count) => total + count, 0);
  return [
    ...(failure === undefined ? [] : [`${contender.name}: ${failure}`]),
    ...(sum('refused') > 0 ? [`${contender.name}: ${sum('refused')} answers had a status of 400 or above`] : []),
    ...(sum('socketErrors') > 0 ? [`${contender.name}: ${sum('socketErrors')} connections failed or timed out`] : []),
  ];
}

type NumericKey = { [Key in keyof Measurement]: Measurement[Key] extends number ? Key : never }[keyof Measurement];

function pick(rounds: readonly Measurement[], key: NumericKey): number[] {
  return rounds.map((round) => round[key]);
}
