import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { EMPTY_TIP, eventText, seal, type EventStore, type StreamTip } from '#event-store';
import { EMBEDDED, EVENT_STORE_DB, type AppendEngine } from './appends.engines.js';
import { metered, routed } from './appends.events.js';
import { Processes } from '../harness/processes.js';
import type { BenchReport } from '../harness/report.js';
import { figures, median, medianRatio } from '../harness/statistics.js';

/** Concurrent writers, each on a stream of its own and waiting for its event to be durable before it seals the next. */
const WRITERS = [1, 64, 256] as const;

/** Every tick of the event loop is measured: the sampling interval is subtracted from what the histogram says. */
const SAMPLING_MS = 1;
const WARM_UP_SECONDS = 0.5;
const REST_MS = 200;

interface Measurement {
  readonly engine: string;
  readonly writers: number;
  readonly appendsPerSecond: number;
  readonly eventLoopDelayP99Ms: number;
  readonly latencyP50Ms: number;
  readonly latencyP99Ms: number;
  /** CPU of this thread for each append: sealing, handing over and taking the answer. With the client's own work where there is a server. */
  readonly mainCpuUs: number;
  readonly eventBytes: number;
  readonly fileBytesPerEvent: number;
}

export interface AppendsOptions {
  readonly runs?: number;
  readonly seconds?: number;
  /** Also the EventStoreDB adapter, round by round beside SQLite. */
  readonly withEngines?: boolean;
}

/** Durable appends of one event each, sealed on this thread as the gateway does it: rates, latencies and what the event loop feels. */
export async function run({ runs = 5, seconds = 3, withEngines = false }: AppendsOptions = {}): Promise<BenchReport> {
  const engines = withEngines ? [EMBEDDED, EVENT_STORE_DB] : [EMBEDDED];
  const processes = new Processes();
  try {
    const measurements: Measurement[] = [];
    for (let round = 0; round < runs; round += 1) {
      for (const writers of WRITERS) {
        // Whoever comes first in one round comes second in the next.
        for (const engine of round % 2 === 0 ? engines : engines.toReversed()) {
          measurements.push(await measure(engine, processes, writers, seconds));
        }
      }
    }
    return report(engines, measurements, { runs, seconds });
  } finally {
    await processes.close();
  }
}

function report(
  engines: readonly AppendEngine[],
  measurements: readonly Measurement[],
  { runs, seconds }: { readonly runs: number; readonly seconds: number },
): BenchReport {
  const of = (engine: AppendEngine, writers: number): readonly Measurement[] =>
    measurements.filter((measured) => measured.engine === engine.name && measured.writers === writers);
  const rates = (engine: AppendEngine, writers: number): readonly number[] =>
    of(engine, writers).map(({ appendsPerSecond }) => appendsPerSecond);
  const rows = WRITERS.flatMap((writers) =>
    engines.map((engine) => {
      const middle = (value: (measurement: Measurement) => number): string => figures(median(of(engine, writers).map(value)));
      return [
        `${engine.name}, ${writers} ${writers === 1 ? 'writer' : 'writers'}`,
        middle((own) => own.appendsPerSecond),
        figures(medianRatio(rates(engine, writers), rates(EMBEDDED, writers))),
        middle((own) => own.eventLoopDelayP99Ms),
        middle((own) => own.latencyP50Ms),
        middle((own) => own.latencyP99Ms),
        middle((own) => own.mainCpuUs),
        middle((own) => own.eventBytes),
        middle((own) => own.fileBytesPerEvent),
      ];
    }),
  );
  const columns = ['', 'appends/s', '× SQLite', 'loop p99 ms', 'p50 ms', 'p99 ms', 'main CPU µs', 'bytes/event', 'file bytes/event'];
  return {
    title: 'Durable appends',
    tables: [{ columns, rows }],
    notes: [
      `Medians of ${runs} runs of ${seconds} s; one event an append, sealed (SHA-256) on the main thread. SQLite: WAL, synchronous=FULL.`,
      ...(engines.includes(EVENT_STORE_DB)
        ? [
            'The EventStoreDB is the server of the tests, a process on the same cores, in memory, without a sync: the adapter is measured, not a server.',
          ]
        : []),
    ],
    problems: [],
    measurements,
  };
}

async function measure(engine: AppendEngine, processes: Processes, writers: number, seconds: number): Promise<Measurement> {
  const { store, close } = await engine.open(processes);
  const bench = new Load(store);
  const warmedUp = await bench.run(writers, WARM_UP_SECONDS);
  const delay = monitorEventLoopDelay({ resolution: SAMPLING_MS });
  delay.enable();
  const cpu = process.threadCpuUsage();
  const { latenciesMs, elapsedMs, eventBytes } = await bench.run(writers, seconds);
  const { user, system } = process.threadCpuUsage(cpu);
  delay.disable();
  const fileBytes = await close();
  latenciesMs.sort();
  const at = (share: number): number => latenciesMs[Math.floor(latenciesMs.length * share)] ?? NaN;
  await sleep(REST_MS);
  return {
    engine: engine.name,
    writers,
    appendsPerSecond: latenciesMs.length / (elapsedMs / 1_000),
    eventLoopDelayP99Ms: Math.max(0, delay.percentile(99) / 1e6 - SAMPLING_MS),
    latencyP50Ms: at(0.5),
    latencyP99Ms: at(0.99),
    mainCpuUs: (user + system) / latenciesMs.length,
    eventBytes,
    fileBytesPerEvent: (fileBytes ?? NaN) / (latenciesMs.length + warmedUp.latenciesMs.length),
  };
}

class Load {
  readonly #tips = new Map<string, StreamTip>();

  constructor(readonly store: EventStore) {}

  async run(writers: number, seconds: number): Promise<{ latenciesMs: Float64Array; elapsedMs: number; eventBytes: number }> {
    const latencies: number[] = [];
    const started = performance.now();
    const until = started + seconds * 1_000;
    let bytes = 0;
    const write = async (index: number): Promise<void> => {
      const stream = `account-acc_01jd3n5v8eftsb6w2k7${String(index).padStart(4, '0')}-2026-11`;
      let tip = this.#tips.get(stream) ?? EMPTY_TIP;
      for (let n = 0; performance.now() < until; n += 1) {
        const sealed = seal(stream, tip, [n % 2 === 0 ? routed(stream, n) : metered(stream, n)]);
        const before = performance.now();
        await this.store.append(stream, sealed.events, tip.revision);
        latencies.push(performance.now() - before);
        if (n < 2) bytes += sealed.events.reduce((sum, event) => sum + eventText(event).length, 0);
        tip = sealed.tip;
      }
      this.#tips.set(stream, tip);
    };
    await Promise.all(Array.from({ length: writers }, (_, index) => write(index)));
    return { latenciesMs: Float64Array.from(latencies), elapsedMs: performance.now() - started, eventBytes: bytes / (2 * writers) };
  }
}
