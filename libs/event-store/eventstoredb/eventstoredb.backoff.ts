export const MIN_BACKOFF_MS = 50;
export const MAX_BACKOFF_MS = 3_000;

/** Waits between half and the whole of it: many processes that lost the same server must not come back at the same moment. */
export function jittered(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms * (0.5 + Math.random() / 2)));
}
