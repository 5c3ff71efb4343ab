const MOST_NAME_CHARS = 64;
/** All headers of an answer together: some clients take 16 KiB of them. */
const MOST_NAMES = 50;

/** Names of fields as a header has them, or a line of a stream: what these cannot hold is left out of them, since they are the client's own, or the provider's. */
export function droppedNames(dropped: readonly string[]): string {
  const names = dropped.slice(0, MOST_NAMES).map((name) => name.replace(/[^\w.[\]-]/g, '').slice(0, MOST_NAME_CHARS));
  if (dropped.length > MOST_NAMES) names.push(`${dropped.length - MOST_NAMES} more`);
  return names.join(', ');
}
