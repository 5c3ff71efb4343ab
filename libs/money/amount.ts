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
  const exact = exactNanos(text);
  if (exact !== undefined) return BigInt(exact);
  if (!RECORDED.test(text)) throw new RangeError(`Not a decimal amount: ${JSON.stringify(text)}`);
  return text.charCodeAt(0) === MINUS ? -toNanos(text.slice(1)) : toNanos(text);
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

const [MINUS, POINT, ZERO] = [45, 46, 48];
const DECIMALS = 9;
/** Digits before the point: with nine decimals behind it that is below 10^15, and integers are exact up to 2^53. */
const EXACT_DIGITS = 6;

/**
 * Nearly every amount has so few digits that its nanos are an exact integer on the way, read in one pass. Undefined for one that has
 * more, and for what may be no amount at all.
 */
function exactNanos(text: string): number | undefined {
  const start = text.charCodeAt(0) === MINUS ? 1 : 0;
  let [nanos, point] = [0, -1];
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const digit = code - ZERO;
    if (digit >= 0 && digit <= 9) nanos = nanos * 10 + digit;
    else if (code === POINT && point < 0) point = at;
    else return undefined;
    if (at > start + EXACT_DIGITS + DECIMALS) return undefined;
  }
  const whole = (point < 0 ? text.length : point) - start;
  const decimals = point < 0 ? 0 : text.length - point - 1;
  if (whole < 1 || whole > EXACT_DIGITS || decimals > DECIMALS || (point >= 0 && decimals === 0)) return undefined;
  for (let missing = DECIMALS - decimals; missing > 0; missing -= 1) nanos *= 10;
  return start === 1 ? 0 - nanos : nanos;
}
