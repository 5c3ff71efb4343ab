import type { BenchReport, Table } from '../harness/report.js';
import { figures, median, medianRatio } from '../harness/statistics.js';
import type { Measurement, Scene, Series } from '../contenders/comparison.js';
import type { EventLoopDelay } from '../contenders/contender.js';
import { THERE, TOKENOK } from '../contenders/tokenok.contender.js';

/** What the figures are compared with, and the targets that stand in the issues. */
const NGINX = 'nginx proxy';
const BARE = 'bare Nest + undici';
const ENGINES = 'Tokenok on engines';
const NGINX_TARGETS = [
  { ratio: 0.15, what: 'bar' },
  { ratio: 0.19, what: 'goal' },
  { ratio: 0.25, what: 'goal beyond' },
] as const;
/** Of the base's processor time. */
const BASE_TARGETS = { plain: 0.55, streamed: 0.6, translated: 0.6 } as const;

export interface SceneSeries {
  readonly scene: Scene;
  readonly series: readonly Series[];
}

export function reportComparison(
  scenes: readonly SceneSeries[],
  { runs, seconds }: { readonly runs: number; readonly seconds: number },
  notes: readonly string[],
  problems: readonly string[],
): BenchReport {
  return {
    title: `Gateway: chat completions, medians of ${runs} × ${seconds} s`,
    tables: scenes.map(({ scene, series }) => speedTable(scene, series)),
    notes: [
      'Ratios are medians of the ratios within each round. wrk and the upstream run on the same cores; their time is in no row.',
      ...scenes.flatMap(sceneNotes),
      ...notes,
    ],
    problems: [...problems, ...scenes.flatMap(({ series }) => series.flatMap(failures))],
    measurements: scenes.map(({ scene, series }) => ({
      ...scene,
      contenders: series.map(({ entrant, rounds }) => ({ name: entrant.contender.name, rounds })),
    })),
  };
}

function speedTable({ load, connections }: Scene, series: readonly Series[]): Table {
  const rows = series
    .filter(({ rounds }) => rounds.length > 0)
    .map(({ entrant, rounds }) => {
      const own = pick(rounds, 'requestsPerSecond');
      return [
        entrant.contender.name,
        figures(median(own)),
        `${figures(Math.min(...own))}–${figures(Math.max(...own))}`,
        figures(median(pick(rounds, 'p50Ms'))),
        figures(median(pick(rounds, 'p99Ms'))),
        figures(median(processorTimes(rounds))),
        figures(medianRatio(own, pick(roundsOf(series, NGINX), 'requestsPerSecond'))),
        figures(medianRatio(own, pick(roundsOf(series, BARE), 'requestsPerSecond'))),
      ];
    });
  return {
    columns: [`${load}, ${connections} connections`, 'req/s', 'lowest–highest', 'p50 ms', 'p99 ms', 'CPU µs/req', '× nginx', '× bare'],
    rows,
  };
}

function sceneNotes({ scene, series }: SceneSeries): string[] {
  const notes = [...ownNotes(series), ...targetNotes(scene, series), ...baseNotes(scene, series), ...engineNotes(series)];
  return notes.map((note) => `${scene.load}, ${scene.connections}: ${note}`);
}

function ownNotes(series: readonly Series[]): string[] {
  const notes: string[] = [];
  for (const { entrant, rounds } of series) {
    const { name } = entrant.contender;
    const delays = rounds.flatMap(({ eventLoopDelay }) => eventLoopDelay ?? []);
    if (delays.length > 0) {
      const middle = (key: keyof EventLoopDelay): string => figures(median(delays.map((delay) => delay[key])));
      notes.push(`${name}: event-loop delay under load: mean ${middle('meanMs')} ms, p99 ${middle('p99Ms')} ms, max ${middle('maxMs')} ms`);
    }
    const threads = threadTimes(rounds);
    if (threads.length > 1) notes.push(`${name}: CPU µs/req by thread: ${threads.join(', ')}`);
    const settled = median(pick(rounds, 'settledMs'));
    if (settled > 1_000) notes.push(`${name}: went on working for ${figures(settled)} ms after a load`);
    if (rounds.some(({ hasSettled }) => !hasSettled))
      notes.push(`${name}: did not come to rest between loads; its neighbours are measured too slow`);
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

function targetNotes({ load, connections }: Scene, series: readonly Series[]): string[] {
  const [own, nginx] = [roundsOf(series, TOKENOK), roundsOf(series, NGINX)];
  if (load !== 'plain' || connections !== 32 || own.length === 0 || nginx.length === 0) return [];
  const reached = medianRatio(pick(own, 'requestsPerSecond'), pick(nginx, 'requestsPerSecond'));
  return NGINX_TARGETS.map(({ ratio, what }) => {
    const verdict = reached >= ratio ? 'met' : `missed by ${figures((1 - reached / ratio) * 100)} %`;
    return `Tokenok / ${NGINX}: ${figures(reached)}; ${what} ${ratio}: ${verdict}`;
  });
}

function baseNotes({ load }: Scene, series: readonly Series[]): string[] {
  const [own, there] = [roundsOf(series, TOKENOK), roundsOf(series, THERE)];
  if (own.length === 0 || there.length === 0) return [];
  const time = medianRatio(processorTimes(own), processorTimes(there));
  const target = BASE_TARGETS[load];
  const verdict = time <= target ? 'met' : `missed by ${figures((time / target - 1) * 100)} %`;
  return [
    `Tokenok / the other checkout: processor time ${figures(time)}, bar ${target}: ${verdict}; p99 ${figures(medianRatio(pick(own, 'p99Ms'), pick(there, 'p99Ms')))}`,
  ];
}

function engineNotes(series: readonly Series[]): string[] {
  const [engines, embedded] = [roundsOf(series, ENGINES), roundsOf(series, TOKENOK)];
  if (engines.length === 0 || embedded.length === 0) return [];
  const ratio = (key: NumericKey): string => figures(medianRatio(pick(engines, key), pick(embedded, key)));
  return [
    `Tokenok on engines / embedded: requests/s ${ratio('requestsPerSecond')}, p50 ${ratio('p50Ms')}, p99 ${ratio('p99Ms')}`,
    'On engines: one gateway and one projector. The EventStoreDB is the server of the tests, in memory; its time and that of MongoDB are in no row, but all share the cores.',
  ];
}

function failures({ entrant, rounds }: Series): string[] {
  const { name } = entrant.contender;
  const sum = (key: 'refused' | 'socketErrors'): number => pick(rounds, key).reduce((total, count) => total + count, 0);
  return [
    ...(sum('refused') > 0 ? [`${name}: ${sum('refused')} answers had a status of 400 or above`] : []),
    ...(sum('socketErrors') > 0 ? [`${name}: ${sum('socketErrors')} connections failed or timed out`] : []),
  ];
}

type NumericKey = { [Key in keyof Measurement]: Measurement[Key] extends number ? Key : never }[keyof Measurement];

function pick(rounds: readonly Measurement[], key: NumericKey): number[] {
  return rounds.map((round) => round[key]);
}

const processorTimes = (rounds: readonly Measurement[]): number[] => rounds.map(({ cpuMicroseconds }) => cpuMicroseconds ?? Number.NaN);

const roundsOf = (series: readonly Series[], name: string): readonly Measurement[] =>
  series.find(({ entrant }) => entrant.contender.name === name)?.rounds ?? [];
