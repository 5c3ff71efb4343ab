import type { EventReader, RecordedEvent } from '#event-store';
import { currentShape } from './current-shape.js';

/** What queries read events with: by stream and revision, which every engine finds by an index. */
export type StreamReader = Pick<EventReader, 'readStream'>;

/** Revisions of one stream that are so close are read together. */
const TOGETHER = 16;
/** Events in one read. */
const MOST = 500;

export interface EventAt {
  readonly stream: string;
  readonly revision: number;
}

/** The events that an index has led to. */
export class FoundEvents {
  readonly #streams = new Map<string, Map<number, RecordedEvent>>();

  add(event: RecordedEvent): void {
    let found = this.#streams.get(event.stream);
    if (!found) this.#streams.set(event.stream, (found = new Map()));
    found.set(Number(event.revision), event);
  }

  /** Throws for one that is not there: the index does not belong to this log. */
  at({ stream, revision }: EventAt): RecordedEvent {
    const found = this.#streams.get(stream)?.get(revision);
    if (!found) throw new RangeError(`There is no event ${revision} in ${stream}, to which the read models lead`);
    return found;
  }
}

/**
 * The events at these places, each in its current shape: the one way in which queries read events. Neighbours of a stream are read
 * together, what is apart by itself.
 */
export async function eventsAt(reader: StreamReader, places: readonly EventAt[]): Promise<FoundEvents> {
  const streams = new Map<string, Set<number>>();
  for (const { stream, revision } of places) {
    const wanted = streams.get(stream);
    if (wanted) wanted.add(revision);
    else streams.set(stream, new Set([revision]));
  }
  const found = new FoundEvents();
  for (const [stream, revisions] of streams) {
    await Promise.all(
      spansOf([...revisions]).map(async ([from, to]) => {
        const events = await reader.readStream(stream, { from: BigInt(from), max: to - from + 1 });
        for (const event of events) if (revisions.has(Number(event.revision))) found.add(currentShape(event));
      }),
    );
  }
  return found;
}

/** From the first to the last of each group, both included. */
function spansOf(revisions: number[]): [from: number, to: number][] {
  revisions.sort((a, b) => a - b);
  const spans: [number, number][] = [];
  for (const revision of revisions) {
    const span = spans.at(-1);
    if (span && revision - span[1] <= TOGETHER && revision - span[0] < MOST) span[1] = revision;
    else spans.push([revision, revision]);
  }
  return spans;
}
