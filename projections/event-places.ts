import type { EventReader } from '#event-store';
import { currentShape, type ShapedEvent } from './current-shape.js';

/** What queries read events with: by stream and revision, which every engine finds by an index. */
export type StreamReader = Pick<EventReader, 'readStream'>;

export interface EventAt {
  readonly stream: string;
  readonly revision: number;
}

/** The events that an index has led to. */
export class FoundEvents {
  readonly #streams = new Map<string, Map<number, ShapedEvent>>();

  add(event: ShapedEvent): void {
    let found = this.#streams.get(event.stream);
    if (!found) this.#streams.set(event.stream, (found = new Map<number, ShapedEvent>()));
    found.set(Number(event.revision), event);
  }

  /** Throws for one that is not there: the index does not belong to this log. */
  at({ stream, revision }: EventAt): ShapedEvent {
    const found = this.#streams.get(stream)?.get(revision);
    if (!found) throw new RangeError(`There is no event ${revision} in ${stream}, to which the read models lead`);
    return found;
  }
}

/** So many places are read at a time: what is in memory of a long list is bounded. */
const AT_ONCE = 200;

/** What an index leads to, so many at a time. */
export async function* atOnce<Place>(places: AsyncIterable<Place>): AsyncGenerator<readonly Place[]> {
  let some: Place[] = [];
  for await (const place of places) {
    if (some.push(place) < AT_ONCE) continue;
    yield some;
    some = [];
  }
  if (some.length > 0) yield some;
}

/** The events at these places, each in its current shape: the one way in which queries read events. Throws for one that cannot be read. */
export async function eventsAt(reader: StreamReader, places: readonly EventAt[]): Promise<FoundEvents> {
  const streams = new Map<string, bigint[]>();
  for (const { stream, revision } of places) {
    const revisions = streams.get(stream);
    if (revisions) revisions.push(BigInt(revision));
    else streams.set(stream, [BigInt(revision)]);
  }
  const found = new FoundEvents();
  for (const [stream, revisions] of streams) {
    for (const event of await currentShape(await reader.readStream(stream, { revisions }), reader)) {
      if (event instanceof Error) throw event;
      found.add(event);
    }
  }
  return found;
}
