const DAY_MS = 86_400_000;

export interface Strip {
  /** The month: from inclusive, to exclusive, milliseconds. */
  readonly fromMs: number;
  readonly toMs: number;
  /** When something moved, ascending. */
  readonly movements: readonly number[];
}

/** ← and → go by one movement, with ⇧ by one day; never out of the month. */
export function stepped(at: number, direction: -1 | 1, isDay: boolean, strip: Strip): number {
  if (isDay) return within(at + direction * DAY_MS, strip);
  const found = direction > 0 ? strip.movements.find((each) => each > at) : strip.movements.findLast((each) => each < at);
  return within(found ?? (direction > 0 ? strip.toMs - 1 : strip.fromMs), strip);
}

export const within = (at: number, { fromMs, toMs }: Strip): number => Math.max(fromMs, Math.min(toMs - 1, at));

export const shareOf = (at: number, { fromMs, toMs }: Strip): number => (at - fromMs) / (toMs - fromMs);
