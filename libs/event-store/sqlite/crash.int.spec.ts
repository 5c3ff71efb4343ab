import { afterAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { checkLink, EMPTY_TIP, type StreamTip } from '../chain.js';
import { dataDirectory, removeDirectories } from './testing/data-directory.js';
import { openSqliteEventReader, openSqliteEventStore } from './index.js';

const ROUNDS = Number(process.env['TOKENOK_CRASH_ROUNDS'] ?? 10);
const SEED = Number(process.env['TOKENOK_CRASH_SEED'] ?? Date.now() % 1_000_000);
const PROGRAM = fileURLToPath(new URL('./testing/crash.program.js', import.meta.url)).replace(
  '/libs/event-store/',
  '/dist/libs/event-store/',
);

/** mulberry32: the moments of the kills follow from the printed seed (what the process does meanwhile does not). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * Starts the program, kills it some time after it has opened the file, and returns the lines it had printed whole. It prints into
 * a file, which outlives it and, unlike a pipe, never fills up.
 */
async function runUntilKilled(file: string, writers: number, round: number, afterMs: number): Promise<string[]> {
  const printed = join(dataDirectory(), 'acknowledged');
  const descriptor = openSync(printed, 'w');
  const child = spawn(process.execPath, [PROGRAM, file, String(writers), String(round)], { stdio: ['ignore', descriptor, 'inherit'] });
  closeSync(descriptor);
  let running = true;
  const exited = new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_, signal) => resolve(signal)));
  void exited.then(() => (running = false));
  while (running && statSync(printed).size === 0) await sleep(5);
  await sleep(afterMs);
  child.kill('SIGKILL');
  expect(await exited).toBe('SIGKILL');
  const output = readFileSync(printed, 'utf8');
  return output
    .slice(0, output.lastIndexOf('\n') + 1)
    .split('\n')
    .slice(1, -1);
}

/** Every chain and every position of the file; the hash of each event by `<stream> <revision> <position>`. */
async function verified(file: string): Promise<Map<string, string | null>> {
  const reader = openSqliteEventReader({ file });
  const tips = new Map<string, StreamTip>();
  const hashes = new Map<string, string | null>();
  for await (const event of reader.scan({ after: 0n })) {
    const { problem, tip } = checkLink(event, tips.get(event.stream) ?? EMPTY_TIP);
    if (problem !== undefined) throw new Error(`${event.stream} ${event.revision} at ${event.position} ${problem}`);
    if (event.position !== BigInt(hashes.size + 1)) throw new Error(`Position ${hashes.size + 1} is missing`);
    tips.set(event.stream, tip);
    hashes.set(`${event.stream} ${event.revision} ${event.position}`, tip.hash);
  }
  expect(await reader.head()).toBe(BigInt(hashes.size));
  expect(reader.integrity()).toEqual([]);
  await reader.close();
  return hashes;
}

afterAll(removeDirectories);

describe('kill -9 of a writing process', () => {
  it(
    `loses no acknowledged event, leaves no gap and breaks no chain in ${ROUNDS} rounds (seed ${SEED})`,
    async () => {
      const next = random(SEED);
      const file = join(dataDirectory(), 'events.db');
      const acknowledged = new Map<string, string>();
      for (let round = 0; round < ROUNDS; round += 1) {
        const writers = 1 + Math.floor(next() * 32);
        for (const line of await runUntilKilled(file, writers, round, next() * 300)) {
          const [stream = '', revision = '', position = '', hash = ''] = line.split(' ');
          acknowledged.set(`${stream} ${revision} ${position}`, hash);
        }
        const recorded = await verified(file);
        for (const [place, hash] of acknowledged) if (recorded.get(place) !== hash) throw new Error(`Round ${round} lost ${place}`);
      }
      expect(acknowledged.size).toBeGreaterThan(ROUNDS);
      // The file takes appends again, and closing it folds the log into it.
      await (await openSqliteEventStore({ file })).close();
      expect((await verified(file)).size).toBeGreaterThanOrEqual(acknowledged.size);
    },
    300_000 + ROUNDS * 5_000, // each round kills a process of its own and reads the whole file again; a busy machine takes minutes
  );
});
