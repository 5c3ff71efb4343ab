/** Reads are bounded: a page never grows beyond what one tick of the event loop may take. */
export const MAX_EVENTS_PER_READ = 10_000;
export const DEFAULT_EVENTS_PER_READ = 1_000;

export function readBound(max: number = DEFAULT_EVENTS_PER_READ): number {
  if (!Number.isInteger(max) || max < 1 || max > MAX_EVENTS_PER_READ) {
    throw new RangeError(`A read takes 1 to ${MAX_EVENTS_PER_READ} events, not ${max}`);
  }
  return max;
}
