/** The tests' own reading of amounts: an oracle must not share the arithmetic that it checks. */
export function nanos(amount: string): bigint {
  const [, sign, units = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d{1,9}))?$/.exec(amount) ?? fail(amount);
  const value = BigInt(units + fraction.padEnd(9, '0'));
  return sign === '-' ? -value : value;
}

export function amountOf(value: bigint): string {
  const digits = value.toString().padStart(10, '0');
  return `${digits.slice(0, -9)}.${digits.slice(-9)}`;
}

function fail(amount: string): never {
  throw new Error(`Not an amount: ${JSON.stringify(amount)}`);
}
