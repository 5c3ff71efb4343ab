/** The middle value; with an even count, the mean of the middle two. NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The smallest value that at least this share of them does not exceed (nearest rank). NaN of nothing. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/**
 * What one series took more than the other, pair by pair: values of the same place were measured within the same moment, so what the machine did
 * then is in both. A place without its counterpart does not count.
 */
export function pairedDifferences(values: readonly number[], others: readonly number[]): number[] {
  return values.slice(0, others.length).map((value, place) => value - others[place]!);
}

/**
 * Ratio of two series that were measured side by side: the median of each round's own ratio. The machine's mood changes from
 * round to round and touches both sides of one round alike.
 */
export function medianRatio(numerators: readonly number[], denominators: readonly number[]): number {
  return median(numerators.map((numerator, round) => numerator / denominators[round]!).filter((ratio) => Number.isFinite(ratio)));
}

/** Three significant figures are more than a bench can promise. */
export function figures(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (value >= 1_000) return Math.round(value).toLocaleString('en-US');
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value >= 0.1 ? value.toFixed(2) : value.toFixed(3);
}
