import type { Position } from '#event-store';

/** Projections that are further apart are folded in turns, so that one that is being built does not hold up the live ones. */
const FRONT_EVENTS = 25_000;

/** The last events that the front has read, counted by page: positions may have gaps, so their differences count nothing. */
export class FrontWindow {
  readonly #pages: { readonly after: Position; readonly events: number }[] = [];
  #events = 0;

  /** From here on a projection goes with the front. */
  start(front: Position): Position {
    const first = this.#pages[0]?.after ?? front;
    return first < front ? first : front;
  }

  /** The front has moved on over so many events. */
  moved(after: Position, events: number): void {
    this.#pages.push({ after, events });
    this.#events += events;
    for (let [first] = this.#pages; first && this.#events - first.events >= FRONT_EVENTS; [first] = this.#pages) {
      this.#pages.shift();
      this.#events -= first.events;
    }
  }
}
