/**
 * RFC 8785 as it reads, without regard to time: what the writers of the product are held to. Undefined for what it, or we, cannot hold: a lone
 * surrogate anywhere, a number that is not finite, a whole number beyond 2^53.
 */
export function plainCanonical(value: unknown): string | undefined {
  if (typeof value === 'string') return /\p{Surrogate}/u.test(value) ? undefined : JSON.stringify(value);
  if (typeof value === 'number') return Number.isFinite(value) && Math.abs(wholeOf(value)) < 2 ** 53 ? JSON.stringify(value) : undefined;
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return joined('[', value.map(plainCanonical), ']');
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  members.sort(([a], [b]) => (a < b ? -1 : 1));
  return joined('{', members.flatMap(([key, member]) => [pair(plainCanonical(key), plainCanonical(member))]), '}'); // prettier-ignore
}

const wholeOf = (value: number): number => (Number.isInteger(value) ? value : 0);

const pair = (key: string | undefined, member: string | undefined): string | undefined =>
  key === undefined || member === undefined ? undefined : `${key}:${member}`;

const joined = (before: string, parts: readonly (string | undefined)[], behind: string): string | undefined =>
  parts.includes(undefined) ? undefined : `${before}${parts.join(',')}${behind}`;
