import type { EventReader, Position, RecordedEvent } from '#event-store';

export interface EventPage {
  readonly events: readonly RecordedEvent[];
  readonly scannedTo: Position;
  readonly atHead: boolean;
  /** Events that could not be brought to their current shape, by position. */
  readonly unreadable: ReadonlyMap<Position, Error>;
}

export interface EventSource {
  readonly events: Pick<EventReader, 'eventAt' | 'head' | 'readAll' | 'readStream'>;
  readonly upcast?: Upcast;
}

/** Brings each of the events to its current shape; an Error stands for what this program cannot read. Streams tell what an event only names. */
export type Upcast = (
  events: readonly RecordedEvent[],
  streams: Pick<EventReader, 'readStream'>,
) => Promise<readonly (RecordedEvent | Error)[]>;

/** The next events, each in its current shape where it has one. */
export async function readPage({ events: store, upcast }: EventSource, after: Position, max: number): Promise<EventPage> {
  const page = await store.readAll({ after, max });
  const unreadable = new Map<Position, Error>();
  if (!upcast) return { ...page, unreadable };
  const shaped = await upcast(page.events, store);
  const events = page.events.map((event, index) => {
    const read = shaped[index] as RecordedEvent | Error;
    if (!(read instanceof Error)) return read;
    unreadable.set(event.position, read);
    return event;
  });
  return { ...page, events, unreadable };
}
