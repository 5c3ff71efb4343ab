import type { EventReader, Position, RawEvent, RecordedEvent } from '#event-store';
import { faultCode } from '#process';
import { currentShape } from '#projections';

export interface EventQuery {
  /** Only events behind it. */
  readonly after: Position;
  readonly limit: number;
  readonly stream: string | undefined;
  readonly type: string | undefined;
}

/** An event whose recorded bytes cannot be read: shown in its place, so that the page has all the others. */
export type UnreadableEvent = Pick<RawEvent, 'position' | 'stream' | 'revision'> & { readonly damage: string };

/** An event in full. `recorded`: its data as they stand in the log, where they name a quote of their stream instead of repeating it. */
export type FoundEvent = RecordedEvent & { readonly recorded?: RecordedEvent['data'] };

export interface FoundEvents {
  readonly events: readonly (FoundEvent | UnreadableEvent)[];
  readonly hasMore: boolean;
}

const PAGE = 1_000;

type Log = Pick<EventReader, 'head' | 'readAll' | 'readStream' | 'scan'>;

/** A stream is read by itself; the whole log is scanned page by page, so a rare type takes as long as the log is. */
export async function findEvents(store: Log, query: EventQuery): Promise<FoundEvents> {
  const { after, limit, stream, type } = query;
  const most = limit + 1;
  const read = stream === undefined ? inLog(store, after, most, type) : inStream(store, stream, after, most, type);
  const found = await read.catch((fault: unknown) => {
    if (faultCode(fault) !== 'DAMAGED') throw fault;
    return inBytes(store, query, most);
  });
  return { events: await inFull(found.slice(0, limit), store), hasMore: found.length > limit };
}

/** One of which that cannot be told stands as it was recorded: to verify is for others. */
async function inFull(found: readonly (RecordedEvent | UnreadableEvent)[], store: Log): Promise<FoundEvents['events']> {
  const readable = found.filter((event): event is RecordedEvent => !('damage' in event));
  const shaped = (await currentShape(readable, store)).values();
  return found.map((event) => {
    if ('damage' in event) return event;
    const read = shaped.next().value;
    if (read === undefined || read instanceof Error || read.route === undefined) return event;
    return { ...event, data: read.data, recorded: event.data };
  });
}

async function inStream(store: Log, stream: string, after: Position, most: number, type: string | undefined) {
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

async function inLog(store: Log, after: Position, most: number, type: string | undefined) {
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

/** Event by event, from the recorded bytes. One that cannot be read has no type: it is left out where one is asked for. */
async function inBytes(store: Log, { after, stream, type }: EventQuery, most: number): Promise<(RecordedEvent | UnreadableEvent)[]> {
  const found: (RecordedEvent | UnreadableEvent)[] = [];
  for await (const raw of store.scan({ after })) {
    if (stream !== undefined && raw.stream !== stream) continue;
    const event = readable(raw);
    if (type === undefined || (!('damage' in event) && event.type === type)) found.push(event);
    if (found.length === most) break;
  }
  return found;
}

function readable({ text, damage, ...place }: RawEvent): RecordedEvent | UnreadableEvent {
  if (damage !== undefined) return { ...place, damage };
  try {
    const { id, type, data, metadata } = JSON.parse(text) as RecordedEvent;
    if (typeof metadata.recorded === 'string' && typeof id === 'string' && typeof type === 'string')
      return { ...place, id, type, data, metadata };
  } catch {
    // told below
  }
  return { ...place, damage: 'is not the JSON of an event' };
}
