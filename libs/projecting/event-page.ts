import type { EventReader, Position, RecordedEvent } from '#event-store';

export interface EventPage {
  readonly events: readonly RecordedEvent[];
  readonly scannedTo: Position;
  readonly atHead: boolean;
  /** Events that could not be brought to their current shape, by position. */
  readonly unreadable: ReadonlyMap<Position, Error>;
}

export interface EventSource {
  readonly events: Pick<EventReader, 'eventAt' | 'head' | 'readAll'>;
  /** Brings the data of an older version to its current shape; throws for what this program cannot read. */
  readonly upcast?: (event: RecordedEvent) => RecordedEvent;
}

/** The next events, each in its current shape where it has one. */
export async function readPage({ events: store, upcast }: EventSource, after: Position, max: number): Promise<EventPage> {
  const page = await store.readAll({ after, max });
  const unreadable = new Map<Position, Error>();
  if (!upcast) return { ...page, unreadable };
  const events = page.events.map((event) => {
    try {
      return upcast(event);
    } catch (error) {
      unreadable.set(event.position, error instanceof Error ? error : new Error(String(error)));
      return event;
    }
  });
  return { ...page, events, unreadable };
}
