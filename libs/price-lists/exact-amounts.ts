import { formatAmount } from '#money';

/** Of a list's own numbers: longer ones, and exponents beyond these, are no prices. Keeps the power of ten below small. */
const DECIMAL = /^(\d{1,30})(?:\.(\d{1,30}))?(?:e([+-]?\d{1,2}))?$/i;
const NANOS_DECIMALS = 9;
/** Nine digits before the point, as everywhere that amounts come in. */
const ABOVE_ALL_NANOS = 10n ** 18n;

/** By how many decimal places a list's unit has to be moved to become a million. */
export const PER_TOKEN = 6;
export const PER_MILLION = 0;

/**
 * A number of a list, by its text, as an amount per million tokens in canonical form: `2.5e-06` per token is `2.50`. A shift of the decimal point
 * and nothing else. Undefined where that is not exact in nine decimals, or is no amount: it is never rounded.
 */
export function exactAmount(text: string, shift: number): string | undefined {
  const [, whole = '', fraction = '', exponent = '0'] = DECIMAL.exec(text) ?? [];
  if (whole === '') return undefined;
  const digits = BigInt(whole + fraction);
  const places = Number(exponent) - fraction.length + shift + NANOS_DECIMALS;
  const power = 10n ** BigInt(Math.abs(places));
  if (places < 0 && digits % power !== 0n) return undefined;
  const nanos = places < 0 ? digits / power : digits * power;
  return nanos < ABOVE_ALL_NANOS ? formatAmount(nanos) : undefined;
}

/** A count of tokens as lists write it: `200000`, `2e5`, `8192.0`. Undefined where it is none. */
export function exactCount(value: unknown): number | undefined {
  const amount = typeof value === 'string' ? exactAmount(value, PER_MILLION) : undefined;
  const count = amount?.endsWith('.00') === true ? Number(amount.slice(0, -3)) : 0;
  return count > 0 ? count : undefined;
}
