import type { EventReader, Position, RawEvent } from './event-store.port.js';

/**
 * A log whose positions have gaps, numbered from 1 on, for whoever takes a gap for an event that is missing. As far as it went when
 * the reading began.
 */
export class CountedLog {
  #position: Position = 0n;

  constructor(private readonly reader: Pick<EventReader, 'scan' | 'head'>) {}

  /** Where the engine has the event that was read last. */
  get position(): Position {
    return this.#position;
  }

  /** How many there are shows itself at the end. */
  head(): Promise<Position> {
    return Promise.reject(new RangeError('A log is counted by reading it'));
  }

  async *scan(): AsyncIterable<RawEvent> {
    const head = await this.reader.head();
    let count = 0n;
    for await (const event of this.reader.scan({ after: 0n })) {
      if (event.position > head) return;
      this.#position = event.position;
      yield { ...event, position: (count += 1n) };
    }
  }
}
