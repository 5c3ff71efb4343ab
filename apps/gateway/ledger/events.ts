import type { EventStore, Position, RecordedEvent } from '#event-store';

export interface EventQuery {
  /** Only events behind it. */
  readonly after: Position;
  readonly limit: number;
  readonly stream: string | undefined;
  readonly type: string | undefined;
}

export interface FoundEvents {
  readonly events: readonly RecordedEvent[];
  readonly hasMore: boolean;
}

const PAGE = 1_000;

/** A stream is read by itself; the whole log is scanned page by page, so a rare type takes as long as the log is. */
export async function findEvents(store: EventStore, { after, limit, stream, type }: EventQuery): Promise<FoundEvents> {
  const most = limit + 1;
  const found = stream === undefined ? await inLog(store, after, most, type) : await inStream(store, stream, after, most, type);
  return { events: found.slice(0, limit), hasMore: found.length > limit };
}

async function inStream(store: EventStore, stream: string, after: Position, most: number, type: string | undefined) {
  const found: RecordedEvent[] = [];
  const isWanted = (event: RecordedEvent) => event.position > after && (type === undefined || event.type === type);
  for (let from = 0n; found.length < most;) {
    const page = await store.readStream(stream, { from, max: PAGE });
    found.push(...page.filter(isWanted));
    if (page.length < PAGE) break;
    from += BigInt(PAGE);
  }
  return found;
}

async function inLog(store: EventStore, after: Position, most: number, type: string | undefined) {
  const found: RecordedEvent[] = [];
  if (after >= (await store.head())) return found; // whatever number was asked for: an engine need not know it
  for (let reached = after; found.length < most;) {
    const page = await store.readAll({ after: reached, max: PAGE, ...(type !== undefined && { filter: { types: [type] } }) });
    found.push(...page.events);
    if (page.atHead) break;
    reached = page.scannedTo;
  }
  return found;
}
