import { renameSync, writeFileSync } from 'node:fs';

/**
 * Loaded into what is measured, by `--expose-gc --import`: at SIGUSR2 it collects garbage and writes what is left to the file in
 * BENCH_MEMORY_FILE.
 */
const file = process.env['BENCH_MEMORY_FILE'];

process.on('SIGUSR2', () => {
  // The second one takes what finalizers of the first let go.
  for (let time = 0; time < 2; time++) globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  if (file === undefined) return;
  // Renamed, so that nobody reads half of it.
  writeFileSync(`${file}.new`, JSON.stringify({ rss, heapUsed, external }));
  renameSync(`${file}.new`, file);
});
