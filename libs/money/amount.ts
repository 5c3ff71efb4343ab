/** Amounts are bigints of 10^-9 of the currency unit ("nanos"). No float ever holds money. */

export const NANOS_PER_UNIT = 1_000_000_000n;

const INPUT = /^\d{1,9}(\.\d{1,9})?$/;
const RECORDED = /^-?\d+(\.\d{1,9})?$/;

/** What may come in from outside: `"5"`, `"5.00"`, `"0.000000001"`. Undefined for anything else: signs, exponents, numbers, ten decimals. */
export function parseInputAmount(text: unknown): bigint | undefined {
  return typeof text === 'string' && INPUT.test(text) ? toNanos(text) : undefined;
}

/** What an event or a configured price holds: any size, with a sign, in any number of decimals up to nine. Throws on anything else. */
export function parseAmount(text: string): bigint {
  if (!RECORDED.test(text)) throw new RangeError(`Not a decimal amount: ${JSON.stringify(text)}`);
  return text.charCodeAt(0) === 45 ? -toNanos(text.slice(1)) : toNanos(text);
}

/** The one canonical form: at least two decimals and no zeros beyond them: `5.00`, `0.0000045`, `-0.50`. */
export function formatAmount(nanos: bigint): string {
  const sign = nanos < 0n ? '-' : '';
  const digits = (nanos < 0n ? -nanos : nanos).toString().padStart(10, '0');
  const whole = digits.slice(0, -9);
  let end = digits.length;
  while (end > digits.length - 7 && digits.charCodeAt(end - 1) === 48) end -= 1;
  return `${sign}${whole}.${digits.slice(-9, end === digits.length ? undefined : end)}`;
}

function toNanos(unsigned: string): bigint {
  const dot = unsigned.indexOf('.');
  // Nearly every amount has so few digits that its nanos are an exact integer on the way: no text in between.
  if ((dot < 0 ? unsigned.length : dot) <= EXACT_DIGITS) return BigInt(exactNanos(unsigned, dot));
  if (dot < 0) return BigInt(unsigned) * NANOS_PER_UNIT;
  return BigInt(unsigned.slice(0, dot) + unsigned.slice(dot + 1).padEnd(9, '0'));
}

/** Before the point: with nine decimals behind it that is below 10^15, and integers are exact up to 2^53. */
const EXACT_DIGITS = 6;

function exactNanos(unsigned: string, dot: number): number {
  let nanos = 0;
  let decimals = dot < 0 ? 0 : unsigned.length - dot - 1;
  for (let at = 0; at < unsigned.length; at += 1) if (at !== dot) nanos = nanos * 10 + (unsigned.charCodeAt(at) - 48);
  for (; decimals < 9; decimals += 1) nanos *= 10;
  return nanos;
}
