import { closeSync, fdatasyncSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** About what the hold of one request adds to the write-ahead log of the events: three pages of 8 KiB. */
const BYTES = 24_576;
const ROUNDS = 200;

/**
 * Milliseconds of one write and its sync in this folder, one after another: what no gateway can be faster than that has its hold on disk before
 * it asks a provider. The file has its size already, as the log of a store has once it has been folded for the first time.
 */
export function measureSync(folder: string): readonly number[] {
  const file = openSync(join(folder, 'sync-floor'), 'w');
  const block = Buffer.alloc(BYTES, 1);
  try {
    for (let round = 0; round < ROUNDS; round++) writeSync(file, block, 0, BYTES, round * BYTES);
    fsyncSync(file);
    return Array.from({ length: ROUNDS }, (_, round) => {
      const startedAt = performance.now();
      writeSync(file, block, 0, BYTES, round * BYTES);
      fdatasyncSync(file);
      return performance.now() - startedAt;
    });
  } finally {
    closeSync(file);
  }
}
