import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { EMPTY_TIP, eventId, eventText, mintCommandId, seal, type JsonObject, type StreamTip, type UnsealedEvent } from '#event-store';
import { openSqliteEventStore, type SqliteEventStore } from '#event-store/sqlite';
import type { BenchReport } from './report.js';
import { figures, median } from './statistics.js';

/** Concurrent writers, each on a stream of its own and waiting for its event to be durable before it seals the next. */
const WRITERS = [1, 64, 256] as const;

/** Every tick of the event loop is measured: the sampling interval is subtracted from what the histogram says. */
const SAMPLING_MS = 1;

interface Measurement {
  readonly writers: number;
  readonly appendsPerSecond: number;
  readonly eventLoopDelayP99Ms: number;
  readonly latencyP50Ms: number;
  readonly latencyP99Ms: number;
  /** CPU of this thread for each append: sealing, handing over and taking the answer. */
  readonly mainCpuUs: number;
  readonly eventBytes: number;
  readonly fileBytesPerEvent: number;
}

/** Durable appends of one event each, sealed on this thread as the gateway does it: rates, latencies and what the event loop feels. */
export async function run({ runs = 5, seconds = 3 }: { readonly runs?: number; readonly seconds?: number } = {}): Promise<BenchReport> {
  const measurements: Measurement[] = [];
  for (let round = 0; round < runs; round += 1) {
    for (const writers of WRITERS) measurements.push(await measure(writers, seconds));
  }
  const rows = WRITERS.map((writers) => {
    const own = measurements.filter((measurement) => measurement.writers === writers);
    const middle = (value: (measurement: Measurement) => number): string => figures(median(own.map(value)));
    return [
      String(writers),
      middle((own) => own.appendsPerSecond),
      middle((own) => own.eventLoopDelayP99Ms),
      middle((own) => own.latencyP50Ms),
      middle((own) => own.latencyP99Ms),
      middle((own) => own.mainCpuUs),
      middle((own) => own.eventBytes),
      middle((own) => own.fileBytesPerEvent),
    ];
  });
  return {
    title: 'Durable appends (embedded store)',
    tables: [
      { columns: ['writers', 'appends/s', 'loop p99 ms', 'p50 ms', 'p99 ms', 'main CPU us', 'bytes/event', 'file bytes/event'], rows },
    ],
    notes: [`Medians of ${runs} runs of ${seconds} s; WAL, synchronous=FULL, one event an append, sealed (SHA-256) on the main thread.`],
    problems: [],
    measurements,
  };
}

async function measure(writers: number, seconds: number): Promise<Measurement> {
  const directory = mkdtempSync(join(tmpdir(), 'tokenok-bench-'));
  const file = join(directory, 'events.db');
  try {
    const store = await openSqliteEventStore({ file });
    const bench = new Load(store);
    await bench.run(writers, 0.5);
    const delay = monitorEventLoopDelay({ resolution: SAMPLING_MS });
    delay.enable();
    const cpu = process.threadCpuUsage();
    const { latenciesMs, elapsedMs, eventBytes } = await bench.run(writers, seconds);
    const { user, system } = process.threadCpuUsage(cpu);
    delay.disable();
    const events = Number(await store.head());
    await store.close();
    latenciesMs.sort();
    const at = (share: number): number => latenciesMs[Math.floor(latenciesMs.length * share)] ?? NaN;
    return {
      writers,
      appendsPerSecond: latenciesMs.length / (elapsedMs / 1_000),
      eventLoopDelayP99Ms: Math.max(0, delay.percentile(99) / 1e6 - SAMPLING_MS),
      latencyP50Ms: at(0.5),
      latencyP99Ms: at(0.99),
      mainCpuUs: (user + system) / latenciesMs.length,
      eventBytes,
      fileBytesPerEvent: statSync(file).size / events,
    };
  } finally {
    rmSync(directory, { recursive: true, force: true });
    await sleep(200);
  }
}

class Load {
  readonly #tips = new Map<string, StreamTip>();

  constructor(readonly store: SqliteEventStore) {}

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

/** A hold: about 1.3 kB, like the gateway's own. */
function routed(stream: string, n: number): UnsealedEvent {
  const account = stream.slice(8, -8);
  return unsealed('RequestRouted', {
    account,
    request: `req_${mintCommandId()}`,
    key: 'key_01jd3n5v8eftsb6w2k7x9q4m1z',
    life: 'life_01jd3n5v8eftsb6w2k7x9q4m1z',
    requested_model: 'tokenok-fast',
    model: 'openai/gpt-4.1-mini',
    attempts: [{ provider: 'sandbox', upstream_model: 'gpt-4.1-mini' }],
    price: {
      version: 3,
      components: [
        ['input', '0.4'],
        ['cached_input', '0.1'],
        ['output', '1.6'],
      ],
    },
    deadline: '2026-11-01T12:10:00.000Z',
    limits: { input_tokens: 1_200 + n, output_tokens: 4_096 },
    hold: { amount: '0.0070336', lots: [['lot_01jd3n5v8eftsb6w2k7x9q4m1z', '0.0070336']] },
    entry: {
      USD: [
        [`2190:${account}`, '0.0070336'],
        [`2191:${account}`, '-0.0070336'],
      ],
    },
  });
}

/** A charge: about 1.4 kB. */
function metered(stream: string, n: number): UnsealedEvent {
  const account = stream.slice(8, -8);
  return unsealed('TokensMetered', {
    account,
    request: `req_${mintCommandId()}`,
    outcome: 'succeeded',
    provider: 'sandbox',
    model: 'openai/gpt-4.1-mini',
    usage: {
      input_tokens: 811 + n,
      cached_input_tokens: 0,
      cache_write_tokens: 0,
      output_tokens: 240,
      reasoning_tokens: 0,
      source: 'reported',
    },
    rating: {
      numerator: '708400000000',
      rounding: 'half-even',
      prices: [
        ['input', '0.4'],
        ['cached_input', '0.1'],
        ['output', '1.6'],
      ],
    },
    rated: '0.0007084',
    charge: '0.0007084',
    uncollected: '0',
    cost: '0.00056672',
    latency_ms: 1_240,
    lots: [['lot_01jd3n5v8eftsb6w2k7x9q4m1z', '0.0007084']],
    entry: {
      USD: [
        [`2191:${account}`, '0.0070336'],
        ['1990', '-0.0007084'],
        [`2190:${account}`, '-0.0063252'],
        ['5100', '0.00056672'],
        ['2300', '-0.00056672'],
      ],
    },
  });
}

function unsealed(type: string, data: JsonObject): UnsealedEvent {
  const cause = mintCommandId();
  const time = '2026-11-01T12:00:00.000Z';
  return {
    id: eventId(cause, 0),
    type,
    data,
    metadata: { actor: 'key:key_01jd3n5v8eftsb6w2k7x9q4m1z', cause, effective: time, recorded: time, version: 1 },
  };
}
