import type { EventReader, RecordedEvent } from '#event-store';
import { currentShape } from './current-shape.js';

/** What queries read events with: by stream and revision, which every engine finds by an index. */
export type StreamReader = Pick<EventReader, 'readStream'>;

export interface EventAt {
  readonly stream: string;
  readonly revision: number;
}

/** The events that an index has led to. */
export class FoundEvents {
  readonly #streams = new Map<string, Map<number, RecordedEvent>>();

  add(event: RecordedEvent): void {
    let found = this.#streams.get(event.stream);
    if (!found) this.#streams.set(event.stream, (found = new Map<number, RecordedEvent>()));
    found.set(Number(event.revision), event);
  }

  /** Throws for one that is not there: the index does not belong to this log. */
  at({ stream, revision }: EventAt): RecordedEvent {
    const found = this.#streams.get(stream)?.get(revision);
    if (!found) throw new RangeError(`There is no event ${revision} in ${stream}, to which the read models lead`);
    return found;
  }
}

/** The events at these places, each in its current shape: the one way in which queries read events. */
export async function eventsAt(reader: StreamReader, places: readonly EventAt[]): Promise<FoundEvents> {
  const streams = new Map<string, bigint[]>();
  for (const { stream, revision } of places) {
    const revisions = streams.get(stream);
    if (revisions) revisions.push(BigInt(revision));
    else streams.set(stream, [BigInt(revision)]);
  }
  const found = new FoundEvents();
  for (const [stream, revisions] of streams)
    for (const event of await reader.readStream(stream, { revisions })) found.add(currentShape(event));
  return found;
}
