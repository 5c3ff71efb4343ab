import { originOf } from '../contenders/comparison.js';
import { chatTarget, type LoadTarget } from '../contenders/contender.js';
import { startUpstream } from '../contenders/nginx.js';
import { launchTokenok, prepareCustomer, prepareModels, type LaunchedTokenok } from '../contenders/tokenok.contender.js';
import { runWrk } from '../contenders/wrk.js';
import { cpuMs, settle, threadCpuMs } from '../harness/process-cpu.js';
import { Processes } from '../harness/processes.js';
import type { BenchReport, Table } from '../harness/report.js';
import { figures } from '../harness/statistics.js';

/** Requests of one account that stand behind it when a point is measured. */
const HISTORIES = [1_000, 10_000, 100_000, 1_000_000] as const;
/** Accounts that ask in turn, each of which has asked before. */
const ACCOUNTS = [1, 100, 10_000] as const;
/** The dearest point of a curve may cost so many times the cheapest. */
const FLAT = 1.3;
const WARM_UP_SECONDS = 15;
const SETTLE_MS = 30_000;
const CUSTOMERS_AT_ONCE = 16;
/** A point of few requests is over before it has many. */
const FIRST_SECONDS = 2;

interface Point {
  readonly at: number;
  readonly requestsPerSecond: number;
  readonly cpuMicroseconds: number;
  readonly threads: Readonly<Record<string, number>>;
  readonly refused: number;
}

/** What a plain answer costs, all threads and work behind the answers included, as histories and accounts grow. */
export async function run({
  seconds,
  progress,
}: {
  readonly seconds: number;
  readonly progress: (line: string) => void;
}): Promise<BenchReport> {
  const processes = new Processes();
  try {
    const upstream = originOf(await startUpstream(processes));
    const gateway = await launchTokenok({ processes }, 'tokenok');
    await prepareModels(gateway.admin, upstream);
    const load = new CurveLoad(processes, gateway);
    progress('warming up');
    await load.run([(await prepareCustomer(gateway.admin)).key], WARM_UP_SECONDS);
    const histories = await load.histories(seconds, progress);
    const accounts = await load.accounts(seconds, progress);
    return report(histories, accounts, seconds);
  } finally {
    await processes.close();
  }
}

class CurveLoad {
  constructor(
    private readonly processes: Processes,
    private readonly gateway: LaunchedTokenok,
  ) {}

  async histories(seconds: number, progress: (line: string) => void): Promise<Point[]> {
    const { key } = await prepareCustomer(this.gateway.admin);
    const points: Point[] = [];
    let answered = 0;
    for (const [index, at] of HISTORIES.entries()) {
      progress(`one account with ${figures(at)} requests`);
      while (answered < at) answered += (await runWrk(this.processes, 'fill', this.#target([key]), { seconds: fillSeconds(at) })).answers;
      const { point, answers } = await this.run([key], index === 0 ? Math.min(FIRST_SECONDS, seconds) : seconds);
      points.push({ ...point, at });
      answered += answers;
    }
    return points;
  }

  async accounts(seconds: number, progress: (line: string) => void): Promise<Point[]> {
    const keys: string[] = [];
    const points: Point[] = [];
    for (const at of ACCOUNTS) {
      progress(`${figures(at)} accounts`);
      while (keys.length < at) {
        const missing = Math.min(CUSTOMERS_AT_ONCE, at - keys.length);
        const made = await Promise.all(Array.from({ length: missing }, () => prepareCustomer(this.gateway.admin)));
        keys.push(...made.map(({ key }) => key));
      }
      // Each opens its books with its first request.
      for (let asked = 0; asked < 2 * at;) asked += (await this.run(keys, 1)).answers;
      points.push({ ...(await this.run(keys, seconds)).point, at });
    }
    return points;
  }

  async run(keys: readonly string[], seconds: number): Promise<{ readonly point: Omit<Point, 'at'>; readonly answers: number }> {
    const { group } = this.gateway.child;
    await settle(group, SETTLE_MS);
    const [cpuBefore = Number.NaN, threadsBefore] = [cpuMs(group), threadCpuMs(group)];
    const { answers, requestsPerSecond, refused } = await runWrk(this.processes, 'curve', this.#target(keys), { seconds });
    await settle(group, SETTLE_MS);
    const [cpuAfter = Number.NaN, threadsAfter] = [cpuMs(group), threadCpuMs(group)];
    const each = (ms: number): number => (ms * 1_000) / answers;
    const threads = Object.fromEntries([...threadsAfter].map(([name, ms]) => [name, each(ms - (threadsBefore.get(name) ?? 0))]));
    return { point: { requestsPerSecond, cpuMicroseconds: each(cpuAfter - cpuBefore), threads, refused }, answers };
  }

  #target(keys: readonly string[]): LoadTarget {
    return { ...chatTarget(this.gateway.origin), bearers: keys };
  }
}

/** Short where a point has few requests, so that it is measured near where it stands. */
const fillSeconds = (at: number): number => (at > 100_000 ? 10 : 1);

function report(histories: readonly Point[], accounts: readonly Point[], seconds: number): BenchReport {
  const points = [...histories, ...accounts];
  const refused = points.reduce((sum, point) => sum + point.refused, 0);
  return {
    title: `Curves: a plain answer, 32 connections, loads of ${seconds} s`,
    tables: [table('requests of the account', histories), table('accounts', accounts)],
    notes: [flatness('from 10³ to 10⁶ requests of an account', histories), flatness('from 1 to 10⁴ accounts', accounts)],
    problems: refused > 0 ? [`${refused} answers had a status of 400 or above`] : [],
    measurements: { histories, accounts },
  };
}

function table(what: string, points: readonly Point[]): Table {
  const names = [...new Set(points.flatMap(({ threads }) => Object.keys(threads)))].filter((name) =>
    points.some(({ threads }) => (threads[name] ?? 0) >= 1),
  );
  return {
    columns: [what, 'req/s', 'CPU µs/req', ...names],
    rows: points.map(({ at, requestsPerSecond, cpuMicroseconds, threads }) => [
      figures(at),
      figures(requestsPerSecond),
      figures(cpuMicroseconds),
      ...names.map((name) => figures(threads[name] ?? 0)),
    ]),
  };
}

function flatness(what: string, points: readonly Point[]): string {
  const costs = points.map(({ cpuMicroseconds }) => cpuMicroseconds);
  const ratio = Math.max(...costs) / Math.min(...costs);
  return `${what}: the dearest point is ${figures(ratio)} × the cheapest; bar ${FLAT}: ${ratio <= FLAT ? 'met' : 'missed'}`;
}
