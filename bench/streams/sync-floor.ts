import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** About what the hold of one request adds to the write-ahead log of the events. */
const BYTES = 8_192;
const ROUNDS = 300;

/**
 * Milliseconds of one write and its sync in this folder, one after another: what no gateway can be faster than that has its hold on disk before
 * it asks a provider.
 */
export function measureSync(folder: string): readonly number[] {
  const file = openSync(join(folder, 'sync-floor'), 'w');
  const block = Buffer.alloc(BYTES, 1);
  try {
    return Array.from({ length: ROUNDS }, () => {
      const startedAt = performance.now();
      writeSync(file, block);
      fdatasyncSync(file);
      return performance.now() - startedAt;
    });
  } finally {
    closeSync(file);
  }
}
