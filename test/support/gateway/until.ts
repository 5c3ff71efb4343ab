import { setTimeout as sleep } from 'node:timers/promises';

/** How long a test waits for what has no time of its own: only what never comes about ends by it, a little before its test would. */
export const PATIENCE_MS = 50_000;

/** Looks again and again until something is so. How long it took, in milliseconds; rejects where the time is over. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>, withinMs = PATIENCE_MS): Promise<number> {
  const startedMs = performance.now();
  while (!(await isSo())) {
    if (performance.now() - startedMs > withinMs) throw new Error(`${what}: not within ${withinMs} ms`);
    await sleep(5);
  }
  return performance.now() - startedMs;
}
