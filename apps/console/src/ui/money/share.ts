import { nanosOf } from './nanos.js';

/** What part one amount is of another, 0 to 1 in thousandths: for drawing, never for a sum. Both are texts of the API. */
export function shareOfAmounts(part: string, whole: string): number {
  const [a, b] = [nanosOf(part), nanosOf(whole)];
  return b <= 0n || a <= 0n ? 0 : Number((a * 1_000n) / b) / 1_000;
}

/** The most decimals that occur: what a column has one number of. */
export const mostDecimals = (amounts: readonly string[], least = 2): number =>
  amounts.reduce((most, amount) => Math.max(most, amount.split('.')[1]?.length ?? 0), least);
