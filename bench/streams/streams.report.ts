import type { BooksCheck } from '../contenders/contender.js';
import type { BenchReport, Table } from '../harness/report.js';
import { figures, median, medianRatio, pairedDifferences, quantile } from '../harness/statistics.js';
import { BARE, DIRECT, NGINX, TOKENOK } from './contenders.js';
import { CHAT, EXCHANGES } from './exchange.js';
import { FIRST_TOKEN_SCENES, type FirstTokens, type FirstTokenScene } from './first-token.js';
import type { Memory, OpenStreamsMemory } from './open-streams.js';
import { DELTAS_PER_STREAM, PARALLEL_PLAIN, PARALLEL_STREAMS, type StreamLoad } from './throughput.js';
import type { Cost, TranslationCost } from './translation.js';

/** Added to the first token at the median, one request at a time. */
const TARGET_MS = 2;
const KIB = 1_024;

export interface StreamsMeasured {
  readonly runs: number;
  readonly seconds: number;
  readonly firstTokens: readonly FirstTokens[];
  readonly syncMs: readonly number[];
  readonly loads: readonly StreamLoad[];
  readonly translation: readonly TranslationCost[];
  readonly memory: readonly OpenStreamsMemory[];
  readonly books: BooksCheck;
}

export function reportStreams(measured: StreamsMeasured): BenchReport {
  const { runs, seconds, firstTokens, syncMs, loads, translation, memory, books } = measured;
  return {
    title: `Streams: medians of ${runs} × ${seconds} s`,
    tables: [
      firstTokenTable(firstTokens),
      loadTable(loads, 'stream'),
      loadTable(loads, 'plain'),
      translationTable(translation),
      memoryTable(memory),
    ],
    notes: [targetNote(firstTokens, syncMs), syncNote(syncMs), ...HOW_IT_WAS_MEASURED, books.summary],
    problems: books.problems,
    measurements: measured,
  };
}

const HOW_IT_WAS_MEASURED = [
  'Added ms: first token through the contender less first token from the provider itself, pair by pair, in turns. Parallel requests begin at the same instant.',
  'Client and provider are processes on the same cores; their time is in no row. Ratios are medians of the ratios within each round.',
  'Cost of translation: the library alone, in this process; × JSON: against JSON.parse and JSON.stringify of the same bytes.',
  'Memory is what is left after garbage was collected; a stream is open and silent after its first token.',
];

function firstTokenTable(measured: readonly FirstTokens[]): Table {
  const rows = FIRST_TOKEN_SCENES.flatMap((scene) =>
    [TOKENOK, BARE, NGINX].flatMap((contender) => {
      const added = addedMs(measured, scene, contender);
      if (added.length === 0) return [];
      const cells = [scene.script === 'first-0' ? 'at once' : '300 ms', String(scene.parallel), figures(median(directMs(measured, scene)))];
      return [[`${scene.exchange.name}, ${contender}`, ...cells, ...[0.5, 0.9, 0.99].map((share) => signed(quantile(added, share)))]];
    }),
  );
  return { columns: ['first token', 'provider', 'parallel', 'direct p50 ms', 'added p50 ms', 'p90', 'p99'], rows };
}

function signed(ms: number): string {
  return ms < 0 ? `-${figures(-ms)}` : figures(ms);
}

function directMs(measured: readonly FirstTokens[], scene: FirstTokenScene): number[] {
  return measured.flatMap((each) => (each.scene === scene && each.contender === DIRECT ? each.ms : []));
}

/** Over all rounds. */
export function addedMs(measured: readonly FirstTokens[], scene: FirstTokenScene, contender: string): number[] {
  const of = (name: string): readonly FirstTokens[] => measured.filter((each) => each.scene === scene && each.contender === name);
  const direct = of(DIRECT);
  return of(contender).flatMap(({ ms }, round) => pairedDifferences(ms, direct[round]?.ms ?? []));
}

function targetNote(measured: readonly FirstTokens[], syncMs: readonly number[]): string {
  const scene = FIRST_TOKEN_SCENES.find(({ exchange, parallel, script }) => exchange === CHAT && parallel === 1 && script === 'first-0')!;
  const reached = quantile(addedMs(measured, scene, TOKENOK), 0.5);
  const verdict = reached <= TARGET_MS ? 'met' : 'missed';
  return `Added to the first token, ${CHAT.name}, one at a time, at the median: ${signed(reached)} ms, where the sync of the hold alone takes ${figures(median(syncMs))} ms; target ${TARGET_MS} ms: ${verdict}`;
}

function syncNote(syncMs: readonly number[]): string {
  return `One write and its sync on this disk, the floor of any hold: p50 ${figures(quantile(syncMs, 0.5))} ms, p90 ${figures(quantile(syncMs, 0.9))} ms`;
}

function loadTable(loads: readonly StreamLoad[], kind: StreamLoad['kind']): Table {
  const unit = kind === 'stream' ? 'event' : 'request';
  const of = (name: string, exchange = CHAT): readonly StreamLoad[] =>
    loads.filter((load) => load.kind === kind && load.contender === name && load.exchange === exchange);
  const speed = (some: readonly StreamLoad[]): number[] => some.map(({ perSecond }) => perSecond);
  const rows = EXCHANGES.flatMap((exchange) =>
    [DIRECT, NGINX, BARE, TOKENOK].flatMap((name) => {
      const own = of(name, exchange);
      if (own.length === 0) return [];
      const bare = of(BARE, exchange).length > 0 ? of(BARE, exchange) : of(BARE);
      const cpu = name === DIRECT ? '–' : figures(median(own.map(({ cpuUs }) => cpuUs ?? Number.NaN)));
      const megabytes = figures(median(own.map(({ megabytesPerSecond }) => megabytesPerSecond)));
      return [[`${exchange.name}, ${name}`, figures(median(speed(own))), megabytes, cpu, figures(medianRatio(speed(own), speed(bare)))]];
    }),
  );
  const heading =
    kind === 'stream' ? `${PARALLEL_STREAMS} streams of ${DELTAS_PER_STREAM} deltas` : `plain answers, ${PARALLEL_PLAIN} connections`;
  return { columns: [heading, `${unit}s/s`, 'MB/s', `CPU µs/${unit}`, '× bare'], rows };
}

function translationTable(measured: readonly TranslationCost[]): Table {
  const cells = ({ us, jsonUs }: Cost): string[] => [figures(us), figures(us / jsonUs)];
  return {
    columns: ['cost of translation', 'request µs', '× JSON', 'plain answer µs', '× JSON', 'event µs', '× JSON'],
    rows: measured.map(({ exchange, request, answer, event }) => [exchange.name, ...cells(request), ...cells(answer), ...cells(event)]),
  };
}

function memoryTable(measured: readonly OpenStreamsMemory[]): Table {
  const rows = measured.flatMap(({ contender, idle, open }) =>
    open.map(({ streams, memory }) => {
      const perStream = (key: keyof Memory): string => figures((memory[key] - idle[key]) / KIB / streams);
      const cells = [figures(streams), figures(idle.rss / KIB / KIB), figures(memory.rss / KIB / KIB)];
      return [contender, ...cells, perStream('rss'), perStream('heapUsed'), perStream('external')];
    }),
  );
  return { columns: ['open streams', 'streams', 'RSS idle MiB', 'RSS MiB', 'RSS KiB/stream', 'heap', 'external'], rows };
}
