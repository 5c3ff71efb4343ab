/** Streams remembered, at most: of accounts, months and leases that are written in turns. */
const MOST_STREAMS = 10_000;

/**
 * What follows from the name of a stream alone, made once for the events that come of it: mostly a key, which is then the same text in memory each
 * time, and found without being read.
 */
export function byStream<Made>(make: (stream: string) => Made): (stream: string) => Made {
  const made = new Map<string, Made>();
  return (stream) => {
    const known = made.get(stream);
    if (known !== undefined) return known;
    const value = make(stream);
    if (made.size >= MOST_STREAMS) made.clear();
    made.set(stream, value);
    return value;
  };
}
