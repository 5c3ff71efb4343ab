/** An amount's or a count's decimal text as whole nanos: for comparing and for drawing, never shown; never a float. */
export function nanosOf(text: string): bigint {
  const [whole = '0', part = ''] = text.replace('-', '').split('.');
  const nanos = BigInt(whole) * 1_000_000_000n + BigInt(part.padEnd(9, '0').slice(0, 9));
  return text.startsWith('-') ? -nanos : nanos;
}
