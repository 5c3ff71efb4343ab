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
  if (nanos < 0n) return `-${formatAmount(-nanos)}`;
  if (nanos > MOST_EXACT) return withDecimals((nanos / NANOS_PER_UNIT).toString(), Number(nanos % NANOS_PER_UNIT));
  const exact = Number(nanos);
  const part = exact % UNIT;
  return withDecimals(String((exact - part) / UNIT), part);
}

/** Whole numbers up to here are exact as numbers too, and twice as fast to write. */
const MOST_EXACT = BigInt(Number.MAX_SAFE_INTEGER);
const UNIT = Number(NANOS_PER_UNIT);

function withDecimals(whole: string, nanos: number): string {
  const digits = String(UNIT + nanos); // a one, then all nine
  let end = digits.length;
  while (end > 3 && digits.charCodeAt(end - 1) === 48) end -= 1;
  return `${whole}.${digits.slice(1, end)}`;
}

function toNanos(unsigned: string): bigint {
  const dot = unsigned.indexOf('.');
  if (dot < 0) return BigInt(unsigned) * NANOS_PER_UNIT;
  return BigInt(unsigned.slice(0, dot) + unsigned.slice(dot + 1).padEnd(9, '0'));
}
