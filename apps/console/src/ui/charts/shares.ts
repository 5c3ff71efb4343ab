import { nanosOf } from '../money/nanos.js';

/**
 * Shares in percent that sum to 100 exactly, by largest remainder: `["42.4", "32.3", …]`. Values are decimal texts from zero up;
 * where all are zero there are no shares: null.
 */
export function shares(values: readonly string[], decimals = 1): string[] | null {
  const amounts = values.map(nanosOf);
  const sum = amounts.reduce((total, amount) => total + amount, 0n);
  if (sum === 0n) return null;
  const whole = 100n * 10n ** BigInt(decimals);
  const parts = amounts.map((amount, at) => ({ at, quota: (amount * whole) / sum, rest: (amount * whole) % sum }));
  let left = whole - parts.reduce((total, { quota }) => total + quota, 0n);
  const out = parts.map(({ quota }) => quota);
  const byRest = [...parts].sort((a, b) => (a.rest === b.rest ? a.at - b.at : a.rest > b.rest ? -1 : 1));
  for (const { at } of byRest) {
    if (left === 0n) break;
    out[at] = (out[at] ?? 0n) + 1n;
    left -= 1n;
  }
  return out.map((share) => written(share, decimals));
}

function written(share: bigint, decimals: number): string {
  if (decimals === 0) return share.toString();
  const digits = share.toString().padStart(decimals + 1, '0');
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
