import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteEventReader } from '#event-store/sqlite';
import { PROJECTIONS, foldedShape } from '#projections';
import { ProjectionRunner } from '#projecting';
import type { Commit, ReadModels } from '#read-model';
import { openSqliteReadModels } from '#read-model/sqlite';
import { writeHistory } from './replay.history.js';
import type { BenchReport } from '../harness/report.js';
import { figures, median } from '../harness/statistics.js';

/** Two events a request. */
const REQUESTS = 100_000;
const PAGE_EVENTS = 4_000;

interface Replayed {
  readonly read: number;
  readonly folded: number;
  readonly all: number;
}

/**
 * Events per second from the log into all projections, as when read models are built anew. The same run without storing tells
 * what folding costs, and reading alone what the parse costs; all three on one thread.
 */
export async function run({
  runs = 5,
  requests = REQUESTS,
}: { readonly runs?: number; readonly requests?: number } = {}): Promise<BenchReport> {
  const directory = mkdtempSync(join(tmpdir(), 'tokenok-replay-'));
  try {
    const file = join(directory, 'events.db');
    const events = Number(await writeHistory(file, requests));
    const measurements: Replayed[] = [];
    for (let round = 0; round < runs; round += 1) {
      const rate = async (measured: Promise<number>): Promise<number> => events / ((await measured) / 1_000);
      measurements.push({
        read: await rate(readOnly(file)),
        folded: await rate(replay(file, unstored())),
        all: await rate(replay(file, openSqliteReadModels({ file: join(directory, `${round}.db`) }))),
      });
    }
    const middle = (value: (measured: Replayed) => number): string => figures(median(measurements.map(value)));
    return {
      title: `Replay into all projections (${PROJECTIONS.length})`,
      tables: [
        {
          columns: ['from the log', 'events/s'],
          rows: [
            ['read and parsed', middle(({ read }) => read)],
            ['and folded', middle(({ folded }) => folded)],
            ['and stored', middle(({ all }) => all)],
          ],
        },
      ],
      notes: [
        `Medians of ${runs} runs over ${figures(events)} events, written by the ledger through its writers, two for each request.`,
        `${figures(statSync(file).size / events)} bytes of log an event; one thread.`,
        `${figures(statSync(join(directory, '0.db')).size / requests)} bytes of read-models.db a request, with everything that is in it.`,
      ],
      problems: [],
      measurements,
    };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function readOnly(file: string): Promise<number> {
  const events = openSqliteEventReader({ file, pollMs: Infinity });
  const started = performance.now();
  for (let after = 0n, atHead = false; !atHead;) ({ scannedTo: after, atHead } = await events.readAll({ after, max: PAGE_EVENTS }));
  await events.close();
  return performance.now() - started;
}

async function replay(file: string, models: ReadModels): Promise<number> {
  const events = openSqliteEventReader({ file, pollMs: Infinity });
  const started = performance.now();
  const runner = await ProjectionRunner.open({ events, models, projections: PROJECTIONS, upcast: foldedShape });
  await runner.run();
  const elapsedMs = performance.now() - started;
  const stopped = runner.checkpoints().filter((checkpoint) => checkpoint.stopped ?? checkpoint.parked.length > 0);
  if (stopped.length > 0) throw new Error(`${stopped.map(({ projection }) => projection.name).join(', ')} did not come through`);
  await models.close();
  await events.close();
  return elapsedMs;
}

/** Read models that keep nothing but the checkpoints. */
function unstored(): ReadModels {
  const checkpoints = new Map<string, Commit['checkpoint']>();
  return {
    declare: async () => undefined,
    checkpoint: async ({ name }) => checkpoints.get(name),
    collections: async () => [],
    load: async (_, keys) => keys.map(() => undefined),
    commit: async (commits) => commits.forEach(({ collection, checkpoint }) => checkpoints.set(collection.name, checkpoint)),
    drop: async () => undefined,
    close: async () => undefined,
  } as Partial<ReadModels> as ReadModels;
}
