import type { BenchReport, Table } from '../harness/report.js';
import { figures, median, medianRatio } from '../harness/statistics.js';
import type { StreamCounts } from './counting-store.js';
import type { GatewayResult } from './hot-balance.js';

export interface Scene {
  readonly gateways: number;
  readonly withLeases: boolean;
  /** Dollars on the balance. */
  readonly units: bigint;
  /** Spent until nothing is left, instead of for a time. */
  readonly isScarce: boolean;
}

export interface Measured {
  readonly scene: Scene;
  readonly results: readonly GatewayResult[];
  readonly problems: readonly string[];
}

/** All gateways of one load together. */
export interface Figures {
  readonly requestsPerSecond: number;
  readonly holdP50Ms: number;
  readonly holdP99Ms: number;
  readonly conflictsPerThousandAppends: number;
  readonly appendsPerThousandRequests: number;
  /** Events that were read for each request: mostly to find out what happened after a lost race. */
  readonly readPerRequest: number;
  readonly leasesPerThousandRequests: number;
  readonly onAccountPercent: number;
  readonly failedPerThousand: number;
  readonly cpuUs: number;
}

export function figuresOf(results: readonly GatewayResult[]): Figures {
  const total = (value: (result: GatewayResult) => number): number => results.reduce((sum, result) => sum + value(result), 0);
  const streams = (value: (counts: StreamCounts) => number): number => total(({ counts }) => value(counts.account) + value(counts.lease));
  const requests = total((result) => result.requests);
  const failed = total(failures);
  const holdsMs = Float64Array.from(results.flatMap((result) => [...result.holdsMs])).sort();
  const at = (share: number): number => holdsMs[Math.floor(holdsMs.length * share)] ?? Number.NaN;
  const appends = streams((counts) => counts.appends);
  return {
    requestsPerSecond: requests / (Math.max(...results.map(({ elapsedMs }) => elapsedMs)) / 1_000),
    holdP50Ms: at(0.5),
    holdP99Ms: at(0.99),
    conflictsPerThousandAppends: (streams((counts) => counts.conflicts) / appends) * 1_000,
    appendsPerThousandRequests: (appends / requests) * 1_000,
    readPerRequest: streams((counts) => counts.eventsRead) / requests,
    leasesPerThousandRequests: (total(({ counts }) => counts.granted) / requests) * 1_000,
    onAccountPercent: (total(({ onAccount }) => onAccount) / requests) * 100,
    failedPerThousand: (failed / (requests + failed)) * 1_000,
    cpuUs: (total(({ cpuMs }) => cpuMs) / requests) * 1_000,
  };
}

export function reportLeases(
  scenes: readonly Scene[],
  measured: readonly Measured[],
  { runs, seconds, clients }: { readonly runs: number; readonly seconds: number; readonly clients: number },
): BenchReport {
  const of = (scene: Scene): readonly Measured[] => measured.filter((each) => each.scene === scene);
  const tables = [false, true].map((isScarce) =>
    table(
      scenes.filter((scene) => scene.isScarce === isScarce),
      of,
      isScarce ? 'spent to the end' : 'ample balance',
    ),
  );
  return {
    title: `One hot balance on EventStoreDB: ${clients} requests open at a time over all gateways`,
    tables,
    notes: [
      `Medians of ${runs} runs; ample: loads of ${seconds} s, spent to the end: from one dollar until it is refused. × without: requests/s over those without leases, round by round.`,
      'A request is a hold and its charge, both durable, one right behind the other. No HTTP, no upstream: nothing pauses between them, so gateways meet as often as they can.',
      'Each gateway is a thread with a connection of its own; the server is that of the tests, a process, in memory. All share the cores of one machine, so more gateways cannot be faster here.',
      'Without leases: every request goes onto the account stream, one batch in flight for each gateway, under optimistic concurrency. A gateway that is alone takes no leases in production; here it does in its row with them.',
      'Snapshots are 100 ms old, from memory: a reload after a conflict costs a tail, not a look into MongoDB.',
    ],
    problems: scenes.flatMap((scene) => of(scene).flatMap((each) => problemsOf(each))),
    measurements: measured.map(({ scene, results, problems }) => ({
      scene: { ...scene, units: Number(scene.units) },
      figures: figuresOf(results),
      failed: results.map((result) => result.failed),
      counts: results.map((result) => result.counts),
      problems,
    })),
  };
}

function table(scenes: readonly Scene[], of: (scene: Scene) => readonly Measured[], title: string): Table {
  const rates = (scene: Scene | undefined): number[] =>
    scene === undefined ? [] : of(scene).map(({ results }) => figuresOf(results).requestsPerSecond);
  const rows = scenes.map((scene) => {
    const own = of(scene).map(({ results }) => figuresOf(results));
    const middle = (key: keyof Figures): string => figures(median(own.map((each) => each[key])));
    const without = scenes.find(({ gateways, withLeases }) => gateways === scene.gateways && !withLeases);
    return [
      nameOf(scene),
      middle('requestsPerSecond'),
      figures(medianRatio(rates(scene), rates(without))),
      middle('holdP50Ms'),
      middle('holdP99Ms'),
      middle('conflictsPerThousandAppends'),
      middle('appendsPerThousandRequests'),
      middle('readPerRequest'),
      middle('leasesPerThousandRequests'),
      middle('onAccountPercent'),
      middle('failedPerThousand'),
      middle('cpuUs'),
    ];
  });
  return { columns: [title, ...COLUMNS], rows };
}

const COLUMNS = [
  'req/s',
  '× without',
  'hold p50 ms',
  'p99 ms',
  'conflicts/1k appends',
  'appends/1k req',
  'events read/req',
  'leases/1k req',
  '% on account',
  'failed/1k',
  'CPU µs/req',
];

function nameOf({ gateways, withLeases }: Scene): string {
  return `${gateways} ${gateways === 1 ? 'gateway' : 'gateways'}, ${withLeases ? 'leases' : 'without'}`;
}

/** With leases nothing may fail; without them failures are what is measured. */
function problemsOf({ scene, results, problems }: Measured): string[] {
  const codes = [...new Set(results.flatMap(({ failed }) => Object.keys(failed)))];
  const lost = results.reduce((sum, result) => sum + failures(result), 0);
  const own = scene.withLeases && lost > 0 ? [`${lost} requests failed: ${codes.join(', ')}`] : [];
  return [...own, ...problems].map((problem) => `${nameOf(scene)}${scene.isScarce ? ', spent to the end' : ''}: ${problem}`);
}

function failures({ failed }: GatewayResult): number {
  return Object.values(failed).reduce((sum, count) => sum + count, 0);
}
