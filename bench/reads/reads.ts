import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteEventReader } from '#event-store/sqlite';
import { PROJECTIONS, allRequestLogs, foldedShape, readReceipt, readRequestLogs, readStatement, type LogSource } from '#projections';
import { ProjectionRunner } from '#projecting';
import { openSqliteReadModels, openSqliteRowReader } from '#read-model/sqlite';
import type { BenchReport } from '../harness/report.js';
import { figures, median } from '../harness/statistics.js';
import { accountId, writeHistory } from '../replay/replay.history.js';

const REQUESTS = 1_000_000;
/** Who ask at once, which makes some twenty events an append. */
const CLIENTS = 32;
const PAGE = 50;
const ACCOUNT = accountId(0);
const PERIOD = '2026-11';
/** Of a read in a round: the first ones compile it. */
const SAMPLES = 20;

interface Read {
  readonly what: string;
  /** Milliseconds that it may take. */
  readonly bar: number;
  readonly read: (at: number) => Promise<unknown>;
}

interface Options {
  readonly runs?: number;
  readonly requests?: number;
  readonly progress?: (line: string) => void;
}

/** How long reads take where one account has a million requests, and what they cost in read-models.db. */
export async function run({ runs = 5, requests = REQUESTS, progress = () => undefined }: Options = {}): Promise<BenchReport> {
  const directory = mkdtempSync(join(tmpdir(), 'tokenok-reads-'));
  try {
    const [events, rows] = [join(directory, 'events.db'), join(directory, 'read-models.db')];
    progress(`writing ${figures(requests)} requests of one account`);
    await writeHistory(events, requests, { many: 1, atOnce: CLIENTS });
    progress('folding them');
    const eventsPerSecond = await project(events, rows);
    const source = { models: openSqliteRowReader({ file: rows }), events: openSqliteEventReader({ file: events, pollMs: Infinity }) };
    progress('reading');
    const reads = readsOf(source, await places(source, requests));
    const measurements: Record<string, number[]> = {};
    for (let round = 0; round < runs; round += 1)
      for (const { what, read } of reads) (measurements[what] ??= []).push(...(await timed(read)));
    const exported = await exportAll(source);
    await Promise.all([source.models.close(), source.events.close()]);
    return {
      title: `Reads out of ${figures(requests)} requests of one account`,
      tables: [
        {
          columns: ['', 'ms, median', 'ms, slowest', 'bar'],
          rows: reads.map(({ what, bar }) => {
            const all = measurements[what] ?? [];
            return [what, median(all).toFixed(1), Math.max(...all).toFixed(1), `≤ ${bar}`];
          }),
        },
      ],
      notes: [
        `${figures(statSync(rows).size / requests)} bytes of read-models.db a request, with everything that is in it (bar: 120, aggregates apart).`,
        `Folded into all projections at ${figures(eventsPerSecond)} events/s, single run.`,
        `CSV of all: ${figures(exported.rowsPerSecond)} rows/s, with ${figures(exported.megabytes)} MB more heap at most than before.`,
        `Pages of ${PAGE}; ${SAMPLES} samples a round at places over the whole history, ${runs} rounds.`,
      ],
      problems: exported.rows === requests ? [] : [`The export has ${exported.rows} rows instead of ${requests}`],
      measurements,
    };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function project(events: string, rows: string): Promise<number> {
  const reader = openSqliteEventReader({ file: events, pollMs: Infinity });
  const models = openSqliteReadModels({ file: rows });
  const started = performance.now();
  const runner = await ProjectionRunner.open({ events: reader, models, projections: PROJECTIONS, upcast: foldedShape, pageEvents: 4_000 });
  await runner.run();
  const seconds = (performance.now() - started) / 1_000;
  const folded = Number(await reader.head());
  await models.close();
  await reader.close();
  return folded / seconds;
}

interface Place {
  readonly id: string;
  readonly time: string;
  readonly key: string;
}

/** Requests from all over the history. */
async function places(source: LogSource, requests: number): Promise<Place[]> {
  const found: Place[] = [];
  const step = Math.max(1, Math.trunc(requests / SAMPLES));
  const { rows } = await readRequestLogs(source, { account: ACCOUNT, limit: 1 });
  const last = Date.parse(rows[0]?.time ?? '');
  for (let n = 0; n < SAMPLES; n += 1) {
    const before = new Date(last - n * step * 20 + 1).toISOString();
    const page = await readRequestLogs(source, { account: ACCOUNT, before, limit: 1 });
    for (const { id, time, key } of page.rows) found.push({ id, time, key });
  }
  return found;
}

function readsOf(source: LogSource, found: readonly Place[]): Read[] {
  const account = ACCOUNT;
  const at = (n: number): Place => found[n % found.length] as Place;
  const page = (filter: object) => readRequestLogs(source, { account, limit: PAGE, ...filter });
  const customer = { account, currency: 'USD', timeZone: 'UTC' };
  return [
    { what: 'log, newest page', bar: 20, read: () => page({}) },
    { what: 'log, a page anywhere', bar: 20, read: (n) => page({ before: at(n).time }) },
    { what: 'log of a key, a page anywhere', bar: 20, read: (n) => page({ key: at(n).key, before: at(n).time }) },
    { what: 'log of a status (1 of 50)', bar: 200, read: (n) => page({ status: 'failed', before: at(n).time }) },
    { what: 'log of a model that nobody asked for', bar: 200, read: (n) => page({ model: 'none', before: at(n).time }) },
    { what: 'receipt', bar: 20, read: (n) => readReceipt(source, account, at(n).id) },
    {
      what: 'statement, a page anywhere',
      bar: 20,
      read: async (n) => {
        const { lines } = await readStatement(source, customer, PERIOD);
        let left = PAGE;
        for await (const _ of lines({ time: at(n).time, stream: '', revision: '0' })) if ((left -= 1) === 0) break;
      },
    },
  ];
}

async function timed(read: Read['read']): Promise<number[]> {
  const taken: number[] = [];
  for (let n = 0; n < SAMPLES; n += 1) {
    const started = performance.now();
    await read(n);
    taken.push(performance.now() - started);
  }
  return taken;
}

async function exportAll(source: LogSource): Promise<{ rows: number; rowsPerSecond: number; megabytes: number }> {
  const before = process.memoryUsage().heapUsed;
  const started = performance.now();
  let [rows, most] = [0, before];
  for await (const _ of allRequestLogs(source, { account: ACCOUNT })) {
    rows += 1;
    if (rows % 10_000 === 0) most = Math.max(most, process.memoryUsage().heapUsed);
  }
  return { rows, rowsPerSecond: rows / ((performance.now() - started) / 1_000), megabytes: (most - before) / 2 ** 20 };
}
